//! Closing notices: put, received, remembered.

use super::{Replica, Turn};
use crate::{Notice, Part, Record, State};
use groundswell_wire::{ChunkId, Kind};

/// So many notices of a room are remembered. Who was left out may put as many as the relay takes.
pub(super) const NOTICES: usize = 16;
/// So many of them may hold words alone, so that these do not crowd out those that name new keys.
const WORDS_ALONE: usize = 4;
/// The first byte of the item that may name new keys.
const BODY: u8 = 2;
/// What is in a larger notice is not remembered, only that there is one.
pub(super) const NOTICE_BYTES: usize = 20_000;

impl Replica {
    /// Whether a notice closed a room.
    pub(super) const fn is_closed(&self) -> bool {
        !self.settings.notices.is_empty()
    }

    /// Closes the rooms that this replica may write: a new link was made.
    pub(super) fn close(&mut self, notices: &[(Part, Vec<Vec<u8>>)], turn: &mut Turn<'_>) {
        self.link.begin_again();
        for (part, items) in notices {
            let Some(at) = self.rooms.iter().position(|room| room.part == *part) else { continue };
            let texts: Vec<&[u8]> = items.iter().map(Vec::as_slice).collect();
            let Some(blob) = self.seal(at, Kind::Notice, &[], &texts, &[], 0, turn) else { continue };
            let fragments = self.rooms.get(at).and_then(|room| room.blob(&blob)).map(|blob| &blob.fragments);
            let chunk = fragments
                .and_then(|fragments| fragments.values().next())
                .map(|fragment| *fragment.id.as_bytes());
            if let Some(chunk) = chunk {
                self.learn_notice(Notice { part: *part, chunk, items: items.clone() }, true);
            }
        }
    }

    /// A notice came, in the order of the relay.
    pub(super) fn receive_notice(&mut self, part: Part, id: &ChunkId, items: Vec<Vec<u8>>) {
        self.learn_notice(Notice { part, chunk: *id.as_bytes(), items: bounded(items) }, false);
    }

    fn learn_notice(&mut self, notice: Notice, is_own: bool) {
        let known = &mut self.settings.notices;
        let has_space = is_own || has_space(known.iter().filter(|known| known.part == notice.part), &notice);
        match known.iter_mut().find(|known| known.chunk == notice.chunk) {
            Some(known) if known.items.is_empty() && !notice.items.is_empty() => known.items = notice.items,
            None if has_space => known.push(notice),
            Some(_) | None => return,
        }
        self.keep_settings();
    }

    /// What storage knows of notices, which another tab may have received, or have written over.
    pub(super) fn load_notices(&mut self, stored: Vec<Notice>, records: &[Notice]) {
        let lacks = self.settings.notices.iter().any(|known| !stored.contains(known));
        for notice in stored.into_iter().chain(records.iter().cloned()) {
            self.learn_notice(notice, true);
        }
        if lacks {
            self.keep_settings();
        }
    }
}

/// Whether one more notice is remembered beside these of its room.
pub(super) fn has_space<'a>(known: impl Iterator<Item = &'a Notice>, notice: &Notice) -> bool {
    let known: Vec<&Notice> = known.collect();
    let is_words =
        |notice: &Notice| !notice.items.iter().any(|item| item.first() == Some(&BODY) && item.len() > 1);
    let words = known.iter().filter(|known| is_words(known)).count();
    known.len() < NOTICES && !(is_words(notice) && words >= WORDS_ALONE)
}

/// The items, if they are not too large to be remembered.
pub(super) fn bounded(items: Vec<Vec<u8>>) -> Vec<Vec<u8>> {
    let bytes: usize = items.iter().map(Vec::len).sum();
    if bytes <= NOTICE_BYTES { items } else { Vec::new() }
}

/// The notice that a record is of, where it was opened, or sealed here. Its words are elsewhere.
pub(super) fn of_record(record: &Record) -> Option<Notice> {
    let is_notice =
        record.kind() == Some(Kind::Notice) && matches!(record.state, State::Outbox | State::Held);
    is_notice.then(|| Notice { part: record.part, chunk: record.id, items: Vec::new() })
}
