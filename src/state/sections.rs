//! The sections of the open directory that are not painted first, each a signal of its own: people, the cards of each
//! other kind, and the names of devices.
//!
//! A section is read when a page first looks at it: from storage while the engine does not stand, if what is stored is
//! of the state that was painted, and otherwise from the engine. From then on it is kept up to date. What reads it
//! is known only where a page asks for one, in a later piece of the program.

use super::{Phase, State};
use groundswell_model::{
    DeviceId, Id, Kind, Membership, PersonCard, Reach, RecordCard, Ref,
    message::Request,
    projection::{Index, Section},
    record::Access,
};
use groundswell_storage::{DATABASE, Reader, Timeouts};
use leptos::{prelude::*, task::spawn_local};
use serde::de::DeserializeOwned;
use std::{
    any::Any,
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

/// The sections that pages looked at since the app was opened.
#[derive(Clone, Copy)]
pub struct Sections(StoredValue<HashMap<Section, Arc<dyn Kept>>>);

/// A section that pages look at.
trait Kept: Send + Sync {
    fn is_here(&self) -> bool;
    /// Takes all of it; answers whether it could be read.
    fn take(&self, bytes: &[u8]) -> bool;
    /// Takes a change of what is here; answers whether it could be read.
    fn change(&self, bytes: &[u8]) -> bool;
    fn forget(&self);
    fn any(self: Arc<Self>) -> Arc<dyn Any + Send + Sync>;
}

/// The entries of a section, once they are here.
pub struct Entries<K: 'static, V: 'static>(ArcRwSignal<Option<BTreeMap<K, V>>>);

impl<K: Send + Sync, V: Send + Sync> Entries<K, V> {
    /// Looks at the entries; there are none while they are to come.
    pub fn with<T>(&self, look: impl FnOnce(&BTreeMap<K, V>) -> T) -> T {
        self.0.with(|entries| match entries {
            Some(entries) => look(entries),
            None => look(&BTreeMap::new()),
        })
    }

    /// Whether they are here.
    pub fn are_here(&self) -> bool {
        self.0.with(Option::is_some)
    }
}

impl<K, V> Kept for Entries<K, V>
where
    K: DeserializeOwned + Ord + Send + Sync,
    V: DeserializeOwned + Send + Sync,
{
    fn is_here(&self) -> bool {
        self.0.with_untracked(Option::is_some)
    }

    fn take(&self, bytes: &[u8]) -> bool {
        match Section::entries(bytes) {
            Ok(entries) => {
                self.0.set(Some(entries));
                true
            }
            Err(error) => {
                web_sys::console::warn_1(&error.to_string().into());
                false
            }
        }
    }

    fn change(&self, bytes: &[u8]) -> bool {
        let change = |entries: &mut Option<BTreeMap<K, V>>| match entries {
            Some(entries) => Section::change(entries, bytes).is_ok(),
            None => true,
        };
        self.0.try_update(change).unwrap_or(true)
    }

    fn forget(&self) {
        if self.is_here() {
            self.0.set(None);
        }
    }

    fn any(self: Arc<Self>) -> Arc<dyn Any + Send + Sync> {
        self
    }
}

impl Sections {
    pub fn new() -> Self {
        Self(StoredValue::new(HashMap::new()))
    }

    /// Forgets what is in them: another directory is opened.
    pub fn clear(self) {
        self.all().into_iter().for_each(|(_, kept)| kept.forget());
    }

    fn all(self) -> Vec<(Section, Arc<dyn Kept>)> {
        self.0.with_value(|all| all.iter().map(|(section, kept)| (*section, Arc::clone(kept))).collect())
    }

    fn known(self, section: Section) -> Option<Arc<dyn Kept>> {
        self.0.with_value(|all| all.get(&section).cloned())
    }
}

/// Whether records of other kinds speak of those of this kind.
fn is_spoken_of(kind: Kind) -> bool {
    let speaks = |of: Kind| {
        let mut fields = of.declaration().fields();
        fields.any(|spec| matches!(spec.value, Access::Refs(kinds, _) if kinds.contains(&kind)))
    };
    Membership::OF.contains(&kind) || Kind::ALL.into_iter().any(speaks)
}

impl State {
    /// The cards of all people.
    pub fn people(self) -> Arc<Entries<Id, PersonCard>> {
        self.section(Section::Records(Kind::Person))
    }

    /// The cards of any other kind that has some.
    pub fn cards(self, kind: Kind) -> Arc<Entries<Id, RecordCard>> {
        self.section(Section::Records(kind))
    }

    /// Names of devices, as members gave them.
    pub fn device_names(self) -> Arc<Entries<DeviceId, String>> {
        self.section(Section::Devices)
    }

    /// How records are reached, and the words of their long texts.
    pub fn reach(self) -> Arc<Entries<Ref, Reach>> {
        self.section(Section::Reach)
    }

    /// What a record is called; `None` where it is not there. Follows nothing but the section that the record is in.
    pub fn name_of(self, record: Ref) -> Option<String> {
        let Ref { kind, id } = record;
        if Section::of(kind) == Section::First {
            self.projection.with(|first| first.name_of(record).map(str::to_owned))
        } else if kind == Kind::Person {
            self.people().with(|people| people.get(&id).map(|card| card.name.clone()))
        } else {
            self.cards(kind).with(|cards| cards.get(&id).map(|card| card.name.clone()))
        }
    }

    /// Has what other records are named by in passing, where nothing follows it: devices, and the kinds that records
    /// speak of.
    pub fn look_at_names(self) {
        self.device_names();
        let carded = Kind::ALL.into_iter().filter(|kind| Section::of(*kind).card_kind().is_some());
        carded.filter(|kind| is_spoken_of(*kind)).for_each(|kind| drop(self.cards(kind)));
    }

    fn section<K, V>(self, section: Section) -> Arc<Entries<K, V>>
    where
        K: DeserializeOwned + Ord + Send + Sync + 'static,
        V: DeserializeOwned + Send + Sync + 'static,
    {
        let known = self.sections.known(section).and_then(|kept| kept.any().downcast().ok());
        known.unwrap_or_else(|| {
            let entries = Arc::new(Entries(ArcRwSignal::new(None)));
            let kept: Arc<dyn Kept> = entries.clone();
            self.sections.0.update_value(|all| drop(all.insert(section, kept)));
            self.read_section(section);
            entries
        })
    }

    /// Reads the sections that pages look at and that are not here.
    pub(super) fn read_sections(self) {
        for (section, kept) in self.sections.all() {
            if !kept.is_here() {
                self.read_section(section);
            }
        }
    }

    /// Reads them all anew: what is here stays until then.
    pub(super) fn refresh_sections(self) {
        self.sections.all().into_iter().for_each(|(section, _)| self.ask_for(section));
    }

    /// Takes in a section that was asked for.
    pub(super) fn take_section(self, directory: Id, section: Section, bytes: &[u8]) {
        let is_open = self.projection.with_untracked(|first| first.directory == directory);
        if let Some(kept) = self.sections.known(section).filter(|_| is_open) {
            kept.take(bytes);
        }
    }

    /// Brings changes into the sections that are here.
    pub(super) fn change_sections(self, changes: &[(Section, Vec<u8>)]) {
        for (section, bytes) in changes {
            let read = self.sections.known(*section).is_none_or(|kept| kept.change(bytes));
            if !read {
                self.ask_for(*section);
            }
        }
    }

    fn read_section(self, section: Section) {
        match self.phase.get_untracked() {
            Phase::Ready => self.ask_for(section),
            Phase::Shown => {
                spawn_local(async move { self.read_stored_section(section).await });
            }
            // With what is shown then.
            Phase::Starting | Phase::NoDirectory | Phase::Failed(_) => {}
        }
    }

    /// What comes of it comes as an event, and in its order among others; where the engine is not there, it is asked
    /// again once it is.
    fn ask_for(self, section: Section) {
        spawn_local(async move { drop(self.call(Request::Show(section)).await) });
    }

    /// What is stored counts only as long as it is of the state that was painted, of which nothing has changed since.
    async fn read_stored_section(self, section: Section) {
        let painted = self.painted.get_value();
        let directory = self.projection.with_untracked(|first| first.directory);
        let is_painted = |state: Self| {
            state.painted.with_value(|now| *now == painted && !now.is_empty())
                && state.projection.with_untracked(|first| first.directory == directory)
        };
        let read = async {
            let reader = Reader::open(DATABASE, Timeouts::default()).await.ok()??;
            let keys = [Index::KEY, section.key()];
            let values = reader.read_sections(&directory.to_string(), &keys).await.ok()?;
            let [index, value] = values.try_into().ok()?;
            Some((Index::decode(&index?)?, value?))
        };
        let read = read.await.filter(|(index, _)| index.heads == painted && is_painted(self));
        let kept = self.sections.known(section).filter(|kept| !kept.is_here());
        if let (Some((index, value)), Some(kept)) = (read, kept)
            && let Some((_, body)) = index.open(section, &value)
            && kept.take(body)
        {
            return;
        }
        if self.phase.get_untracked() == Phase::Ready {
            self.read_sections();
        }
    }
}
