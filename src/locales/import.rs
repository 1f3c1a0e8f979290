words! {
    /// Spreadsheets on their way in, and files that somebody chooses.
    Import {
        title: "Import a spreadsheet", "Importar una hoja de cálculo";
        intro: "Bring in the groups of a spreadsheet as it is. Nothing is changed before you have seen what comes of it.",
            "Traiga los grupos de una hoja de cálculo tal como está. Nada cambia hasta que haya visto el resultado.";
        no_directory: "No directory is open", "No hay ningún directorio abierto";
        no_directory_why: "Start one or open one first; the spreadsheet goes into it.",
            "Primero cree o abra uno; la hoja de cálculo irá allí.";
        to_start: "To the start page", "Ir a la página de inicio";
        steps: "Steps", "Pasos";
        step_done: "done", "hecho";
        step_file: "File", "Archivo";
        step_columns: "Columns", "Columnas";
        step_check: "Check", "Revisar";
        step_finished: "Done", "Listo";
        file_heading: "Choose the spreadsheet", "Elija la hoja de cálculo";
        columns_heading: "What does each column mean?", "¿Qué significa cada columna?";
        check_heading: "This is what would happen", "Esto es lo que ocurriría";
        done_heading: "The import is done", "La importación está hecha";
        choose_file: "Choose a spreadsheet", "Elegir una hoja de cálculo";
        choose_file_hint: "CSV or text with tabs, up to 20,000 rows. Or drop the file here.",
            "CSV o texto con tabulaciones, hasta 20 000 filas. O suelte aquí el archivo.";
        too_large: "This file is larger than 256 MB, more than can be read here.",
            "Este archivo supera los 256 MB, más de lo que se puede leer aquí.";
        unreadable: "The file could not be read. Choose it once more; if it was moved or changed meanwhile, choose it in its new place.",
            "No se pudo leer el archivo. Elíjalo otra vez; si entretanto se movió o cambió, elíjalo en su nuevo lugar.";
        paste: "Or paste a table", "O pegue una tabla";
        paste_hint: "Select the cells in your spreadsheet, headings included, copy them, and paste them here.",
            "Seleccione las celdas en su hoja de cálculo, con los encabezados, cópielas y péguelas aquí.";
        paste_missing: "Nothing is pasted yet.", "Aún no hay nada pegado.";
        paste_use: "Use this table", "Usar esta tabla";
        pasted_name: "pasted table", "tabla pegada";
        file_stays: "The file is read on this device and sent nowhere.",
            "El archivo se lee en este dispositivo y no se envía a ninguna parte.";
        under_way: "Import under way", "Importación en curso";
        working: "Working", "Trabajando";
        reading: "Reading the file", "Leyendo el archivo";
        comparing: "Comparing with the directory", "Comparando con el directorio";
        writing: "Writing to the directory", "Escribiendo en el directorio";
        saving: "Saving", "Guardando";
        stage_at(stage: &str, percent: usize): "{stage}: {percent}%", "{stage}: {percent} %";
        cancel: "Cancel", "Cancelar";
        rows[n]: "{n} row" | "{n} rows", "{n} fila" | "{n} filas";
        understood(file: &str, rows: &str, encoding: &str, delimiter: &str): "{file}: {rows}, read as {encoding}, columns separated by {delimiter}.",
            "{file}: {rows}, leído como {encoding}, columnas separadas por {delimiter}.";
        empty_rows[n]: "{n} empty row is left out." | "{n} empty rows are left out.",
            "Se omite {n} fila vacía." | "Se omiten {n} filas vacías.";
        comma: "commas", "comas";
        semicolon: "semicolons", "punto y coma";
        tab: "tabs", "tabulaciones";
        bar: "vertical bars", "barras verticales";
        columns_hint: "These are guesses. Change what is wrong; what you leave out stays in the file.",
            "Son suposiciones. Cambie lo que no sea cierto; lo que omita se queda en el archivo.";
        in_the_file: "In the file", "En el archivo";
        for_example: "For example", "Por ejemplo";
        means: "Means", "Significa";
        column(number: usize): "Column {number}", "Columna {number}";
        no_values: "(empty)", "(vacía)";
        meaning_of(column: &str): "Meaning of {column}", "Significado de {column}";
        who_sees(column: &str): "Who sees {column}", "Quién ve {column}";
        ignore: "Leave out", "Omitir";
        group_name: "Name of the group", "Nombre del grupo";
        notes: "Notes for members", "Notas para miembros";
        whereabouts: "Town and state in one", "Ciudad y estado juntos";
        contact_way(kind: &str): "How to reach them: {kind}", "Cómo contactar: {kind}";
        contact_person: "Contact person", "Persona de contacto";
        own_id: "Id from a file of this app", "Identificador de un archivo de esta app";
        check: "Check the rows", "Revisar las filas";
        other_file: "Another file", "Otro archivo";
        tally: "In figures", "En cifras";
        tally_new[_n]: "new group" | "new groups", "grupo nuevo" | "grupos nuevos";
        tally_changed[_n]: "group changes" | "groups change", "grupo cambia" | "grupos cambian";
        tally_new_row[_n]: "new row" | "new rows", "fila nueva" | "filas nuevas";
        tally_changed_row[_n]: "row changes something" | "rows change something", "fila cambia algo" | "filas cambian algo";
        tally_duplicate[_n]: "row twice in the file" | "rows twice in the file", "fila repetida en el archivo" | "filas repetidas en el archivo";
        tally_merged[_n]: "row merged into an earlier one" | "rows merged into earlier ones", "fila unida a una anterior" | "filas unidas a otras anteriores";
        tally_same[_n]: "row says nothing new" | "rows say nothing new", "fila sin nada nuevo" | "filas sin nada nuevo";
        tally_refused[_n]: "row not taken" | "rows not taken", "fila no tomada" | "filas no tomadas";
        tally_refused_notice[n]: "{n} row cannot be taken" | "{n} rows cannot be taken",
            "{n} fila no se puede tomar" | "{n} filas no se pueden tomar";
        refused_what_to_do: "Each says what is wrong, with its row in the file. Go on without them, or mend them in your spreadsheet and import it again: what is here already is recognised.",
            "Cada una dice qué falla, con su fila en el archivo. Siga sin ellas, o corríjalas en su hoja de cálculo e impórtela de nuevo: lo que ya está aquí se reconoce.";
        new_regions(names: &str): "Regions that would be added: {names}.", "Regiones que se añadirían: {names}.";
        new_people[n]: "{n} contact person would be added, for members only."
            | "{n} contact people would be added, for members only.",
            "Se añadiría {n} persona de contacto, solo para miembros."
            | "Se añadirían {n} personas de contacto, solo para miembros.";
        recognised_as(what: &str): "{what}: recognised by the headings. A row with an id changes the record of this id, a row without one adds a record.",
            "{what}: se reconoce por los encabezados. Una fila con identificador cambia el registro con ese identificador; una sin él añade uno.";
        left_out(columns: &str): "Columns that are left out: {columns}.", "Columnas que se omiten: {columns}.";
        as_groups: "These are groups", "Son grupos";
        show: "Show", "Mostrar";
        all_rows[n]: "All rows ({n})" | "All rows ({n})", "Todas las filas ({n})" | "Todas las filas ({n})";
        rows_of(from: &str, to: &str, all: &str): "Rows {from} to {to} of {all}", "Filas {from} a {to} de {all}";
        pages: "Pages of rows", "Páginas de filas";
        previous: "Previous", "Anteriores";
        next: "Next", "Siguientes";
        take_all: "Take all of these", "Tomar todas estas";
        leave_all: "Leave all of these", "Dejar todas estas";
        fresh: "New", "Nuevo";
        changed: "Changed", "Cambia";
        duplicate: "Duplicate", "Repetida";
        same: "Unchanged", "Sin cambios";
        refused: "Not taken", "No tomada";
        no_name: "(no name)", "(sin nombre)";
        line(line: usize): "Row {line}", "Fila {line}";
        remarks: "Remarks", "Observaciones";
        take: "Take this row", "Tomar esta fila";
        take_merge: "Merge this row", "Unir esta fila";
        same_why: "It is in the directory already, and the row says nothing else.",
            "Ya está en el directorio y la fila no dice nada distinto.";
        recognised(because: &str): "It is in the directory already, recognised by {because}.",
            "Ya está en el directorio; se reconoce por {because}.";
        duplicate_of(row: &str, because: &str): "The same group as {row}, recognised by {because}.",
            "El mismo grupo que {row}; se reconoce por {because}.";
        adds_nothing: "It adds nothing.", "No añade nada.";
        adds: "What it adds is merged into that row; where both say something, the earlier row's word stays.",
            "Lo que añade se une a esa fila; donde ambas dicen algo, vale lo de la fila anterior.";
        same_id: "the same id", "el mismo identificador";
        same_name: "the same name", "el mismo nombre";
        same_place: "the same town", "la misma ciudad";
        same_contact: "the same e-mail, phone or web address", "el mismo correo, teléfono o dirección web";
        now: "now", "ahora";
        then: "then", "después";
        earlier_row: "earlier row", "fila anterior";
        this_row: "this row", "esta fila";
        made_uniform(column: &str, entered: &str, kept: &str): "{column}: “{entered}” becomes “{kept}”; the original is kept beside it.",
            "{column}: «{entered}» pasa a ser «{kept}»; el original se guarda al lado.";
        kept_in_notes(column: &str, entered: &str): "{column}: “{entered}” could not be read, and is kept in the notes for members.",
            "{column}: «{entered}» no se pudo entender y se guarda en las notas para miembros.";
        cut(column: &str): "{column}: too long; only its beginning is kept. The whole stays in your spreadsheet.",
            "{column}: demasiado largo; solo se guarda el principio. El texto entero queda en su hoja de cálculo.";
        open_quote: "A quotation mark in this row is never closed. See whether its cells came out right.",
            "Unas comillas de esta fila nunca se cierran. Compruebe que sus celdas salieron bien.";
        headings_again: "These are the headings once more, so the row is left out.",
            "Son otra vez los encabezados, así que la fila se omite.";
        no_record: "This looks like a total or a note about the file, so the row is left out. Take it if it is a group.",
            "Parece un total o una nota sobre el archivo, así que la fila se omite. Tómela si es un grupo.";
        one_here: "One in the directory", "Uno del directorio";
        namesake(other: &str): "{other} has the same name, but other ways to be reached. They are taken for two groups; leave this row out if they are one.",
            "{other} tiene el mismo nombre, pero otras formas de contacto. Se toman por dos grupos; omita esta fila si son uno solo.";
        perhaps: "It may be the same group or another one. Take the row if it is the same.",
            "Puede ser el mismo grupo u otro. Tome la fila si es el mismo.";
        deleted_here: "This group was deleted here, so the row is left out. Take it to add the group again.",
            "Este grupo se eliminó aquí, así que la fila se omite. Tómela para añadirlo de nuevo.";
        edited_here: "This group was changed here since it came in. Taking the row would undo that, so it is left out.",
            "Este grupo se cambió aquí desde que llegó. Tomar la fila lo desharía, así que se omite.";
        given_name: "First name of the contact person", "Nombre de pila de la persona de contacto";
        family_name: "Last name of the contact person", "Apellidos de la persona de contacto";
        problem_with(column: &str, entered: &str, problem: &str): "{column}, “{entered}”: {problem}", "{column}, «{entered}»: {problem}";
        not_an_id: "This is no id of this app. Leave the cell empty to add a record.",
            "No es un identificador de esta app. Deje vacía la celda para añadir un registro.";
        was_deleted: "The record of this id was deleted. Restore it first: Settings, Deleted records.",
            "El registro con este identificador fue eliminado. Restáurelo antes: Ajustes, Registros eliminados.";
        repeated: "An earlier row has the same id.", "Una fila anterior tiene el mismo identificador.";
        commit[n]: "Import {n} row" | "Import {n} rows", "Importar {n} fila" | "Importar {n} filas";
        imported[n]: "{n} group imported" | "{n} groups imported", "{n} grupo importado" | "{n} grupos importados";
        imported_rows[n]: "{n} row imported" | "{n} rows imported", "{n} fila importada" | "{n} filas importadas";
        done_why: "It is saved on this device. You can undo all of it at once, as long as nobody has changed any of it since.",
            "Está guardado en este dispositivo. Puede deshacerlo todo de una vez, mientras nadie haya cambiado nada de ello.";
        undo: "Undo the import", "Deshacer la importación";
        another: "Import another", "Importar otra";
    }
}
