//! What members see beside the changes made on this device.

use super::{State, comes};
use crate::browser;
use groundswell_model::message::Request;
use leptos::{prelude::*, task::spawn_local};

/// The setting that holds what somebody called this device the last time.
const NAME: &str = "device-name";

impl State {
    /// Gives this device a name in the open directory, as soon as there is anything of it here: of one that is joined
    /// without a network, that is later.
    pub fn name_device(self, name: &str) {
        let name = name.trim().to_owned();
        if name.is_empty() {
            return;
        }
        browser::set_setting(NAME, Some(&name));
        let directory = self.current.get_untracked();
        let is_there = comes(move || {
            let is_open = self.current.get() == directory;
            let is_empty = self.projection.with(|it| it.network.name.is_empty() && it.groups.is_empty());
            (!is_open || !is_empty).then_some(is_open)
        });
        spawn_local(async move {
            if is_there.await != Some(true) {
                return;
            }
            if let Err(error) = self.call_standing(Request::NameDevice(name)).await {
                self.toasts.fail(error);
            }
        });
    }
}

/// What somebody called this device the last time.
pub fn last_device_name() -> Option<String> {
    browser::setting(NAME)
}
