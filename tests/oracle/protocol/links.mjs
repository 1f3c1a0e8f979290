// Sync links: docs/PROTOCOL.md, section 4.
import { isIPv6 } from "node:net";
import { Reader, equal, hex, join, length, refuse, u32, u8, utf8, withLength } from "./bytes.mjs";
import { hash, point, verifyingKey } from "./keys.mjs";
import * as successions from "./successions.mjs";

const GRANTS = ["public", "members", "edit"];
const [MOST_BYTES, MOST_LETTERS, MOST_ENDS, MOST_PASTED] = [2_533, 3_378, 64, 16_384];
const [MOST_LINEAGE, MOST_EXTENSION] = [8, 256];
const WHITE = /^\p{White_Space}$/u;
const INVISIBLE =
  /^[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]$/u;

/** A text in which there is no link that works, and why. */
export class Fault extends Error {
  constructor(fault) {
    super(fault);
    this.fault = fault;
  }
}

const fail = (fault) => {
  throw new Fault(fault);
};

export const toBytes = ({ grant, directory, epoch, key, seed, relay, name, lineage = [], extension = new Uint8Array() }) => {
  const isVouched = lineage.length > 0 || extension.length > 0;
  const body = join(
    u8(isVouched ? 2 : 1), u8(GRANTS.indexOf(grant)), directory, u32(epoch), ...(grant === "edit" ? [] : [key]), seed,
    withLength(utf8(relay ?? "")), withLength(utf8(name ?? "")),
    ...(isVouched ? [length(lineage.length), ...lineage.map((said) => successions.toBytes(said, said.from)), withLength(extension)] : []),
  );
  return join(body, hash(body).subarray(0, 4));
};

export const toFragment = (link) => `#join=${Buffer.from(toBytes(link)).toString("base64url")}`;

const isRelay = (text) => {
  const parts = /^(wss?):\/\/([A-Za-z0-9][A-Za-z0-9.-]*|\[[^\]]*\])(?::([0-9]+))?(\/[A-Za-z0-9\-._~%/]*)?$/.exec(text);
  if (!parts || text.length > 200) return false;
  const [, scheme, host, port] = parts;
  if (host.startsWith("[") && (!isIPv6(host.slice(1, -1)) || host.includes("%"))) return false;
  if (port !== undefined && !(Number(port) >= 1 && Number(port) <= 65_535)) return false;
  return scheme === "wss" || ["localhost", "127.0.0.1", "[::1]"].includes(host);
};

const isName = (text) => {
  const letters = [...text];
  const fine = letters.every((letter) => letter === " " || !(WHITE.test(letter) || /^\p{Cc}$/u.test(letter) || INVISIBLE.test(letter)));
  return fine && letters.length <= 80 && text.trim() === text && !text.includes("  ");
};

/** The fields as they stand there, not looked into. */
const fields = (reader) => {
  const [version, grant] = reader.take(2);
  const link = {
    grant,
    directory: reader.take(12),
    epoch: reader.u32(),
    key: grant === 2 ? undefined : reader.take(32),
    seed: reader.take(32),
    relay: reader.take(reader.length(MOST_BYTES)),
    name: reader.take(reader.length(MOST_BYTES)),
  };
  if (version !== 2) return link;
  const lineage = Array.from({ length: reader.length(MOST_LINEAGE) }, () => successions.fields(reader));
  return { ...link, lineage, extension: reader.take(reader.length(MOST_EXTENSION)) };
};

/** The successions that lead to a link's keys, each with both; refused where one does not hold. */
const lineageOf = (link) => {
  let [epoch, to] = [link.epoch, link.key];
  const lineage = link.lineage.toReversed().map(({ key: from, ...said }) => {
    if (epoch === 0) refuse("nothing comes before the first keys");
    epoch -= 1;
    const whole = { ...said, epoch, from, to };
    if (!successions.holds(link.directory, whole)) refuse("a succession that does not hold");
    to = from;
    return whole;
  });
  if (lineage.length > 0 && !successions.leadsTo(lineage[0], link)) refuse("a seed that nobody vouches for");
  return lineage.reverse();
};

