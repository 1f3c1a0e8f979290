use super::declare::record;
use crate::Id;

record! {
    /// Something that was done: by whom, when and where, and what came of it.
    Achievement in "achievements" by Id, home Public, icon "achievement", called ["Achievement", "Logro"],
    list {
        title: "Achievements", "Logros";
        one: "achievement", "logro";
        many: "achievements", "logros";
        add: "Record an achievement", "Anotar un logro";
        new: "New achievement", "Nuevo logro";
        search: "Search what, where, who", "Buscar qué, dónde, quién";
        none: "No achievements yet", "Aún no hay logros";
        why: "What was achieved, large or small. It shows newcomers what a group can do, and it encourages others.",
            "Lo que se logró, grande o pequeño. Muestra a quienes llegan lo que puede hacer un grupo y anima a otros.";
        choose: "Choose an achievement to see it here", "Elija un logro para verlo aquí";
    } => {
        /// What was done, in a line.
        name: Line = Name ["What was done", "Qué se hizo"] required search,
        /// When it was done.
        date: Date = Date ["When", "Cuándo"] card sort hint(
            "A year, a month or a day: 2013, March 2013, 3/12/2013.",
            "Un año, un mes o un día: 2013, marzo de 2013, 3/12/2013."
        ),
        /// The groups and AWGs that did it.
        by: Refs<Group, Awg> = By ["By which groups", "Qué grupos"] card search,
        /// Where, as people write it.
        place: Line = Place ["Where", "Dónde"] card search,
        /// Who took part, as people write it.
        people: Line = People ["Who took part", "Quién participó"] search hint(
            "Only if they agreed: everybody can read this.",
            "Solo con su permiso: esto lo puede leer cualquiera."
        ),
        /// What came of it.
        outcome: Long = Outcome ["What came of it", "Qué resultó"],
        /// What can be counted of it, each with its number: "1,200 signatures".
        figures: Set = Figures ["In figures", "En cifras"] card hint(
            "One on each line: 1,200 signatures.",
            "Una por línea: 1,200 firmas."
        ),
        /// Who is thanked, and for what.
        thanks: Long = Thanks ["Thanks", "Agradecimientos"],
        /// What members tell each other.
        notes: Long = Notes ["Notes for members", "Notas para miembros"] members,
    }
}
