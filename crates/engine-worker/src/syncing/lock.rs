//! Which tab of this device talks to the relay: the one that holds a lock of the browser's (Web Locks).

use futures::{
    FutureExt as _,
    channel::oneshot,
    future::{Either, LocalBoxFuture, pending, select},
};
use gloo_timers::future::TimeoutFuture;
use js_sys::{Function, Object, Promise, Reflect};
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::AbortController;

#[wasm_bindgen]
extern "C" {
    // web-sys has it only behind its unstable configuration.
    type LockManager;
    #[wasm_bindgen(method, catch)]
    fn request(
        this: &LockManager,
        name: &str,
        options: &Object,
        granted: &Function,
    ) -> Result<Promise, JsValue>;
}

type Shared = Rc<RefCell<State>>;

enum State {
    Waiting,
    Held(Function),
    /// Given up by this tab, or taken away by another.
    Gone,
}

/// A lock that is held; nothing where the browser has no locks, in which nothing is locked.
pub(crate) struct Held {
    /// As long as this lives.
    _lock: Option<Lock>,
    lost: LocalBoxFuture<'static, ()>,
}

impl Held {
    /// Waits until it is taken away.
    pub(crate) async fn lost(&mut self) {
        (&mut self.lost).await;
    }
}

/// The lock of this name, unless somebody else holds it for longer than this is waited for.
pub(crate) async fn held(name: &str, wait_ms: u32) -> Option<Held> {
    let (grant, granted) = oneshot::channel();
    let grant = RefCell::new(Some(grant));
    let tell = move || {
        if let Some(grant) = grant.borrow_mut().take() {
            // Who does not wait any more gives the lock back.
            let _ = grant.send(());
        }
    };
    let (lose, lost) = oneshot::channel();
    let on_loss = move || {
        // The receiver may be gone: who is done needs no notice of the loss.
        let _ = lose.send(());
    };
    let Ok(lock) = Lock::ask(name, tell, on_loss) else {
        return Some(Held { _lock: None, lost: pending().boxed_local() });
    };
    match select(granted, TimeoutFuture::new(wait_ms)).await {
        Either::Left((Ok(()), _)) => Some(Held { _lock: Some(lock), lost: lost.map(drop).boxed_local() }),
        Either::Left((Err(_), _)) | Either::Right(_) => None,
    }
}

/// A lock that is held, or waited for, until this is dropped or another tab takes it away.
pub(crate) struct Lock {
    state: Shared,
    asked: Option<AbortController>,
    _granted: Closure<dyn FnMut() -> JsValue>,
}

impl Lock {
    /// Asks for the lock of this name; `granted` is called when this tab has it, `lost` when it is taken away or will
    /// not come. Neither is called any more when this was dropped.
    ///
    /// # Errors
    /// Where the browser has no locks.
    pub(crate) fn ask(
        name: &str,
        granted: impl Fn() + 'static,
        lost: impl FnOnce() + 'static,
    ) -> Result<Self, JsValue> {
        let asked = AbortController::new()?;
        let options = Object::new();
        Reflect::set(&options, &"signal".into(), &asked.signal())?;
        Self::request(name, &options, Some(asked), granted, lost)
    }

    /// Takes the lock of this name away from whoever has it, before all that wait for it; otherwise as [`Self::ask`].
    ///
    /// # Errors
    /// Where the browser has no locks.
    pub(crate) fn take(
        name: &str,
        granted: impl Fn() + 'static,
        lost: impl FnOnce() + 'static,
    ) -> Result<Self, JsValue> {
        let options = Object::new();
        Reflect::set(&options, &"steal".into(), &JsValue::TRUE)?;
        Self::request(name, &options, None, granted, lost)
    }

    fn request(
        name: &str,
        options: &Object,
        asked: Option<AbortController>,
        granted: impl Fn() + 'static,
        lost: impl FnOnce() + 'static,
    ) -> Result<Self, JsValue> {
        let navigator = Reflect::get(&js_sys::global(), &"navigator".into())?;
        let locks = Reflect::get(&navigator, &"locks".into())?;
        if !locks.is_object() {
            return Err("no locks".into());
        }
        let state = Rc::new(RefCell::new(State::Waiting));
        let held = Rc::clone(&state);
        let on_grant = Closure::<dyn FnMut() -> JsValue>::new(move || {
            if matches!(*held.borrow(), State::Gone) {
                return JsValue::UNDEFINED;
            }
            // The lock is held for as long as this promise is open.
            let promise = Promise::new(&mut |resolve, _| *held.borrow_mut() = State::Held(resolve));
            granted();
            promise.into()
        });
        let locks: LockManager = locks.unchecked_into();
        let request = locks.request(name, options, on_grant.as_ref().unchecked_ref())?;
        let ended = Rc::clone(&state);
        spawn_local(async move {
            let outcome = JsFuture::from(request).await;
            let before = ended.replace(State::Gone);
            // What this tab gave up itself needs no notice.
            if outcome.is_err() && !matches!(before, State::Gone) {
                lost();
            }
        });
        Ok(Self { state, asked, _granted: on_grant })
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        match self.state.replace(State::Gone) {
            State::Held(release) => {
                // Resolving a promise throws nothing.
                let _ = release.call0(&JsValue::UNDEFINED);
            }
            State::Waiting => {
                if let Some(asked) = &self.asked {
                    asked.abort();
                }
            }
            State::Gone => {}
        }
    }
}
