use super::declare::record;
use crate::Id;

record! {
    /// Something told to the network for a while. For members, unless it is said to be for everybody.
    Announcement in "announcements" by Id, home Members, icon "announcement", called ["Announcement", "Anuncio"],
    list {
        title: "Announcements", "Anuncios";
        one: "announcement", "anuncio";
        many: "announcements", "anuncios";
        add: "Announce something", "Anunciar algo";
        new: "New announcement", "Nuevo anuncio";
        search: "Search title or sender", "Buscar título o remitente";
        none: "No announcements now", "Ahora no hay anuncios";
        why: "A date, a request for help, a change. It leaves the list by itself when it is over.",
            "Una fecha, una petición de ayuda, un cambio: sale de la lista por sí solo cuando termina.";
        choose: "Choose an announcement to read it here", "Elija un anuncio para leerlo aquí";
    } => {
        /// What it is about, in a line.
        name: Line = Name ["In a few words", "En pocas palabras"] required search,
        /// From whom it is.
        from: Refs<Network, Region, Group, Awg> = From ["From", "De"] card search,
        /// What is announced.
        words: Long = Words ["Message", "Mensaje"] card,
        /// The day from which it is shown.
        since: Day = Since ["Shown from", "Se muestra desde"] sort from,
        /// The last day on which it is shown; always, if not said.
        until: Day = Until ["Until the end of", "Hasta el final del"] card until hint(
            "After this day it leaves the list. You can still find it under Past.",
            "Después de este día sale de la lista. Aún puede encontrarlo en Pasados."
        ),
        /// Whether it is for everybody.
        public: Flag = Public ["For everybody, not for members only", "Para todos, no solo para miembros"] card hint(
            "If this was ever public, others may have kept a copy, even after you make it members-only.",
            "Si esto fue público alguna vez, otras personas pueden haber guardado una copia, aunque ahora sea solo para miembros."
        ),
    }
}
