//! One part: an Automerge document with its form, and the few ways in which it is read and written.

mod arrivals;
mod chunk;
mod genesis;
mod history_index;
mod later;
mod moments;
mod reopening;
mod rivals;
mod saving;
mod settling;
mod view;
mod waiting;

pub(crate) use arrivals::{Arrived, has};
pub(crate) use chunk::{Check, Contents, Parsed, Source, parse};
pub(crate) use history_index::{HistoryIndex, Touch};
pub(crate) use later::Made;
pub(crate) use reopening::{Moment, marked};

use arrivals::KnownAuthors;
use rivals::Rivals;
use waiting::Refused;

use crate::{
    Author, Chunk, CommandError, OpenError,
    migrations::{self, later::LaterMap},
};
use automerge::{
    ActorId, Automerge, AutomergeError, Change, ChangeHash, ObjId, ObjType, Prop, ROOT, ReadDoc, ScalarValue,
    Value, hydrate,
    iter::MapRange,
    transaction::{CommitOptions, OwnedTransaction, Transactable},
};
use groundswell_model::{DeviceId, Id, Kind, Part, Stamp, Timestamp};
use std::collections::{BTreeMap, HashMap};

/// The operations of one change: those of this actor with a counter in this range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ops {
    pub(crate) actor: ActorId,
    pub(crate) first: u64,
    pub(crate) last: u64,
    /// What the change builds on.
    pub(crate) base: Moment,
}

impl Ops {
    /// The operations of this change.
    pub(crate) fn of(change: &Change) -> Self {
        Self {
            actor: change.actor_id().clone(),
            first: change.start_op().get(),
            last: change.max_op(),
            base: change.deps().to_vec(),
        }
    }

    /// Whether the operation of this name is one of them.
    pub(crate) fn hold(&self, operation: &ObjId) -> bool {
        match operation {
            ObjId::Root => false,
            ObjId::Id(counter, actor, _) => {
                *actor == self.actor && (self.first..=self.last).contains(counter)
            }
        }
    }
}

/// One part of a directory.
#[derive(Debug)]
pub(crate) struct Document {
    part: Part,
    state: State,
    kinds: BTreeMap<&'static str, ObjId>,
    later: Vec<LaterMap>,
    first: Option<ChangeHash>,
    waiting: Vec<Change>,
    authors: KnownAuthors,
    rivals: Rivals,
    refused: Refused,
    history: HistoryIndex,
}

/// Automerge hands a document over to the transaction that writes it, and back.
#[derive(Debug)]
enum State {
    Resting(Box<Automerge>),
    Writing(Box<OwnedTransaction>),
}

impl Document {
    /// The part of a directory in which nothing was written yet.
    pub(crate) fn new(id: Id, part: Part, author: Author) -> Result<Self, AutomergeError> {
        Self::with_maps(id, part, author, migrations::later::keys(part))
    }

    /// As [`Self::new`], with these maps that version 1 does not have.
    pub(crate) fn with_maps(
        id: Id,
        part: Part,
        author: Author,
        later: impl Iterator<Item = &'static str>,
    ) -> Result<Self, AutomergeError> {
        let mut doc = migrations::current(id, part)?;
        doc.set_actor(actor(author, None));
        let mut kinds = BTreeMap::new();
        for key in migrations::maps(part) {
            let Some((_, map)) = doc.get(ROOT, *key)? else { return Err(AutomergeError::Fail) };
            kinds.insert(*key, map);
        }
        let first = migrations::first(&doc).ok_or(AutomergeError::Fail)?;
        let later: Vec<LaterMap> =
            later.map(|key| migrations::later::map(&first, part, key)).collect::<Result<_, _>>()?;
        kinds.extend(later.iter().map(|map| (map.key, map.object.clone())));
        let first = Some(first.hash());
        let state = State::Resting(Box::new(doc));
        Ok(Self {
            part,
            state,
            kinds,
            later,
            first,
            waiting: Vec::new(),
            authors: KnownAuthors::default(),
            rivals: Rivals::default(),
            refused: Refused::default(),
            history: HistoryIndex::default(),
        })
    }

