use super::Icon;
use crate::{browser, locales::texts};
use leptos::{prelude::*, task::spawn_local};
use web_sys::{DragEvent, File, HtmlInputElement};

/// A file as somebody chose it.
#[derive(Clone, Debug)]
pub struct ChosenFile {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Larger files are not even read: they are none of this app's, and a phone has no room for them.
const MOST_BYTES: f64 = 256.0 * 1024.0 * 1024.0;

/// A place to choose a file, or to drop one.
#[component]
pub fn FileDrop(
    /// The id of its input.
    id: &'static str,
    /// What to choose.
    label: &'static str,
    /// What kind of file it may be.
    hint: &'static str,
    /// Hears of the file.
    on_file: Callback<ChosenFile>,
) -> impl IntoView {
    let t = texts().import();
    let over = RwSignal::new(false);
    let error = RwSignal::new(None::<&'static str>);
    let read = move |file: File| {
        if file.size() > MOST_BYTES {
            error.set(Some(t.too_large()));
            return;
        }
        error.set(None);
        spawn_local(async move {
            match browser::read_file(&file).await {
                Ok(bytes) => {
                    on_file.try_run(ChosenFile { name: file.name(), bytes });
                }
                Err(why) => {
                    web_sys::console::error_2(&"the file could not be read:".into(), &why);
                    error.try_set(Some(t.unreadable()));
                }
            }
        });
    };
    let choose = move |event: web_sys::Event| {
        let input: HtmlInputElement = event_target(&event);
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            read(file);
        }
        // The same file may be chosen again, mended.
        input.set_value("");
    };
    let drop = move |event: DragEvent| {
        event.prevent_default();
        over.set(false);
        let files = event.data_transfer().and_then(|data| data.files());
        if let Some(file) = files.and_then(|files| files.get(0)) {
            read(file);
        }
    };
    let error_id = format!("{id}-error");
    let described = error_id.clone();
    view! {
        <label class="drop" data-over=move || over.get().then_some("") on:drop=drop
            on:dragover=move |event| { event.prevent_default(); over.set(true); } on:dragleave=move |_| over.set(false)>
            <input id=id type="file" on:change=choose aria-describedby=move || error.get().map(|_| described.clone())/>
            <Icon name="upload"/>
            <strong>{label}</strong>
            <span>{hint}</span>
        </label>
        {move || error.get().map(|error| view! {
            <p class="error" id=error_id.clone() role="alert"><Icon name="error"/>{error}</p>
        })}
    }
}
