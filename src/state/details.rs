use super::{Phase, State};
use groundswell_model::{
    Id, Kind, RecordView,
    command::CommandError,
    message::{Answer, EngineError, Packed, PageDelta, Request},
};
use leptos::{prelude::*, task::spawn_local};
use std::{collections::HashMap, sync::Arc};

/// A record as a page about it shows it.
#[derive(Clone, Debug, PartialEq)]
pub enum Detail {
    /// Being read.
    Loading,
    /// Here it is, deleted or not.
    Here(Arc<RecordView>),
    /// There is no such record.
    Missing,
    /// It could not be read.
    Failed(EngineError),
}

impl Detail {
    fn of(view: &Packed<RecordView>) -> Self {
        match view.unpack() {
            Ok(view) => Self::Here(Arc::new(view)),
            Err(error) => Self::Failed(error),
        }
    }
}

impl State {
    /// A record as it is at this moment, deleted or not.
    ///
    /// # Errors
    /// [`EngineError::Command`] where there is none, and what the engine answers.
    pub async fn read(self, kind: Kind, id: Id) -> Result<RecordView, EngineError> {
        let Answer::Record(view) = self.call(Request::Read { kind, id }).await? else {
            return Err(super::unexpected());
        };
        view.ok_or(EngineError::Command(CommandError::NotFound))?.unpack()
    }
}

/// The records that pages look at, or lately did.
#[derive(Clone, Copy)]
pub struct Details(StoredValue<HashMap<(Kind, Id), Arc<dyn Watched>>>);

/// A record that a page looks at. Only where a page asks for one, in the deferred bundle, is it known how
/// records are read: this trait keeps that out of the first.
trait Watched: Send + Sync {
    fn detail(&self) -> ArcRwSignal<Detail>;
    fn take(&self, view: &Packed<RecordView>);
    fn read(&self);
    fn forget(&self);
}

/// So many records are kept up to date; looked at longer ago, one is read again.
const MOST: usize = 64;

impl Details {
    pub fn new() -> Self {
        Self(StoredValue::new(HashMap::new()))
    }

    /// Forgets all of them. A page that still shows one belongs to a directory that is not open any more.
    pub fn clear(self) {
        for watched in self.0.try_update_value(std::mem::take).unwrap_or_default().into_values() {
            watched.forget();
        }
    }

    pub fn get(self, state: State, kind: Kind, id: Id) -> ArcRwSignal<Detail> {
        let known = self.known(kind, id).map(|watched| watched.detail());
        known.unwrap_or_else(|| {
            let detail = ArcRwSignal::new(Detail::Loading);
            let watched = Arc::new(Looked { state, kind, id, detail: detail.clone() });
            self.0.update_value(|details| {
                if details.len() >= MOST {
                    *details = HashMap::new();
                }
                details.insert((kind, id), watched.clone());
            });
            watched.read();
            detail
        })
    }

    pub fn apply(self, delta: &PageDelta) {
        for (kind, id, view) in &delta.views {
            if let Some(watched) = self.known(*kind, *id) {
                watched.take(view);
            }
        }
        for (kind, id) in &delta.listed.gone {
            if let Some(watched) = self.known(*kind, *id) {
                watched.read();
            }
        }
    }

    /// Reads all of them again.
    pub fn refresh(self) {
        let all = self.0.with_value(|details| details.values().cloned().collect::<Vec<_>>());
        for watched in all {
            watched.read();
        }
    }

    fn known(self, kind: Kind, id: Id) -> Option<Arc<dyn Watched>> {
        self.0.with_value(|details| details.get(&(kind, id)).cloned())
    }
}

struct Looked {
    state: State,
    kind: Kind,
    id: Id,
    detail: ArcRwSignal<Detail>,
}

impl Watched for Looked {
    fn detail(&self) -> ArcRwSignal<Detail> {
        self.detail.clone()
    }

    fn take(&self, view: &Packed<RecordView>) {
        self.detail.set(Detail::of(view));
    }

    fn read(&self) {
        let (state, kind, id, detail) = (self.state, self.kind, self.id, self.detail.clone());
        // Names of what it refers to come first. `refresh` asks again once the directory is open.
        if state.phase.get_untracked() != Phase::Ready {
            return;
        }
        spawn_local(async move {
            let read = match state.call(Request::Read { kind, id }).await {
                Ok(Answer::Record(Some(view))) => Detail::of(&view),
                Ok(Answer::Record(None)) => Detail::Missing,
                Ok(_) => Detail::Failed(super::unexpected()),
                // Asked before the engine was there: `refresh` asks again once it is.
                Err(EngineError::Stopped(_) | EngineError::NotOpen) => return,
                Err(error) => Detail::Failed(error),
            };
            if detail.get_untracked() != read {
                detail.set(read);
            }
        });
    }

    fn forget(&self) {
        self.detail.set(Detail::Missing);
    }
}
