// Checks this implementation against the test vectors, whose file GROUNDSWELL_VECTORS names.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { ed25519 } from "@noble/curves/ed25519.js";
import { equal, hex, unhex, utf8, join } from "./bytes.mjs";
import { challenge, derive, hash, isSigned, room, roomId, seedOf, signingSeed, verifyingKey } from "./keys.mjs";
import { openEphemeral, items, open, padme, parse, seal, blobs, sealEphemeral, wrap } from "./chunks.mjs";
import { CLIENT, RELAY, decode, encode } from "./frames.mjs";
import { Fault, describe, find, toBytes, toFragment } from "./links.mjs";
import * as successions from "./successions.mjs";

const file = process.env.GROUNDSWELL_VECTORS ?? new URL("../../../crates/seal/tests/data/vectors.json", import.meta.url);
const vectors = JSON.parse(readFileSync(file, "utf8"));
const seed = unhex(vectors.keys["edit seed"]);
const roomOf = (part, epoch) => room(part, { grant: "edit", seed, key: verifyingKey(seed), epoch });

const counting = (from) => {
  let next = from;
  return () => Uint8Array.from({ length: 32 }, () => next++ % 256);
};

test("nothing in the vectors is unknown", () => {
  const known = [
    "about", "chunks", "codes", "ephemeral", "frames", "keys", "large", "links", "notices", "padding", "pasted", "refused",
    "relations", "successions", "withdrawals",
  ];
  assert.deepEqual(Object.keys(vectors).sort(), known);
  assert.deepEqual(Object.keys(vectors.refused).sort(), ["chunks", "frames", "links"]);
});

test("keys and rooms", () => {
  const { keys } = vectors;
  assert.equal(hex(signingSeed(seed)), keys["signing seed"]);
  const key = verifyingKey(seed);
  assert.equal(hex(key), keys["verifying key"]);
  for (const part of keys.parts) {
    const found = roomOf(part.label, 0);
    const names = {
      seed: "seed", content: "content key", token: "fetch token", nonces: "nonce key", blobs: "whole key",
      ephemeral: "whisper key", ephemeralNonces: "whisper nonce key",
    };
    for (const [mine, theirs] of Object.entries(names)) assert.equal(hex(found[mine]), part[theirs], theirs);
    assert.equal(hex(hash(found.token)), part["token hash"]);
    for (const { epoch, room } of part.rooms) {
      assert.equal(hex(roomOf(part.label, epoch).id), room);
      assert.equal(hex(roomId(part.label, key, epoch, found.token)), room);
    }
    // A reader's keys are the editor's, and do not sign.
    const reader = room(part.label, { grant: part.label, seed: unhex(part.seed), key, epoch: 0 });
    assert.deepEqual({ ...reader, sign: undefined }, { ...found, sign: undefined });
    assert.equal(reader.sign, undefined);
  }
  assert.equal(seedOf("members", "public", seed), undefined);
});

test("links", () => {
  for (const { bytes, fragment, ...fields } of vectors.links) {
    const link = find(fragment);
    assert.deepEqual(describe(link), fields);
    assert.equal(hex(toBytes(link)), bytes);
    assert.equal(toFragment(link), fragment);
  }
  for (const text of vectors.pasted) assert.equal(toFragment(find(text)), vectors.links[3].fragment, text);
  for (const { text, error } of vectors.refused.links) {
    assert.throws(() => find(text), (thrown) => thrown instanceof Fault && thrown.fault === error, `${error}: ${text}`);
  }
});

test("successions are signed to the same bytes, and hold", () => {
  for (const vector of vectors.successions) {
    const directory = unhex(vector.directory);
    const [oldSeed, newSeed, device] = [vector["old edit seed"], vector["new edit seed"], vector.says.device].map(unhex);
    const said = successions.succeed(directory, vector.epoch, oldSeed, newSeed, BigInt(vector.says["made at"]), device);
    assert.deepEqual(successions.describe(said, said.from), vector.says);
    assert.equal(hex(said.to), vector["new verifying key"]);
    assert.equal(hex(successions.toBytes(said, said.from)), vector.bytes);
    assert.ok(successions.holds(directory, said));
    assert.ok(!successions.holds(unhex("00".repeat(12)), said));
    for (const grant of ["public", "members", "edit"]) {
      const right = { grant, seed: seedOf(grant, "edit", newSeed), key: said.to };
      assert.ok(successions.leadsTo(said, right));
      assert.ok(!successions.leadsTo(said, { ...right, seed: oldSeed }));
    }
  }
});

