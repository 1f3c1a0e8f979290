//! Groundswell's pages: a projection of the directory as signals, and forms that make commands of what
//! people type. The directory itself lives in the engine worker.

// A section of words is expanded key by key.
#![recursion_limit = "512"]

mod app;
mod browser;
mod components;
mod engine;
mod locales;
mod pages;
mod state;

fn main() {
    leptos::mount::mount_to_body(app::App);
}
