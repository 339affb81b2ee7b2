export class Box {
  #value = 1;
  private static instances = new Map<string, Box>();

  get value(): number { return this.#value; }
  set value(next: number) { this.#value = next; }
  accessor width = 10;
  static { Box.instances.clear(); }
  #grow(by: number) { this.#value += by; }
}

export const plain = {
  get size() { return 1; },
  set size(next) {},
};
