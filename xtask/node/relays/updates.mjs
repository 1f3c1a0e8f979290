// Makes the updates that the load of `cargo xtask bench relay` sends to the other servers: the same edits of the
// same text in Yjs and in Automerge. Usage: node updates.mjs FOLDER COUNT
//
// yjs.bin: each update as its length (u32, little-endian) and its bytes.
// automerge.bin: the document's id in the same way; then each change, the first of which makes the document, as its
// hash (32 bytes), its length and its bytes.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import * as Automerge from "@automerge/automerge";
import { generateAutomergeUrl, parseAutomergeUrl } from "@automerge/automerge-repo";
import * as Y from "yjs";

const [folder, count] = [process.argv[2], Number(process.argv[3])];

/** What edit number `n` writes: it can be found in an update, and tells its number. */
const text = (n) => `gs${n.toString(16).padStart(8, "0")} every first Tuesday, at the library`;
const field = (n) => `group-${n % 100}`;

const length = (bytes) => {
  const head = Buffer.alloc(4);
  head.writeUInt32LE(bytes.length);
  return head;
};

function yjs() {
  const doc = new Y.Doc();
  const parts = [];
  doc.on("update", (update) => parts.push(length(update), update));
  const groups = doc.getMap("groups");
  for (let n = 1; n <= count; n++) groups.set(field(n), text(n));
  return Buffer.concat(parts);
}

function automerge() {
  const { documentId } = parseAutomergeUrl(generateAutomergeUrl());
  const parts = [length(documentId), Buffer.from(documentId)];
  let doc = Automerge.init();
  for (let n = 0; n <= count; n++) {
    doc = Automerge.change(doc, (draft) => {
      if (n === 0) draft.groups = {};
      else draft.groups[field(n)] = text(n);
    });
    const heads = Automerge.getHeads(doc);
    const change = Automerge.getLastLocalChange(doc);
    parts.push(Buffer.from(heads[0], "hex"), length(change), change);
  }
  return Buffer.concat(parts);
}

writeFileSync(join(folder, "yjs.bin"), yjs());
writeFileSync(join(folder, "automerge.bin"), automerge());
