//! Each frame.

use super::{chunks, hex};
use groundswell_wire::{
    Access, Channel, ChunkId, ClientFrame, FetchToken, Label, Leaving, Limits, Refusal, RelayFrame, ShortId,
    VerifyingKey,
};
use serde_json::{Value, json};

fn short(byte: u8) -> ShortId {
    ShortId::from_bytes([byte; 16])
}

fn id(byte: u8) -> ChunkId {
    ChunkId::from_bytes([byte; 32])
}

fn texts(ids: &[impl ToString]) -> Vec<String> {
    ids.iter().map(ToString::to_string).collect()
}

/// What a client's frame says.
fn client(frame: &ClientFrame<'_>) -> Value {
    match frame {
        ClientFrame::Hello { versions, agent } => {
            json!({ "frame": "hello", "versions": versions, "agent": agent })
        }
        ClientFrame::Open { channel, access } => json!({
            "frame": "open",
            "channel": channel.0,
            "label": access.label.as_str(),
            "verifying key": access.key.to_string(),
            "epoch": access.epoch,
            "fetch token": hex(access.token.expose()),
        }),
        ClientFrame::Have { channel, last, ids } => {
            json!({ "frame": "have", "channel": channel.0, "last": last, "ids": texts(ids) })
        }
        ClientFrame::Put { channel, chunk } => {
            json!({ "frame": "put", "channel": channel.0, "chunk": hex(chunk) })
        }
        ClientFrame::Close { channel } => json!({ "frame": "close", "channel": channel.0 }),
        ClientFrame::Ephemeral { channel, bytes } => {
            json!({ "frame": "ephemeral", "channel": channel.0, "sealed": hex(bytes) })
        }
        ClientFrame::Ping { number } => json!({ "frame": "ping", "number": number }),
    }
}

/// What a relay's frame says. Amounts of bytes are texts: JSON's numbers do not hold them all.
fn relay(frame: &RelayFrame<'_>) -> Value {
    let amount = |frame: &str, channel: &Channel, chunks: &u32, bytes: &u64| json!({ "frame": frame, "channel": channel.0, "chunks": chunks, "amount": bytes.to_string() });
    match frame {
        RelayFrame::Welcome { version, limits } => json!({
            "frame": "welcome",
            "version": version,
            "chunk bytes": limits.chunk_bytes,
            "message bytes": limits.message_bytes,
            "channels": limits.channels,
            "room bytes": limits.room_bytes.to_string(),
            "idle seconds": limits.idle_seconds,
            "room days": limits.room_days,
        }),
        RelayFrame::Opened { channel, chunks, bytes } => amount("opened", channel, chunks, bytes),
        RelayFrame::Sending { channel, chunks, bytes } => amount("sending", channel, chunks, bytes),
        RelayFrame::Chunk { channel, chunk } => {
            json!({ "frame": "chunk", "channel": channel.0, "chunk": hex(chunk) })
        }
        RelayFrame::Wanted { channel, ids } => {
            json!({ "frame": "wanted", "channel": channel.0, "ids": texts(ids) })
        }
        RelayFrame::Live { channel } => json!({ "frame": "live", "channel": channel.0 }),
        RelayFrame::Ack { channel, ids } => {
            json!({ "frame": "ack", "channel": channel.0, "ids": texts(ids) })
        }
        RelayFrame::Refused { channel, reason, id } => json!({
            "frame": "refused",
            "channel": channel.map(|channel| channel.0),
            "reason": reason.number(),
            "id": id.map(|id| id.to_string()),
        }),
        RelayFrame::Ephemeral { channel, bytes } => {
            json!({ "frame": "ephemeral", "channel": channel.0, "sealed": hex(bytes) })
        }
        RelayFrame::Going { reason } => json!({ "frame": "going", "reason": reason.number() }),
        RelayFrame::Pong { number } => json!({ "frame": "pong", "number": number }),
    }
}

