// Fills corpus/ with the test vectors, so that fuzzing begins with what is right: node seed.mjs
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";

const vectors = JSON.parse(readFileSync(new URL("../crates/seal/tests/data/vectors.json", import.meta.url), "utf8"));
const unhex = (text) => Buffer.from(text, "hex");
const texts = [...vectors.links.map((link) => link.fragment), ...vectors.pasted, ...vectors.refused.links.map((link) => link.text)];
const frames = (from) => vectors.frames.filter((frame) => frame.from === from).map((frame) => unhex(frame.bytes));
const corpora = {
  client_frames: [...frames("client"), Buffer.concat(frames("client"))],
  relay_frames: [...frames("relay"), Buffer.concat(frames("relay"))],
  chunks: [...vectors.chunks, ...vectors.refused.chunks, ...vectors.ephemeral].map((it) => unhex(it.bytes)),
  contents: ["0100", "01020161", "010a0361626303646566020102", "01810001", "02010700"].map(unhex),
  links: texts.map((text) => Buffer.from(text)),
  // 255: a real link, which one of them, and bytes of it that are changed (see the target).
  link_fields: [
    ...vectors.links.map((link) => unhex(link.bytes).subarray(0, -4)),
    ...["ff00", "ff05120001", "ff0b400080", "ff020000010e0001"].map(unhex),
  ],
};
// Spreadsheets as people have them, and cards.
const spreadsheets = new URL("../crates/interchange/tests/data/spreadsheets/", import.meta.url);
const files = readdirSync(spreadsheets).filter((name) => /\.(csv|txt)$/.test(name));
corpora.tables = files.map((name) => readFileSync(new URL(name, spreadsheets)));
corpora.contacts = [
  "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Stone;Sam;;;\r\nFN:Sam Stone\r\nitem1.TEL;TYPE=CELL:608-555-0100\r\nitem1.X-ABLabel:_$!<Home>!$_\r\nADR;TYPE=home:;;1 Oak St;Arena;WI;53503;USA\r\nEND:VCARD\r\n",
  "BEGIN:VCARD\nVERSION:2.1\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:N=C3=\n=BA\nORG:A;B\nEND:VCARD\n",
  "BEGIN:VCARD\nVERSION:4.0\nKIND:org\nFN:Racine\\, WI\nEMAIL:mailto:a@example.org\nEND:VCARD\n",
].map((text) => Buffer.from(text));
// What was kept of earlier runs, and runs in the normal tests.
for (const target of ["changes", "documents", "histories", "backups"]) {
  const lines = readFileSync(new URL(`../crates/directory/tests/corpus/${target}.txt`, import.meta.url), "utf8");
  corpora[target] = lines.trimEnd().split("\n").map(unhex);
}
for (const [target, seeds] of Object.entries(corpora)) {
  const folder = new URL(`corpus/${target}/`, import.meta.url);
  mkdirSync(folder, { recursive: true });
  seeds.forEach((seed, number) => writeFileSync(new URL(`vector-${number}`, folder), seed));
}
