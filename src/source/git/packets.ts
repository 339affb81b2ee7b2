/** Git's packet lines: four hexadecimal digits of length, then the payload (gitprotocol-common). */

export interface Packets {
  /** The next packet's payload; `flush`, `delimiter` or `end` for the special ones; undefined at the end. */
  next(): Promise<Buffer | 'flush' | 'delimiter' | 'end' | undefined>;
}

const HEAD = 4;
const SPECIAL = ['flush', 'delimiter', 'end'] as const;

/** Throws an Error with a reason in words when what comes is no packet line. */
export function readPackets(chunks: AsyncIterable<Buffer>): Packets {
  const source = chunks[Symbol.asyncIterator]();
  const pull = async (): Promise<Buffer | undefined> => {
    const step = (await source.next()) as IteratorResult<Buffer, undefined>;
    return step.value;
  };
  let buffer: Buffer = Buffer.alloc(0);

  async function fill(length: number): Promise<boolean> {
    const parts = [buffer];
    let have = buffer.length;
    while (have < length) {
      const chunk = await pull();
      if (!chunk) break;
      parts.push(chunk);
      have += chunk.length;
    }
    if (parts.length > 1) buffer = Buffer.concat(parts);
    return have >= length;
  }

  function take(length: number): Buffer {
    const taken = buffer.subarray(0, length);
    buffer = buffer.subarray(length);
    return taken;
  }

  return {
    async next() {
      if (!(await fill(HEAD))) {
        if (buffer.length > 0) throw new Error('its answer breaks off');
        return undefined;
      }
      const head = take(HEAD).toString('latin1');
      if (!/^[0-9a-f]{4}$/i.test(head)) throw new Error('its answer is not in the Git protocol');
      const length = parseInt(head, 16);
      if (length < SPECIAL.length) return SPECIAL[length]!;
      if (length < HEAD) throw new Error('its answer is not in the Git protocol');
      if (!(await fill(length - HEAD))) throw new Error('its answer breaks off');
      return take(length - HEAD);
    },
  };
}

/** A line as text, without its line feed. */
export function toLine(packet: Buffer): string {
  const end = packet.at(-1) === 0x0a ? -1 : undefined;
  return packet.subarray(0, end).toString('utf8');
}

export const FLUSH = '0000';
export const DELIMITER = '0001';

export function packet(line: string): string {
  const text = `${line}\n`;
  return (Buffer.byteLength(text) + HEAD).toString(16).padStart(4, '0') + text;
}
