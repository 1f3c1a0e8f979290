words! {
    /// Words of the settings pages.
    Settings {
        title: "Settings", "Settings";
    }
}