    /// A copy to be written to apart, under a name of its own.
    pub(crate) fn staged(&self, author: Author) -> Self {
        let mut doc = self.resting().clone();
        doc.set_actor(actor(author, Some(ASIDE)));
        Self {
            part: self.part,
            state: State::Resting(Box::new(doc)),
            kinds: self.kinds.clone(),
            later: self.later.clone(),
            first: self.first,
            waiting: self.waiting.clone(),
            authors: KnownAuthors::default(),
            rivals: self.rivals.clone(),
            refused: Refused::default(),
            history: HistoryIndex::default(),
        }
    }

    /// The document, when nobody writes to it.
    ///
    /// Every way in commits or rolls back before it returns, so that between calls a document always rests.
    pub(crate) fn resting(&self) -> &Automerge {
        static EMPTY: std::sync::LazyLock<Automerge> = std::sync::LazyLock::new(Automerge::new);
        match &self.state {
            State::Resting(doc) => doc,
            State::Writing(_) => &EMPTY,
        }
    }

    fn set_resting(&mut self, doc: Automerge) {
        self.state = State::Resting(Box::new(doc));
    }

    /// Changes a resting document as a whole.
    pub(crate) fn with<T>(&mut self, change: impl FnOnce(&mut Automerge) -> T) -> T {
        self.roll_back();
        match &mut self.state {
            State::Resting(doc) => change(doc),
            State::Writing(_) => change(&mut Automerge::new()),
        }
    }

    pub(crate) fn set_author(&mut self, author: Author) {
        self.with(|doc| {
            doc.set_actor(actor(author, None));
        });
    }

    /// Whether somebody else has written under the name under which this device writes.
    pub(crate) fn is_impersonated(&self) -> bool {
        !self.rivals.is_empty() && self.rivals.has_author(self.resting().get_actor())
    }

    pub(crate) const fn part(&self) -> Part {
        self.part
    }

    /// The document's schema: the highest that anybody wrote.
    pub(crate) fn schema(&self) -> u64 {
        let values = self.values(&ROOT, migrations::SCHEMA);
        values.iter().filter_map(|(value, _)| value.as_u64()).max().unwrap_or_default()
    }

    /// The map of all records of a kind, there or not.
    pub(crate) fn map(&self, kind: Kind) -> &ObjId {
        self.kinds.get(kind.declaration().map).unwrap_or(&ROOT)
    }

    /// The map of names of devices; the members part has it.
    pub(crate) fn devices(&self) -> Option<&ObjId> {
        self.kinds.get(migrations::DEVICES)
    }

