use crate::browser;
use leptos::task::spawn_local;

/// The setting that says that the browser was asked.
const ASKED: &str = "asked-to-keep";

/// Asks the browser, once on this device, not to clear by itself what this app keeps. It is asked after
/// something was saved: then a person sees why, and browsers that decide by themselves say yes more often.
pub fn ask_to_keep() {
    if browser::setting(ASKED).is_some() {
        return;
    }
    browser::set_setting(ASKED, Some("yes"));
    spawn_local(async {
        // Without the promise all works as well; the settings say whether it was given.
        if let Err(error) = groundswell_storage::request_persistence().await {
            web_sys::console::warn_1(
                &format!("the browser makes no promise to keep the data: {error}").into(),
            );
        }
    });
}
