// Numbers, lengths and texts as bytes: docs/PROTOCOL.md, section 1.

/** Bytes that are not what they should be. */
export class Bad extends Error {}

export const refuse = (why) => {
  throw new Bad(why);
};

export const hex = (bytes) => Buffer.from(bytes).toString("hex");
export const unhex = (text) => new Uint8Array(Buffer.from(text, "hex"));
export const utf8 = (text) => new TextEncoder().encode(text);
export const equal = (one, other) => Buffer.compare(one, other) === 0;

export const join = (...parts) => {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
};

const number = (bytes) => (value) => {
  let rest = BigInt(value);
  return Uint8Array.from({ length: bytes }, () => {
    const byte = Number(rest & 0xffn);
    rest >>= 8n;
    return byte;
  });
};
export const [u8, u16, u32, u64] = [1, 2, 4, 8].map(number);

export const length = (value) => {
  const bytes = [];
  for (; value > 0x7f; value = Math.floor(value / 128)) bytes.push((value % 128) | 0x80);
  return Uint8Array.from([...bytes, value]);
};

export const withLength = (bytes) => join(length(bytes.length), bytes);
export const list = (arrays) => join(length(arrays.length), ...arrays);

/** Takes bytes off the front. */
export class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  get left() {
    return this.bytes.length - this.at;
  }

  take(count) {
    if (count > this.left) refuse("cut short");
    this.at += count;
    return this.bytes.subarray(this.at - count, this.at);
  }

  rest(most) {
    if (this.left > most) refuse("too large");
    return this.take(this.left);
  }

  end() {
    if (this.left > 0) refuse("bytes after the end");
  }

  big(bytes) {
    return this.take(bytes).reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  }

  u8() {
    return Number(this.big(1));
  }

  u16() {
    return Number(this.big(2));
  }

  u32() {
    return Number(this.big(4));
  }

  u64() {
    return this.big(8);
  }

  flag() {
    const byte = this.u8();
    return byte > 1 ? refuse("neither 0 nor 1") : byte === 1;
  }

  length(most) {
    let value = 0;
    for (let place = 0; place < 4; place += 1) {
      const byte = this.u8();
      value += (byte & 0x7f) * 128 ** place;
      if (byte & 0x80) continue;
      if (byte === 0 && place > 0) refuse("a length with needless zeros");
      return value > most ? refuse("too large") : value;
    }
    return refuse("too large");
  }

  text(most) {
    const bytes = this.take(this.length(most));
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      return refuse("not UTF-8");
    }
  }

  list(most, bytes) {
    const count = this.length(most);
    return Array.from({ length: count }, () => this.take(bytes));
  }
}
