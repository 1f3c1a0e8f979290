// A client of its own: joins a room by a sync link, reads all that is there, may make one edit, and tells as JSON.
//
//     node client.mjs [--relay ws://127.0.0.1:8080/sync] [--edit JSON] < file-with-the-link
//
// The link comes by standard input, for arguments are seen by everybody on a machine. An edit is
// {"part": "members", "kind": "groups", "id": "...", "field": "name", "value": "..."} and needs an edit link.
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import * as A from "@automerge/automerge";
import WebSocket from "ws";
import { hex } from "./bytes.mjs";
import { open, parse, seal, blobs } from "./chunks.mjs";
import { CLIENT, RELAY, decode, encode } from "./frames.mjs";
import { room } from "./keys.mjs";
import { describe, find, toFragment } from "./links.mjs";
import { code, readNotice } from "./successions.mjs";

const PATIENCE = 20_000;
const random = () => new Uint8Array(randomBytes(32));

/** Frames of a relay, one after the other. */
class Connection {
  constructor(address) {
    this.socket = new WebSocket(address, { perMessageDeflate: false, maxPayload: 1_048_576 });
    this.frames = [];
    this.socket.on("message", (data, isBinary) => {
      if (!isBinary) return this.fail(new Error("a text message"));
      try {
        this.frames.push(...decode(RELAY, new Uint8Array(data)));
        this.wake?.();
      } catch (error) {
        this.fail(error);
      }
    });
    this.socket.on("error", (error) => this.fail(error));
    this.socket.on("close", () => this.fail(new Error("the relay hung up")));
  }

  fail(error) {
    this.error ??= error;
    this.wake?.();
  }

  opened() {
    return new Promise((resolve, reject) => this.socket.once("open", resolve).once("error", reject));
  }

  say(frames) {
    this.socket.send(Buffer.concat(frames.map((frame) => encode(CLIENT, frame))));
  }

  async next() {
    while (this.frames.length === 0) {
      if (this.error) throw this.error;
      const woken = new Promise((resolve) => (this.wake = resolve));
      let timer;
      const late = new Promise((_, reject) => (timer = setTimeout(() => reject(new Error("nothing comes")), PATIENCE)));
      await Promise.race([woken, late]).finally(() => clearTimeout(timer));
    }
    return this.frames.shift();
  }
}

/** Everything in the rooms, as it is there. */
const readAll = async (connection, rooms) => {
  connection.say([
    { frame: "hello", versions: [1], agent: "oracle" },
    ...rooms.flatMap(({ part, key, epoch, token }, channel) => [
      { frame: "open", channel, label: part, key, epoch, token },
      { frame: "have", channel, last: true, ids: [] },
    ]),
  ]);
  const found = rooms.map(() => ({ chunks: [], promised: undefined }));
  let limits;
  for (let live = 0; live < rooms.length; ) {
    const frame = await connection.next();
    const at = found[frame.channel];
    if (frame.frame === "welcome") limits = frame;
    else if (frame.frame === "sending") at.promised = { chunks: frame.chunks, bytes: Number(frame.amount) };
    else if (frame.frame === "chunk") at.chunks.push(frame.chunk);
    else if (frame.frame === "live") live += 1;
    else if (frame.frame === "wanted") throw new Error("chunks are wanted of who has none");
    else if (frame.frame === "refused" || frame.frame === "going") throw new Error(`${frame.frame} (${frame.reason})`);
  }
  return { found, limits };
};

