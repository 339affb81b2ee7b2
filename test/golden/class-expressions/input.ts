export const Model = class Inner {
  save() {}
};

export function mixin<T extends Constructor>(Base: T) {
  return class extends Base {
    mixed = true;
    extra() {}
  };
}
