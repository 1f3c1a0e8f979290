//! Actions: one command at once, or many in steps.

use crate::{
    Applied, Chunk, CommandError, Directory, Part, Undo,
    docs::Docs,
    document::{Document, Made, Ops},
    edit::{Edit, Log},
    merge::Touched,
    public_copy, read,
    reading::Texts,
    record,
};
use automerge::{Change, ChangeHash};
use groundswell_model::{Command, Id, Kind, Timestamp};
use std::collections::BTreeSet;

/// An action in steps, written to a copy of the documents.
#[derive(Debug)]
pub(crate) struct Staged {
    docs: Docs,
    log: Log,
    now: Timestamp,
    base: Heads,
    made: MadeInParts,
    failed: Option<CommandError>,
}

type Heads = [Vec<ChangeHash>; 2];
/// The change that an action made in each part, public first.
type Changes = [Option<(Change, Ops)>; 2];

impl Directory {
    /// Carries out a command as one action: one change in each part that it touches, or, on an error, none. The first
    /// record of a kind that version 1 of the documents does not have brings the change that makes the kind's map.
    ///
    /// # Errors
    /// Why it was not carried out. Nothing was changed.
    pub fn apply(&mut self, command: &Command, now: Timestamp) -> Result<Applied, CommandError> {
        let needed = needed(&self.docs, command);
        self.act(now, |part, _| keys(part, &needed), |edit| edit.run(command))
    }

    /// Takes an action back, field by field, where it still has what the action wrote. What came of it can be
    /// taken back in turn.
    ///
    /// # Errors
    /// [`CommandError::ChangedSince`] if nothing of it is left to take back.
    pub fn undo(&mut self, undo: &Undo, now: Timestamp) -> Result<Applied, CommandError> {
        let undo = Undo {
            public: undo.public.as_ref().map(|ops| self.docs.public.ops_now(ops)),
            members: undo.members.as_ref().map(|ops| self.docs.members.ops_now(ops)),
            ..undo.clone()
        };
        // Its records were there, and so are their maps, but perhaps not those of public copies.
        let copied = |part: &Part, kind: &Kind| *part == Part::Public && kind.declaration().has_public_copy();
        let keys = |part| Kind::ALL.into_iter().filter(|kind| copied(&part, kind)).map(Kind::map).collect();
        self.act(now, |part, _| keys(part), |edit| edit.revert(&undo))
    }

