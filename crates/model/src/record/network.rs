use super::declare::record;

record! {
    /// The network that the directory is of. There is one, and it is never deleted.
    Network in "network", home Public, icon "share", called ["Network", "Red"] => {
        /// What it is called.
        name: Line = Name ["Name", "Nombre"] required hint(
            "As people know it.",
            "Como la conoce la gente."
        ),
        /// What it says of itself, for everybody.
        about: Long = About ["About", "Presentación"],
        /// IANA name of the zone its gatherings are announced in; empty if not said.
        time_zone: TimeZone = TimeZone ["Time zone", "Zona horaria"],
        /// Ways to reach it.
        contacts: Contacts = Contacts ["Contact info", "Datos de contacto"],
        /// What members tell each other.
        notes: Long = Notes ["Notes", "Notas"] members,
    }
}
