words! {
    /// What frames every page.
    Shell {
        skip: "Skip to the content", "Saltar al contenido";
        home: "Groundswell, start page", "Groundswell, página de inicio";
        main_navigation: "Main", "Principal";
        notices: "Notices", "Avisos";
        groups: "Groups", "Grupos";
        awgs: "Action groups", "Grupos de acción";
        people: "People", "Personas";
        regions: "Regions", "Regiones";
        settings: "Settings", "Configuración";
        more: "More", "Más";
        switch(name: &str): "Directory: {name}. Open another", "Directorio: {name}. Abrir otro";
        your_directories: "Directories on this device", "Directorios en este dispositivo";
        close: "Close", "Cerrar";
        cancel: "Cancel", "Cancelar";
        back: "Back", "Volver";
        undo: "Undo", "Deshacer";
        undone: "Undone", "Deshecho";
        redo: "Redo", "Rehacer";
        redone: "Redone", "Rehecho";
        retry: "Try again", "Intentar de nuevo";
        loading: "Loading", "Cargando";
        status_loading: "Opening", "Abriendo";
        status_loading_rest: " the directory", " el directorio";
        status_saved: "Saved", "Guardado";
        status_saved_rest: " on this device", " en este dispositivo";
        status_saving: "Saving", "Guardando";
        status_offline: "Offline", "Sin conexión";
        status_offline_rest: ": everything is saved here", ": todo está guardado aquí";
        status_failed: "Not saved", "Sin guardar";
        status_failed_rest: ": what to do", ": qué hacer";
        status_waiting[n]: "{n} waiting" | "{n} waiting", "{n} por enviar" | "{n} por enviar";
        status_waiting_rest: ": saved on this device, sent later", ": guardado aquí, se enviará luego";
        status_syncing: "Syncing", "Sincronizando";
        status_syncing_rest: ": everything is saved here", ": todo está guardado aquí";
        status_synced: "Synced", "Al día";
        status_synced_rest(time: &str): " at {time}", " a las {time}";
        status_refused: "Not sent", "Sin enviar";
        status_refused_rest: ": saved on this device", ": guardado en este dispositivo";
        status_doubt: "Check this", "Revise esto";
        status_closed: "Link replaced", "Enlace reemplazado";
        status_more: ", details", ", detalles";
        read_only: "Read only", "Solo lectura";
        share: "Share", "Compartir";
        failed_title: "The last change is not saved yet", "El último cambio aún no está guardado";
        failed_keep_open: "It is still on this page. Keep the page open: saving is tried again by itself.",
            "Sigue en esta página. Déjela abierta: se intenta guardar de nuevo por sí solo.";
        failed_backup: "Make a backup", "Hacer una copia de seguridad";
        update_ready: "A new version is ready.", "Hay una versión nueva lista.";
        update_form_open: "Save or close the open form first.",
            "Primero guarde o cierre el formulario abierto.";
        update_use: "Update now", "Actualizar ahora";
        superseded: "Another tab uses a newer version of Groundswell. Reload this page to continue. Nothing is lost.",
            "Otra pestaña usa una versión más nueva de Groundswell. Vuelva a cargar esta página para continuar. No se pierde nada.";
        reload: "Reload", "Volver a cargar";
        link_waits: "You opened a link to a directory.", "Abrió un enlace a un directorio.";
        link_form_open: "Save or close the open form first.", "Primero guarde o cierre el formulario abierto.";
        link_look: "Look at it", "Verlo";
        invited: "This is an invitation. You have not joined yet.",
            "Esto es una invitación. Aún no se ha unido.";
        invited_answer: "Join or decline", "Unirse o rechazar";
        sample: "This is a sample network. Its groups and people are made up.",
            "Esta red es una muestra. Sus grupos y personas son inventados.";
        sample_leave: "Delete sample", "Eliminar muestra";
        sample_ask: "Delete the sample?", "¿Eliminar la muestra?";
        sample_own[n]: "You added or changed {n} record in it. It will be deleted too."
            | "You added or changed {n} records in it. They will be deleted too.",
            "Usted añadió o cambió {n} ficha en ella. También se eliminará."
            | "Usted añadió o cambió {n} fichas en ella. También se eliminarán.";
        sample_gone: "This can't be undone. To keep them, cancel and make a backup in Settings first.",
            "Esto no se puede deshacer. Para conservarlas, cancele y haga antes una copia de seguridad en Configuración.";
        sample_left: "Sample deleted", "Muestra eliminada";
        quarantined[n]: "{n} piece of this directory's history could not be read and was set aside. Everything else is here."
            | "{n} pieces of this directory's history could not be read and were set aside. Everything else is here.",
            "No se pudo leer {n} parte del historial de este directorio y se apartó. Todo lo demás está aquí."
            | "No se pudieron leer {n} partes del historial de este directorio y se apartaron. Todo lo demás está aquí.";
        not_found: "This page does not exist", "Esta página no existe";
        not_found_why: "The address may be old or incomplete.",
            "La dirección puede ser antigua o estar incompleta.";
        page_not_here: "This page is not on this device yet", "Esta página aún no está en este dispositivo";
        page_not_here_why: "Connect to the internet and try again; it is downloaded only once. Nothing you saved is lost.",
            "Conéctese a internet e inténtelo de nuevo; se descarga una sola vez. No se ha perdido nada de lo que guardó.";
        to_groups: "Go to the groups", "Ir a los grupos";
        open_failed: "The directory could not be opened", "No se pudo abrir el directorio";
    }
}