    /// The kind whose records this map holds.
    pub(crate) fn kind_of_map(&self, map: &ObjId) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| self.map(*kind) == map)
    }

    /// The map of one record's fields.
    pub(crate) fn entry(&self, kind: Kind, id: Id) -> Option<ObjId> {
        if kind == Kind::Network {
            return (id == Id::NETWORK).then(|| self.map(kind).clone());
        }
        match self.get(self.map(kind), &id.to_string()) {
            Some((Value::Object(ObjType::Map), entry)) => Some(entry),
            _ => None,
        }
    }

    fn get(&self, map: &ObjId, key: &str) -> Option<(Value<'_>, ObjId)> {
        // The only errors are those of a map that is not there: it has no values.
        match &self.state {
            State::Resting(doc) => doc.get(map, key),
            State::Writing(tx) => tx.get(map, key),
        }
        .unwrap_or_default()
    }

    /// The Text at this key.
    pub(crate) fn text_at(&self, map: &ObjId, key: &str) -> Option<ObjId> {
        match self.get(map, key) {
            Some((Value::Object(ObjType::Text), text)) => Some(text),
            _ => None,
        }
    }

    /// All values of a map, each once, at the value that is shown.
    pub(crate) fn range(&self, map: &ObjId) -> MapRange<'_> {
        match &self.state {
            State::Resting(doc) => doc.map_range(map, ..),
            State::Writing(tx) => tx.map_range(map, ..),
        }
    }

    /// The values of the keys that begin with this.
    pub(crate) fn range_of(&self, map: &ObjId, prefix: &str) -> MapRange<'_> {
        let range = prefix.to_owned()..format!("{prefix}\u{10ffff}");
        match &self.state {
            State::Resting(doc) => doc.map_range(map, range),
            State::Writing(tx) => tx.map_range(map, range),
        }
    }

    /// All scalar values that were written to a key at once, each with its operation, the shown one first.
    pub(crate) fn values(&self, map: &ObjId, key: &str) -> Vec<(ScalarValue, ObjId)> {
        let values = match &self.state {
            State::Resting(doc) => doc.get_all(map, key),
            State::Writing(tx) => tx.get_all(map, key),
        }
        .unwrap_or_default();
        scalars(values)
    }

    /// How many keys a map has.
    pub(crate) fn length(&self, map: &ObjId) -> usize {
        match &self.state {
            State::Resting(doc) => doc.length(map),
            State::Writing(tx) => tx.length(map),
        }
    }

    /// A Text to be put into a new map.
    pub(crate) fn new_text(&self, text: &str) -> hydrate::Value {
        let encoding = match &self.state {
            State::Resting(doc) => doc.text_encoding(),
            State::Writing(tx) => tx.text_encoding(),
        };
        hydrate::Value::Text(hydrate::Text::new(encoding, text))
    }

    /// How many operations are written and not committed.
    pub(crate) fn uncommitted(&self) -> usize {
        match &self.state {
            State::Resting(_) => 0,
            State::Writing(tx) => tx.pending_ops(),
        }
    }

    /// The text of a Text.
    pub(crate) fn text(&self, text: &ObjId) -> String {
        match &self.state {
            State::Resting(doc) => doc.text(text),
            State::Writing(tx) => tx.text(text),
        }
        .unwrap_or_default()
    }

    /// The way from the root to a map or text: map and key by map and key.
    pub(crate) fn path(&self, object: &ObjId) -> Vec<(ObjId, Prop)> {
        match &self.state {
            State::Resting(doc) => doc.parents(object),
            State::Writing(tx) => tx.parents(object),
        }
        .map(automerge::Parents::path)
        .unwrap_or_default()
    }

    /// Who wrote an operation, and when.
    pub(crate) fn stamp(&self, operation: &ObjId) -> Stamp {
        let doc = self.resting();
        let change = doc.hash_for_opid(operation).and_then(|hash| doc.get_change_meta_by_hash(&hash));
        change.map_or_else(Stamp::default, |change| Stamp {
            at: Timestamp(change.timestamp.saturating_mul(1000)),
            by: device_of(&change.actor),
        })
    }

    /// Whether nothing was written beyond the form.
    pub(crate) fn is_empty(&self) -> bool {
        self.change_count() <= migrations::CURRENT && self.waiting.is_empty()
    }

    /// Whether a whole document is one of this part of this directory.
    pub(crate) fn is_related(&self, whole: &Automerge) -> bool {
        self.first.is_some_and(|first| arrivals::has(whole, first))
    }

    /// Whether this is the change that the part's history begins with.
    pub(crate) fn begins_with(&self, hash: ChangeHash) -> bool {
        self.first == Some(hash)
    }

    /// Takes a whole document from outside in the place of an empty one, if each of its changes holds; else gives
    /// its changes, to be looked at one by one.
    pub(crate) fn begin_with(&mut self, whole: Automerge, author: Author) -> Result<(), Vec<Change>> {
        let changes = whole.get_changes(&[]);
        match genesis::check(&whole, &changes) {
            Ok(()) if !changes.iter().any(|change| self.is_impostor(change)) => {
                drop(changes);
                self.replace(whole, author);
                Ok(())
            }
            Ok(()) | Err(_) => Err(changes),
        }
    }

    /// Takes a whole document in the place of an empty one.
    pub(crate) fn replace(&mut self, whole: Automerge, author: Author) {
        self.authors = KnownAuthors::default();
        let form = std::mem::replace(&mut self.state, State::Resting(Box::new(whole)));
        self.with(|doc| {
            doc.set_actor(actor(author, None));
        });
        // The document may be of an older form.
        if let State::Resting(form) = form {
            self.with(|doc| doc.apply_changes(form.get_changes(&[]))).ok();
        }
    }

    pub(crate) fn heads(&self) -> Vec<ChangeHash> {
        self.resting().get_heads()
    }

    fn writing(&mut self) -> Result<&mut OwnedTransaction, CommandError> {
        if let State::Resting(doc) = &mut self.state {
            let doc = std::mem::take(doc.as_mut());
            let transaction = doc.into_transaction(None, None).map_err(|error| refused(&error))?;
            self.state = State::Writing(Box::new(transaction));
        }
        match &mut self.state {
            State::Writing(tx) => Ok(tx),
            State::Resting(_) => Err(CommandError::Document("no transaction".to_owned())),
        }
    }

    pub(crate) fn put(&mut self, map: &ObjId, key: &str, value: ScalarValue) -> Result<(), CommandError> {
        self.writing()?.put(map, key, value).map_err(|error| refused(&error))
    }

    pub(crate) fn delete(&mut self, map: &ObjId, key: &str) -> Result<(), CommandError> {
        self.writing()?.delete(map, key).map_err(|error| refused(&error))
    }

    /// Writes a value even where it is there already, so that it stands against a removal elsewhere.
    pub(crate) fn put_again(
        &mut self,
        map: &ObjId,
        key: &str,
        value: ScalarValue,
    ) -> Result<(), CommandError> {
        // Automerge leaves out a put of the value that is there; after a delete it does not.
        self.delete(map, key)?;
        self.put(map, key, value)
    }

    /// A new map with these values.
    pub(crate) fn put_map(
        &mut self,
        map: &ObjId,
        key: &str,
        values: HashMap<String, hydrate::Value>,
    ) -> Result<(), CommandError> {
        let value = hydrate::Value::Map(values.into());
        let created = self.writing()?.batch_create_object(map, key, &value, false);
        created.map(drop).map_err(|error| refused(&error))
    }

    pub(crate) fn put_text(&mut self, map: &ObjId, key: &str) -> Result<ObjId, CommandError> {
        self.writing()?.put_object(map, key, ObjType::Text).map_err(|error| refused(&error))
    }

    pub(crate) fn update_text(&mut self, text: &ObjId, to: &str) -> Result<(), CommandError> {
        self.writing()?.update_text(text, to).map_err(|error| refused(&error))
    }

    /// Ends the transaction; the change it made, if any, and its operations.
    pub(crate) fn commit(&mut self, now: Timestamp) -> Option<(Change, Ops)> {
        match std::mem::replace(&mut self.state, State::Resting(Box::default())) {
            State::Resting(doc) => {
                self.state = State::Resting(doc);
                None
            }
            State::Writing(tx) => {
                // Automerge counts in seconds.
                let options = CommitOptions::default().with_time(now.0.div_euclid(1000));
                let (doc, hash, _) = tx.commit_with(options);
                let change = hash.and_then(|_| doc.get_last_local_change());
                self.set_resting(doc);
                change.map(|change| {
                    self.authors.wrote(&change);
                    let ops = Ops::of(&change);
                    (change, ops)
                })
            }
        }
    }

    /// Ends the transaction as if it had not been.
    pub(crate) fn roll_back(&mut self) {
        if let State::Writing(_) = self.state
            && let State::Writing(tx) = std::mem::replace(&mut self.state, State::Resting(Box::default()))
        {
            self.set_resting(tx.rollback().0);
        }
    }

    pub(crate) fn change_count(&self) -> u64 {
        self.resting().stats().num_changes
    }
}

