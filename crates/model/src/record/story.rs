use super::declare::{choice, record};
use crate::Id;

record! {
    /// What another community can learn from: how something was done, what worked and what did not.
    Story in "stories" by Id, home Public, icon "story", called ["Story", "Historia"],
    list {
        title: "Stories", "Historias";
        one: "story", "historia";
        many: "stories", "historias";
        add: "Write a story", "Escribir una historia";
        new: "New story", "Nueva historia";
        search: "Search title, place, issue", "Buscar título, lugar, tema";
        none: "No stories yet", "Aún no hay historias";
        why: "How you did it, so that another town can do it too: what worked, what did not, and what it cost.",
            "Cómo lo hicieron, para que otra ciudad también pueda: qué funcionó, qué no y cuánto costó.";
        choose: "Choose a story to read it here", "Elija una historia para leerla aquí";
    } => {
        /// Its title.
        name: Line = Name ["Title", "Título"] required search,
        /// Who and what it is about.
        about: Refs<Group, Awg, Achievement> = Subjects ["About which groups and achievements", "De qué grupos y logros"] card search,
        /// Where it happened, as people write it.
        place: Line = Place ["Where", "Dónde"] card search,
        /// What kind of place that is.
        town: Choice<Town> = TownKind ["Kind of place", "Tipo de lugar"] card filter,
        /// The issues it is about, as people write them.
        topics: Set = Topics ["Issues", "Temas"] card search filter hint(
            "One on each line.",
            "Uno por línea."
        ),
        /// What happened.
        happened: Long = Happened ["What happened", "Qué pasó"],
        /// What worked.
        worked: Long = Worked ["What worked", "Qué funcionó"],
        /// What did not work.
        failed: Long = Failed ["What did not work", "Qué no funcionó"],
        /// How to do it, step by step.
        steps: Long = Steps ["How to do it, step by step", "Cómo hacerlo, paso a paso"],
        /// What it cost, in money and hours.
        cost: Line = Cost ["What it cost", "Cuánto costó"] hint(
            "Money and hours: $120 and two weekends.",
            "Dinero y horas: $120 y dos fines de semana."
        ),
        /// Who agreed to be named.
        people: Line = People ["Who agreed to be named", "Quién aceptó que se le nombre"] search,
        /// What members tell each other.
        notes: Long = Notes ["Notes for members", "Notas para miembros"] members,
    }
}

choice! {
    /// A kind of place.
    Town {
        /// Nobody said.
        #[default]
        Unsaid "" ["Not said", "Sin decir"],
        /// Farms and hamlets.
        Rural "rural" ["Countryside", "Campo"],
        /// A small town or village.
        Small "small" ["Small town", "Pueblo"],
        /// A suburb.
        Suburb "suburb" ["Suburb", "Suburbio"],
        /// A city.
        City "city" ["City", "Ciudad"],
        /// A neighborhood of a large city.
        Neighborhood "neighborhood" ["City neighborhood", "Barrio de una gran ciudad"],
        /// Tribal land.
        Tribal "tribal" ["Tribal land", "Tierra tribal"],
        /// No place: by phone or online.
        Online "online" ["By phone or online", "Por teléfono o en línea"],
    }
}
