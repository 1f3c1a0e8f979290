use super::{Status, declare::record};
use crate::Id;

record! {
    /// An Action Work Group: one issue, across groups. Its people say so in their own [`crate::Person::roles`].
    Awg in "awgs" by Id, home Public, icon "awg", called ["Action Work Group", "Comisión de acción"],
    list {
        title: "Work groups", "Comisiones";
        one: "work group", "comisión";
        many: "work groups", "comisiones";
        add: "Add a work group", "Añadir una comisión";
        new: "New work group", "Nueva comisión";
        search: "Search name or issue", "Buscar nombre o tema";
        none: "No work groups yet", "Aún no hay comisiones";
        why: "An Action Work Group joins people of many groups on one issue.",
            "Una comisión de acción reúne a personas de muchos grupos en torno a un tema.";
        choose: "Choose a work group to see it here", "Elija una comisión para verla aquí";
    } => {
        /// What it is called.
        name: Line = Name ["Name", "Nombre"] required search,
        /// Whether it is active.
        status: Choice<Status> = Status ["Status", "Situación"] card,
        /// The issue it works on, spelled as groups spell it in their topics.
        topic: Line = Topic ["Issue", "Tema"] card search hint(
            "One issue. Choose how groups spell it, or write a new one.",
            "Un solo tema. Elija cómo lo escriben los grupos o escriba uno nuevo."
        ),
        /// Since when, as people write it.
        founded: Line = Founded ["Since", "Desde"] hint(
            "A year, or \"spring 2017\".",
            "Un año, o «primavera de 2017»."
        ),
        /// When it meets, in its own words.
        meets: Line = Meets ["Meets", "Se reúne"] card,
        /// What it says of itself, for everybody.
        about: Long = About ["About", "Presentación"],
        /// What members tell each other.
        notes: Long = Notes ["Notes", "Notas"] members,
        /// Ways to reach it.
        contacts: Contacts = Contacts ["Contact ways", "Formas de contacto"],
    }
}
