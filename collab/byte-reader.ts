/** Thrown for bytes that Yjs could not have written. */
export class MalformedError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "MalformedError";
  }
}

/** Deepest nesting of an object or array inside one value. */
const MAX_DEPTH = 8;

/**
 * Reads lib0's encoding with a check before every step. It allocates nothing that a length in the bytes could inflate.
 * Every method throws {@link MalformedError} at the end of the bytes.
 */
export class ByteReader {
  readonly bytes: Uint8Array;
  pos: number;

  constructor(bytes: Uint8Array, pos = 0) {
    this.bytes = bytes;
    this.pos = pos;
  }

  get remaining(): number {
    return this.bytes.length - this.pos;
  }

  byte(): number {
    const value = this.bytes[this.pos];
    if (value === undefined) throw new MalformedError("unexpected end");
    this.pos++;
    return value;
  }

  varUint(): number {
    let value = 0;
    let factor = 1;
    for (;;) {
      const byte = this.byte();
      value += (byte & 0x7f) * factor;
      if (value > Number.MAX_SAFE_INTEGER) throw new MalformedError("integer out of range");
      if (byte < 0x80) return value;
      factor *= 128;
    }
  }

  skip(length: number): void {
    if (length > this.remaining) throw new MalformedError("unexpected end");
    this.pos += length;
  }

  /** Skips a length-prefixed string after checking its UTF-8; returns its UTF-16 length. */
  skipString(): number {
    const length = this.varUint();
    const start = this.pos;
    this.skip(length);
    return utf16Length(this.bytes, start, this.pos);
  }

  /** Skips one value of lib0's `any` encoding. */
  skipAny(depth = 0): void {
    if (depth > MAX_DEPTH) throw new MalformedError("value nested too deeply");
    const tag = this.byte();
    switch (tag) {
      case 127:
      case 126:
      case 121:
      case 120:
        return;
      case 125:
        while (this.byte() >= 0x80);
        return;
      case 124:
        this.skip(4);
        return;
      case 123:
      case 122:
        this.skip(8);
        return;
      case 119:
        this.skipString();
        return;
      case 118: {
        const count = this.varUint();
        for (let i = 0; i < count; i++) {
          this.skipString();
          this.skipAny(depth + 1);
        }
        return;
      }
      case 117: {
        const count = this.varUint();
        for (let i = 0; i < count; i++) this.skipAny(depth + 1);
        return;
      }
      case 116:
        this.skip(this.varUint());
        return;
      default:
        throw new MalformedError(`unknown value tag ${tag}`);
    }
  }
}

/** UTF-16 units of well-formed UTF-8, refusing exactly what a fatal TextDecoder refuses. */
export function utf16Length(bytes: Uint8Array, start: number, end: number): number {
  let units = 0;
  let i = start;
  while (i < end) {
    const lead = bytes[i] ?? 0;
    i++;
    if (lead < 0x80) {
      units++;
      continue;
    }
    let extra = 0;
    let low = 0x80;
    let high = 0xbf;
    if (lead >= 0xc2 && lead <= 0xdf) extra = 1;
    else if (lead >= 0xe0 && lead <= 0xef) {
      extra = 2;
      if (lead === 0xe0) low = 0xa0;
      if (lead === 0xed) high = 0x9f;
    } else if (lead >= 0xf0 && lead <= 0xf4) {
      extra = 3;
      if (lead === 0xf0) low = 0x90;
      if (lead === 0xf4) high = 0x8f;
    } else throw new MalformedError("not UTF-8");
    if (i + extra > end) throw new MalformedError("not UTF-8");
    const second = bytes[i] ?? 0;
    if (second < low || second > high) throw new MalformedError("not UTF-8");
    for (let k = 1; k < extra; k++) if (((bytes[i + k] ?? 0) & 0xc0) !== 0x80) throw new MalformedError("not UTF-8");
    i += extra;
    units += extra === 3 ? 2 : 1;
  }
  return units;
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export function decodeText(bytes: Uint8Array, start: number, end: number): string {
  return decoder.decode(bytes.subarray(start, end));
}
