//! A fake document: a set of changes, each of which may build on others.

use groundswell_sync::{Change, Digest, Document, Name, Outcome, PartStatus};
use std::collections::{BTreeMap, BTreeSet};

const CHANGE: u8 = 1;
const SAVED: u8 = 2;
/// A change in a form that only a newer version of the app reads.
const NEWER: u8 = 3;

/// One part, as a program holds it in memory.
#[derive(Clone, Debug, Default)]
pub(super) struct FakeDocument {
    changes: BTreeMap<Name, Vec<u8>>,
    /// Those that wait for what they build on.
    waiting: BTreeSet<Name>,
    heads: BTreeSet<Name>,
}

impl FakeDocument {
    pub(super) fn names(&self) -> BTreeSet<Name> {
        self.changes.keys().copied().collect()
    }

    pub(super) fn has(&self, name: &Name) -> bool {
        self.changes.contains_key(name)
    }

    /// Whether a change is here with everything that it builds on.
    fn holds(&self, name: &Name) -> bool {
        self.has(name) && !self.waiting.contains(name)
    }

    /// The changes.
    pub(super) fn items(&self) -> impl Iterator<Item = &[u8]> {
        self.changes.values().map(Vec::as_slice)
    }

    /// Changes that others build on and that are not here.
    fn missing(&self) -> u32 {
        let missing: BTreeSet<Name> = self
            .waiting
            .iter()
            .filter_map(|name| self.changes.get(name))
            .flat_map(|bytes| deps(bytes))
            .filter(|dep| !self.changes.contains_key(dep))
            .collect();
        u32::try_from(missing.len()).unwrap_or(u32::MAX)
    }

    pub(super) fn status(&self) -> PartStatus {
        PartStatus { state: self.state(), missing: self.missing() }
    }

    fn state(&self) -> Digest {
        let mut hasher = blake3::Hasher::new();
        self.heads.iter().chain(&self.waiting).for_each(|name| {
            hasher.update(name);
        });
        *hasher.finalize().as_bytes()
    }

    /// Writes something that builds on everything here, in the newer form or the older one.
    pub(super) fn edit(&mut self, text: &[u8], is_newer: bool) -> Change {
        let form = if is_newer { NEWER } else { CHANGE };
        let mut bytes = vec![form, u8::try_from(self.heads.len()).unwrap_or(u8::MAX)];
        self.heads.iter().take(255).for_each(|head| bytes.extend_from_slice(head));
        bytes.extend_from_slice(text);
        let change = Change { name: *blake3::hash(&bytes).as_bytes(), bytes };
        self.add(&change.bytes);
        change
    }

    /// Adds a change; false if it was there.
    pub(super) fn add(&mut self, bytes: &[u8]) -> bool {
        let name = *blake3::hash(bytes).as_bytes();
        if self.changes.contains_key(&name) {
            return false;
        }
        self.changes.insert(name, bytes.to_vec());
        self.waiting.insert(name);
        loop {
            let ready: Vec<Name> = self.waiting.iter().filter(|name| self.is_ready(name)).copied().collect();
            if ready.is_empty() {
                return true;
            }
            for name in ready {
                self.waiting.remove(&name);
                for dep in self.changes.get(&name).map(|bytes| deps(bytes)).unwrap_or_default() {
                    self.heads.remove(&dep);
                }
                self.heads.insert(name);
            }
        }
    }

    fn is_ready(&self, name: &Name) -> bool {
        let deps = self.changes.get(name).map(|bytes| deps(bytes)).unwrap_or_default();
        deps.iter().all(|dep| self.changes.contains_key(dep) && !self.waiting.contains(dep))
    }

    pub(super) fn save(&self, claims: &[Name]) -> Document {
        let mut item = vec![SAVED];
        for bytes in self.changes.values() {
            item.extend_from_slice(&u32::try_from(bytes.len()).unwrap_or(0).to_le_bytes());
            item.extend_from_slice(bytes);
        }
        Document {
            items: vec![item],
            names: self.heads.iter().chain(&self.waiting).copied().collect(),
            lacking: claims.iter().filter(|name| !self.holds(name)).copied().collect(),
        }
    }

    /// Merges items, with the newer version of the app or the older one; what became of them, and the changes
    /// that were new.
    pub(super) fn merge(
        &mut self,
        items: &[Vec<u8>],
        claims: &[Name],
        reads_newer: bool,
    ) -> (Outcome, Vec<Change>) {
        let Some(parsed) = items.iter().map(|item| parse(item)).collect::<Option<Vec<_>>>() else {
            return (Outcome::Unreadable, Vec::new());
        };
        if !reads_newer && parsed.iter().flatten().any(|change| change.first() == Some(&NEWER)) {
            return (Outcome::Newer, Vec::new());
        }
        let mut held = Self::default();
        let mut new = Vec::new();
        for bytes in parsed.into_iter().flatten() {
            held.add(bytes);
            if self.add(bytes) {
                new.push(Change { name: *blake3::hash(bytes).as_bytes(), bytes: bytes.to_vec() });
            }
        }
        let is_saved = items.iter().any(|item| item.first() == Some(&SAVED));
        let names = if is_saved {
            held.heads.iter().chain(&held.waiting).copied().collect()
        } else {
            held.changes.keys().copied().collect()
        };
        let lacking = claims.iter().filter(|name| !held.holds(name)).copied().collect();
        (Outcome::Taken { names, left_out: false, lacking, status: self.status() }, new)
    }
}

/// What a change builds on.
fn deps(change: &[u8]) -> Vec<Name> {
    let count = usize::from(change.get(1).copied().unwrap_or_default());
    change
        .get(2..)
        .unwrap_or_default()
        .chunks_exact(32)
        .take(count)
        .filter_map(|it| it.try_into().ok())
        .collect()
}

/// The changes in an item; `None` where it is not of this form.
fn parse(item: &[u8]) -> Option<Vec<&[u8]>> {
    match item.split_first()? {
        (&(CHANGE | NEWER), _) => (item.len() >= 2 + 32 * usize::from(*item.get(1)?)).then(|| vec![item]),
        (&SAVED, mut rest) => {
            let mut changes = Vec::new();
            while let Some((length, after)) = rest.split_first_chunk::<4>() {
                let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
                let (change, after) = after.split_at_checked(length)?;
                changes.push(change);
                rest = after;
            }
            rest.is_empty().then_some(changes)
        }
        _ => None,
    }
}
