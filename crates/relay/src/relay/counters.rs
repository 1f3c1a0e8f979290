//! What a relay did since it started, in numbers without names.

use groundswell_wire::Refusal;

/// Numbers for whoever watches the relay. No room, address or client can be told from them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counters {
    /// Connections open now.
    pub connections: u64,
    /// Connections taken in.
    pub connected: u64,
    /// Rooms that somebody has open now.
    pub rooms: u64,
    /// Messages from clients.
    pub messages: u64,
    /// Bytes of these messages.
    pub message_bytes: u64,
    /// Chunks taken in: not those that were there already.
    pub chunks_taken: u64,
    /// Bytes of these chunks.
    pub bytes_taken: u64,
    /// Chunks handed to clients, once for each.
    pub chunks_handed: u64,
    /// Bytes handed to clients, frames and all.
    pub bytes_handed: u64,
    /// Chunks acknowledged.
    pub acknowledged: u64,
    /// Ephemeral messages passed on.
    pub ephemeral: u64,
    /// Ephemeral messages dropped, because there were too many.
    pub ephemeral_passed_over: u64,
    /// Units of work done for clients, of about a tenth of a microsecond.
    pub work: u64,
    /// Clients hung up on because their address kept too much of what had not ended.
    pub unfinished: u64,
    /// Clients without a room hung up on because others came and there were too many.
    pub displaced: u64,
    /// Rooms that only one address ever used and that were forgotten for want of space.
    pub forgotten: u64,
    /// Chunks dropped because checkpoints cover them.
    pub dropped: u64,
    /// Clients hung up on because they did not read.
    pub slow: u64,
    /// Clients hung up on because they were silent.
    pub idle: u64,
    /// How often somebody had to wait because they sent too much.
    pub slowed: u64,
    /// Refusals by reason, in the order of [`Refusal::ALL`].
    pub refused: [u64; Refusal::ALL.len()],
}

impl Counters {
    pub(super) fn count_refusal(&mut self, reason: Refusal) {
        if let Some(count) = self.refused.get_mut(usize::from(reason.number())) {
            *count += 1;
        }
    }
}
