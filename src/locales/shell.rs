words! {
    /// What frames every page.
    Shell {
        skip: "Skip to the content", "Saltar al contenido";
        home: "Groundswell, start page", "Groundswell, página de inicio";
        main_navigation: "Main", "Principal";
        notices: "Notices", "Avisos";
        groups: "Groups", "Grupos";
        awgs: "Work groups", "Comisiones";
        people: "People", "Personas";
        regions: "Regions", "Regiones";
        settings: "Settings", "Ajustes";
        more: "More", "Más";
        switch(name: &str): "Directory: {name}. Open another", "Directorio: {name}. Abrir otro";
        your_directories: "Directories on this device", "Directorios en este dispositivo";
        close: "Close", "Cerrar";
        cancel: "Cancel", "Cancelar";
        back: "Back", "Volver";
        undo: "Undo", "Deshacer";
        undone: "Undone", "Deshecho";
        retry: "Try again", "Intentar de nuevo";
        loading: "Loading", "Cargando";
        status_loading: "Opening", "Abriendo";
        status_loading_rest: " the directory", " el directorio";
        status_saved: "Saved", "Guardado";
        status_saved_rest: " on this device", " en este dispositivo";
        status_saving: "Saving", "Guardando";
        status_offline: "Offline", "Sin red";
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
        status_closed: "Link ended", "Enlace cerrado";
        status_more: ", details", ", detalles";
        read_only: "Read only", "Solo lectura";
        share: "Share", "Compartir";
        failed_title: "The last change is not saved yet", "El último cambio aún no está guardado";
        failed_keep_open: "It is still in this page. Keep the page open; it is tried again by itself.",
            "Sigue en esta página. Déjela abierta; se intenta de nuevo por sí sola.";
        failed_backup: "Make a backup", "Hacer una copia de seguridad";
        update_ready: "A new version is ready.", "Hay una versión nueva lista.";
        update_form_open: "It can be used once the open form is saved or left.",
            "Podrá usarla cuando guarde o deje el formulario abierto.";
        update_use: "Use it now", "Usarla ahora";
        superseded: "Another tab uses a newer version. Load this page again to go on; nothing is lost.",
            "Otra pestaña usa una versión más nueva. Vuelva a cargar esta página para seguir; nada se pierde.";
        reload: "Load again", "Volver a cargar";
        link_waits: "You opened a link to a directory.", "Abrió un enlace a un directorio.";
        link_form_open: "You can look at it once the open form is saved or left.",
            "Podrá verlo cuando guarde o deje el formulario abierto.";
        link_look: "Look at it", "Verlo";
        invited: "You are looking at an invitation and have not joined yet.",
            "Está viendo una invitación y aún no se ha unido.";
        invited_answer: "Join or not", "Unirse o no";
        sample: "This is a sample network. Its groups and people are invented.",
            "Esta es una red de muestra. Sus grupos y personas son inventados.";
        sample_leave: "Throw it away", "Descartarla";
        sample_left: "The sample is gone", "La muestra ya no está";
        quarantined[n]: "{n} piece of the stored history could not be read. It was set aside; the rest is shown."
            | "{n} pieces of the stored history could not be read. They were set aside; the rest is shown.",
            "No se pudo leer {n} parte de la historia guardada. Se apartó; se muestra el resto."
            | "No se pudieron leer {n} partes de la historia guardada. Se apartaron; se muestra el resto.";
        not_found: "There is no such page", "Esa página no existe";
        not_found_why: "The address may be old, or cut short.", "La dirección puede ser antigua o estar incompleta.";
        page_not_here: "This page is not on this device yet", "Esta página aún no está en este dispositivo";
        page_not_here_why: "It is fetched once, when there is a network. Nothing you saved is lost.",
            "Se descarga una sola vez, cuando hay red. No se ha perdido nada de lo que guardó.";
        to_groups: "To the groups", "Ir a los grupos";
        open_failed: "The directory could not be opened", "No se pudo abrir el directorio";
    }
}
