use groundswell_model::{
    Audience, ContactKind, Field, Kind, Level, Problem, Role, Status,
    command::CommandError,
    import::TableError,
    meets::{Pattern, Schedule, Weekday},
    message::EngineError,
};

words! {
    /// Names of fields, kinds and values, and what is wrong with them.
    Records {
        topic: "Issue", "Tema";
        deletion: "Whether it is deleted", "Si está eliminado";
        verified: "Last checked", "Última comprobación";
        optional: "(optional)", "(opcional)";
        email: "E-mail", "Correo";
        phone: "Phone", "Teléfono";
        web: "Web", "Web";
        post: "Post", "Correo postal";
        other: "Other", "Otro";
        public: "Public", "Público";
        members: "Members only", "Solo miembros";
        missing: "Please fill this in.", "Rellene este campo, por favor.";
        unprintable: "It holds characters that cannot be shown.", "Contiene caracteres que no se pueden mostrar.";
        not_an_email: "Not an e-mail address. Write it like rosa@example.org.",
            "No es una dirección de correo. Escríbala así: rosa@example.org.";
        not_a_phone: "Not a phone number. Write it with its area code, like 608-555-0100.",
            "No es un número de teléfono. Escríbalo con su código de área: 608-555-0100.";
        not_a_web_address: "Not a web address. Write it like example.org.",
            "No es una dirección web. Escríbala así: example.org.";
        not_a_time_zone: "Not a time zone. Choose one like America/Chicago.",
            "No es una zona horaria. Elija una como America/Chicago.";
        not_a_county_code: "A county code has five digits.", "Un código de condado tiene cinco cifras.";
        unknown_time_zone: "There is no such time zone. Choose one from the list, like America/Chicago.",
            "No existe esa zona horaria. Elija una de la lista, como America/Chicago.";
        not_degrees: "Not a number. Write degrees like 43.07.", "No es un número. Escriba los grados así: 43.07.";
        too_many_degrees(most: &str): "Must be between -{most} and {most} degrees.", "Debe estar entre -{most} y {most} grados.";
        half_a_position: "Give latitude and longitude together, or neither.",
            "Indique latitud y longitud juntas, o ninguna.";
        within_itself: "A region cannot lie within itself.", "Una región no puede estar dentro de sí misma.";
        not_a_date: "Not a date. Write it like 2013, March 2013 or 3/12/2013.",
            "No es una fecha. Escríbala así: 2013, marzo de 2013 o 3/12/2013.";
        ends_before: "It would end before it begins.", "Terminaría antes de empezar.";
        show: "Show", "Mostrar";
        show_all: "All", "Todo";
        show_current: "What is on now", "Lo que vale ahora";
        show_later: "What comes later", "Lo que viene después";
        show_over: "What is over", "Lo que ya terminó";
        until(day: &str): "Until {day}", "Hasta el {day}";
        is_over(day: &str): "Over since {day}", "Terminó el {day}";
        date_understood(date: &str): "Understood as: {date}", "Se entiende: {date}";
        add_entry: "Add one", "Añadir uno";
        remove_entry(what: &str): "Remove {what}", "Quitar {what}";
        none_found: "Nothing matches", "Nada coincide";
        show_everything: "Show everything", "Mostrar todo";
        details: "Details", "Detalles";
        news: "Achievements, stories, announcements", "Logros, historias, anuncios";
        no_news: "Nothing is written down here yet.", "Aquí aún no se ha anotado nada.";
        yes: "Yes", "Sí";
        no: "No", "No";
        for_everybody: "Everybody can see this", "Todos pueden ver esto";
        for_members: "Only members can see this", "Solo los miembros pueden ver esto";
        withdrawn: "Others may have kept what was public until now. It leaves the public list, and stays in its history.",
            "Otros pueden haber guardado lo que era público. Sale de la lista pública, pero queda en su historial.";
        not_one_of_them: "Nothing in this directory is called so. Choose from the list, or clear the field.",
            "Nada en este directorio se llama así. Elija de la lista o vacíe el campo.";
        too_long[n]: "At most {n} character." | "At most {n} characters.",
            "Como máximo {n} carácter." | "Como máximo {n} caracteres.";
        too_many[n]: "At most {n} entry." | "At most {n} entries.",
            "Como máximo {n} entrada." | "Como máximo {n} entradas.";
        error_full: "The device has no room left. Free some, or make a backup elsewhere. Nothing saved before is lost.",
            "El dispositivo no tiene más espacio. Libere algo o guarde una copia en otro lugar. Lo ya guardado no se pierde.";
        error_unavailable: "This browser keeps nothing for this page. In a private window, open it in an ordinary one.",
            "Este navegador no guarda nada para esta página. Si es una ventana privada, use una normal.";
        error_blocked: "Another tab still uses an older version. Close the other tabs of Groundswell, then try again.",
            "Otra pestaña usa aún una versión anterior. Cierre las otras pestañas de Groundswell e inténtelo de nuevo.";
        error_newer: "This was written by a newer version of Groundswell. Load the page again to get it; nothing was changed.",
            "Esto lo escribió una versión más nueva de Groundswell. Vuelva a cargar la página para obtenerla; nada cambió.";
        error_slow: "The device's storage does not answer. Try again; if it stays so, restart the browser.",
            "El almacenamiento no responde. Inténtelo de nuevo; si sigue así, reinicie el navegador.";
        error_storage: "The device's storage failed. Try again.", "Falló el almacenamiento. Inténtelo de nuevo.";
        error_no_directory: "That directory is not on this device.", "Ese directorio no está en este dispositivo.";
        error_stopped: "The engine stopped and was started again from what is saved. Please do the last step again.",
            "El motor se detuvo y se reinició con lo guardado. Repita el último paso, por favor.";
        error_message: "This page and its engine are of different versions. Load the page again.",
            "Esta página y su motor son de versiones distintas. Vuelva a cargar la página.";
        error_cancelled: "Cancelled. Nothing was changed.", "Cancelado. Nada cambió.";
        error_nothing: "There is nothing under way any more. Please start again.",
            "Ya no hay nada en curso. Empiece de nuevo, por favor.";
        error_backup: "This file is no backup of a directory, or it is damaged. Nothing was changed.",
            "Este archivo no es una copia de un directorio, o está dañado. Nada cambió.";
        error_backup_unreadable: "The backup that was made can not be read again, so you do not get it. Nothing was changed. Please load the page again and try once more; your directory is still here.",
            "La copia que se hizo no se puede volver a leer, así que no se le entrega. Nada cambió. Vuelva a cargar la página e inténtelo de nuevo; su directorio sigue aquí.";
        error_only_changes: "This file holds only changes, of a directory that is not on this device. Ask for the whole directory first.",
            "Este archivo solo tiene cambios, de un directorio que no está en este dispositivo. Pida primero el directorio entero.";
        error_nothing_new: "Nothing has changed since then, so there is no file to make.",
            "No ha cambiado nada desde entonces; no hay archivo que hacer.";
        error_wrong_name: "That is not the directory's name. Nothing was removed.",
            "Ese no es el nombre del directorio. No se eliminó nada.";
        error_invalid: "Some fields need another look.", "Algunos campos necesitan otra mirada.";
        error_not_found: "It is not there any more.", "Ya no está.";
        error_already: "It is there already.", "Ya existe.";
        error_settled: "That was settled in the meantime.", "Eso ya se resolvió entretanto.";
        error_not_deletable: "The network itself cannot be deleted.", "La red misma no se puede eliminar.";
        error_overtaken: "Somebody changed the same entries meanwhile. Nothing was changed here: look at them again.",
            "Alguien cambió las mismas entradas entretanto. Aquí no se cambió nada: vuelva a mirarlas.";
        error_deleted_since: "Somebody deleted one of these entries meanwhile. Nothing was changed.",
            "Alguien eliminó una de estas entradas entretanto. No se cambió nada.";
        error_changed_since: "It was changed since, so it stays as it is now.", "Cambió desde entonces, así que se queda como está.";
        error_document(why: &str): "The document refused the change ({why}). Nothing was changed.",
            "El documento rechazó el cambio ({why}). Nada cambió.";
        table_empty: "The file is empty.", "El archivo está vacío.";
        table_not_text(what: &str): "This is not a spreadsheet in text form ({what}). Save it as CSV in your spreadsheet program, then choose that file.",
            "No es una hoja de cálculo en forma de texto ({what}). Guárdela como CSV en su programa y elija ese archivo.";
        table_too_many[n]: "The file has {n} row." | "The file has {n} rows; at most 20,000 are taken at once. Split it, and import the parts.",
            "El archivo tiene {n} fila." | "El archivo tiene {n} filas; se toman como máximo 20 000 a la vez. Divídalo e importe las partes.";
        table_no_name: "Say which column holds the groups' names.", "Indique qué columna tiene los nombres de los grupos.";
        table_twice: "Two columns are given the same meaning.", "Dos columnas tienen el mismo significado.";
        weekly(days: &str): "Every {days}", "Cada {days}";
        fortnightly(days: &str): "Every other {days}", "Un {days} sí y otro no";
        monthly(weeks: &str, day: &str): "{weeks} {day} of the month", "{weeks} {day} del mes";
        at_time(days: &str, time: &str): "{days}, {time}", "{days}, {time}";
    }
}