test("how links stand to each other", () => {
  for (const { offered, known, relation } of vectors.relations) {
    assert.equal(successions.relation(find(offered), find(known)), relation, offered);
  }
});

test("withdrawals and codes", () => {
  for (const vector of vectors.withdrawals) {
    const { key, signature } = successions.withdraw(unhex(vector.directory), unhex(vector["edit seed"]));
    assert.deepEqual([hex(key), hex(signature)], [vector["verifying key"], vector.signature]);
  }
  for (const { directory, epoch, code, ...rest } of vectors.codes) {
    assert.equal(successions.code(unhex(directory), epoch, unhex(rest["verifying key"])), code);
  }
});

test("notices", () => {
  for (const vector of vectors.notices) {
    const directory = unhex(vector.directory);
    const room = { directory, epoch: vector.epoch, key: unhex(vector["verifying key"]) };
    const notice = successions.readNotice(vector.items.map(unhex), room);
    const { words, succession, publicSeed, withdrawal } = notice;
    const told = succession && {
      ...successions.describe(succession, succession.to),
      code: successions.code(directory, vector.epoch + 1, succession.to),
    };
    assert.deepEqual(
      { words, succession: told ?? null, "public seed": publicSeed ? hex(publicSeed) : null, withdraws: withdrawal ? hex(withdrawal.key) : null },
      Object.fromEntries(["words", "succession", "public seed", "withdraws"].map((name) => [name, vector[name]])),
      vector.about,
    );
    const written = successions.noticeItems(notice).map(hex);
    if (vector.about === "as it is written") assert.deepEqual(written, vector.items);
  }
});

test("chunks are opened, and sealed to the same bytes", () => {
  for (const chunk of vectors.chunks) {
    const keys = roomOf(chunk.part, chunk.epoch);
    const opened = open(keys, unhex(chunk.bytes));
    assert.equal(hex(opened.id), chunk.id);
    assert.equal(hex(opened.headerBytes), chunk.header);
    assert.equal(hex(opened.ciphertext), chunk.ciphertext);
    assert.equal(hex(opened.signature), chunk.signature);
    const { header } = opened;
    assert.deepEqual([header.room, header.blob, header.nonce].map(hex), [chunk.room, chunk.blob, chunk.nonce]);
    assert.deepEqual([header.kind, header.fragment, header.fragments], [chunk.kind, 0, 1]);
    assert.deepEqual(header.covers.map(hex), chunk.covers);
    assert.deepEqual(items(opened.text).map(hex), chunk.items);
    const again = seal(keys, chunk.kind, chunk.covers.map(unhex), chunk.items.map(unhex), counting(chunk["random counts from"]));
    assert.deepEqual(again.map(({ bytes }) => hex(bytes)), [chunk.bytes]);
  }
});

test("a blob in fragments", () => {
  const { large } = vectors;
  const keys = roomOf(large.part, large.epoch);
  const contents = [Uint8Array.from({ length: 600_000 }, (_, at) => at % 251), utf8("end")];
  const chunks = seal(keys, large.kind, large.covers.map(unhex), contents, counting(large["random counts from"]));
  const made = chunks.map(({ id, bytes }) => ({ id: hex(id), bytes: bytes.length, blake3: hex(hash(bytes)) }));
  assert.deepEqual(made, large.chunks);
  const [blob, ...more] = blobs(chunks.map(({ bytes }) => open(keys, bytes)).reverse());
  assert.equal(more.length, 0);
  assert.equal(blob.kind, "checkpoint");
  assert.ok(blob.items.every((item, at) => equal(item, contents[at])));
  assert.deepEqual(blobs(chunks.slice(1).map(({ bytes }) => open(keys, bytes))), []);
});

test("how large a blob is", () => {
  const keys = roomOf("public", 1);
  const random = counting(0);
  assert.equal(items(new Uint8Array(2 ** 20)).length, 2 ** 20);
  assert.throws(() => items(new Uint8Array(2 ** 20 + 1)));
  const item = new Uint8Array(2 ** 26 - 4).fill(7);
  const blob = join(Uint8Array.of(0xfc, 0xff, 0xff, 0x1f), item);
  assert.equal(blob.length, 2 ** 26);
  assert.equal(items(blob)[0].length, item.length);
  assert.throws(() => items(join(blob, Uint8Array.of(0))));
  assert.throws(() => seal(keys, "tail", [], [join(item, Uint8Array.of(0))], random));
  const fragment = (text, fragment) => ({ header: { kind: "tail", blob: new Uint8Array(16), fragment, fragments: 2 }, text });
  const half = 2 ** 25;
  assert.equal(blobs([fragment(blob.subarray(0, half), 0), fragment(blob.subarray(half), 1)]).length, 1);
  assert.equal(blobs([fragment(blob, 0), fragment(Uint8Array.of(0), 1)]).length, 0);
});

