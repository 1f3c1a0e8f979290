//! The directory: records and commands in front, two documents behind.

use crate::{Applied, Author, Chunk, CommandError, OpenError, Part, SetAside, Undo};
use groundswell_model::{
    Command, Delta, Id, Kind, Network, Projection, Record, RecordView, Timestamp, message::DeletedEntry,
};

/// A directory: its public and its members part.
#[derive(Debug)]
pub struct Directory {}

impl Directory {
    /// A new directory with its network; `applied.chunks` begin its history.
    pub fn create(id: Id, network: &Network, author: Author, now: Timestamp) -> Result<(Self, Applied), CommandError> { unimplemented!() }
    /// Opens stored chunks, in any order, repetitions allowed: whole saved documents and single changes.
    pub fn open(id: Id, author: Author, chunks: &[(Part, Vec<u8>)]) -> Result<(Self, Vec<SetAside>), OpenError> { unimplemented!() }
    pub fn id(&self) -> Id { unimplemented!() }
    pub fn apply(&mut self, command: &Command, now: Timestamp) -> Result<Applied, CommandError> { unimplemented!() }
    pub fn begin(&mut self, now: Timestamp) { unimplemented!() }
    pub fn step(&mut self, command: &Command) -> Result<(), CommandError> { unimplemented!() }
    pub fn finish(&mut self) -> Result<Applied, CommandError> { unimplemented!() }
    pub fn roll_back(&mut self) { unimplemented!() }
    pub fn undo(&mut self, undo: &Undo, now: Timestamp) -> Result<Applied, CommandError> { unimplemented!() }
    pub fn merge(&mut self, chunks: &[(Part, Vec<u8>)]) -> Result<(Delta, Vec<SetAside>, Vec<Chunk>), OpenError> { unimplemented!() }
    pub fn read(&self, kind: Kind, id: Id) -> Option<RecordView> { unimplemented!() }
    pub fn records(&self, kind: Kind) -> Vec<Record> { unimplemented!() }
    pub fn deleted(&self) -> Vec<DeletedEntry> { unimplemented!() }
    pub fn projection(&self) -> Projection { unimplemented!() }
    /// Both parts' heads, in one form for equal states.
    pub fn heads(&self) -> Vec<u8> { unimplemented!() }
    pub fn save(&mut self, part: Part) -> Vec<u8> { unimplemented!() }
    pub fn change_count(&self) -> u64 { unimplemented!() }
    /// Changes that wait for others they build on.
    pub fn pending_dependencies(&self) -> usize { unimplemented!() }
    pub fn to_json(&self) -> serde_json::Value { unimplemented!() }
}
