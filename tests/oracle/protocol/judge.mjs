// Judges what is in a JSON file, and prints the verdicts: a link's fragment or its fault, the bytes of frames or
// null, the step at which a chunk is refused or "opens", how two links stand to each other, what a notice says.
import { readFileSync } from "node:fs";
import { hex, unhex } from "./bytes.mjs";
import { items, open } from "./chunks.mjs";
import { CLIENT, RELAY, decode, encode } from "./frames.mjs";
import { room } from "./keys.mjs";
import { Fault, find, toFragment } from "./links.mjs";
import { noticeItems, readNotice, relation } from "./successions.mjs";

const { link, epoch, texts, client, relay, chunks, pairs, notices } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const keys = room("public", { ...find(link), epoch });

const judgeText = (text) => {
  try {
    return toFragment(find(text));
  } catch (error) {
    if (error instanceof Fault) return error.fault;
    throw error;
  }
};

const judgeFrames = (side) => (bytes) => {
  try {
    return decode(side, unhex(bytes)).map((frame) => hex(encode(side, frame))).join("");
  } catch {
    return null;
  }
};

const judgeChunk = (bytes) => {
  let text;
  try {
    ({ text } = open(keys, unhex(bytes)));
  } catch (error) {
    return error.step;
  }
  try {
    return `opens: ${items(text).length}`;
  } catch {
    return "no items";
  }
};

const { directory, key, epoch: first } = find(link);
const judgeNotice = (items) => noticeItems(readNotice(items.map(unhex), { directory, epoch: first, key })).map(hex);

console.log(JSON.stringify({
  texts: texts.map(judgeText),
  client: client.map(judgeFrames(CLIENT)),
  relay: relay.map(judgeFrames(RELAY)),
  chunks: chunks.map(judgeChunk),
  pairs: pairs.map(([offered, known]) => relation(find(offered), find(known))),
  notices: notices.map(judgeNotice),
}));