    fn act(
        &mut self,
        now: Timestamp,
        keys: impl Fn(Part, &Document) -> Vec<&'static str>,
        act: impl FnOnce(&mut Edit<'_>) -> Result<(), CommandError>,
    ) -> Result<Applied, CommandError> {
        let mut log = Log::default();
        let made = self.docs.make_maps(keys)?;
        made.note(&self.docs, &mut log);
        let mut edit = Edit::new(&mut self.docs, &mut log, self.author, now);
        if let Err(error) = act(&mut edit) {
            self.docs.roll_back();
            self.docs.unmake_maps(made);
            return Err(error);
        }
        let changes = Part::ALL.map(|part| self.docs.part_mut(part).commit(now));
        let made = self.docs.unmake_unused(made, &changes);
        Ok(self.report(log, made, changes))
    }

    /// Begins an action in steps, such as the import of a spreadsheet. Until [`Self::finish`] nothing of it is
    /// visible or stored, and the directory goes on as ever: other commands and merges are welcome meanwhile.
    /// An action begun before and not finished is rolled back.
    pub fn begin(&mut self, now: Timestamp) {
        let staged = |part| self.docs.part(part).staged(self.author);
        let mut docs = Docs { public: staged(Part::Public), members: staged(Part::Members) };
        let mut log = Log::default();
        // What is going to be written is not known yet, and no map can be made between two steps.
        let (made, failed) = match docs.make_maps(|_, doc| doc.later_keys()) {
            Ok(made) => (made.kept(), None),
            Err(error) => (MadeInParts::default(), Some(error)),
        };
        made.note(&docs, &mut log);
        let base = Part::ALL.map(|part| self.docs.part(part).heads());
        self.staged = Some(Box::new(Staged { docs, log, now, base, made, failed }));
    }

    /// Carries out one more command of the action. After an error that left the command done in half, as may
    /// happen to a [`Command::Batch`], the action can only be rolled back.
    ///
    /// # Errors
    /// Why the command was not carried out; [`CommandError::NotFound`] if no action was begun.
    pub fn step(&mut self, command: &Command) -> Result<(), CommandError> {
        let Staged { docs, log, now, failed, .. } =
            self.staged.as_deref_mut().ok_or(CommandError::NotFound)?;
        let written = |docs: &Docs| docs.public.uncommitted() + docs.members.uncommitted();
        let before = written(docs);
        let result = Edit::new(docs, log, self.author, *now).run(command);
        if let Err(error) = &result
            && written(docs) != before
        {
            failed.get_or_insert_with(|| error.clone());
        }
        result
    }

    /// Ends an action in steps: all of it is there at once, as one change in each part.
    ///
    /// # Errors
    /// [`CommandError::NotFound`] if no action was begun; the error of a step that left its command done in
    /// half. Then all of it is rolled back.
    pub fn finish(&mut self) -> Result<Applied, CommandError> {
        let Staged { docs: mut staged, mut log, now, base, mut made, failed } =
            *self.staged.take().ok_or(CommandError::NotFound)?;
        if let Some(error) = failed {
            return Err(error);
        }
        let mut changes = Part::ALL.map(|part| staged.part_mut(part).commit(now));
        if changes.iter().all(Option::is_none) {
            return Ok(Applied::default());
        }
        let untouched = Part::ALL.map(|part| self.docs.part(part).heads()) == base;
        if untouched {
            Part::ALL.into_iter().for_each(|part| staged.part_mut(part).take_index(self.docs.part_mut(part)));
            self.docs = staged;
            Part::ALL.into_iter().for_each(|part| self.docs.part_mut(part).set_author(self.author));
        } else {
            made = self.docs.make_maps(|part, _| made.keys(part))?;
            made.note(&self.docs, &mut log);
            for (part, change) in Part::ALL.into_iter().zip(&mut changes) {
                if let Some((change, ops)) = change {
                    let applied = self.docs.part_mut(part).apply_own(change.clone());
                    *change = applied.map_err(CommandError::Document)?;
                    *ops = Ops::of(change);
                }
            }
        }
        Ok(self.report(log, made, changes))
    }

    /// Gives up an action in steps; nothing of it stays.
    pub fn roll_back(&mut self) {
        self.staged = None;
    }

    fn report(&mut self, log: Log, made: MadeInParts, changes: Changes) -> Applied {
        if changes.iter().all(Option::is_none) {
            return Applied::default();
        }
        let mut chunks = made.chunks();
        let [public, members] = &changes;
        let ops = |change: &Option<(Change, Ops)>| change.as_ref().map(|(_, ops)| ops.clone());
        let undo = Undo { steps: log.steps, public: ops(public), members: ops(members) };
        for (part, change) in Part::ALL.into_iter().zip(changes) {
            chunks.extend(change.map(|(mut change, _)| Chunk::of(part, &mut change)));
        }
        let delta = self.delta(log.touched, &log.named);
        Applied { delta, chunks, undo: (!undo.steps.is_empty()).then_some(undo) }
    }
}

/// The maps that a command may write to: of the kinds of which it makes records, and in the public part of those
/// whose records it shows to everybody, or that are shown already.
fn needed(docs: &Docs, command: &Command) -> BTreeSet<(Part, Kind)> {
    let copied = |kind: Kind, needed: bool| needed.then_some((Part::Public, kind));
    let shown = |kind: Kind, id: Id| {
        kind.declaration().has_public_copy()
            && read::find(docs, kind, id, Texts::Leave)
                .is_some_and(|found| public_copy::is_for_everybody(&found.record))
    };
    match command {
        Command::Save { before: None, after } => {
            let kind = after.kind();
            let made = record::parts(kind).iter().map(|part| (*part, kind));
            made.chain(copied(kind, public_copy::is_for_everybody(after))).collect()
        }
        Command::Save { before: Some(_), after } => {
            let (kind, id) = (after.kind(), after.id());
            copied(kind, public_copy::is_for_everybody(after) || shown(kind, id)).into_iter().collect()
        }
        Command::Batch(commands) => commands.iter().flat_map(|command| needed(docs, command)).collect(),
        Command::Resolve { kind, .. } => {
            copied(*kind, kind.declaration().has_public_copy()).into_iter().collect()
        }
        Command::Restore { kind, id } | Command::Delete { kind, id } | Command::Verify { kind, id } => {
            copied(*kind, shown(*kind, *id)).into_iter().collect()
        }
        Command::NameDevice { .. } => BTreeSet::new(),
    }
}

/// The keys of those of these maps that are in a part.
fn keys(part: Part, needed: &BTreeSet<(Part, Kind)>) -> Vec<&'static str> {
    needed.iter().filter(|(of, _)| *of == part).map(|(_, kind)| kind.map()).collect()
}

