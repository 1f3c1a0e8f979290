//! Who changed what, and having back what was there.

mod changes;
mod entry;
mod record;
mod record_link;
mod then;
mod undo_device;
mod value;

pub use changes::ChangesPage;
pub use record::HistoryPage;

use crate::state::{Phase, State, unexpected};
use groundswell_model::{
    Id, Kind,
    message::{Answer, EngineError, HistoryAnswer, HistoryEdit, HistoryRequest, Packed, Request},
};
use leptos::{prelude::*, task::spawn_local};

/// The address of a record's history.
pub fn history_address(kind: Kind, id: Id) -> String {
    format!("/history/{}/{id}", kind.map())
}

/// Whether the engine can be asked.
fn is_ready(state: State) -> Memo<bool> {
    Memo::new(move |_| state.phase.with(|phase| *phase == Phase::Ready))
}

/// Asks the history for something.
async fn look(state: State, request: HistoryRequest) -> Result<HistoryAnswer, EngineError> {
    let Answer::History(answer) = state.call(Request::History(Packed::of(&request))).await? else {
        return Err(unexpected());
    };
    answer.unpack()
}

/// Changes something, and says what came of it in passing.
fn edit(state: State, edit: HistoryEdit, said: String) {
    spawn_local(async move {
        match state.call_standing(Request::EditHistory(Packed::of(&edit))).await {
            Ok(Answer::Applied { undo }) => state.toasts.success(said, undo),
            Ok(_) => state.toasts.fail(unexpected()),
            Err(error) => state.toasts.fail(error),
        }
    });
}
