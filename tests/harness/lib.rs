//! A person with a browser: what the journeys are told in.
//!
//! [`journey`] gives a story a [`Person`] with a browser, a profile and a server of their own. What is on the
//! page is found as assistive technology finds it, by role and accessible name ([`Look`]), and waited for,
//! never slept for.

// Stories tell of drivers that had to be started twice where tests tell things.
#![allow(clippy::print_stdout)]

mod accessibility;
mod devtools;
mod downloads;
mod driver;
mod evidence;
mod keyboard;
mod look;
mod oracle;
mod page;
mod patience;
mod person;
mod server;
mod sharing;
mod site;
mod steps;
mod tabs;

pub use accessibility::{Finding, Target};
pub use groundswell_webdriver::Browser;
pub use keyboard::{Focused, Key};
pub use look::{
    Look, article, button, checkbox, dialog, field, file_field, group, heading, item, link, list, main_part,
    menu_summary, navigation, option, part, progress, radio, row, status, table, warning,
};
pub use oracle::{libreoffice, node, second_client};
pub(crate) use patience::until_within;
pub use patience::{PATIENCE, until};
pub use person::Person;
pub use server::Server;
pub use sharing::For;
pub use site::{copy_site, forget_encodings};
pub use steps::NETWORK;
pub use tabs::{Behind, Tab};

use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow};
use futures::FutureExt as _;

/// Walks a story from its first step to its last, in the browser that `GROUNDSWELL_BROWSER` names. Where a
/// step fails, what was on the page is kept under `target/journeys/`. However it ends, every process it
/// started ends too.
///
/// # Errors
/// Those of the step that failed, with the place of the evidence.
pub fn journey(story: impl AsyncFnOnce(&mut Person) -> anyhow::Result<()>) -> anyhow::Result<()> {
    journey_on(&app()?, story)
}

/// As [`journey`], over another folder than the built app.
///
/// # Errors
/// As for [`journey`].
pub fn journey_on(
    site: &Path,
    story: impl AsyncFnOnce(&mut Person) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        let mut person = Person::arrive(Browser::chosen()?, site.to_path_buf()).await?;
        let walked = AssertUnwindSafe(story(&mut person)).catch_unwind().await;
        let walked = walked.unwrap_or_else(|panic| Err(anyhow!("the story panicked: {}", words_of(&*panic))));
        let result = match walked {
            Ok(()) => Ok(()),
            Err(error) => {
                let kept = person.keep_evidence(&error).await;
                Err(error.context(kept))
            }
        };
        person.leave().await;
        result
    })
}

/// A file that comes with the journeys, in `tests/data/`.
pub fn data(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("data").join(name)
}

/// A file of the checkout's neighbour `shared/data`, where it is there.
pub fn shared_data(name: &str) -> Option<PathBuf> {
    let file = checkout().ok()?.parent()?.join("shared").join("data").join(name);
    file.is_file().then_some(file)
}

/// The built app: the folder that `GROUNDSWELL_APP` names, `dist/` without it.
///
/// # Errors
/// Where the tests were moved out of the checkout.
pub fn app() -> anyhow::Result<PathBuf> {
    match std::env::var_os("GROUNDSWELL_APP") {
        Some(folder) => Ok(PathBuf::from(folder)),
        None => Ok(checkout()?.join("dist")),
    }
}

/// The checkout's top folder.
///
/// # Errors
/// Where the tests were moved out of it.
pub fn checkout() -> anyhow::Result<PathBuf> {
    let top = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    top.parent().map(PathBuf::from).context("the journeys lie in the checkout's top folder")
}

fn words_of(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "without words".to_owned())
}
