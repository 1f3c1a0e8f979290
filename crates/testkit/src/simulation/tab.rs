//! A program on a device: a replica, and its documents in memory.

use super::fake_document::FakeDocument;
use groundswell_sync::{Anomalies, Name, Part, Replica, Status};
use std::collections::{BTreeMap, BTreeSet};

/// A tab of a browser.
#[derive(Debug)]
pub(super) struct Tab {
    pub(super) device: usize,
    /// Raised with every start: what was under way for an earlier one is lost.
    pub(super) life: u32,
    pub(super) replica: Option<Replica>,
    /// Whether it runs and another tab of the device leads.
    pub(super) is_follower: bool,
    /// Whether the directory is not open: the replica has no document, and brings and fetches only.
    pub(super) is_headless: bool,
    pub(super) documents: BTreeMap<Part, FakeDocument>,
    /// When the last effect on storage will be done.
    pub(super) busy_until: u64,
    /// When the last effect on the connection will be done.
    pub(super) sending_until: u64,
    /// When the replica will have the answers to all that was done.
    pub(super) answered_until: u64,
    /// The timer that counts.
    pub(super) timer: u64,
    /// The connection: its number, and its line.
    pub(super) line: Option<u64>,
    /// What was committed here and the replica knows of.
    pub(super) own: BTreeSet<(Part, Name)>,
    pub(super) status: Status,
    /// The most anomalies that there ever were.
    pub(super) anomalies: Anomalies,
}

impl Tab {
    pub(super) fn new(device: usize) -> Self {
        Self {
            device,
            life: 0,
            replica: None,
            is_follower: false,
            is_headless: false,
            documents: BTreeMap::new(),
            busy_until: 0,
            sending_until: 0,
            answered_until: 0,
            timer: 0,
            line: None,
            own: BTreeSet::new(),
            status: Status::default(),
            anomalies: Anomalies::default(),
        }
    }

    /// The program ends: all that was in memory is gone.
    pub(super) fn end(&mut self) {
        self.life += 1;
        self.replica = None;
        self.is_follower = false;
        self.is_headless = false;
        self.documents.clear();
        self.own.clear();
        self.status = Status::default();
    }

    pub(super) fn note(&mut self, status: Status) {
        let (most, now) = (&mut self.anomalies, status.anomalies);
        most.withheld = most.withheld.max(now.withheld);
        most.lost = most.lost.max(now.lost);
        most.corrupted = most.corrupted.max(now.corrupted);
        most.forked |= now.forked;
        most.unfounded = most.unfounded.max(now.unfounded);
        most.undecodable = most.undecodable.max(now.undecodable);
        self.status = status;
    }
}
