//! Which tab of this device talks to the relay: the one that holds a lock of the browser's (Web Locks).

use js_sys::{Function, Object, Promise, Reflect};
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::prelude::*;
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

type Release = Rc<RefCell<State>>;

enum State {
    Waiting,
    Held(Function),
    GivenUp,
}

/// A lock that is held, or waited for, until this is dropped.
pub(crate) struct Lock {
    state: Release,
    asked: AbortController,
    _granted: Closure<dyn FnMut() -> JsValue>,
    _refused: Closure<dyn FnMut(JsValue)>,
}

impl Lock {
    /// Asks for the lock of this name; `granted` is called when this tab has it.
    ///
    /// # Errors
    /// Where the browser has no locks.
    pub(crate) fn ask(name: &str, granted: impl Fn() + 'static) -> Result<Self, JsValue> {
        let navigator = Reflect::get(&js_sys::global(), &"navigator".into())?;
        let locks = Reflect::get(&navigator, &"locks".into())?;
        if !locks.is_object() {
            return Err("no locks".into());
        }
        let asked = AbortController::new()?;
        let options = Object::new();
        Reflect::set(&options, &"signal".into(), &asked.signal())?;
        let state = Rc::new(RefCell::new(State::Waiting));
        let held = Rc::clone(&state);
        let on_grant = Closure::<dyn FnMut() -> JsValue>::new(move || {
            if matches!(*held.borrow(), State::GivenUp) {
                return JsValue::UNDEFINED;
            }
            // The lock is held for as long as this promise is open.
            let promise = Promise::new(&mut |resolve, _| *held.borrow_mut() = State::Held(resolve));
            granted();
            promise.into()
        });
        // Asking ends in an error where it was given up; nobody has to hear of that.
        let on_refusal = Closure::<dyn FnMut(JsValue)>::new(|_| {});
        let locks: LockManager = locks.unchecked_into();
        let request = locks.request(name, &options, on_grant.as_ref().unchecked_ref())?;
        drop(request.catch(&on_refusal));
        Ok(Self { state, asked, _granted: on_grant, _refused: on_refusal })
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        match self.state.replace(State::GivenUp) {
            State::Held(release) => {
                // Resolving a promise throws nothing.
                let _ = release.call0(&JsValue::UNDEFINED);
            }
            State::Waiting | State::GivenUp => self.asked.abort(),
        }
    }
}
