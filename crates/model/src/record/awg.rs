use super::{Status, declare::record};
use crate::Id;

record! {
    /// An Action Work Group: one issue, across groups. Its people say so in their own [`crate::Person::roles`].
    Awg in "awgs" by Id, home Public, icon "awg", called ["Action group", "Grupo de acción"],
    list {
        title: "Action Work Groups", "Grupos de acción";
        one: "action group", "grupo de acción";
        many: "action groups", "grupos de acción";
        add: "Add an action group", "Añadir un grupo de acción";
        new: "New action group", "Nuevo grupo de acción";
        search: "Search name or issue", "Buscar nombre o tema";
        none: "No action groups yet", "Aún no hay grupos de acción";
        why: "An Action Work Group brings people from many groups together on one issue.",
            "Un grupo de acción reúne a personas de muchos grupos en torno a un tema.";
        choose: "Choose an action group to see it here", "Elija un grupo de acción para verlo aquí";
    } => {
        /// What it is called.
        name: Line = Name ["Name", "Nombre"] required search,
        /// Whether it is active.
        status: Choice<Status> = Status ["Status", "Situación"] card,
        /// The issue it works on, spelled as groups spell it in their topics.
        topic: Line = Topic ["Issue", "Tema"] card search hint(
            "One issue. Choose one that groups use, or write a new one.",
            "Un solo tema. Elija uno que usen los grupos o escriba uno nuevo."
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
        contacts: Contacts = Contacts ["Contact info", "Datos de contacto"],
    }
}
