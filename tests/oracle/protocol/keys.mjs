// Keys and rooms: docs/PROTOCOL.md, sections 2 and 3.
import { sha512 } from "@noble/hashes/sha2.js";
import { blake3 } from "@noble/hashes/blake3.js";
import { ed25519 } from "@noble/curves/ed25519.js";
import { Bad, join, refuse, u32, utf8, withLength } from "./bytes.mjs";

const { Point } = ed25519;

export const hash = (bytes) => blake3(bytes);
export const derive = (what, bytes) => blake3(bytes, { context: utf8(`groundswell v1 ${what}`) });
export const keyed = (key, ...parts) => blake3(join(...parts), { key });

/** The point of a verifying key. */
export const point = (key) => {
  let found;
  try {
    found = Point.fromBytes(key, false);
  } catch {
    throw new Bad("not a verifying key");
  }
  return found.isSmallOrder() ? refuse("not a verifying key") : found;
};

export const signingSeed = (edit) => derive("signing key", edit);
export const verifyingKey = (edit) => ed25519.getPublicKey(signingSeed(edit));

const GRANTS = ["public", "members", "edit"];

/** The seed of a grant, from that of another which gives it; nothing where it does not. */
export const seedOf = (grant, from, seed) => {
  const steps = GRANTS.indexOf(from) - GRANTS.indexOf(grant);
  if (steps < 0) return undefined;
  const below = { edit: "members seed", members: "public seed" };
  let [found, name] = [seed, from];
  for (let step = 0; step < steps; step += 1) {
    found = derive(below[name], found);
    name = GRANTS[GRANTS.indexOf(name) - 1];
  }
  return found;
};

export const roomId = (label, key, epoch, token) =>
  derive("room", join(withLength(utf8(label)), key, u32(epoch), hash(token)));

/** All keys of a part's room. `sign` is there for editors only. */
export const room = (part, { grant, seed, key, epoch }) => {
  const partSeed = seedOf(part, grant, seed);
  if (!partSeed) return undefined;
  point(key);
  const token = derive("fetch token", partSeed);
  return {
    part,
    epoch,
    key,
    token,
    seed: partSeed,
    id: roomId(part, key, epoch, token),
    content: derive("content key", partSeed),
    nonces: derive("nonce key", partSeed),
    blobs: derive("whole key", partSeed),
    ephemeral: derive("whisper key", partSeed),
    ephemeralNonces: derive("whisper nonce key", partSeed),
    sign: grant === "edit" ? (bytes) => ed25519.sign(bytes, signingSeed(seed)) : undefined,
  };
};

/** Whether a signature holds strictly (section 5, "Checking"). */
export const isSigned = (key, message, signature) => {
  try {
    const [rBytes, sBytes] = [signature.subarray(0, 32), signature.subarray(32)];
    const s = BigInt(`0x${Buffer.from(sBytes).reverse().toString("hex")}`);
    const R = Point.fromBytes(rBytes, false);
    if (s >= Point.Fn.ORDER || R.isSmallOrder()) return false;
    return Buffer.compare(sB(s).subtract(times(point(key), challenge(rBytes, key, message))).toBytes(), rBytes) === 0;
  } catch {
    return false;
  }
};

const times = (of, scalar) => (scalar === 0n ? Point.ZERO : of.multiplyUnsafe(scalar));
const sB = (scalar) => times(Point.BASE, scalar);

/** RFC 8032's k. */
export const challenge = (r, key, message) => {
  const digest = Buffer.from(sha512(join(r, key, message))).reverse().toString("hex");
  return Point.Fn.create(BigInt(`0x${digest}`));
};
