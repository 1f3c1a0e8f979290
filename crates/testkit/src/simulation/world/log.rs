//! What happens, in words, for whoever looks into a seed that failed.

use groundswell_sync::{Document, Effect, Event, Name, Outcome, State, Stored, Write};
use groundswell_wire::{Chunk, ChunkId, ClientFrame, RelayFrame};

/// The beginning of a name.
fn name(bytes: &[u8]) -> String {
    hex::encode(bytes.get(..3).unwrap_or(bytes))
}

fn names(all: &[Name]) -> String {
    all.iter().map(|it| name(it)).collect::<Vec<_>>().join(" ")
}

fn ids(all: &[ChunkId]) -> String {
    all.iter().map(|it| name(it.as_bytes())).collect::<Vec<_>>().join(" ")
}

fn chunk(bytes: &[u8]) -> String {
    let Ok(chunk) = Chunk::parse(bytes) else { return "no chunk".to_owned() };
    let header = chunk.header();
    let blob = name(header.blob.as_bytes());
    let (id, kind) = (name(chunk.id().as_bytes()), header.kind);
    format!("{id} {kind:?} {blob} {}/{} covers [{}]", header.fragment, header.fragments, ids(&header.covers))
}

fn write(write: &Write) -> String {
    let put: Vec<_> = write
        .put
        .iter()
        .map(|(record, bytes)| {
            let bytes = if bytes.is_some() { "+" } else { "" };
            format!("{}{bytes} {:?} [{}]", name(&record.id), record.state, names(&record.names))
        })
        .collect();
    let settings = if write.settings.is_some() { ", settings" } else { "" };
    format!("{} put {} remove {}{settings}", write.number, put.join(", "), ids(&write.remove))
}

fn stored(stored: &Stored) -> String {
    let states = [State::Outbox, State::Unread, State::Held, State::Unreadable].map(|state| {
        let of: Vec<_> = stored.records.iter().filter(|(record, _)| record.state == state).collect();
        format!("{state:?} {}", of.iter().map(|(record, _)| name(&record.id)).collect::<Vec<_>>().join(" "))
    });
    format!("{}, {} unsealed, {:?}", states.join(", "), stored.unsealed.len(), stored.parts)
}

/// An event in words.
pub(super) fn event(event: &Event) -> String {
    match event {
        Event::Loaded(it) => format!("loaded: {}", stored(it)),
        Event::Committed { part, changes, .. } => {
            let all: Vec<Name> = changes.iter().map(|change| change.name).collect();
            format!("committed {part:?} {}", names(&all))
        }
        Event::Received { connection, bytes } => {
            let frames = RelayFrame::all(bytes).map(|frames| {
                let words =
                    frames.map(|it| it.as_ref().map_or_else(|error| format!("{error:?}"), from_relay));
                words.collect::<Vec<_>>().join("; ")
            });
            format!("received over {connection}: {}", frames.unwrap_or_default())
        }
        Event::Fetched { number, chunks } => {
            let all: Vec<ChunkId> = chunks.iter().map(|(id, _)| *id).collect();
            format!("fetched {number}: {}", ids(&all))
        }
        Event::Merged { number, outcome: Outcome::Taken { names: all, lacking, status, left_out: _ } } => {
            format!("merged {number}: {}, lacking {}, missing {}", names(all), names(lacking), status.missing)
        }
        Event::Saved { number, document: Some(Document { names: all, lacking, .. }) } => {
            format!("saved {number}: {}, lacking {}", names(all), names(lacking))
        }
        other => format!("{other:?}"),
    }
}

fn from_relay(frame: &RelayFrame<'_>) -> String {
    match frame {
        RelayFrame::Chunk { channel, chunk: bytes } => format!("chunk {}: {}", channel.0, chunk(bytes)),
        RelayFrame::Ack { channel, ids: all } => format!("ack {}: {}", channel.0, ids(all)),
        RelayFrame::Wanted { channel, ids } => {
            let ids: Vec<_> = ids.iter().map(|id| name(id.as_bytes())).collect();
            format!("wanted {}: {}", channel.0, ids.join(" "))
        }
        RelayFrame::Ephemeral { channel, .. } => format!("ephemeral {}", channel.0),
        RelayFrame::Welcome { .. } => "welcome".to_owned(),
        other => format!("{other:?}"),
    }
}

/// An effect in words.
pub(super) fn effect(effect: &Effect) -> String {
    match effect {
        Effect::Write(it) => format!("write {}", write(it)),
        Effect::Fetch { number, ids: all } => format!("fetch {number}: {}", ids(all)),
        Effect::Merge { number, part, items, claims } => {
            let bytes: usize = items.iter().map(Vec::len).sum();
            format!("merge {number} {part:?} {bytes} bytes, claims {}", names(claims))
        }
        Effect::Save { number, part, claims } => format!("save {number} {part:?}, claims {}", names(claims)),
        Effect::Send { connection, bytes } => {
            let frames = ClientFrame::all(bytes).map(|frames| {
                let words = frames.map(|it| it.as_ref().map_or_else(|error| format!("{error:?}"), to_relay));
                words.collect::<Vec<_>>().join("; ")
            });
            format!("send over {connection}: {}", frames.unwrap_or_default())
        }
        other => format!("{other:?}"),
    }
}

fn to_relay(frame: &ClientFrame<'_>) -> String {
    match frame {
        ClientFrame::Put { channel, chunk: bytes } => format!("put {}: {}", channel.0, chunk(bytes)),
        ClientFrame::Have { channel, ids, .. } => {
            let ids: Vec<_> = ids.iter().map(|id| name(id.as_bytes())).collect();
            format!("have {}: {}", channel.0, ids.join(" "))
        }
        ClientFrame::Open { channel, .. } => format!("open {}", channel.0),
        ClientFrame::Ephemeral { channel, .. } => format!("ephemeral {}", channel.0),
        other => format!("{other:?}"),
    }
}
