words! {
    /// Words of the people pages.
    People {
        title: "People", "Personas";
        add: "Add a person", "Añadir una persona";
    }
}