impl Chunk {
    pub(crate) fn of(part: Part, change: &mut Change) -> Self {
        Self { part, hash: change.hash().0, bytes: change.bytes().into_owned() }
    }
}

/// Marks the actor of a staged document.
const ASIDE: u8 = 1;

/// The scalar ones of a key's values, the shown one first.
fn scalars(values: Vec<(Value<'_>, ObjId)>) -> Vec<(ScalarValue, ObjId)> {
    values
        .into_iter()
        .rev()
        .filter_map(|(value, id)| match value {
            Value::Scalar(value) => Some((value.into_owned(), id)),
            Value::Object(_) => None,
        })
        .collect()
}

fn actor(author: Author, mark: Option<u8>) -> ActorId {
    let mut bytes = author.device.0.to_vec();
    bytes.extend(author.session);
    bytes.extend(mark);
    ActorId::from(bytes)
}

pub(crate) fn device_of(actor: &ActorId) -> DeviceId {
    actor.to_bytes().first_chunk().map(|bytes| DeviceId(*bytes)).unwrap_or_default()
}

pub(crate) fn refused(error: &impl std::fmt::Display) -> CommandError {
    CommandError::Document(error.to_string())
}

impl From<AutomergeError> for OpenError {
    fn from(error: AutomergeError) -> Self {
        Self::Document(error.to_string())
    }
}
