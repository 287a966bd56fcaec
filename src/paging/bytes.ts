/** Writes numbers and texts as few bytes. Numbers are safe integers. */
export class ByteWriter {
  readonly #bytes: number[] = [];

  /** From 0; small numbers are short. */
  number(value: number): this {
    let rest = value;
    while (rest >= 128) {
      this.#bytes.push((rest % 128) + 128);
      rest = Math.floor(rest / 128);
    }
    this.#bytes.push(rest);
    return this;
  }

  /** Of either sign, or null. */
  signed(value: number | null): this {
    if (value === null) return this.number(0);
    return this.number(value < 0 ? -value * 2 : value * 2 + 1);
  }

  /** From 0, in so many bytes. */
  fixed(value: number, length: number): this {
    for (let power = length - 1; power >= 0; power--) {
      this.#bytes.push(Math.floor(value / 256 ** power) % 256);
    }
    return this;
  }

  text(value: string): this {
    const bytes = Buffer.from(value);
    this.number(bytes.length);
    for (const byte of bytes) this.#bytes.push(byte);
    return this;
  }

  bytes(): Buffer {
    return Buffer.from(this.#bytes);
  }
}

/** Reads what ByteWriter wrote. Throws RangeError where the bytes end too early. */
export class ByteReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  number(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.fixed(1);
      value += (byte % 128) * scale;
      if (byte < 128) return value;
    }
  }

  signed(): number | null {
    const value = this.number();
    if (value === 0) return null;
    return value % 2 === 0 ? -value / 2 : (value - 1) / 2;
  }

  fixed(length: number): number {
    return length === 0 ? 0 : this.#take(length).readUIntBE(0, length);
  }

  text(): string {
    return this.#take(this.number()).toString('utf8');
  }

  #take(length: number): Buffer {
    const end = this.#at + length;
    if (end > this.#bytes.length) throw new RangeError('the bytes end too early');
    const taken = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return taken;
  }
}
