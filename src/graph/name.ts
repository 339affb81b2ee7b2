/** `#secret` is looked up as `secret`: in `Vault#secret` the sign only stands for a dot. */
export const bareName = (name: string): string => (name.startsWith('#') ? name.slice(1) : name);
