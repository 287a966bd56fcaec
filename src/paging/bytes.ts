/** Writes numbers and texts as few bytes. Numbers are safe integers. */
export class ByteWriter {
  #bytes = Buffer.allocUnsafe(512);
  #length = 0;

  /** From 0; small numbers are short. */
  number(value: number): this {
    let rest = value;
    while (rest >= 128) {
      this.#push((rest % 128) + 128);
      rest = Math.floor(rest / 128);
    }
    this.#push(rest);
    return this;
  }

  /** Of either sign, or null. */
  signed(value: number | null): this {
    if (value === null) return this.number(0);
    return this.number(value < 0 ? -value * 2 : value * 2 + 1);
  }

  /** From 0, in so many bytes; at most 6. */
  fixed(value: number, length: number): this {
    if (length === 0) return this;
    this.#reserve(length);
    this.#length = this.#bytes.writeUIntBE(value, this.#length, length);
    return this;
  }

  text(value: string): this {
    const bytes = Buffer.from(value);
    return this.number(bytes.length).raw(bytes);
  }

  /** As they are, without their length. */
  raw(bytes: Buffer): this {
    this.#reserve(bytes.length);
    this.#length += bytes.copy(this.#bytes, this.#length);
    return this;
  }

  bytes(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  #push(byte: number): void {
    this.#reserve(1);
    this.#bytes[this.#length] = byte;
    this.#length += 1;
  }

  #reserve(length: number): void {
    if (this.#length + length <= this.#bytes.length) return;
    const grown = Buffer.allocUnsafe(2 * (this.#bytes.length + length));
    this.#bytes.copy(grown, 0, 0, this.#length);
    this.#bytes = grown;
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
