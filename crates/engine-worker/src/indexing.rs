//! What a history is found by, made ready before somebody asks: a page is not kept waiting for it then.
//!
//! It is made beside all else, in slices between which requests are carried out, of a copy of what the document was.

use crate::{
    engine::Engine,
    yielder::{SLICE_MS, yield_to_messages},
};
use groundswell_model::Part;
use std::rc::Weak;
use wasm_bindgen_futures::spawn_local;

/// A history of fewer changes is read in no time when somebody asks.
const MANY: u64 = 5_000;

impl Engine {
    /// Makes ready what the histories of the open directory are found by, where they are long.
    pub(crate) fn index_histories(&self) {
        let is_long = self.with_open(|open| open.directory.change_count() >= MANY) == Ok(true);
        if is_long && !self.indexing.replace(true) {
            let engine = self.downgrade();
            spawn_local(async move {
                index(&engine).await;
                if let Some(engine) = engine.upgrade() {
                    engine.indexing.set(false);
                }
            });
        }
    }
}

async fn index(engine: &Weak<Engine>) {
    for part in Part::ALL {
        let begun = engine.upgrade().and_then(|engine| {
            engine.with_open(|open| Some((open.id, open.directory.begin_history(part)?))).ok().flatten()
        });
        let Some((id, making)) = begun else { continue };
        yield_to_messages().await;
        let mut slice_from = js_sys::Date::now();
        let pause = async || {
            // A clock that was set back must not end the slices.
            if (js_sys::Date::now() - slice_from).abs() >= SLICE_MS {
                yield_to_messages().await;
                slice_from = js_sys::Date::now();
            }
            engine.upgrade().is_some_and(|engine| engine.with_open(|open| open.id) == Ok(id))
        };
        let Some(made) = making.finish(pause).await else { continue };
        let Some(engine) = engine.upgrade() else { return };
        // Where none is open any more, nobody asks.
        let _ = engine.with_open(|open| {
            if open.id == id {
                open.directory.take_history(made);
            }
        });
    }
}