impl Records {
    /// What a kind calls one of its fields.
    pub fn field(self, kind: Kind, field: Field) -> &'static str {
        match kind.declaration().field(field) {
            Some(spec) => self.0.of(spec.label),
            None if field == Field::Verified => self.verified(),
            None => self.deletion(),
        }
    }

    /// A status's name.
    pub const fn status_name(self, status: Status) -> &'static str {
        self.0.of(status.label())
    }

    /// A level's name.
    pub const fn level_name(self, level: Level) -> &'static str {
        self.0.of(level.label())
    }

    /// A role's name.
    pub const fn role(self, role: Role) -> &'static str {
        self.0.of(role.label())
    }

    /// A kind of contact way's name.
    pub const fn contact_kind(self, kind: ContactKind) -> &'static str {
        match kind {
            ContactKind::Email => self.email(),
            ContactKind::Phone => self.phone(),
            ContactKind::Web => self.web(),
            ContactKind::Post => self.post(),
            ContactKind::Other => self.other(),
        }
    }

    /// Who may see something.
    pub const fn audience(self, audience: Audience) -> &'static str {
        match audience {
            Audience::Public => self.public(),
            Audience::Members => self.members(),
        }
    }

    /// What is wrong with a value, and what to do.
    pub fn problem(self, problem: Problem) -> String {
        match problem {
            Problem::Missing => self.missing().to_owned(),
            Problem::TooLong(most) => self.too_long(most),
            Problem::TooMany(most) => self.too_many(most),
            Problem::Unprintable => self.unprintable().to_owned(),
            Problem::NotAnEmail => self.not_an_email().to_owned(),
            Problem::NotAPhone => self.not_a_phone().to_owned(),
            Problem::NotAWebAddress => self.not_a_web_address().to_owned(),
            Problem::NotATimeZone => self.not_a_time_zone().to_owned(),
            Problem::NotACountyCode => self.not_a_county_code().to_owned(),
            Problem::NotDegrees => self.not_degrees().to_owned(),
            Problem::TooManyDegrees(most) => self.too_many_degrees(&most.to_string()),
            Problem::UnknownTimeZone => self.unknown_time_zone().to_owned(),
            Problem::HalfAPosition => self.half_a_position().to_owned(),
            Problem::WithinItself => self.within_itself().to_owned(),
            Problem::NotADate => self.not_a_date().to_owned(),
            Problem::EndsBeforeItBegins => self.ends_before().to_owned(),
            Problem::NotOneOfThem => self.not_one_of_them().to_owned(),
        }
    }

    /// Why something failed, and what to do.
    pub fn error(self, error: &EngineError) -> String {
        match error {
            EngineError::StorageFull => self.error_full().to_owned(),
            EngineError::StorageUnavailable(_) => self.error_unavailable().to_owned(),
            EngineError::StorageBlocked => self.error_blocked().to_owned(),
            EngineError::StorageNewer | EngineError::DirectoryNewer => self.error_newer().to_owned(),
            EngineError::StorageSlow => self.error_slow().to_owned(),
            EngineError::Storage(_) => self.error_storage().to_owned(),
            EngineError::NoDirectory | EngineError::NotOpen => self.error_no_directory().to_owned(),
            EngineError::Command(error) => self.command_error(error),
            EngineError::Table(error) => self.table_error(error),
            EngineError::NothingUnderWay => self.error_nothing().to_owned(),
            EngineError::Cancelled => self.error_cancelled().to_owned(),
            EngineError::NotABackup(_) => self.error_backup().to_owned(),
            EngineError::BackupUnreadable(_) => self.error_backup_unreadable().to_owned(),
            EngineError::OnlyChanges => self.error_only_changes().to_owned(),
            EngineError::NothingNew => self.error_nothing_new().to_owned(),
            EngineError::Link(problem) => super::Sharing(self.0).link_problem(*problem).to_owned(),
            EngineError::NoRelay => super::Sharing(self.0).no_relay().to_owned(),
            EngineError::AlreadyReplaced => super::Links(self.0).already_replaced().to_owned(),
            EngineError::LinksUnfinished => super::Links(self.0).unfinished().to_owned(),
            EngineError::NotVouched => super::Links(self.0).not_vouched().to_owned(),
            EngineError::ReadOnly => super::Sharing(self.0).read_only().to_owned(),
            EngineError::WrongName => self.error_wrong_name().to_owned(),
            EngineError::Stopped(_) => self.error_stopped().to_owned(),
            EngineError::Message(_) => self.error_message().to_owned(),
        }
    }

    fn command_error(self, error: &CommandError) -> String {
        match error {
            CommandError::Invalid(_) => self.error_invalid().to_owned(),
            CommandError::NotFound => self.error_not_found().to_owned(),
            CommandError::AlreadyThere => self.error_already().to_owned(),
            CommandError::Settled => self.error_settled().to_owned(),
            CommandError::NotDeletable => self.error_not_deletable().to_owned(),
            CommandError::Overtaken => self.error_overtaken().to_owned(),
            CommandError::DeletedSince => self.error_deleted_since().to_owned(),
            CommandError::ChangedSince => self.error_changed_since().to_owned(),
            CommandError::Mismatch => self.error_message().to_owned(),
            CommandError::Document(why) => self.error_document(why),
        }
    }

    fn table_error(self, error: &TableError) -> String {
        match error {
            TableError::Empty => self.table_empty().to_owned(),
            TableError::NotText(what) => self.table_not_text(what),
            TableError::TooManyRows(rows) => self.table_too_many(*rows),
            TableError::NoName => self.table_no_name().to_owned(),
            TableError::Twice(_) => self.table_twice().to_owned(),
        }
    }

    /// A meeting time as it was understood.
    pub fn schedule(self, schedule: &Schedule) -> String {
        let format = super::Format(self.0);
        let days = match &schedule.pattern {
            Pattern::Weekly { every, days } => {
                let days: Vec<_> = days.iter().map(|day| self.weekday(*day).to_owned()).collect();
                let days = format.list(&days);
                if *every == 1 { self.weekly(&days) } else { self.fortnightly(&days) }
            }
            Pattern::Monthly { weeks, day } => {
                let weeks: Vec<_> = weeks.iter().map(|week| self.week(*week).to_owned()).collect();
                self.monthly(&format.list(&weeks), self.weekday(*day))
            }
        };
        match schedule.minutes {
            Some(minutes) => self.at_time(&days, &format.time(minutes)),
            None => days,
        }
    }

    const fn weekday(self, day: Weekday) -> &'static str {
        use groundswell_model::Language::{English, Spanish};
        match (day, self.0) {
            (Weekday::Monday, English) => "Monday",
            (Weekday::Tuesday, English) => "Tuesday",
            (Weekday::Wednesday, English) => "Wednesday",
            (Weekday::Thursday, English) => "Thursday",
            (Weekday::Friday, English) => "Friday",
            (Weekday::Saturday, English) => "Saturday",
            (Weekday::Sunday, English) => "Sunday",
            (Weekday::Monday, Spanish) => "lunes",
            (Weekday::Tuesday, Spanish) => "martes",
            (Weekday::Wednesday, Spanish) => "miércoles",
            (Weekday::Thursday, Spanish) => "jueves",
            (Weekday::Friday, Spanish) => "viernes",
            (Weekday::Saturday, Spanish) => "sábado",
            (Weekday::Sunday, Spanish) => "domingo",
        }
    }

    const fn week(self, week: i8) -> &'static str {
        use groundswell_model::Language::{English, Spanish};
        match (week, self.0) {
            (1, English) => "1st",
            (2, English) => "2nd",
            (3, English) => "3rd",
            (4, English) => "4th",
            (5, English) => "5th",
            (_, English) => "last",
            (1, Spanish) => "primer",
            (2, Spanish) => "segundo",
            (3, Spanish) => "tercer",
            (4, Spanish) => "cuarto",
            (5, Spanish) => "quinto",
            (_, Spanish) => "último",
        }
    }
}