/// The maps that were made for an action, in each part, public first.
#[derive(Debug, Default)]
struct MadeInParts([Made; 2]);

impl Docs {
    /// Makes maps in both parts, or in none.
    fn make_maps(
        &mut self,
        keys: impl Fn(Part, &Document) -> Vec<&'static str>,
    ) -> Result<MadeInParts, CommandError> {
        let public = self.public.make_maps(&keys(Part::Public, &self.public))?;
        match self.members.make_maps(&keys(Part::Members, &self.members)) {
            Ok(members) => Ok(MadeInParts([public, members])),
            Err(error) => {
                self.public.unmake_maps(public);
                Err(error)
            }
        }
    }

    /// A part to which nothing was written needs no map: what is not handed out must not stay.
    fn unmake_unused(&mut self, MadeInParts(made): MadeInParts, changes: &Changes) -> MadeInParts {
        let mut used = MadeInParts::default();
        for (((part, made), change), used) in Part::ALL.into_iter().zip(made).zip(changes).zip(&mut used.0) {
            if change.is_some() {
                *used = made;
            } else {
                self.part_mut(part).unmake_maps(made);
            }
        }
        used
    }

    fn unmake_maps(&mut self, MadeInParts([public, members]): MadeInParts) {
        self.public.unmake_maps(public);
        self.members.unmake_maps(members);
    }
}

impl MadeInParts {
    /// Notes what had been waiting for the maps.
    fn note(&self, docs: &Docs, log: &mut Log) {
        let mut touched = Touched::default();
        for (part, made) in Part::ALL.into_iter().zip(&self.0) {
            made.applied.iter().for_each(|change| touched.by(docs.part(part), change));
        }
        log.touched.extend(touched.records);
        log.named.extend(touched.devices);
    }

    /// Without the way back.
    fn kept(self) -> Self {
        Self(self.0.map(Made::kept))
    }

