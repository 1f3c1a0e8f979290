//! Opening the database, and learning that it closed.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::Reflect;
use wasm_bindgen::prelude::*;
use web_sys::{Event, IdbDatabase, IdbFactory, IdbOpenDbRequest, IdbVersionChangeEvent};

use crate::wait::first_event;
use crate::{StorageError, VERSION, layout};

/// The database's name in the browser.
pub const DATABASE: &str = "groundswell";

/// How long to wait for the browser, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// For the database to open, other tabs' letting go of an older layout included.
    pub open_ms: u32,
    /// For one transaction to finish.
    pub transaction_ms: u32,
}

impl Default for Timeouts {
    /// Ten seconds to open, thirty for a transaction: slow phones under load need whole seconds, and
    /// nobody waits longer.
    fn default() -> Self {
        Self { open_ms: 10_000, transaction_ms: 30_000 }
    }
}

/// What happened to the database without this tab's doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StoreEvent {
    /// Another tab wants to upgrade the database, so this connection was closed to let it. Calls after it
    /// reopen the database, and answer [`StorageError::VersionTooNew`] once the upgrade happened.
    VersionChange,
    /// The database is being deleted, so this connection was closed to let that happen.
    Deleted,
    /// The browser closed the connection. The next call reopens it.
    Closed,
    /// Opening waits for another tab to close an older layout.
    Blocked,
}

pub(crate) type Listener = Rc<dyn Fn(StoreEvent)>;

/// An open database, closed when dropped.
pub(crate) struct Connection {
    pub(crate) database: IdbDatabase,
    open: Rc<Cell<bool>>,
    _on_version_change: Closure<dyn FnMut(IdbVersionChangeEvent)>,
    _on_close: Closure<dyn FnMut()>,
}

impl Connection {
    /// Opens the database at this app's layout, creating or upgrading it.
    pub(crate) async fn open(name: &str, limit_ms: u32, listener: Listener) -> Result<Self, StorageError> {
        let request = factory()?
            .open_with_u32(name, VERSION)
            .map_err(|thrown| StorageError::from_failed_open(&thrown))?;

        let failed_step = Rc::new(RefCell::new(None));
        let on_upgrade = Closure::new({
            let failed_step = Rc::clone(&failed_step);
            move |event: IdbVersionChangeEvent| {
                if let Err(thrown) = upgrade(&event) {
                    *failed_step.borrow_mut() = Some(StorageError::from_js(&thrown));
                }
            }
        });
        let blocked = Rc::new(Cell::new(false));
        let on_blocked = Closure::<dyn FnMut()>::new({
            let (blocked, listener) = (Rc::clone(&blocked), Rc::clone(&listener));
            move || {
                blocked.set(true);
                listener(StoreEvent::Blocked);
            }
        });
        request.set_onblocked(Some(on_blocked.as_ref().unchecked_ref()));

        match opened(&request, &on_upgrade, limit_ms).await {
            Ok(database) => Ok(Self::new(database, listener)),
            Err(StorageError::Timeout) => {
                // The browser still holds the request, and may run the upgrade at any later time.
                on_upgrade.forget();
                on_blocked.forget();
                Err(if blocked.get() { StorageError::Blocked } else { StorageError::Timeout })
            }
            Err(error) => Err(failed_step.take().unwrap_or(error)),
        }
    }