test("ephemeral messages and padding", () => {
  for (const { part, epoch, text, bytes, ...rest } of vectors.ephemeral) {
    const keys = roomOf(part, epoch);
    assert.equal(hex(openEphemeral(keys, unhex(bytes))), text);
    assert.equal(hex(sealEphemeral(keys, unhex(text), counting(rest["random counts from"]))), bytes);
  }
  for (const { text, envelope } of vectors.padding) assert.equal(wrap(new Uint8Array(text)).length, envelope);
  for (let bytes = 2; bytes < 70_000; bytes += 1) assert.ok(padme(bytes) >= bytes && padme(bytes) <= bytes * 1.12);
});

/** A frame as the vectors write it. */
const said = ({ frame, ...fields }) => {
  const names = {
    key: "verifying key", token: "fetch token", chunkBytes: "chunk bytes", messageBytes: "message bytes",
    roomBytes: "room bytes", idleSeconds: "idle seconds", roomDays: "room days",
  };
  const plain = (value) => {
    if (value instanceof Uint8Array) return hex(value);
    if (Array.isArray(value)) return value.map(plain);
    return typeof value === "bigint" ? value.toString() : value;
  };
  return { frame, ...Object.fromEntries(Object.entries(fields).map(([name, value]) => [names[name] ?? name, plain(value)])) };
};

test("frames", () => {
  const seen = new Set();
  for (const { from, says, bytes } of vectors.frames) {
    const side = from === "client" ? CLIENT : RELAY;
    const [frame, ...more] = decode(side, unhex(bytes));
    assert.equal(more.length, 0);
    assert.deepEqual(said(frame), says);
    assert.equal(hex(encode(side, frame)), bytes);
    seen.add(`${from} ${frame.frame}`);
  }
  assert.deepEqual([...seen].sort(), [...Object.keys(CLIENT).map((name) => `client ${name}`), ...Object.keys(RELAY).map((name) => `relay ${name}`)].sort());
  for (const bytes of vectors.refused.frames) {
    for (const side of [CLIENT, RELAY]) assert.throws(() => decode(side, unhex(bytes)), bytes);
  }
});

test("chunks that are refused, at the step that is named", () => {
  const keys = roomOf("public", 1);
  for (const { step, bytes } of vectors.refused.chunks) {
    assert.throws(() => open(keys, unhex(bytes)), (error) => error.step === step, `${step}: ${bytes}`);
  }
});

// How the last refused chunk is made: R has a part of small order, which only a check with the cofactor overlooks.
test("a signature that holds only with the cofactor", () => {
  const { Point } = ed25519;
  const { signed, id } = parse(unhex(vectors.chunks[0].bytes));
  const message = join(utf8("groundswell v1 signature"), id);
  const { scalar } = ed25519.utils.getExtendedPublicKey(signingSeed(seed));
  const order8 = Point.fromHex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a");
  const r = 7n;
  const R = Point.BASE.multiply(r).add(order8).toBytes();
  const s = Point.Fn.toBytes(Point.Fn.create(r + challenge(R, verifyingKey(seed), message) * scalar));
  const signature = join(R, s);
  assert.ok(ed25519.verify(signature, message, verifyingKey(seed), { zip215: true }));
  assert.ok(!isSigned(verifyingKey(seed), message, signature));
  assert.equal(hex(join(signed, signature)), vectors.refused.chunks.at(-1).bytes);
  assert.equal(hex(derive("chunk", signed)), vectors.chunks[0].id);
});

// How the withdrawal is made whose R is of small order: the equation holds, and only a strict check refuses it.
test("a signature whose R is of small order", () => {
  const { Point } = ed25519;
  const edit = unhex("22".repeat(32));
  const key = verifyingKey(edit);
  const vector = vectors.notices.find(({ about }) => about === "a withdrawal whose R is of small order");
  const message = join(utf8("groundswell v1 withdrawal"), unhex(vector.directory), key);
  const { scalar } = ed25519.utils.getExtendedPublicKey(signingSeed(edit));
  const R = Point.ZERO.toBytes();
  const signature = join(R, Point.Fn.toBytes(Point.Fn.create(challenge(R, key, message) * scalar)));
  assert.ok(ed25519.verify(signature, message, key, { zip215: true }));
  assert.ok(!isSigned(key, message, signature));
  assert.ok(vector.items[1].endsWith(hex(join(key, signature))));
  assert.equal(vector.withdraws, null);
});
