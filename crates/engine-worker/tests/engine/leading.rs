//! Who leads the syncing of a directory while a tab that holds the lock says nothing, as one does that the browser
//! suspended.

use crate::{
    fixture::{Tab, new_group, quick, rename, wait_for},
    neighbours::{chunks, device, founder, is_synced, join, last_state, link},
};
use groundswell_engine_worker::Timings;
use groundswell_model::{
    Id,
    message::{Access, Connection},
};
use js_sys::{Function, Promise, Reflect};
use std::{cell::Cell, rc::Rc};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use wasm_bindgen_test::wasm_bindgen_test;

/// Somebody who holds the lock of a directory and is silent.
struct Silent {
    /// Set when the lock is taken away.
    is_over: Rc<Cell<bool>>,
}

/// Runs a script with `name` and answers the promise that it returns.
fn promise(name: &str, script: &str) -> Promise {
    Function::new_with_args("name", script).call1(&JsValue::NULL, &name.into()).unwrap().unchecked_into()
}

fn lock(database: &str, directory: Id) -> String {
    format!("{database}/sync/{directory}")
}

impl Silent {
    /// Takes the lock: from now on it is held here.
    async fn takes(database: &str, directory: Id) -> Self {
        let script = "let held;
            const taken = new Promise((granted) => {
                held = navigator.locks.request(name, { steal: true }, () => { granted(); return new Promise(() => {}); });
            });
            return taken.then(() => ({ held }));";
        let taken = JsFuture::from(promise(&lock(database, directory), script)).await.unwrap();
        let held: Promise = Reflect::get(&taken, &"held".into()).unwrap().unchecked_into();
        let is_over = Rc::new(Cell::new(false));
        let over = Rc::clone(&is_over);
        spawn_local(async move {
            // It ends in no other way.
            over.set(JsFuture::from(held).await.is_err());
        });
        Self { is_over }
    }

    async fn loses_it(&self) {
        wait_for("the lock to be taken away", || self.is_over.get().then_some(())).await;
    }
}

fn impatient() -> Timings {
    Timings { pulse_ms: 250, ..quick() }
}

#[wasm_bindgen_test]
async fn the_lead_is_taken_from_one_that_says_nothing() {
    let (one, directory) = founder("silent-one").await;
    let invited = link(&one, Access::Edit).await;
    is_synced(&one).await;
    let neighbour = device("silent-neighbour").await;
    join(&neighbour, &invited).await;
    neighbour.shows(&["Founders"]).await;
    drop(one);
    let silent = Silent::takes("silent-one", directory).await;
    let waiting = Tab::with_relay("silent-one", impatient()).await;
    waiting.open_directory(directory).await;
    waiting.apply(new_group(2, "By who waited")).await;
    silent.loses_it().await;
    neighbour.shows(&["By who waited", "Founders"]).await;
    neighbour.apply(new_group(3, "By the neighbour")).await;
    waiting.shows(&["By the neighbour", "By who waited", "Founders"]).await;
    is_synced(&waiting).await;
}

#[wasm_bindgen_test]
async fn who_lost_the_lead_sends_nothing_and_gets_it_back() {
    let one = Tab::with_relay("robbed-one", impatient()).await;
    let directory = one.create("Test Network").await.id;
    one.apply(new_group(1, "Founders")).await;
    let invited = link(&one, Access::Edit).await;
    is_synced(&one).await;
    let neighbour = device("robbed-neighbour").await;
    join(&neighbour, &invited).await;
    neighbour.shows(&["Founders"]).await;
    is_synced(&one).await;
    let sent = chunks("robbed-one", directory).await;
    let silent = Silent::takes("robbed-one", directory).await;
    wait_for("the connection to be given up", || {
        last_state(&one).filter(|state| state.connection == Connection::Offline)
    })
    .await;
    one.apply(rename(1, "Founders", "First Group")).await;
    silent.loses_it().await;
    neighbour.shows(&["First Group"]).await;
    is_synced(&one).await;
    // The one edit is one chunk.
    assert_eq!(chunks("robbed-one", directory).await, sent + 1);
}
