//! The relay in figures, as Prometheus reads them (text exposition format 0.0.4). No room, client or address can
//! be told from them.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use groundswell_wire::Refusal;

use super::Hub;
use crate::store::Usage;

/// What is known of the store.
#[derive(Debug, Default)]
pub(crate) struct StoreFigures {
    rooms: AtomicU64,
    chunks: AtomicU64,
    bytes: AtomicU64,
    commits: AtomicU64,
    commit_micros: AtomicU64,
    file_bytes: AtomicU64,
    compactions: AtomicU64,
    compaction_micros: AtomicU64,
}

impl StoreFigures {
    pub(super) fn of(usage: Usage) -> Self {
        let figures = Self::default();
        figures.counted(usage);
        figures
    }

    pub(super) fn counted(&self, usage: Usage) {
        self.rooms.store(usage.rooms, Ordering::Relaxed);
        self.chunks.store(usage.chunks, Ordering::Relaxed);
        self.bytes.store(usage.bytes, Ordering::Relaxed);
        self.file_bytes.store(usage.file_bytes, Ordering::Relaxed);
    }

    pub(super) fn compacted(&self, took: Duration) {
        self.compactions.fetch_add(1, Ordering::Relaxed);
        self.compaction_micros.fetch_add(took.as_micros().try_into().unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    pub(super) fn committed(&self, took: Duration) {
        self.commits.fetch_add(1, Ordering::Relaxed);
        self.commit_micros.fetch_add(took.as_micros().try_into().unwrap_or(u64::MAX), Ordering::Relaxed);
    }
}

impl Hub {
    /// Everything, as text.
    pub(crate) fn metrics(&self) -> String {
        let counters = self.counters();
        let read = |figure: &AtomicU64| figure.load(Ordering::Relaxed);
        let store = &self.figures;
        let mut text = String::with_capacity(4_096);
        let mut add = |name: &str, kind: &str, help: &str, values: &[(&str, f64)]| {
            // Writing to a string does not fail.
            let _ = writeln!(text, "# HELP groundswell_{name} {help}\n# TYPE groundswell_{name} {kind}");
            for (label, value) in values {
                let _ = writeln!(text, "groundswell_{name}{label} {value}");
            }
        };
        let up = f64::from(u8::from(self.fault().is_none()));
        add("store_writable", "gauge", "1 while chunks can be stored, 0 in read-only service.", &[("", up)]);
        let space = f64::from(self.space() as u8);
        add(
            "store_space",
            "gauge",
            "0 while there is enough space, 1 where it is short, 2 where only settled rooms take anything, 3 full.",
            &[("", space)],
        );
        for (name, help, value) in [
            ("connections", "Connections open now.", counters.connections),
            ("rooms_open", "Rooms that somebody has open now.", counters.rooms),
            ("store_rooms", "Rooms that are stored, counted once a minute at most.", read(&store.rooms)),
            ("store_chunks", "Chunks that are stored, counted once a minute at most.", read(&store.chunks)),
            ("store_bytes", "Bytes of the stored chunks, counted once a minute at most.", read(&store.bytes)),
            ("store_limit_bytes", "Bytes that chunks may take up; 0 for any number.", self.limit),
            ("store_file_bytes", "Bytes that the store takes up on the disk.", read(&store.file_bytes)),
        ] {
            add(name, "gauge", help, &[("", value as f64)]);
        }
        for (name, help, value) in [
            ("connections_total", "Connections taken in.", counters.connected),
            ("messages_total", "Messages from clients.", counters.messages),
            ("message_bytes_total", "Bytes of messages from clients.", counters.message_bytes),
            ("chunks_taken_total", "New chunks from clients.", counters.chunks_taken),
            ("chunk_bytes_taken_total", "Bytes of new chunks from clients.", counters.bytes_taken),
            ("chunks_handed_total", "Chunks handed to clients, once for each.", counters.chunks_handed),
            ("bytes_handed_total", "Bytes handed to clients.", counters.bytes_handed),
            ("acknowledged_total", "Chunks acknowledged as stored for good.", counters.acknowledged),
            ("whispers_total", "Ephemeral messages that were passed on.", counters.ephemeral),
            (
                "whispers_passed_over_total",
                "Ephemeral messages over the limits.",
                counters.ephemeral_passed_over,
            ),
            ("work_total", "Work for clients, in tenths of a microsecond, about.", counters.work),
            ("unfinished_total", "Clients hung up on for messages without an end.", counters.unfinished),
            ("displaced_total", "Clients without a room that made way for others.", counters.displaced),
            ("rooms_forgotten_total", "Rooms forgotten for want of space.", counters.forgotten),
            ("compactions_total", "How often the store's file was made smaller.", read(&store.compactions)),
            ("chunks_dropped_total", "Chunks dropped because checkpoints cover them.", counters.dropped),
            ("slow_clients_total", "Clients hung up on because they did not read.", counters.slow),
            ("idle_clients_total", "Clients hung up on because nothing was heard.", counters.idle),
            ("slowed_total", "How often somebody had to wait for saying too much.", counters.slowed),
            ("commits_total", "Commits of the store.", read(&store.commits)),
        ] {
            add(name, "counter", help, &[("", value as f64)]);
        }
        let seconds = read(&store.commit_micros) as f64 / 1e6;
        add("commit_seconds_total", "counter", "Time spent in commits.", &[("", seconds)]);
        let seconds = read(&store.compaction_micros) as f64 / 1e6;
        add("compaction_seconds_total", "counter", "Time spent on that.", &[("", seconds)]);
        let reasons: Vec<_> = Refusal::ALL
            .iter()
            .zip(counters.refused)
            .map(|(reason, count)| (format!("{{reason=\"{reason:?}\"}}"), count as f64))
            .collect();
        let reasons: Vec<_> = reasons.iter().map(|(label, count)| (label.as_str(), *count)).collect();
        add("refused_total", "counter", "Refusals by reason.", &reasons);
        text
    }
}