/** What is in a room: its document, and what could not be read. */
const understand = (keys, { chunks, promised }) => {
  const [opened, quarantined] = [[], []];
  for (const bytes of chunks) {
    try {
      opened.push(open(keys, bytes));
    } catch (error) {
      quarantined.push(error.message);
    }
  }
  let document = A.init();
  const notices = [];
  let items = 0;
  for (const blob of blobs(opened)) {
    items += blob.items.length;
    if (blob.kind === "notice") {
      notices.push(told(readNotice(blob.items, { ...link, epoch: keys.epoch })));
      continue;
    }
    for (const item of blob.items) {
      try {
        document = A.loadIncremental(document, automerge(item));
      } catch {
        quarantined.push(`an item of ${item.length} bytes`);
      }
    }
  }
  const kinds = opened.map(({ header }) => header.kind);
  const covers = opened.flatMap(({ header }) => header.covers.map(hex));
  return { document, told: { promised, chunks: chunks.length, kinds, covers, items, quarantined, notices } };
};

/** A notice's words, and where it leads. */
const told = ({ words, succession, publicSeed, withdrawal }) => ({
  words,
  ...(succession && {
    to: { key: hex(succession.to), epoch: succession.epoch + 1, device: hex(succession.device) },
    code: code(link.directory, succession.epoch + 1, succession.to),
  }),
  ...(publicSeed && {
    next: toFragment({
      ...link, grant: "public", epoch: succession.epoch + 1, key: succession.to, seed: publicSeed, name: null,
      lineage: [...(link.lineage ?? []), succession].slice(-8), extension: undefined,
    }),
  }),
  ...(withdrawal && { withdraws: hex(withdrawal.key) }),
});

/** Automerge's library passes over what it does not know; a reader of items has to notice. */
const automerge = (item) => {
  if (hex(item.subarray(0, 4)) !== "856f4a83") throw new Error("neither a change nor a document");
  return item;
};

/** Makes the edit, puts it and waits until it is stored. */
const edit = async (connection, rooms, documents, { part, kind, id, field, value }) => {
  const channel = rooms.findIndex((room) => room.part === part);
  if (!rooms[channel]?.sign) throw new Error("the link does not let its holder write there");
  const changed = A.change(documents[channel], (root) => {
    root[kind] ??= {};
    root[kind][id] ??= {};
    // A short text is one value, not one that two people write at.
    root[kind][id][field] = typeof value === "string" ? new A.ImmutableString(value) : value;
  });
  const chunks = seal(rooms[channel], "tail", [], [A.getLastLocalChange(changed)], random);
  connection.say(chunks.map(({ bytes }) => ({ frame: "put", channel, chunk: bytes })));
  const waiting = new Set(chunks.map(({ id }) => hex(id)));
  while (waiting.size > 0) {
    const frame = await connection.next();
    if (frame.frame === "refused" || frame.frame === "going") throw new Error(`${frame.frame} (${frame.reason})`);
    if (frame.frame === "ack" && frame.channel === channel) frame.ids.forEach((id) => waiting.delete(hex(id)));
  }
  documents[channel] = changed;
  return chunks.map(({ id, bytes }) => ({ part, id: hex(id), blob: hex(parse(bytes).header.blob) }));
};

const { values: options } = parseArgs({ options: { relay: { type: "string" }, edit: { type: "string" } } });
const link = find(readFileSync(0, "utf8"));
const address = new URL(options.relay ?? link.relay ?? "ws://127.0.0.1:8080/sync");
if (address.pathname === "/") address.pathname = "/sync";
const rooms = ["public", "members"].map((part) => room(part, link)).filter(Boolean);
const connection = new Connection(address);
await connection.opened();
const { found, limits } = await readAll(connection, rooms);
const understood = rooms.map((keys, at) => understand(keys, found[at]));
const documents = understood.map(({ document }) => document);
const put = options.edit ? await edit(connection, rooms, documents, JSON.parse(options.edit)) : [];
connection.socket.close();

const { seed: _secret, ...shown } = describe(link);
const parts = rooms.map(({ part, id }, at) => {
  const document = documents[at];
  return [part, { room: hex(id), ...understood[at].told, heads: A.getHeads(document), document: A.toJS(document) }];
});
const plain = (_key, value) => (typeof value === "bigint" ? Number(value) : value);
console.log(JSON.stringify({ link: shown, limits, parts: Object.fromEntries(parts), put }, plain));
