use super::State;
use groundswell_model::{
    Delta, Id, Kind, RecordView,
    message::{Answer, EngineError, Request},
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

/// The records that pages look at, or lately did.
#[derive(Clone, Copy)]
pub struct Details(StoredValue<HashMap<(Kind, Id), ArcRwSignal<Detail>>>);

/// So many records are kept up to date; looked at longer ago, one is read anew.
const MOST: usize = 64;

impl Details {
    pub fn new() -> Self {
        Self(StoredValue::new(HashMap::new()))
    }

    /// Forgets all of them. A page that still shows one belongs to a directory that is not open any more.
    pub fn clear(self) {
        for detail in self.0.try_update_value(std::mem::take).unwrap_or_default().into_values() {
            detail.set(Detail::Missing);
        }
    }

    pub fn get(self, state: State, kind: Kind, id: Id) -> ArcRwSignal<Detail> {
        let known = self.0.with_value(|details| details.get(&(kind, id)).cloned());
        known.unwrap_or_else(|| {
            let detail = ArcRwSignal::new(Detail::Loading);
            self.0.update_value(|details| {
                if details.len() >= MOST {
                    *details = HashMap::new();
                }
                details.insert((kind, id), detail.clone());
            });
            read(state, kind, id, detail.clone());
            detail
        })
    }

    pub fn apply(self, state: State, delta: &Delta) {
        for view in &delta.changed {
            if let Some(detail) = self.known(view.record.kind(), view.record.id()) {
                detail.set(Detail::Here(Arc::new(view.clone())));
            }
        }
        for (kind, id) in &delta.gone {
            if let Some(detail) = self.known(*kind, *id) {
                read(state, *kind, *id, detail);
            }
        }
    }

    /// Reads all of them anew.
    pub fn refresh(self, state: State) {
        let all = self
            .0
            .with_value(|details| details.iter().map(|(key, it)| (*key, it.clone())).collect::<Vec<_>>());
        for ((kind, id), detail) in all {
            read(state, kind, id, detail);
        }
    }

    fn known(self, kind: Kind, id: Id) -> Option<ArcRwSignal<Detail>> {
        self.0.with_value(|details| details.get(&(kind, id)).cloned())
    }
}

fn read(state: State, kind: Kind, id: Id, detail: ArcRwSignal<Detail>) {
    spawn_local(async move {
        let read = match state.call(Request::Read { kind, id }).await {
            Ok(Answer::Record(Some(view))) => Detail::Here(Arc::new(*view)),
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
