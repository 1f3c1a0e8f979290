// How keys vouch for those that take their place, and what closing notices say: docs/PROTOCOL.md, sections 4 and 10.
import { ed25519 } from "@noble/curves/ed25519.js";
import { Reader, equal, hex, join, u32, u64, utf8, withLength } from "./bytes.mjs";
import { derive, hash, isSigned, point, room, seedOf, signingSeed, verifyingKey } from "./keys.mjs";

const WHOLE = 64 * 1024 * 1024;
const MOST_EPOCH = 0xffff_ffff;
const GRANTS = ["public", "members", "edit"];

/** The beginnings of the ids of the rooms that a capability opens; nothing in place of one that it does not. */
const roomsOf = (capability, epoch) =>
  ["public", "members"].map((part) => room(part, { ...capability, epoch })?.id.subarray(0, 16));

const message = (what, directory, { epoch, from, to, madeAt, device, rooms }) =>
  join(utf8(`groundswell v1 ${what}`), directory, u32(epoch), from, to, u64(BigInt.asUintN(64, madeAt)), device, ...rooms);

/** That the keys of one edit seed, in an epoch, are followed by those of another. */
export const succeed = (directory, epoch, oldSeed, newSeed, madeAt, device) => {
  const [from, to] = [oldSeed, newSeed].map(verifyingKey);
  const rooms = roomsOf({ grant: "edit", seed: newSeed, key: to }, epoch + 1);
  const said = { epoch, from, to, madeAt, device, rooms };
  return {
    ...said,
    signature: ed25519.sign(message("succession", directory, said), signingSeed(oldSeed)),
    countersignature: ed25519.sign(message("successor", directory, said), signingSeed(newSeed)),
  };
};

const isKey = (key) => {
  try {
    return Boolean(point(key));
  } catch {
    return false;
  }
};

/** Whether the old key and the new one signed it. */
export const holds = (directory, said) =>
  said.epoch < MOST_EPOCH &&
  !equal(said.from, said.to) &&
  isKey(said.from) &&
  isKey(said.to) &&
  isSigned(said.from, message("succession", directory, said), said.signature) &&
  isSigned(said.to, message("successor", directory, said), said.countersignature);

/** Whether a capability is on the keys that it leads to, with the seed that was signed. */
export const leadsTo = (said, { grant, seed, key }) =>
  equal(said.to, key) &&
  roomsOf({ grant, seed, key }, said.epoch + 1).every((id, at) => !id || equal(id, said.rooms[at]));

/** Its bytes, with one of the keys in them. */
export const toBytes = (said, key) =>
  join(key, u64(BigInt.asUintN(64, said.madeAt)), said.device, ...said.rooms, said.signature, said.countersignature);

/** Its fields, the key among them. */
export const fields = (reader) => ({
  key: reader.take(32),
  madeAt: BigInt.asIntN(64, reader.u64()),
  device: reader.take(8),
  rooms: [reader.take(16), reader.take(16)],
  signature: reader.take(64),
  countersignature: reader.take(64),
});

export const describe = (said, key) => ({
  "verifying key": hex(key),
  "made at": Number(said.madeAt),
  device: hex(said.device),
  rooms: said.rooms.map(hex),
  signature: hex(said.signature),
  countersignature: hex(said.countersignature),
});

/** The keys before a link's own, the oldest first. */
const ancestors = (link) => (link.lineage ?? []).map(({ from, epoch }) => `${epoch} ${hex(from)}`);

/** How a link stands to the one that a device goes by. */
export const relation = (offered, known) => {
  if (!equal(offered.directory, known.directory)) return "unrelated";
  const [theirs, mine] = [offered, known].map(({ epoch, key }) => `${epoch} ${hex(key)}`);
  if (theirs === mine) {
    const grant = GRANTS[Math.min(...[offered, known].map((link) => GRANTS.indexOf(link.grant)))];
    const [one, other] = [offered, known].map((link) => seedOf(grant, link.grant, link.seed));
    return equal(one, other) ? "same" : "unrelated";
  }
  const [before, beforeMine] = [offered, known].map(ancestors);
  if (before.includes(mine)) return "newer";
  if (beforeMine.includes(theirs)) return "older";
  return before.some((keys) => beforeMine.includes(keys)) ? "rival" : "unrelated";
};

/** Twelve digits that two people compare. */
export const code = (directory, epoch, key) => {
  let found = derive("code", join(directory, u32(epoch), key));
  for (let round = 0; round < 16_384; round += 1) found = hash(found);
  const digits = String(Buffer.from(found).readBigUInt64LE() % 1_000_000_000_000n).padStart(12, "0");
  return digits.match(/.{4}/g).join("-");
};

export const withdraw = (directory, seed) => {
  const key = verifyingKey(seed);
  const signed = join(utf8("groundswell v1 withdrawal"), directory, key);
  return { key, signature: ed25519.sign(signed, signingSeed(seed)) };
};

const isWithdrawn = (directory, { key, signature }) =>
  isKey(key) && isSigned(key, join(utf8("groundswell v1 withdrawal"), directory, key), signature);

/** The items of a notice. */
export const noticeItems = ({ words, succession, publicSeed, withdrawal }) => {
  const field = (number, bytes) => join(Uint8Array.of(number), withLength(bytes));
  return [
    join(Uint8Array.of(1), utf8(words)),
    join(
      Uint8Array.of(2),
      ...(succession ? [field(1, toBytes(succession, succession.to))] : []),
      ...(publicSeed ? [field(2, publicSeed)] : []),
      ...(withdrawal ? [field(3, join(withdrawal.key, withdrawal.signature))] : []),
    ),
  ];
};

const text = (bytes) => {
  try {
    const whole = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    let kept = "";
    for (const letter of whole) {
      if (utf8(kept).length + utf8(letter).length > 1000) break;
      kept += letter;
    }
    return kept;
  } catch {
    return "";
  }
};

/** The first of each kind of field, up to where the body breaks off. */
const body = (bytes) => {
  const found = new Map();
  const reader = new Reader(bytes);
  try {
    while (reader.left > 0) {
      const number = reader.u8();
      const value = reader.take(reader.length(WHOLE));
      if (!found.has(number)) found.set(number, value);
    }
  } catch {
    // It says what it said until then.
  }
  return found;
};

const parsed = (bytes, read) => {
  if (!bytes) return undefined;
  try {
    const reader = new Reader(bytes);
    const found = read(reader);
    reader.end();
    return found;
  } catch {
    return undefined;
  }
};

/** What a notice says in a room of these keys; what does not hold is left out. */
export const readNotice = (items, { directory, epoch, key }) => {
  const first = (kind) => items.find((item) => item[0] === kind)?.subarray(1);
  const found = body(first(2) ?? new Uint8Array());
  let succession = parsed(found.get(1), (reader) => {
    const { key: to, ...said } = fields(reader);
    return { ...said, epoch, from: key, to };
  });
  if (succession && !holds(directory, succession)) succession = undefined;
  let publicSeed = parsed(found.get(2), (reader) => reader.take(32));
  const isTheirs = succession && publicSeed && leadsTo(succession, { grant: "public", seed: publicSeed, key: succession.to });
  if (!isTheirs) publicSeed = undefined;
  let withdrawal = parsed(found.get(3), (reader) => ({ key: reader.take(32), signature: reader.take(64) }));
  if (withdrawal && !isWithdrawn(directory, withdrawal)) withdrawal = undefined;
  return { words: text(first(1) ?? new Uint8Array()), succession, publicSeed, withdrawal };
};
