words! {
    /// Groups, AWGs and regions.
    Groups {
        groups: "Groups", "Grupos";
        group: "Group", "Grupo";
        add_group: "Add a group", "Añadir un grupo";
        search_groups: "Search name, town, issue or region", "Buscar nombre, ciudad, tema o región";
        clear_search: "Clear the search", "Borrar la búsqueda";
        filters: "Filters", "Filtros";
        filters_in_use: "Filters in use", "Filtros en uso";
        remove_filter: "Remove filter: ", "Quitar filtro: ";
        any_region: "Any region", "Cualquier región";
        any_state: "Any state", "Cualquier estado";
        any_county: "Any county", "Cualquier condado";
        any_topic: "Any issue", "Cualquier tema";
        any_status: "Any status", "Cualquier situación";
        sort: "Sort by", "Ordenar por";
        sort_name: "Name", "Nombre";
        sort_place: "Place", "Lugar";
        sort_updated: "Latest changes", "Últimos cambios";
        sort_stale: "Needs checking", "Por revisar";
        all_groups[n]: "{n} group" | "{n} groups", "{n} grupo" | "{n} grupos";
        some_match(all: &str, found: &str): "{all}, {found} match", "{all}, {found} coinciden";
        also_found: "Also found:", "También se encontró:";
        also_people[n]: "{n} person" | "{n} people", "{n} persona" | "{n} personas";
        none_yet: "No groups yet", "Aún no hay grupos";
        none_yet_why: "Add the first one, or import the spreadsheet you use now.",
            "Añada el primero o importe la hoja de cálculo que usa ahora.";
        import: "Import a spreadsheet", "Importar una hoja de cálculo";
        none_found: "No group matches", "Ningún grupo coincide";
        none_found_why: "Try fewer words or remove a filter.", "Pruebe con menos palabras o quite un filtro.";
        show_all: "Show all groups", "Mostrar todos los grupos";
        show_more[n]: "Show {n} more" | "Show {n} more", "Mostrar {n} más" | "Mostrar {n} más";
        choose_one: "Choose a group to see it here", "Elija un grupo para verlo aquí";
        choose_region: "Choose a region to see it here", "Elija una región para verla aquí";
        county(county: &str): "{county} County", "Condado de {county}";
        not_checked: "Never checked", "Sin revisar";
        checked(date: &str): "Checked {date}", "Revisado el {date}";
        checked_by(date: &str, who: &str): "Checked {date} by {who}", "Revisado el {date} por {who}";
        changed_by(date: &str, who: &str): "Changed {date} by {who}", "Cambiado el {date} por {who}";
        added_by(date: &str, who: &str): "Added {date} by {who}", "Añadido el {date} por {who}";
        this_device: "this device", "este dispositivo";
        some_device(device: &str): "device {device}", "dispositivo {device}";
        came_from(source: &str): "Imported from {source}", "Importado de {source}";
        still_true: "Mark as checked", "Marcar como revisado";
        said_still_true(name: &str): "{name}: checked today", "{name}: revisado hoy";
        letters: "Names from A to Z", "Nombres de la A a la Z";
        names_from(letter: &str): "Names with {letter}", "Nombres con {letter}";
        call: "Call", "Llamar";
        write_mail: "Email", "Correo";
        directions: "Directions", "Cómo llegar";
        check: "Check", "Revisar";
        add_phone: "Add phone", "Añadir teléfono";
        correct(what: &str): "Correct {what}", "Corregir {what}";
        technical: "Map position and time zone", "Posición y zona horaria";
        edit: "Edit", "Editar";
        more: "More", "Más";
        members_edition: "For members: with all phone numbers and addresses", "Para miembros: con todos los teléfonos y direcciones";
        public_edition: "For everybody: only what is public", "Para todos: solo lo público";
        edition: "Print", "Imprimir";
        for_members_only: "For members only", "Solo para miembros";
        printed(date: &str): "Printed {date}", "Impreso el {date}";
        paper_search(words: &str): "Search: {words}", "Búsqueda: {words}";
        paper_count(said: &str): "This prints the whole list: {said}.", "Se imprime toda la lista: {said}.";
        print: "Print", "Imprimir";
        delete: "Delete", "Eliminar";
        deleted(name: &str): "{name} deleted", "{name}: eliminado";
        restored(name: &str): "{name} restored", "{name}: restaurado";
        saved(name: &str): "{name} saved", "{name}: guardado";
        restore: "Restore", "Restaurar";
        is_deleted(date: &str, who: &str): "Deleted {date} by {who}", "Eliminado el {date} por {who}";
        is_deleted_why: "It no longer shows in the lists. You can restore it.",
            "Ya no aparece en las listas. Puede restaurarlo.";
        when_and_where: "When and where", "Cuándo y dónde";
        how_to_reach: "Contact info", "Datos de contacto";
        no_contacts: "No contact info yet.", "Sin datos de contacto.";
        people_here: "People", "Personas";
        no_people: "No people here yet.", "Aún no hay personas aquí.";
        understood(words: &str): "Reads as: {words}", "Se lee como: {words}";
        not_understood: "Saved as written (no schedule recognized).",
            "Guardado tal cual (no se reconoció un horario).";
        entered_as(entered: &str): "Written as: {entered}", "Escrito como: {entered}";
        members_notes: "Notes for members", "Notas para miembros";
        all_awgs[n]: "{n} action group" | "{n} action groups", "{n} grupo de acción" | "{n} grupos de acción";
        fewer_words: "Try fewer words.", "Pruebe con menos palabras.";
        groups_on_topic: "Groups that work on this issue", "Grupos que trabajan en este tema";
        awgs_on_topic: "Action groups on these issues", "Grupos de acción sobre estos temas";
        no_groups_on_topic: "No group works on this issue yet.", "Ningún grupo trabaja aún en este tema.";
        regions: "Regions", "Regiones";
        add_region: "Add a region", "Añadir una región";
        all_regions[n]: "{n} region" | "{n} regions", "{n} región" | "{n} regiones";
        no_regions: "No regions yet", "Aún no hay regiones";
        no_regions_why: "Regions bring groups together by area: counties are part of regions, and regions are part of states.",
            "Las regiones reúnen a los grupos por zona: los condados son parte de regiones y las regiones, de estados.";
        regions_within: "Regions within", "Regiones que contiene";
        groups_within: "Groups here", "Grupos aquí";
        no_groups_here: "No groups here yet.", "Aún no hay grupos aquí.";
        show_all_groups[n]: "Show the group in the list" | "Show all {n} groups in the list",
            "Mostrar el grupo en la lista" | "Mostrar los {n} grupos en la lista";
        network: "Network", "Red";
        no_region: "No region", "Sin región";
        top_level: "None (top level)", "Ninguna";
        new_group: "New group", "Grupo nuevo";
        edit_group(name: &str): "Edit {name}", "Editar {name}";
        new_region: "New region", "Región nueva";
        about_hint: "Everybody can see this: what you do, who is welcome.",
            "Todos pueden ver esto: qué hacen, quién es bienvenido.";
        notes_hint: "Only members can see this. It is never public.",
            "Solo los miembros pueden ver esto. Nunca es público.";
        meets_hint: "In your own words, like \"1st and 3rd Tuesday, 7 pm\".",
            "Con sus palabras: «primer y tercer martes, 7 pm».";
        time_zone_hint: "Like America/Chicago.", "Como America/Chicago.";
        words: "In your own words", "Con sus palabras";
        exact_place: "Exact place", "Lugar exacto";
        contact_kind: "Type", "Tipo";
        contact_value: "Address or number", "Dirección o número";
        contact_label: "Label", "Etiqueta";
        contact_audience: "Who can see it", "Quién puede verlo";
        add_contact: "Add phone, email or link", "Añadir teléfono, correo o enlace";
        remove_contact(what: &str): "Remove {what}", "Quitar {what}";
        published_warning: "If this was ever public, others may have kept a copy, even after you make it members-only.",
            "Si esto fue público alguna vez, otras personas pueden haber guardado una copia, aunque ahora sea solo para miembros.";
        save: "Save", "Guardar";
        cancel: "Cancel", "Cancelar";
        fix_these: "Fix these to save", "Corrija esto para guardar";
        changed_meanwhile: "Somebody changed this while you were typing", "Alguien cambió esto mientras usted escribía";
        changed_meanwhile_why: "Nothing is saved yet. Choose what to keep here; your other changes are saved either way.",
            "Aún no se ha guardado nada. Elija qué conservar aquí; sus demás cambios se guardan de todos modos.";
        theirs_now: "Now", "Ahora";
        yours: "What you wrote", "Lo que usted escribió";
        keep_yours: "Save what I wrote", "Guardar lo que escribí";
        keep_theirs: "Leave it as it is now", "Dejarlo como está ahora";
        deleted_meanwhile: "This was deleted while you were typing", "Esto se eliminó mientras usted escribía";
        deleted_meanwhile_why: "What you wrote is still here, and not saved yet.",
            "Lo que usted escribió sigue aquí y aún no se ha guardado.";
        bring_back_and_save: "Restore it and save", "Restaurarlo y guardar";
        leave_form: "Leave without saving what you typed?", "¿Salir sin guardar lo que escribió?";
        stay: "Stay", "Quedarse";
        leave: "Leave", "Salir";
        conflict: "Two people changed this", "Dos personas cambiaron esto";
        conflict_why: "Both versions are kept until somebody chooses. You can undo your choice.",
            "Ambas versiones se conservan hasta que alguien elija. Puede deshacer su elección.";
        keep_this: "Keep this one", "Conservar este";
        chosen: "Chosen", "Elegido";
        by_at(who: &str, when: &str): "{who}, {when}", "{who}, {when}";
        value_deleted: "Delete it", "Eliminarlo";
        value_kept: "Keep it, with the edit", "Conservarlo, con el cambio";
        value_empty: "(empty)", "(vacío)";
        not_here: "This is not in this directory", "Esto no está en este directorio";
        not_here_why: "It may have been removed, or the address belongs to another directory.",
            "Puede que se haya quitado o que la dirección sea de otro directorio.";
    }
}
