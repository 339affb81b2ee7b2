/** `describe` where `isThere`; else a skip that says aloud what to run to have it. */
export function describeWhere(isThere: boolean, missing: string, name: string, body: () => void): void {
  if (isThere) {
    describe(name, body);
    return;
  }
  const reason = `SKIPPED: ${missing}`;
  console.warn(`${name}: ${reason}`);
  describe.skip(`${name} [${reason}]`, body);
}
