words! {
    /// Spreadsheets on their way in, and files that somebody chooses.
    Import {
        title: "Import a spreadsheet", "Importar una hoja de cálculo";
        intro: "Bring in your spreadsheet as it is. Nothing changes until you approve the preview.",
            "Traiga su hoja de cálculo tal como está. Nada cambia hasta que apruebe la vista previa.";
        no_directory: "No directory is open", "No hay ningún directorio abierto";
        no_directory_why: "Start or open a directory first. The spreadsheet goes into it.",
            "Primero cree o abra un directorio. La hoja de cálculo irá en él.";
        to_start: "Go to the start page", "Ir a la página de inicio";
        steps: "Steps", "Pasos";
        step_done: "done", "hecho";
        step_file: "File", "Archivo";
        step_columns: "Columns", "Columnas";
        step_check: "Preview", "Vista previa";
        step_finished: "Finished", "Listo";
        file_heading: "Choose your spreadsheet", "Elija su hoja de cálculo";
        columns_heading: "What does each column mean?", "¿Qué significa cada columna?";
        check_heading: "Preview: this is what will change", "Vista previa: esto es lo que cambiará";
        done_heading: "The import is done", "La importación terminó";
        choose_file: "Choose a spreadsheet", "Elegir una hoja de cálculo";
        choose_file_hint: "An Excel (.xlsx, .xls), LibreOffice (.ods) or CSV file, or contacts (.vcf), with up to 20,000 rows. Or drop the file here.",
            "Un archivo de Excel (.xlsx, .xls), de LibreOffice (.ods) o CSV, o contactos (.vcf), de hasta 20,000 filas. O suelte el archivo aquí.";
        which_sheet(file: &str): "Which sheet of {file}?", "¿Qué hoja de {file}?";
        people_of_contacts: "People", "Personas";
        groups_of_contacts: "Groups and organizations", "Grupos y organizaciones";
        use_sheet: "Use this sheet", "Usar esta hoja";
        sheet_of(sheet: &str, file: &str): "{sheet} ({file})", "{sheet} ({file})";
        no_reader: "What opens Excel and LibreOffice files is not on this device yet. Connect to the internet and choose the file again; after that it works offline too.",
            "Lo que abre los archivos de Excel y LibreOffice aún no está en este dispositivo. Conéctese a internet y elija el archivo otra vez; después funciona también sin conexión.";
        workbook_locked: "This file is locked with a password. Open it in your spreadsheet program, save it without the password, and choose that file.",
            "Este archivo está protegido con contraseña. Ábralo en su programa de hojas de cálculo, guárdelo sin la contraseña y elija ese archivo.";
        workbook_too_much: "This file needs more memory or time than there is here. Copy the rows you need into a new spreadsheet, save that, and choose it; or save the sheet as CSV.",
            "Este archivo necesita más memoria o tiempo del que hay aquí. Copie las filas que necesita en una hoja de cálculo nueva, guárdela y elíjala; o guarde la hoja como CSV.";
        too_large: "This file is larger than 256 MB, the most that can be opened here.",
            "Este archivo supera los 256 MB, lo máximo que se puede abrir aquí.";
        unreadable: "The file could not be read. Choose it again. If it was moved or changed, choose it where it is now.",
            "No se pudo leer el archivo. Elíjalo otra vez. Si se movió o cambió, elíjalo donde está ahora.";
        paste: "Or paste a table", "O pegue una tabla";
        paste_hint: "In your spreadsheet, select the cells with their headings, copy them, and paste them here.",
            "En su hoja de cálculo, seleccione las celdas con sus encabezados, cópielas y péguelas aquí.";
        paste_missing: "Paste a table first.", "Primero pegue una tabla.";
        paste_use: "Use this table", "Usar esta tabla";
        pasted_name: "pasted table", "tabla pegada";
        file_stays: "Your file stays on this device. It is not sent anywhere.",
            "Su archivo se queda en este dispositivo. No se envía a ninguna parte.";
        under_way: "Import in progress", "Importación en curso";
        working: "Working", "Trabajando";
        reading: "Reading the file", "Leyendo el archivo";
        comparing: "Comparing with the directory", "Comparando con el directorio";
        writing: "Adding to the directory", "Añadiendo al directorio";
        saving: "Saving", "Guardando";
        stage_at(stage: &str, percent: usize): "{stage}: {percent}%", "{stage}: {percent}%";
        cancel: "Cancel", "Cancelar";
        rows[n]: "{n} row" | "{n} rows", "{n} fila" | "{n} filas";
        understood_sheet(file: &str, rows: &str): "{file}: {rows}.", "{file}: {rows}.";
        understood(file: &str, rows: &str, encoding: &str, delimiter: &str): "{file}: {rows}, read as {encoding}, columns separated by {delimiter}.",
            "{file}: {rows}, leídas como {encoding}, con columnas separadas por {delimiter}.";
        empty_rows[n]: "{n} empty row skipped." | "{n} empty rows skipped.",
            "{n} fila vacía omitida." | "{n} filas vacías omitidas.";
        comma: "commas", "comas";
        semicolon: "semicolons", "punto y coma";
        tab: "tabs", "tabulaciones";
        bar: "vertical bars", "barras verticales";
        columns_hint: "Check our guesses. Skipped columns aren't imported.",
            "Revise. Las columnas omitidas no se importan.";
        remembered: "These columns are set as you set them last time.",
            "Estas columnas están como usted las dejó la última vez.";
        unclaimed[n]: "{n} column would be skipped" | "{n} columns would be skipped",
            "{n} columna se omitiría" | "{n} columnas se omitirían";
        unclaimed_why: "We don't know what these mean. Say what each one is, or leave it at Skip.",
            "No sabemos qué significan. Diga qué es cada una, o déjela en Omitir.";
        claimed: "Columns that will be imported", "Columnas que se importarán";
        how_it_is_read: "How the file is read", "Cómo se lee el archivo";
        first_rows: "The first rows, as they are in the file. Choose the row that has the headings.",
            "Las primeras filas, como están en el archivo. Elija la fila que tiene los encabezados.";
        headings_in(row: &str): "Headings are in {row}", "Los encabezados están en {row}";
        is_headings: "Headings", "Encabezados";
        no_headings: "The file has no headings", "El archivo no tiene encabezados";
        encoding: "Characters look wrong? Try another encoding", "¿Se ven mal las letras? Pruebe otra codificación";
        in_the_file: "In the file", "En el archivo";
        for_example: "For example", "Por ejemplo";
        means: "Means", "Significa";
        column(number: usize): "Column {number}", "Columna {number}";
        no_values: "(empty)", "(vacía)";
        meaning_of(column: &str): "Meaning of {column}", "Significado de {column}";
        who_sees(column: &str): "Who can see {column}", "Quién puede ver {column}";
        ignore: "Skip", "Omitir";
        group_name: "Group name", "Nombre del grupo";
        notes: "Notes for members", "Notas para miembros";
        whereabouts: "Town and state together", "Ciudad y estado juntos";
        contact_way(kind: &str): "Contact info: {kind}", "Contacto: {kind}";
        contact_person: "Contact person", "Persona de contacto";
        own_id: "ID from this app", "Identificador de esta app";
        check: "Preview the rows", "Ver la vista previa";
        other_file: "Choose another file", "Elegir otro archivo";
        tally: "Summary", "Resumen";
        tally_new[_n]: "new group" | "new groups", "grupo nuevo" | "grupos nuevos";
        tally_changed[_n]: "changed group" | "changed groups", "grupo cambiado" | "grupos cambiados";
        tally_new_row[_n]: "new row" | "new rows", "fila nueva" | "filas nuevas";
        tally_changed_row[_n]: "changed row" | "changed rows", "fila cambiada" | "filas cambiadas";
        tally_duplicate[_n]: "duplicate row" | "duplicate rows", "fila duplicada" | "filas duplicadas";
        tally_merged[_n]: "row merged into an earlier one" | "rows merged into earlier ones",
            "fila combinada con una anterior" | "filas combinadas con otras anteriores";
        tally_same[_n]: "unchanged row" | "unchanged rows", "fila sin cambios" | "filas sin cambios";
        tally_refused[_n]: "row not imported" | "rows not imported", "fila no importada" | "filas no importadas";
        tally_refused_notice[n]: "{n} row can't be imported" | "{n} rows can't be imported",
            "{n} fila no se puede importar" | "{n} filas no se pueden importar";
        refused_what_to_do: "Each one says what is wrong and which row of your file it is. Import the rest now, or fix those rows in your spreadsheet and import it again: what is already here is recognized.",
            "Cada una dice qué está mal y qué fila de su archivo es. Importe ahora las demás, o corrija esas filas en su hoja de cálculo e impórtela de nuevo: lo que ya está aquí se reconoce.";
        new_regions(names: &str): "New regions: {names}.", "Regiones nuevas: {names}.";
        new_people[n]: "{n} contact person will be added. Only members can see them." | "{n} contact people will be added. Only members can see them.",
            "Se añadirá {n} persona de contacto. Solo la verán los miembros." | "Se añadirán {n} personas de contacto. Solo las verán los miembros.";
        recognised_as(what: &str): "{what}: recognized by the headings. A row with an ID changes that record; a row without one adds a new record.",
            "{what}: se reconoce por los encabezados. Una fila con identificador cambia esa ficha; una sin identificador añade una ficha nueva.";
        left_out(columns: &str): "Skipped columns: {columns}.", "Columnas omitidas: {columns}.";
        as_groups: "Import as groups", "Importar como grupos";
        show: "Show", "Mostrar";
        with_remarks: "With notes or questions", "Con notas o preguntas";
        remarks_first: "Rows with notes or questions come first.", "Primero van las filas con notas o preguntas.";
        all_rows[n]: "All rows ({n})" | "All rows ({n})", "Todas las filas ({n})" | "Todas las filas ({n})";
        rows_of(from: &str, to: &str, all: &str): "Rows {from} to {to} of {all}", "Filas {from} a {to} de {all}";
        pages: "Pages of rows", "Páginas de filas";
        previous: "Previous rows", "Filas anteriores";
        next: "Next rows", "Filas siguientes";
        take_all: "Select all", "Seleccionar todas";
        leave_all: "Select none", "No seleccionar ninguna";
        fresh: "New", "Nueva";
        changed: "Changed", "Cambiada";
        duplicate: "Duplicate", "Duplicada";
        same: "Unchanged", "Sin cambios";
        refused: "Can't be imported", "No se puede importar";
        no_name: "(no name)", "(sin nombre)";
        line(line: usize): "Row {line}", "Fila {line}";
        remarks: "Notes on this row", "Notas sobre esta fila";
        take: "Import this row", "Importar esta fila";
        take_merge: "Merge this row", "Combinar esta fila";
        same_why: "Already in the directory. This row changes nothing.",
            "Ya está en el directorio. Esta fila no cambia nada.";
        recognised(because: &str): "Already in the directory: {because}.",
            "Ya está en el directorio: {because}.";
        duplicate_of(row: &str, because: &str): "Same group as {row}: {because}.",
            "El mismo grupo que {row}: {because}.";
        adds_nothing: "It adds nothing new.", "No añade nada nuevo.";
        adds: "What it adds is merged into that row. Where both say something, the earlier row counts.",
            "Lo que añade se combina con esa fila. Donde ambas dicen algo, vale la fila anterior.";
        another_group: "It is another group", "Es otro grupo";
        same_after_all: "It is the same group after all", "Sí es el mismo grupo";
        is_another: "You said that this is another group.", "Usted indicó que es otro grupo.";
        same_before: "this row was this group the last time you imported", "esta fila fue este grupo en su última importación";
        left_out_before: "You skipped this row the last time, so it is skipped. Select it to import it.",
            "La última vez omitió esta fila, así que se omite. Selecciónela para importarla.";
        repeats: "The file says the same as last time. What was changed here since stays.",
            "El archivo dice lo mismo que la última vez. Lo que se cambió aquí desde entonces se queda.";
        changed_meanwhile: "Something in the directory changed while you were looking, so nothing was imported. The preview is up to date now: check it and import again.",
            "Algo cambió en el directorio mientras usted miraba, así que no se importó nada. La vista previa ya está al día: revísela e importe de nuevo.";
        same_id: "the same ID", "el mismo identificador";
        same_name: "the same name", "el mismo nombre";
        same_place: "the same town", "la misma ciudad";
        same_contact: "the same email, phone or web address", "el mismo correo, teléfono o dirección web";
        now: "now", "ahora";
        then: "after importing", "después de importar";
        earlier_row: "earlier row", "fila anterior";
        this_row: "this row", "esta fila";
        made_uniform(column: &str, entered: &str, kept: &str): "{column}: “{entered}” is saved as “{kept}”, together with what your file says.",
            "{column}: «{entered}» se guarda como «{kept}», junto con lo que dice su archivo.";
        kept_in_notes(column: &str, entered: &str): "{column}: “{entered}” was not understood, so it goes into the notes for members.",
            "{column}: no se entendió «{entered}», así que va en las notas para miembros.";
        cut(column: &str): "{column}: too long. Only the beginning is imported; the whole text stays in your spreadsheet.",
            "{column}: demasiado largo. Solo se importa el principio; el texto completo queda en su hoja de cálculo.";
        open_quote: "A quotation mark in this row is never closed. Check that the cells are right.",
            "Unas comillas de esta fila no se cierran. Revise que las celdas estén bien.";
        headings_again: "This row repeats the headings, so it is skipped.",
            "Esta fila repite los encabezados, así que se omite.";
        no_record: "This looks like a total or a note about the file, so it is skipped. If it is a group, select it.",
            "Parece un total o una nota sobre el archivo, así que se omite. Si es un grupo, selecciónela.";
        one_here: "A group in the directory", "Un grupo del directorio";
        namesake(other: &str): "{other} has the same name but different contact info, so this is imported as another group. If it is the same group, skip this row.",
            "{other} tiene el mismo nombre pero otros datos de contacto, así que se importa como otro grupo. Si es el mismo grupo, omita esta fila.";
        perhaps: "This may be the same group or another one. Select the row if it is the same.",
            "Puede ser el mismo grupo u otro. Seleccione la fila si es el mismo.";
        deleted_here: "This group was deleted here, so the row is skipped. Select it to add the group again.",
            "Este grupo se eliminó aquí, así que la fila se omite. Selecciónela para añadirlo de nuevo.";
        edited_here: "This group was changed here after it was imported. The row would undo that change, so it is skipped.",
            "Este grupo se cambió aquí después de importarlo. La fila desharía ese cambio, así que se omite.";
        given_name: "First name of the contact person", "Nombre de pila de la persona de contacto";
        family_name: "Last name of the contact person", "Apellidos de la persona de contacto";
        problem_with(column: &str, entered: &str, problem: &str): "{column}, “{entered}”: {problem}", "{column}, «{entered}»: {problem}";
        not_an_id: "This is not an ID from this app. Leave the cell empty to add a new record.",
            "No es un identificador de esta app. Deje vacía la celda para añadir una ficha nueva.";
        was_deleted: "The record with this ID was deleted. Restore it first, in Settings under Deleted records.",
            "La ficha con este identificador se eliminó. Restáurela primero: Configuración, Fichas eliminadas.";
        repeated: "An earlier row has the same ID.", "Una fila anterior tiene el mismo identificador.";
        commit[n]: "Import {n} row" | "Import {n} rows", "Importar {n} fila" | "Importar {n} filas";
        done_why: "It is saved on this device. You can undo the whole import, as long as nobody has changed any of it since.",
            "Está guardado en este dispositivo. Puede deshacer toda la importación, mientras nadie haya cambiado nada de ella.";
        undone_heading: "The import was undone", "La importación se deshizo";
        undone_why: "The directory is as it was before. Your spreadsheet is unchanged; you can import it again.",
            "El directorio está como antes. Su hoja de cálculo no cambió; puede importarla de nuevo.";
        rows_left[n]: "{n} row was not imported" | "{n} rows were not imported",
            "{n} fila no se importó" | "{n} filas no se importaron";
        and_more[n]: "and {n} more" | "and {n} more", "y {n} más" | "y {n} más";
        columns_left(columns: &str): "Columns that were not imported: {columns}.",
            "Columnas que no se importaron: {columns}.";
        not_remembered: "This device had no room to remember what the file said. The next import compares with the directory alone.",
            "Este dispositivo no tuvo espacio para recordar lo que decía el archivo. La próxima importación se compara solo con el directorio.";
        undo: "Undo the import", "Deshacer la importación";
        another: "Import another spreadsheet", "Importar otra hoja de cálculo";
    }
}
