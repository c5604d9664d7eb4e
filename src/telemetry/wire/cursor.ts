/** Protobuf wire types. Source: protobuf encoding guide, "Message Structure". 3 and 4 are the retired groups. */
export const WIRE = { varint: 0, fixed64: 1, bytes: 2, groupStart: 3, groupEnd: 4, fixed32: 5 } as const;

/**
 * Walks over protobuf bytes. A fault (bytes missing, a varint too long) is remembered in `fault` and moves the cursor
 * to the end, so that every loop over it ends; whoever starts a walk over untrusted bytes looks at `fault` afterwards.
 */
export class Cursor {
  readonly bytes: Buffer;
  at: number;
  readonly end: number;
  fault: string | undefined;

  constructor(bytes: Buffer, at: number, end: number) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }

  /** The next field's number and wire type as `number << 3 | type`; 0 at the end. */
  tag(): number {
    if (this.at >= this.end) return 0;
    const tag = this.uint32();
    if (tag >>> 3 === 0) this.fail('field number 0');
    return tag;
  }

  /** A varint that fits 32 bits: tags, lengths, enumerations. Higher bits are dropped, as protobuf prescribes. */
  uint32(): number {
    const first = this.bytes[this.at];
    // Nearly every tag and length is a single byte.
    if (first !== undefined && first < 0x80 && this.at < this.end) {
      this.at += 1;
      return first;
    }
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.#byte();
      if (shift < 32) value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
    this.fail('a varint of more than 10 bytes');
    return 0;
  }

  /** A varint as the int64 it encodes: number while that is exact, else bigint. */
  int64(): number | bigint {
    let value = 0;
    let factor = 1;
    const start = this.at;
    // Seven bytes hold 49 bits, which a double adds up exactly.
    for (let index = 0; index < 7; index += 1) {
      const byte = this.#byte();
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
      factor *= 0x80;
    }
    this.at = start;
    return this.#wideInt64();
  }

  /** The end of a length-delimited field whose length comes next; the cursor is then at the field's first byte. */
  lengthEnd(): number {
    const length = this.uint32();
    if (length <= this.end - this.at) return this.at + length;
    this.fail(`a field of ${length} bytes where ${this.end - this.at} are left`);
    return this.end;
  }

  fixed64(): bigint {
    if (!this.#has(8)) return 0n;
    this.at += 8;
    return this.bytes.readBigUInt64LE(this.at - 8);
  }

  double(): number {
    if (!this.#has(8)) return 0;
    this.at += 8;
    return this.bytes.readDoubleLE(this.at - 8);
  }

  /** Invalid UTF-8 becomes U+FFFD, where it stays visible, instead of costing the sender the whole request. */
  text(): string {
    const end = this.lengthEnd();
    const text = this.bytes.toString('utf8', this.at, end);
    this.at = end;
    return text;
  }

  /** A copy, so that it does not keep the request alive or change with it. */
  blob(): Uint8Array {
    const end = this.lengthEnd();
    const blob = new Uint8Array(this.bytes.subarray(this.at, end));
    this.at = end;
    return blob;
  }

  /** Passes over the value of a field with this tag. */
  skip(tag: number): void {
    switch (tag & 7) {
      case WIRE.varint:
        this.uint32();
        return;
      case WIRE.fixed64:
        if (this.#has(8)) this.at += 8;
        return;
      case WIRE.bytes:
        this.at = this.lengthEnd();
        return;
      case WIRE.fixed32:
        if (this.#has(4)) this.at += 4;
        return;
      case WIRE.groupStart:
        this.#skipGroup();
        return;
      default:
        this.fail(`wire type ${tag & 7} in field ${tag >>> 3}`);
    }
  }

  fail(message: string): void {
    this.fault ??= `${message}, at byte ${this.at}`;
    this.at = this.end;
  }

  /** Nested groups are counted instead of recursed into: only a hostile sender nests them. */
  #skipGroup(): void {
    for (let depth = 1; depth > 0; ) {
      const tag = this.tag();
      if (tag === 0) {
        this.fail('a group without an end');
        return;
      }
      if ((tag & 7) === WIRE.groupStart) depth += 1;
      else if ((tag & 7) === WIRE.groupEnd) depth -= 1;
      else this.skip(tag);
    }
  }

  #wideInt64(): number | bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.#byte();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) {
        const signed = BigInt.asIntN(64, value);
        const number = Number(signed);
        return Number.isSafeInteger(number) ? number : signed;
      }
    }
    this.fail('a varint of more than 10 bytes');
    return 0;
  }

  #byte(): number {
    const byte = this.at < this.end ? this.bytes[this.at] : undefined;
    if (byte === undefined) {
      this.fail('a number cut short');
      return 0;
    }
    this.at += 1;
    return byte;
  }

  #has(count: number): boolean {
    if (this.end - this.at >= count) return true;
    this.fail(`a value of ${count} bytes where ${this.end - this.at} are left`);
    return false;
  }
}