    fn keys(&self, of: Part) -> Vec<&'static str> {
        let parts = Part::ALL.into_iter().zip(&self.0);
        parts.filter(|(part, _)| *part == of).flat_map(|(_, made)| made.keys.iter().copied()).collect()
    }

    fn chunks(self) -> Vec<Chunk> {
        let parts = Part::ALL.into_iter().zip(self.0);
        parts
            .flat_map(|(part, made)| {
                made.changes.into_iter().map(move |mut change| Chunk::of(part, &mut change))
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Author, News};
    use groundswell_model::{DeviceId, Group, Id, Network, Record};

    const KEY: &str = "trials";
    const ID: Id = Id::from_bytes([9; 12]);
    const NOW: Timestamp = Timestamp(5_000);

    fn author(number: u8) -> Author {
        Author { device: DeviceId([number; 8]), session: [number; 8] }
    }

    /// A directory of a version that knows a map more, with what this one has stored.
    fn newer(number: u8, chunks: &[(Part, Vec<u8>)]) -> Directory {
        let (mut directory, _) = Directory::open(ID, author(number), &[]).unwrap();
        let part = |part| Document::with_maps(ID, part, author(number), [KEY].into_iter()).unwrap();
        directory.docs = Docs { public: part(Part::Public), members: part(Part::Members) };
        let (_, quarantined, _) = directory.merge(chunks).unwrap();
        assert_eq!(quarantined, []);
        directory
    }

    fn begun() -> Vec<(Part, Vec<u8>)> {
        let network = Network { name: "Network".to_owned(), ..Network::default() };
        plain(Directory::create(ID, &network, author(1), NOW).unwrap().1.chunks)
    }

    fn plain(chunks: Vec<Chunk>) -> Vec<(Part, Vec<u8>)> {
        chunks.into_iter().map(|chunk| (chunk.part, chunk.bytes)).collect()
    }

    fn group(number: u8) -> Command {
        let group = Group { id: Id::from_bytes([number; 12]), name: number.to_string(), ..Group::default() };
        Command::Save { before: None, after: Box::new(Record::Group(group)) }
    }

    /// Makes a group, and the map.
    fn create(directory: &mut Directory, number: u8) -> Result<Applied, CommandError> {
        directory.act(NOW, |_, _| vec![KEY], |edit| edit.run(&group(number)))
    }

    fn is_map(chunk: &Chunk) -> bool {
        let change = Change::try_from(chunk.bytes.as_slice()).unwrap();
        change.message().is_some_and(|message| message == "map trials")
    }

    #[test]
    fn the_first_record_brings_its_map_and_others_take_it() {
        let mut one = newer(2, &begun());
        let first = create(&mut one, 1).unwrap();
        let parts: Vec<_> = first.chunks.iter().map(|chunk| (chunk.part, is_map(chunk))).collect();
        assert_eq!(
            parts,
            [(Part::Public, true), (Part::Members, true), (Part::Public, false), (Part::Members, false)]
        );
        let second = create(&mut one, 2).unwrap();
        assert_eq!(second.chunks.iter().filter(|chunk| is_map(chunk)).count(), 0);
        let undone = one.undo(&first.undo.unwrap(), NOW).unwrap();
        let chunks: Vec<_> =
            [begun(), plain(first.chunks), plain(second.chunks), plain(undone.chunks)].concat();
        let (older, quarantined) = Directory::open(ID, author(3), &chunks).unwrap();
        assert_eq!((quarantined, older.heads()), (Vec::new(), one.heads()));
        assert_eq!(newer(4, &chunks).heads(), one.heads());
    }

    #[test]
    fn what_fails_makes_no_map() {
        let mut one = newer(2, &begun());
        create(&mut one, 1).unwrap();
        let mut two = newer(3, &begun());
        two.apply(&group(1), NOW).unwrap();
        let before = (two.heads(), two.save(Part::Public), two.save(Part::Members));
        assert_eq!(create(&mut two, 1).unwrap_err(), CommandError::AlreadyThere);
        assert_eq!((two.heads(), two.save(Part::Public), two.save(Part::Members)), before);
    }

    #[test]
    fn what_writes_nothing_makes_no_map() {
        let mut one = newer(2, &begun());
        let before = (one.heads(), one.save(Part::Public), one.save(Part::Members));
        let applied = one.act(NOW, |_, _| vec![KEY], |_| Ok(())).unwrap();
        assert_eq!((applied.chunks, applied.delta.changed), (Vec::new(), Vec::new()));
        let name = Command::NameDevice { device: DeviceId([2; 8]), name: "Two".to_owned() };
        assert_eq!((one.heads(), one.save(Part::Public), one.save(Part::Members)), before);
        // Only one part is written to.
        let applied = one.act(NOW, |_, _| vec![KEY], |edit| edit.run(&name)).unwrap();
        let parts: Vec<_> = applied.chunks.iter().map(|chunk| (chunk.part, is_map(chunk))).collect();
        assert_eq!(parts, [(Part::Members, true), (Part::Members, false)]);
        assert_eq!(one.save(Part::Public), before.1);
    }

    #[test]
    fn what_waited_for_the_map_is_told() {
        let (mut one, mut two) = (newer(2, &begun()), newer(3, &begun()));
        let chunks = create(&mut one, 1).unwrap().chunks;
        let without: Vec<_> = chunks.iter().filter(|chunk| !is_map(chunk)).cloned().collect();
        let (news, ..) = two.merge(&plain(without)).unwrap();
        assert_eq!((news, two.pending_dependencies()), (News::default(), 2));
        let applied = create(&mut two, 2).unwrap();
        let told: Vec<Id> = applied.delta.changed.iter().map(|view| view.record.id()).collect();
        assert_eq!(told, [Id::from_bytes([1; 12]), Id::from_bytes([2; 12])]);
        one.merge(&plain(applied.chunks)).unwrap();
        assert_eq!(one.heads(), two.heads());
    }

    #[test]
    fn steps_bring_the_map_whatever_comes_meanwhile() {
        for (is_meanwhile, is_map_meanwhile) in [(false, false), (true, false), (true, true)] {
            let mut one = newer(2, &begun());
            let before = one.heads();
            one.begin(NOW);
            one.finish().unwrap();
            assert_eq!(one.heads(), before, "nothing was written");
            one.begin(NOW);
            one.step(&group(1)).unwrap();
            assert_eq!(one.heads(), before);
            let mut chunks = begun();
            if is_meanwhile {
                let applied = if is_map_meanwhile { create(&mut one, 2) } else { one.apply(&group(2), NOW) };
                chunks.extend(plain(applied.unwrap().chunks));
            }
            let applied = one.finish().unwrap();
            let maps = applied.chunks.iter().filter(|chunk| is_map(chunk)).count();
            assert_eq!((maps, applied.chunks.len() - maps), (if is_map_meanwhile { 0 } else { 2 }, 2));
            chunks.extend(plain(applied.chunks));
            let (older, quarantined) = Directory::open(ID, author(3), &chunks).unwrap();
            assert_eq!((quarantined, older.heads()), (Vec::new(), one.heads()));
            assert_eq!(older.records(Kind::Group), one.records(Kind::Group));
        }
    }
}
