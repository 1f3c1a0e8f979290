// Frames: docs/PROTOCOL.md, section 7. Ids and bytes are Uint8Arrays, amounts of bytes are BigInts.
import { Reader, join, list, length, refuse, u16, u32, u64, u8, utf8, withLength } from "./bytes.mjs";

const MESSAGE = 1_048_576;
const [CHUNK, EPHEMERAL, IDS] = [262_144, 4_096, 16_384];
const REASONS = 15;
const LEAVING = 2;

const ascending = (versions) => versions.every((version, at) => at === 0 || versions[at - 1] < version);
const label = (text) => (/^[a-z0-9-]+$/.test(text) ? text : refuse("not a label"));
const upTo = (most, value) => (value <= most ? value : refuse("an unknown reason"));

/** A frame of bytes that go to the end. */
const rest = (name, most) => ({
  read: (reader) => ({ channel: reader.u16(), [name]: reader.rest(most) }),
  write: (frame) => join(u16(frame.channel), frame[name]),
});
const channelOnly = { read: (reader) => ({ channel: reader.u16() }), write: (frame) => u16(frame.channel) };
const numberOnly = { read: (reader) => ({ number: reader.u32() }), write: (frame) => u32(frame.number) };
const ids = (bytes) => ({
  read: (reader) => ({ channel: reader.u16(), ids: reader.list(IDS, bytes) }),
  write: (frame) => join(u16(frame.channel), list(frame.ids)),
});
const amount = {
  read: (reader) => ({ channel: reader.u16(), chunks: reader.u32(), amount: reader.u64() }),
  write: (frame) => join(u16(frame.channel), u32(frame.chunks), u64(frame.amount)),
};

export const CLIENT = {
  hello: {
    type: 0x01,
    read: (reader) => {
      const versions = [...reader.take(reader.length(16))];
      if (versions.length === 0 || !ascending(versions)) refuse("versions out of order");
      return { versions, agent: reader.text(64) };
    },
    write: ({ versions, agent }) => join(withLength(Uint8Array.from(versions)), withLength(utf8(agent))),
  },
  open: {
    type: 0x02,
    read: (reader) => ({
      channel: reader.u16(), label: label(reader.text(32)), key: reader.take(32), epoch: reader.u32(), token: reader.take(32),
    }),
    write: ({ channel, label, key, epoch, token }) =>
      join(u16(channel), withLength(utf8(label)), key, u32(epoch), token),
  },
  have: {
    type: 0x03,
    read: (reader) => ({ channel: reader.u16(), last: reader.flag(), ids: reader.list(IDS, 16) }),
    write: ({ channel, last, ids }) => join(u16(channel), u8(last ? 1 : 0), list(ids)),
  },
  put: { type: 0x04, ...rest("chunk", CHUNK) },
  close: { type: 0x05, ...channelOnly },
  ephemeral: { type: 0x06, ...rest("sealed", EPHEMERAL) },
  ping: { type: 0x07, ...numberOnly },
};

export const RELAY = {
  welcome: {
    type: 0x81,
    read: (reader) => ({
      version: reader.u8(), chunkBytes: reader.u32(), messageBytes: reader.u32(), channels: reader.u16(),
      roomBytes: reader.u64(), idleSeconds: reader.u32(), roomDays: reader.u16(),
    }),
    write: (frame) =>
      join(
        u8(frame.version), u32(frame.chunkBytes), u32(frame.messageBytes), u16(frame.channels),
        u64(frame.roomBytes), u32(frame.idleSeconds), u16(frame.roomDays),
      ),
  },
  opened: { type: 0x82, ...amount },
  sending: { type: 0x83, ...amount },
  chunk: { type: 0x84, ...rest("chunk", CHUNK) },
  wanted: { type: 0x85, ...ids(16) },
  live: { type: 0x86, ...channelOnly },
  ack: { type: 0x87, ...ids(32) },
  refused: {
    type: 0x88,
    read: (reader) => ({
      channel: reader.flag() ? reader.u16() : null,
      reason: upTo(REASONS, reader.u8()),
      id: reader.flag() ? reader.take(32) : null,
    }),
    write: ({ channel, reason, id }) =>
      join(...(channel === null ? [u8(0)] : [u8(1), u16(channel)]), u8(reason), ...(id === null ? [u8(0)] : [u8(1), id])),
  },
  ephemeral: { type: 0x89, ...rest("sealed", EPHEMERAL) },
  going: { type: 0x8a, read: (reader) => ({ reason: upTo(LEAVING, reader.u8()) }), write: ({ reason }) => u8(reason) },
  pong: { type: 0x8b, ...numberOnly },
};

export const encode = (side, frame) => {
  const { type, write } = side[frame.frame];
  const bytes = join(u8(type), withLength(write(frame)));
  return bytes.length > MESSAGE ? refuse("too large") : bytes;
};

/** The frames of a message. */
export const decode = (side, message) => {
  if (message.length === 0 || message.length > MESSAGE) refuse("an empty message, or too large a one");
  const reader = new Reader(message);
  const frames = [];
  while (reader.left > 0) {
    const type = reader.u8();
    const bytes = reader.length(MESSAGE);
    if (1 + length(bytes).length + bytes > MESSAGE) refuse("too large");
    const body = new Reader(reader.take(bytes));
    const known = Object.entries(side).find(([, frame]) => frame.type === type);
    if (!known) refuse("an unknown type");
    frames.push({ frame: known[0], ...known[1].read(body) });
    body.end();
  }
  return frames;
};
