/** Git's deltas: how to build an object from pieces of another one and new bytes (gitformat-pack). */

/** Throws an Error with a reason in words; never makes more bytes than `sizes` says. */
export function applyDelta(base: Buffer, delta: Buffer): Buffer {
  const { baseSize, size, start } = readSizes(delta);
  if (baseSize !== base.length) throw damaged();
  const result = Buffer.allocUnsafe(size);
  let from = start;
  let to = 0;
  while (from < delta.length) {
    const command = delta[from++]!;
    if (command & 0x80) {
      let offset = 0;
      let length = 0;
      for (let bit = 0; bit < 4; bit += 1) if (command & (1 << bit)) offset += byteAt(delta, from++) * 2 ** (8 * bit);
      for (let bit = 0; bit < 3; bit += 1) if (command & (0x10 << bit)) length |= byteAt(delta, from++) << (8 * bit);
      if (length === 0) length = 0x10000;
      if (offset + length > base.length || to + length > size) throw damaged();
      to += base.copy(result, to, offset, offset + length);
    } else {
      if (command === 0 || from + command > delta.length || to + command > size) throw damaged();
      to += delta.copy(result, to, from, from + command);
      from += command;
    }
  }
  if (to !== size) throw damaged();
  return result;
}

/** Sizes that a delta declares, of its base and of what it makes. */
export function readSizes(delta: Buffer): { baseSize: number; size: number; start: number } {
  let at = 0;
  const next = (): number => {
    let value = 0;
    for (let shift = 0; shift < 49; shift += 7) {
      const byte = byteAt(delta, at++);
      value += (byte & 0x7f) * 2 ** shift;
      if (!(byte & 0x80)) return value;
    }
    throw damaged();
  };
  return { baseSize: next(), size: next(), start: at };
}

function byteAt(bytes: Buffer, at: number): number {
  const byte = bytes[at];
  if (byte === undefined) throw damaged();
  return byte;
}

const damaged = (): Error => new Error('one of its deltas is damaged');
