//! What a page can ask for, one file a family.

pub(crate) mod backup;
pub(crate) mod directories;
mod edit;
mod export;
mod history;
pub(crate) mod import;
mod look;
pub(crate) mod renewing;
mod sample;
mod sharing;
mod start;

use crate::engine::Engine;
use groundswell_model::message::{Access, Answer, Call, EngineError, Request};

/// What comes of a request.
pub(crate) type Reply = Result<Answer, EngineError>;

/// Carries a request out and answers it.
pub(crate) async fn dispatch(engine: &Engine, call: Call) {
    let Call { number, request } = call;
    if changes_the_directory(&request) && engine.with_open(|open| open.access != Access::Edit) == Ok(true) {
        return engine.page.answer(number, Err(EngineError::ReadOnly));
    }
    let reply = match request {
        // These answer for themselves, once they are committed.
        Request::Apply(command) => return engine.apply(number, &command).await,
        Request::Undo(action) => return engine.undo(number, action).await,
        Request::EditHistory(edit) => return engine.edit_history(number, &edit).await,
        Request::NameDevice(name) => return engine.name_device(number, name).await,

        Request::Start { language, before } => engine.start(language, before).await,
        Request::Create(new) => engine.create(new).await,
        Request::Open { directory, painted } => engine.open_directory(directory, &painted).await,
        Request::Erase { directory, typed } => engine.erase(directory, &typed).await,
        Request::Read { kind, id } => engine.read(kind, id),
        Request::Show(section) => engine.show_section(section),
        Request::Deleted => engine.deleted(),
        Request::History(request) => engine.history(&request),
        Request::Storage => engine.storage().await,
        Request::OpenTable { file, bytes } => engine.open_table(file, bytes).await,
        Request::OpenSheet { file, text, contacts } => engine.open_sheet(file, text, contacts).await,
        Request::ReadTable(read_as) => match read_as.unpack() {
            Ok(read_as) => engine.read_table(&read_as).await,
            Err(error) => Err(error),
        },
        Request::PreviewImport { columns, apart } => match columns.unpack() {
            Ok(columns) => engine.preview_import(&columns, &apart).await,
            Err(error) => Err(error),
        },
        Request::PreviewRecords => engine.preview_records().await,
        Request::CommitImport { leave_out } => engine.commit_import(&leave_out).await,
        Request::CancelImport => Ok(engine.cancel_import()),
        Request::Export(format) => engine.export(format).await,
        Request::OpenBackup { bytes } => engine.open_backup(&bytes).await,
        Request::Restore => engine.restore().await,
        Request::Share => engine.share().await,
        Request::NewLinks { message, keeps_public, anyway } => {
            engine.new_links(&message, keeps_public, anyway).await
        }
        Request::KeepLinks => engine.keep_links().await,
        Request::LookAtLink(text) => engine.look_at_link(&text).await,
        Request::Join(text) => engine.join(&text).await,
        Request::Accept => engine.accept().await,
        Request::Decline { directory } => engine.decline(directory).await,
        Request::Attend { visible } => Ok(engine.attend(visible)),
    };
    engine.page.answer(number, reply);
}

/// Whether a request is for those alone who may edit.
const fn changes_the_directory(request: &Request) -> bool {
    matches!(
        request,
        Request::Apply(_)
            | Request::Undo(_)
            | Request::EditHistory(_)
            | Request::NameDevice(_)
            | Request::CommitImport { .. }
            | Request::NewLinks { .. }
    )
}