pub(super) fn vectors() -> Vec<Value> {
    let channel = Channel(0x0201);
    let chunk = &chunks::tail();
    let access = Access {
        label: Label::new("members").unwrap(),
        key: VerifyingKey::from_bytes([0x11; 32]),
        epoch: 0x0403_0201,
        token: FetchToken::from_bytes([0x22; 32]),
    };
    let limits = Limits {
        chunk_bytes: 262_144,
        message_bytes: 1_048_576,
        channels: 64,
        room_bytes: u64::MAX - 1,
        idle_seconds: 90,
        room_days: 400,
    };
    let many: Vec<_> = (0..130).map(short).collect();
    let of_clients = [
        ClientFrame::Hello { versions: vec![1], agent: "groundswell/0.1 (ñ)" },
        ClientFrame::Hello { versions: vec![1, 2, 9], agent: "" },
        ClientFrame::Open { channel, access },
        ClientFrame::Have { channel, last: false, ids: many },
        ClientFrame::Have { channel, last: true, ids: Vec::new() },
        ClientFrame::Put { channel, chunk },
        ClientFrame::Close { channel },
        ClientFrame::Ephemeral { channel, bytes: b"sealed" },
        ClientFrame::Ping { number: 0x0403_0201 },
    ];
    let mut of_relays = vec![
        RelayFrame::Welcome { version: 1, limits },
        RelayFrame::Opened { channel, chunks: 70_000, bytes: 1 << 40 },
        RelayFrame::Sending { channel, chunks: 2, bytes: 300_000 },
        RelayFrame::Chunk { channel, chunk },
        RelayFrame::Wanted { channel, ids: vec![short(1), short(2)] },
        RelayFrame::Live { channel },
        RelayFrame::Ack { channel, ids: vec![id(3), id(1)] },
        RelayFrame::Ephemeral { channel, bytes: b"sealed" },
        RelayFrame::Pong { number: 0x0403_0201 },
    ];
    of_relays.extend(Refusal::ALL.iter().map(|reason| {
        let number = reason.number();
        let channel = (number % 2 == 0).then_some(channel);
        RelayFrame::Refused { channel, reason: *reason, id: (number % 3 == 0).then_some(id(number)) }
    }));
    of_relays.extend(Leaving::ALL.iter().map(|reason| RelayFrame::Going { reason: *reason }));
    let of_clients = of_clients.iter().map(|frame| {
        let mut bytes = Vec::new();
        frame.encode(&mut bytes).unwrap();
        json!({ "from": "client", "says": client(frame), "bytes": hex(bytes) })
    });
    let of_relays = of_relays.iter().map(|frame| {
        let mut bytes = Vec::new();
        frame.encode(&mut bytes).unwrap();
        json!({ "from": "relay", "says": relay(frame), "bytes": hex(bytes) })
    });
    of_clients.chain(of_relays).collect()
}

/// Bytes that are a frame of neither.
pub(super) fn refused() -> Vec<String> {
    let bytes: [&[u8]; 16] = [
        &[],
        &[0x00, 0],
        &[0x7f, 0],
        &[0x8c, 0],
        &[0x05],
        &[0x05, 0],
        &[0x05, 3, 1, 0, 0],
        &[0x05, 2, 1, 0, 0],
        &[0x05, 0x82, 0, 1, 0],
        &[0x04, 0xff, 0xff, 0xff, 0xff, 0x7f],
        &[0x03, 4, 1, 0, 2, 0],
        &[0x01, 2, 0, 0],
        &[0x01, 4, 2, 2, 1, 0],
        &[0x01, 4, 1, 1, 1, 0xff],
        &[0x88, 3, 0, 16, 0],
        &[0x8a, 1, 3],
    ];
    for bytes in bytes {
        assert!(ClientFrame::decode(bytes).is_err() && RelayFrame::decode(bytes).is_err(), "{bytes:?}");
    }
    bytes.map(hex).to_vec()
}
