//! Actions of people: each is carried out on the document, committed, and then answered.

use crate::{
    clock,
    engine::{Engine, StorageHandle},
    saving::{Origin, Unsaved},
    stored::records,
};
use groundswell_directory::Applied;
use groundswell_model::{
    Command,
    command::CommandError,
    message::{Answer, EngineError},
};

impl Engine {
    /// Carries out a command.
    pub(crate) async fn apply(&self, number: u32, command: &Command) {
        let applied = self.with_open(|open| open.directory.apply(command, clock::now()));
        self.save_applied(number, applied, |undo| Answer::Applied { undo }).await;
    }

    /// Undoes an action.
    pub(crate) async fn undo(&self, number: u32, action: u32) {
        let applied = self.with_open(|open| {
            let undo = open.undo.get(action).ok_or(CommandError::ChangedSince)?;
            let applied = open.directory.undo(undo, clock::now())?;
            open.undo.forget(action);
            Ok(applied)
        });
        self.save_applied(number, applied, |undo| Answer::Applied { undo }).await;
    }

    /// Gives this device a name in the open directory.
    pub(crate) async fn name_device(&self, number: u32, name: String) {
        let applied = self.storage_handle().and_then(|StorageHandle { device, .. }| {
            let command = Command::NameDevice { device, name };
            self.with_open(|open| open.directory.apply(&command, clock::now()))
        });
        self.save_applied(number, applied, |_| Answer::Done).await;
    }

    /// Commits what was done, and answers then.
    pub(crate) async fn save_applied(
        &self,
        number: u32,
        applied: Result<Result<Applied, CommandError>, EngineError>,
        answer: impl FnOnce(Option<u32>) -> Answer,
    ) {
        let applied = match applied {
            Ok(Ok(applied)) => applied,
            Ok(Err(refused)) => return self.answer(number, Err(refused.into())),
            Err(error) => return self.answer(number, Err(error)),
        };
        let Applied { delta, chunks, undo } = applied;
        let reply = answer(self.keep_undo(undo));
        if chunks.is_empty() {
            // Nothing changed, so there is nothing to wait for.
            return self.answer(number, Ok(reply));
        }
        let (records, reply) = (records(chunks), Some((number, reply)));
        self.save(Unsaved { records, news: Some(delta.into()), reply, origin: Origin::Here }).await;
    }

    /// Keeps what undoes an action, and answers the number that the page is given.
    pub(crate) fn keep_undo(&self, undo: Option<groundswell_directory::Undo>) -> Option<u32> {
        let undo = undo?;
        let number = self.last_undo.get().wrapping_add(1);
        self.last_undo.set(number);
        self.with_open(|open| open.undo.keep(number, undo)).ok().map(|()| number)
    }
}
