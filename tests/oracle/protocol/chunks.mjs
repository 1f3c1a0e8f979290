// Chunks, their envelopes and blobs, and ephemeral messages: docs/PROTOCOL.md, sections 5 and 6.
import { xchacha20poly1305 } from "@noble/ciphers/chacha.js";
import { Bad, Reader, equal, join, length, list, refuse, u16, u32, u8, utf8, withLength } from "./bytes.mjs";
import { derive, isSigned, keyed } from "./keys.mjs";

export const KINDS = ["tail", "checkpoint", "notice"];
const CHUNK = 262_144;
const [BLOB, ITEMS] = [64 * 1024 * 1024, 1024 * 1024];
const [TAG, SIGNATURE, NONCE] = [16, 64, 24];

/** The next Padmé length. */
export const padme = (bytes) => {
  const log2 = (value) => 31 - Math.clz32(value);
  const e = log2(bytes);
  const s = log2(e) + 1;
  const step = 2 ** Math.max(e - s, 0);
  return Math.ceil(bytes / step) * step;
};

export const wrap = (text) => {
  const bare = join(u8(1), withLength(text));
  return join(bare, new Uint8Array(padme(bare.length) - bare.length));
};

export const unwrap = (envelope) => {
  const reader = new Reader(envelope);
  if (reader.u8() !== 1) refuse("an envelope of unknown format");
  const text = reader.take(reader.length(envelope.length));
  return equal(wrap(text), envelope) ? text : refuse("an envelope with other zeros");
};

export const items = (bytes) => {
  if (bytes.length > BLOB) refuse("a blob of more than 64 MiB");
  const reader = new Reader(bytes);
  const found = [];
  while (reader.left > 0) {
    if (found.length === ITEMS) refuse("too many items");
    found.push(reader.take(reader.length(BLOB)));
  }
  return found;
};

const headerWithoutNonce = (header) =>
  join(
    u8(1), header.room, header.key, u32(header.epoch), u8(KINDS.indexOf(header.kind)),
    header.blob, u16(header.fragment), u16(header.fragments), list(header.covers),
  );

/** A chunk's parts (step 1). */
export const parse = (bytes) => {
  if (bytes.length > CHUNK) refuse("too large");
  if (bytes.length < SIGNATURE) refuse("cut short");
  const signed = bytes.subarray(0, bytes.length - SIGNATURE);
  const reader = new Reader(signed);
  if (reader.u8() !== 1) refuse("a newer chunk");
  const header = { room: reader.take(32), key: reader.take(32), epoch: reader.u32(), kind: KINDS[reader.u8()] };
  Object.assign(header, { blob: reader.take(16), fragment: reader.u16(), fragments: reader.u16() });
  Object.assign(header, { covers: reader.list(1024, 32), nonce: reader.take(NONCE) });
  const { kind, fragment, fragments, covers } = header;
  if (!kind || fragments > 1024 || fragment >= fragments) refuse("a kind or a fragment that means nothing");
  if (covers.length > 0 && (kind !== "checkpoint" || fragment > 0)) refuse("covers where none may be");
  if (covers.some((id, at) => at > 0 && Buffer.compare(covers[at - 1], id) >= 0)) refuse("covers not in order");
  if (reader.left < TAG) refuse("cut short");
  const headerBytes = signed.subarray(0, reader.at);
  return { header, headerBytes, signed, ciphertext: signed.subarray(reader.at), signature: bytes.subarray(signed.length), id: derive("chunk", signed) };
};

const signedMessage = (id) => join(utf8("groundswell v1 signature"), id);

const step = (name, check) => {
  try {
    return check();
  } catch (error) {
    throw Object.assign(new Bad(`${name}: ${error.message}`), { step: name });
  }
};

/** Checks a chunk in the order of section 5 and opens it. What it throws says at which step. */
export const open = (room, bytes) => {
  const chunk = step("form", () => parse(bytes));
  const { header } = chunk;
  step("room", () => {
    const belongs = equal(header.room, room.id) && equal(header.key, room.key) && header.epoch === room.epoch;
    return belongs || refuse("another's");
  });
  step("signature", () => isSigned(room.key, signedMessage(chunk.id), chunk.signature) || refuse("does not hold"));
  const envelope = step("cipher", () =>
    xchacha20poly1305(room.content, header.nonce, chunk.headerBytes).decrypt(chunk.ciphertext));
  return { ...chunk, text: step("contents", () => unwrap(envelope)) };
};

/** Cuts a blob so that its fragments fill their chunks. */
const cut = (bytes, covers) => {
  const most = (covers) => {
    const header = 114 + length(covers).length + 32 * covers;
    let p = CHUNK - header - TAG - SIGNATURE;
    while (padme(p) > p) p -= 1;
    return p - 1 - length(p).length;
  };
  const fragments = [bytes.subarray(0, most(covers))];
  for (let at = most(covers); at < bytes.length; at += most(0)) fragments.push(bytes.subarray(at, at + most(0)));
  return fragments;
};

/** Seals items as a whole; `random` draws 32 bytes each time. */
export const seal = (room, kind, covers, contents, random) => {
  const most = contents.reduce((sum, item) => sum + item.length + 4, 0);
  if (most > BLOB || contents.length > ITEMS) refuse("more than a blob");
  const bytes = join(...contents.map(withLength));
  const fragments = cut(bytes, covers.length);
  const blob = keyed(room.blobs, random(), bytes).subarray(0, 16);
  return fragments.map((text, fragment) => {
    const header = headerWithoutNonce({
      room: room.id, key: room.key, epoch: room.epoch, kind, blob, fragment, fragments: fragments.length,
      covers: fragment === 0 ? covers : [],
    });
    const envelope = wrap(text);
    const nonce = keyed(room.nonces, random(), header, envelope).subarray(0, NONCE);
    const headerBytes = join(header, nonce);
    const signed = join(headerBytes, xchacha20poly1305(room.content, nonce, headerBytes).encrypt(envelope));
    const id = derive("chunk", signed);
    return { id, bytes: join(signed, room.sign(signedMessage(id))) };
  });
};

/** Joins opened chunks to blobs; of blobs that lack a fragment nothing. */
export const blobs = (chunks) => {
  const found = new Map();
  for (const chunk of chunks) {
    const { kind, blob, fragment, fragments } = chunk.header;
    const name = `${kind} ${Buffer.from(blob).toString("hex")} ${fragments}`;
    if (!found.has(name)) found.set(name, { kind, fragments, texts: new Map() });
    const { texts } = found.get(name);
    if (!texts.has(fragment)) texts.set(fragment, chunk.text);
  }
  const size = (texts) => [...texts.values()].reduce((sum, text) => sum + text.length, 0);
  const complete = [...found.values()].filter(({ fragments, texts }) => texts.size === fragments && size(texts) <= BLOB);
  return complete.map(({ kind, fragments, texts }) => {
    const all = Array.from({ length: fragments }, (_, fragment) => texts.get(fragment));
    return { kind, items: items(join(...all)) };
  });
};

export const sealEphemeral = (room, text, random) => {
  const envelope = wrap(text);
  const nonce = keyed(room.ephemeralNonces, random(), envelope).subarray(0, NONCE);
  const bytes = join(nonce, xchacha20poly1305(room.ephemeral, nonce, room.id).encrypt(envelope));
  return bytes.length > 4096 ? refuse("too large") : bytes;
};

export const openEphemeral = (room, bytes) =>
  unwrap(xchacha20poly1305(room.ephemeral, bytes.subarray(0, NONCE), room.id).decrypt(bytes.subarray(NONCE)));