    /// Opens the database at whatever layout it has, without creating or upgrading it; `None` when there
    /// is none on this device.
    pub(crate) async fn open_existing(name: &str, limit_ms: u32) -> Result<Option<Self>, StorageError> {
        let request = factory()?.open(name).map_err(|thrown| StorageError::from_failed_open(&thrown))?;
        let missing = Rc::new(Cell::new(false));
        // Without a version, an upgrade is only ever asked for when the database would be created.
        let on_upgrade = Closure::new({
            let missing = Rc::clone(&missing);
            move |event: IdbVersionChangeEvent| {
                missing.set(true);
                abort_upgrade(&event);
            }
        });
        match opened(&request, &on_upgrade, limit_ms).await {
            Ok(database) if database.version() > f64::from(VERSION) => {
                database.close();
                Err(StorageError::VersionTooNew)
            }
            Ok(database) => Ok(Some(Self::new(database, Rc::new(|_| {})))),
            Err(StorageError::Timeout) => {
                on_upgrade.forget();
                Err(StorageError::Timeout)
            }
            Err(_) if missing.get() => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Whether neither side closed it.
    pub(crate) fn is_open(&self) -> bool {
        self.open.get()
    }

    /// Closes it once the running transactions are done.
    pub(crate) fn close(&self) {
        self.open.set(false);
        self.database.close();
    }

    fn new(database: IdbDatabase, listener: Listener) -> Self {
        let open = Rc::new(Cell::new(true));
        let on_version_change = Closure::<dyn FnMut(IdbVersionChangeEvent)>::new({
            let (open, database, listener) = (Rc::clone(&open), database.clone(), Rc::clone(&listener));
            move |event: IdbVersionChangeEvent| {
                database.close();
                open.set(false);
                listener(match event.new_version() {
                    Some(_) => StoreEvent::VersionChange,
                    None => StoreEvent::Deleted,
                });
            }
        });
        let on_close = Closure::<dyn FnMut()>::new({
            let open = Rc::clone(&open);
            move || {
                open.set(false);
                listener(StoreEvent::Closed);
            }
        });
        database.set_onversionchange(Some(on_version_change.as_ref().unchecked_ref()));
        database.set_onclose(Some(on_close.as_ref().unchecked_ref()));
        Self { database, open, _on_version_change: on_version_change, _on_close: on_close }
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.database.set_onversionchange(None);
        self.database.set_onclose(None);
        self.close();
    }
}

/// The factory of a window or a worker. Where storage is refused, merely naming it may throw.
fn factory() -> Result<IdbFactory, StorageError> {
    let factory = Reflect::get(&js_sys::global(), &"indexedDB".into())
        .map_err(|thrown| StorageError::from_failed_open(&thrown))?;
    if factory.is_object() {
        Ok(factory.unchecked_into())
    } else {
        Err(StorageError::Unavailable("no IndexedDB".to_owned()))
    }
}

/// Waits for the request. One that is given up on closes its database should it open after all, because
/// a forgotten connection would block every later upgrade.
async fn opened(
    request: &IdbOpenDbRequest,
    on_upgrade: &Closure<dyn FnMut(IdbVersionChangeEvent)>,
    limit_ms: u32,
) -> Result<IdbDatabase, StorageError> {
    request.set_onupgradeneeded(Some(on_upgrade.as_ref().unchecked_ref()));
    let event = first_event(limit_ms, |settled| {
        request.set_onsuccess(Some(settled));
        request.set_onerror(Some(settled));
    })
    .await;
    if event.is_none() {
        let late = request.clone();
        let close = Closure::once_into_js(move || {
            if let Ok(database) = late.result() {
                database.unchecked_into::<IdbDatabase>().close();
            }
        });
        request.set_onsuccess(Some(close.unchecked_ref()));
        request.set_onerror(None);
        return Err(StorageError::Timeout);
    }
    match request.result() {
        Ok(database) if database.is_object() => Ok(database.unchecked_into()),
        _ => Err(match request.error() {
            Ok(Some(error)) => StorageError::from_failed_open(&error),
            _ => StorageError::Closed,
        }),
    }
}

fn upgrade(event: &IdbVersionChangeEvent) -> Result<(), JsValue> {
    let Some(request) = request_of(event) else { return Ok(()) };
    let Some(transaction) = request.transaction() else { return Ok(()) };
    let database: IdbDatabase = request.result()?.unchecked_into();
    // Versions are whole numbers that this crate sets as u32.
    let old_version = event.old_version() as u32;
    layout::upgrade(&database, &transaction, old_version).inspect_err(|_| {
        abort_upgrade(event);
    })
}

/// Leaves the database as it was: the open request then fails.
fn abort_upgrade(event: &Event) {
    if let Some(transaction) = request_of(event).and_then(|request| request.transaction()) {
        // It throws only for a transaction that ended, which is what is wanted.
        let _ = transaction.abort();
    }
}

fn request_of(event: &Event) -> Option<IdbOpenDbRequest> {
    event.target().map(JsCast::unchecked_into)
}