const fromBytes = (bytes) => {
  if (bytes.length < 4) fail("cut short");
  const [body, sum] = [bytes.subarray(0, -4), bytes.subarray(-4)];
  if (!equal(hash(body).subarray(0, 4), sum)) {
    if (bytes[0] !== 1 && bytes[0] !== 2) fail("mistyped");
    const reader = new Reader(bytes);
    try {
      fields(reader);
      reader.take(4);
    } catch {
      fail("cut short");
    }
    fail("mistyped");
  }
  if (body.length === 0) fail("malformed");
  if (body[0] !== 1 && body[0] !== 2) fail("newer");
  try {
    const reader = new Reader(body);
    const link = fields(reader);
    reader.end();
    const [relay, name] = [link.relay, link.name].map((bytes) =>
      new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
    const grant = GRANTS[link.grant] ?? refuse("an unknown grant");
    if (relay && !isRelay(relay)) refuse("not a relay's address");
    if (name && !isName(name)) refuse("not a name");
    const key = link.key ?? verifyingKey(link.seed);
    point(key);
    const whole = { ...link, grant, key, relay: relay || null, name: name || null };
    if (!link.lineage) return whole;
    if (link.lineage.length === 0 && link.extension.length === 0) refuse("a link of version 1 in another form");
    return { ...whole, lineage: lineageOf(whole) };
  } catch {
    return fail("malformed");
  }
};

const decode = (letters) => {
  const bytes = new Uint8Array(Buffer.from(letters, "base64url"));
  return Buffer.from(bytes).toString("base64url") === letters ? bytes : undefined;
};

const read = (letters) => {
  if (letters.length > MOST_LETTERS) fail("mistyped");
  const bytes = decode(letters);
  if (bytes) return fromBytes(bytes);
  const whole = decode(letters.slice(0, letters.length - (letters.length % 4)));
  if (whole) fromBytes(whole);
  return fail("mistyped");
};

/** Finds a link in what somebody pasted, or throws a {@link Fault}. */
export const find = (pasted) => {
  if (utf8(pasted).length > MOST_PASTED) fail("too long");
  let compact = "";
  const breaks = new Set();
  for (const letter of pasted) {
    if (WHITE.test(letter) || letter === "<" || letter === ">") breaks.add(compact.length);
    else if (!INVISIBLE.test(letter) && letter !== "\u200c" && letter !== "\u200d") compact += letter;
  }
  // Not `toLowerCase`: of other letters it may make more or fewer.
  const small = compact.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  const marks = ["#join=", "#join%3d", "%23join=", "%23join%3d"]
    .filter((mark) => small.includes(mark))
    .map((mark) => small.indexOf(mark) + mark.length);
  if (small.startsWith("join=")) marks.splice(0, marks.length, 5);
  if (marks.length === 0) fail("none");
  const start = Math.min(...marks);
  const letters = /^[A-Za-z0-9_-]*/.exec(compact.slice(start))[0];
  const ends = [...breaks].map((at) => at - start).filter((end) => end >= 1 && end < letters.length);
  let fault = "cut short";
  for (const end of [...ends.slice(0, MOST_ENDS), letters.length]) {
    try {
      return read(letters.slice(0, end));
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      if (error.fault !== "cut short") fault = error.fault;
    }
  }
  return fail(fault);
};

export const describe = (link) => ({
  grant: link.grant,
  directory: hex(link.directory),
  epoch: link.epoch,
  "verifying key": hex(link.key),
  seed: hex(link.seed),
  relay: link.relay,
  name: link.name,
  ...(link.lineage && {
    lineage: link.lineage.map((said) => successions.describe(said, said.from)),
    extension: hex(link.extension),
  }),
});
