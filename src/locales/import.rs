words! {
    /// Words of the import pages.
    Import {
        title: "Import", "Import";
    }
}
