//! Who changed what, and having back what was there.

use super::Reply;
use crate::{clock, engine::Engine};
use groundswell_model::message::{Answer, HistoryAnswer, HistoryEdit, HistoryRequest, Packed};

/// So many entries of a record's history are answered at once.
const ENTRIES: usize = 50;
/// And so many of the last changes.
const CHANGES: usize = 200;

impl Engine {
    /// Looks into the history.
    pub(crate) fn history(&self, request: &Packed<HistoryRequest>) -> Reply {
        let request = request.unpack()?;
        let answer = self.with_open(|open| {
            let directory = &mut open.directory;
            Ok(match &request {
                HistoryRequest::Record { kind, id, after } => {
                    HistoryAnswer::Record(directory.history(*kind, *id, *after, ENTRIES))
                }
                HistoryRequest::Then { kind, id, entry } => {
                    HistoryAnswer::Then(directory.record_then(*kind, *id, *entry)?)
                }
                HistoryRequest::Changes(wanted) => {
                    HistoryAnswer::Changes(directory.recent_changes(wanted, CHANGES))
                }
                HistoryRequest::PreviewUndo(what) => {
                    HistoryAnswer::Preview(directory.preview_device_undo(what.device, what.since))
                }
            })
        })?;
        answer.map(|answer| Answer::History(Packed::of(&answer)))
    }

    /// Puts something back.
    pub(crate) async fn edit_history(&self, number: u32, edit: &Packed<HistoryEdit>) {
        let now = clock::now();
        let applied = edit.unpack().and_then(|edit| {
            self.with_open(|open| match edit {
                HistoryEdit::PutBack(wanted) => {
                    let command = open.directory.put_back(&wanted)?;
                    open.directory.apply(&command, now)
                }
                HistoryEdit::UndoDevice { what, token } => {
                    open.directory.undo_device(what.device, what.since, token, now)
                }
            })
        });
        self.save_applied(number, applied, |undo| Answer::Applied { undo }).await;
    }
}
