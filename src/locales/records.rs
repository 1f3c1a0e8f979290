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
        deletion: "Deletion", "Eliminación";
        verified: "Last checked", "Última revisión";
        optional: "(optional)", "(opcional)";
        email: "Email", "Correo";
        phone: "Phone", "Teléfono";
        web: "Website", "Sitio web";
        post: "Mailing address", "Dirección postal";
        other: "Other", "Otro";
        public: "Public", "Público";
        members: "Members only", "Solo miembros";
        missing: "Fill this in.", "Complete este campo.";
        unprintable: "Some characters here can't be shown. Type it again.",
            "Aquí hay caracteres que no se pueden mostrar. Escríbalo de nuevo.";
        not_an_email: "This is not an email address. Write it like rosa@example.org.",
            "No es una dirección de correo. Escríbala así: rosa@example.org.";
        not_a_phone: "This is not a phone number. Write it with the area code, like 608-555-0100.",
            "No es un número de teléfono. Escríbalo con el código de área: 608-555-0100.";
        not_a_web_address: "This is not a web address. Write it like example.org.",
            "No es una dirección web. Escríbala así: example.org.";
        not_a_time_zone: "This is not a time zone. Write it like America/Chicago.",
            "No es una zona horaria. Escríbala así: America/Chicago.";
        not_a_county_code: "A county code has five digits.", "El código de condado tiene cinco cifras.";
        unknown_time_zone: "There is no such time zone. Choose one from the list, like America/Chicago.",
            "No existe esa zona horaria. Elija una de la lista, como America/Chicago.";
        not_degrees: "This is not a number. Write degrees like 43.07.", "No es un número. Escriba los grados así: 43.07.";
        too_many_degrees(most: &str): "Must be between -{most} and {most} degrees.", "Debe estar entre -{most} y {most} grados.";
        half_a_position: "Fill in both latitude and longitude, or neither.",
            "Complete la latitud y la longitud, o ninguna de las dos.";
        within_itself: "A region can't be part of itself.", "Una región no puede ser parte de sí misma.";
        not_a_date: "This is not a date. Write it like 2013, March 2013 or 3/12/2013.",
            "No es una fecha. Escríbala así: 2013, marzo de 2013 o 3/12/2013.";
        ends_before: "The end comes before the beginning. Change one of the dates.",
            "El final es anterior al principio. Cambie una de las fechas.";
        show: "Show", "Mostrar";
        show_all: "All", "Todo";
        show_current: "Current", "Actuales";
        show_later: "Upcoming", "Próximos";
        show_over: "Past", "Pasados";
        until(day: &str): "Until {day}", "Hasta el {day}";
        is_over(day: &str): "Ended {day}", "Terminó el {day}";
        date_understood(date: &str): "Reads as: {date}", "Se lee como: {date}";
        add_entry: "Add one", "Añadir uno";
        remove_entry(what: &str): "Remove {what}", "Quitar {what}";
        none_found: "No matches", "Sin resultados";
        show_everything: "Show everything", "Mostrar todo";
        details: "Details", "Detalles";
        news: "Achievements, stories, announcements", "Logros, historias, anuncios";
        no_news: "Nothing here yet.", "Aún no hay nada aquí.";
        yes: "Yes", "Sí";
        no: "No", "No";
        for_everybody: "Everybody can see this", "Todos pueden ver esto";
        for_members: "Only members can see this", "Solo los miembros pueden ver esto";
        withdrawn: "This is no longer public. Others may have kept a copy, and it stays in the public history.",
            "Esto ya no es público. Otras personas pueden haber guardado una copia, y queda en el historial público.";
        not_one_of_them: "Nothing in this directory has that name. Choose from the list, or clear the field.",
            "Nada en este directorio tiene ese nombre. Elija de la lista o vacíe el campo.";
        too_long[n]: "At most {n} character." | "At most {n} characters.",
            "Como máximo {n} carácter." | "Como máximo {n} caracteres.";
        too_many[n]: "At most {n} entry." | "At most {n} entries.",
            "Como máximo {n} entrada." | "Como máximo {n} entradas.";
        error_full: "This device is out of space. Delete some files or photos you don't need, then try again. What was saved before is safe.",
            "Este dispositivo no tiene más espacio. Elimine archivos o fotos que no necesite e inténtelo de nuevo. Lo que ya estaba guardado está a salvo.";
        error_unavailable: "This browser does not save anything for this page. If this is a private window, open the page in a normal one.",
            "Este navegador no guarda nada para esta página. Si es una ventana privada, abra la página en una normal.";
        error_blocked: "Another tab still uses an older version. Close the other Groundswell tabs, then try again.",
            "Otra pestaña aún usa una versión anterior. Cierre las otras pestañas de Groundswell e inténtelo de nuevo.";
        error_newer: "This was saved by a newer version of Groundswell. Reload the page to get that version. Nothing was changed.",
            "Esto lo guardó una versión más nueva de Groundswell. Vuelva a cargar la página para obtenerla. No se cambió nada.";
        error_slow: "This device's storage is not answering. Try again. If it keeps happening, restart the browser.",
            "El almacenamiento de este dispositivo no responde. Inténtelo de nuevo. Si sigue así, reinicie el navegador.";
        error_storage: "This device's storage failed. What was saved before is safe. Try again.",
            "Falló el almacenamiento de este dispositivo. Lo que ya estaba guardado está a salvo. Inténtelo de nuevo.";
        error_no_directory: "That directory is not on this device.", "Ese directorio no está en este dispositivo.";
        error_stopped: "The app had to restart. What was saved is safe. Do your last step again.",
            "La app tuvo que reiniciarse. Lo guardado está a salvo. Repita el último paso.";
        error_message: "This page and the app are different versions. Reload the page.",
            "Esta página y la app son de versiones distintas. Vuelva a cargar la página.";
        error_cancelled: "Cancelled. Nothing was changed.", "Cancelado. No se cambió nada.";
        error_nothing: "This was interrupted. Start again.", "Esto se interrumpió. Empiece de nuevo.";
        error_backup: "This file is not a backup of a directory, or it is damaged. Nothing was changed. Choose another file.",
            "Este archivo no es una copia de un directorio, o está dañado. No se cambió nada. Elija otro archivo.";
        error_backup_unreadable: "The backup did not come out right, so it was thrown away. Your directory is still here. Reload the page and try again.",
            "La copia de seguridad no salió bien, así que se descartó. Su directorio sigue aquí. Vuelva a cargar la página e inténtelo de nuevo.";
        error_only_changes: "This file only has changes to a directory that is not on this device. Ask for a file with the whole directory first.",
            "Este archivo solo tiene cambios de un directorio que no está en este dispositivo. Pida primero un archivo con el directorio completo.";
        error_nothing_new: "Nothing has changed since then, so there is nothing to put in a file.",
            "No ha cambiado nada desde entonces, así que no hay nada que poner en un archivo.";
        error_wrong_name: "That is not the directory's name. Nothing was erased.",
            "Ese no es el nombre del directorio. No se borró nada.";
        error_invalid: "Some fields have to be fixed first.", "Primero hay que corregir algunos campos.";
        error_not_found: "It is no longer here.", "Ya no está aquí.";
        error_already: "It already exists.", "Ya existe.";
        error_settled: "Somebody already chose.", "Alguien ya eligió.";
        error_not_deletable: "The network itself can't be deleted.", "La red misma no se puede eliminar.";
        error_overtaken: "Somebody changed the same entries just now. Nothing was changed here. Look at them again.",
            "Alguien acaba de cambiar las mismas entradas. Aquí no se cambió nada. Revíselas de nuevo.";
        error_deleted_since: "Somebody deleted one of these entries just now. Nothing was changed here.",
            "Alguien acaba de eliminar una de estas entradas. Aquí no se cambió nada.";
        error_changed_since: "It was changed again since then, so it stays as it is now.",
            "Se cambió de nuevo desde entonces, así que se queda como está ahora.";
        error_document(why: &str): "This change could not be made ({why}). Nothing was changed.",
            "Este cambio no se pudo hacer ({why}). No se cambió nada.";
        table_empty: "The file is empty. Choose another one.", "El archivo está vacío. Elija otro.";
        table_not_text(what: &str): "This is not a CSV or text file ({what}). In your spreadsheet program, save it as CSV, then choose that file.",
            "No es un archivo CSV ni de texto ({what}). En su programa de hojas de cálculo, guárdelo como CSV y luego elija ese archivo.";
        table_too_many[n]: "The file has {n} row." | "The file has {n} rows. At most 20,000 can be imported at once. Split it into parts and import them one by one.",
            "El archivo tiene {n} fila." | "El archivo tiene {n} filas. Se pueden importar como máximo 20,000 a la vez. Divídalo en partes e impórtelas una por una.";
        table_no_name: "Choose which column has the group names.",
            "Elija qué columna tiene los nombres de los grupos.";
        table_twice: "Two columns have the same meaning. Change or skip one of them.",
            "Dos columnas tienen el mismo significado. Cambie u omita una de ellas.";
        weekly(days: &str): "Every {days}", "Cada {days}";
        fortnightly(days: &str): "Every other {days}", "{days}, cada dos semanas";
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
