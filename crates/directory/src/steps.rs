//! Actions: one command at once, or many in steps.

use crate::{
    Applied, Chunk, CommandError, Directory, Part, Undo,
    document::Ops,
    edit::{Edit, Log},
    read::Docs,
};
use automerge::{Change, ChangeHash};
use groundswell_model::{Command, Timestamp};

/// An action in steps, written to a copy of the documents.
#[derive(Debug)]
pub(crate) struct UnderWay {
    docs: Docs,
    log: Log,
    now: Timestamp,
    base: Heads,
    failed: Option<CommandError>,
}

type Heads = [Vec<ChangeHash>; 2];
/// The change that an action made in each part, public first.
type Changes = [Option<(Change, Ops)>; 2];

impl Directory {
    /// Carries out a command as one action: one change in each part that it touches, or, on an error, none.
    ///
    /// # Errors
    /// Why it was not carried out. Nothing was changed.
    pub fn apply(&mut self, command: &Command, now: Timestamp) -> Result<Applied, CommandError> {
        self.act(now, |edit| edit.run(command))
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
        self.act(now, |edit| edit.revert(&undo))
    }

    fn act(
        &mut self,
        now: Timestamp,
        act: impl FnOnce(&mut Edit<'_>) -> Result<(), CommandError>,
    ) -> Result<Applied, CommandError> {
        let mut log = Log::default();
        let mut edit = Edit::new(&mut self.docs, &mut log, self.author, now);
        if let Err(error) = act(&mut edit) {
            self.docs.roll_back();
            return Err(error);
        }
        let changes = Part::ALL.map(|part| self.docs.part_mut(part).commit(now));
        Ok(self.report(log, changes))
    }

    /// Begins an action in steps, such as the import of a spreadsheet. Until [`Self::finish`] nothing of it is
    /// visible or stored, and the directory goes on as ever: other commands and merges are welcome meanwhile.
    /// An action begun before and not finished is rolled back.
    pub fn begin(&mut self, now: Timestamp) {
        let aside = |part| self.docs.part(part).aside(self.author);
        self.under_way = Some(Box::new(UnderWay {
            docs: Docs { public: aside(Part::Public), members: aside(Part::Members) },
            log: Log::default(),
            now,
            base: Part::ALL.map(|part| self.docs.part(part).heads()),
            failed: None,
        }));
    }

    /// Carries out one more command of the action. After an error that left the command done in half, as may
    /// happen to a [`Command::Batch`], the action can only be rolled back.
    ///
    /// # Errors
    /// Why the command was not carried out; [`CommandError::NotFound`] if no action was begun.
    pub fn step(&mut self, command: &Command) -> Result<(), CommandError> {
        let UnderWay { docs, log, now, failed, .. } =
            self.under_way.as_deref_mut().ok_or(CommandError::NotFound)?;
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
        let UnderWay { docs: mut aside, log, now, base, failed } =
            *self.under_way.take().ok_or(CommandError::NotFound)?;
        if let Some(error) = failed {
            return Err(error);
        }
        let mut changes = Part::ALL.map(|part| aside.part_mut(part).commit(now));
        let untouched = Part::ALL.map(|part| self.docs.part(part).heads()) == base;
        if untouched {
            self.docs = aside;
            Part::ALL.into_iter().for_each(|part| self.docs.part_mut(part).set_author(self.author));
        } else {
            for (part, change) in Part::ALL.into_iter().zip(&mut changes) {
                if let Some((change, ops)) = change {
                    let applied = self.docs.part_mut(part).apply_own(change.clone());
                    *change = applied.map_err(CommandError::Document)?;
                    *ops = Ops::of(change);
                }
            }
        }
        Ok(self.report(log, changes))
    }

    /// Gives up an action in steps; nothing of it stays.
    pub fn roll_back(&mut self) {
        self.under_way = None;
    }

    fn report(&mut self, log: Log, changes: Changes) -> Applied {
        if changes.iter().all(Option::is_none) {
            return Applied::default();
        }
        let mut chunks = Vec::new();
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
