words! {
    /// The start page.
    Start {
        title: "Start", "Inicio";
        line: "Your network's directory. Works on your phones and laptops, even without internet.",
            "El directorio de su red. Funciona en sus teléfonos y computadoras, aun sin internet.";
        create: "Start a directory", "Crear un directorio";
        create_hint: "For your town, county or state network.", "Para la red de su ciudad, condado o estado.";
        join: "Join with a link or QR code", "Unirse con un enlace o código QR";
        join_hint: "If somebody shared a directory with you.", "Si alguien compartió un directorio con usted.";
        sample: "Explore a sample", "Explorar una muestra";
        sample_hint: "26 made-up groups to look around in.", "26 grupos inventados para explorar.";
        import: "Import a spreadsheet", "Importar una hoja de cálculo";
        import_hint: "Name the directory, then choose your file.",
            "Dé nombre al directorio y luego elija su archivo.";
        restore: "Restore a backup", "Restaurar una copia de seguridad";
        restore_hint: "From a file that you or somebody else saved.",
            "De un archivo que usted o alguien más guardó.";
        honest: "No account needed. What you write stays on this device until you share it. Clearing your browser's data erases it, so make backups.",
            "No necesita cuenta. Lo que escriba se queda en este dispositivo hasta que lo comparta. Si borra los datos del navegador, se pierde: haga copias de seguridad.";
        here: "On this device", "En este dispositivo";
        open(name: &str): "Open {name}", "Abrir {name}";
        name: "Name of the network", "Nombre de la red";
        name_hint: "As people know it: \"Wisconsin Grassroots Network\".",
            "Como la conoce la gente: «Red de Base de Wisconsin».";
        create_button: "Start directory", "Crear directorio";
        opened(date: &str): "opened {date}", "abierto el {date}";
        invented: "sample, made up", "muestra inventada";
        waits[n]: "{n} change waiting to be sent" | "{n} changes waiting to be sent",
            "{n} cambio por enviar" | "{n} cambios por enviar";
        another: "Add another directory", "Añadir otro directorio";
        more_about: "Settings, backups and how to install",
            "Configuración, copias de seguridad y cómo instalarla";
        trouble: "Nothing can be saved here right now", "Ahora no se puede guardar nada aquí";
        sample_coming: "Making the sample…", "Preparando la muestra…";
        search_all: "Find groups in all directories", "Buscar grupos en todos los directorios";
        found[n]: "{n} group found" | "{n} groups found", "{n} grupo encontrado" | "{n} grupos encontrados";
        none_found: "No group matches in any directory", "Ningún grupo coincide en ningún directorio";
        show_all(count: &str, name: &str): "Show all {count} in {name}", "Mostrar los {count} en {name}";
        not_searched(name: &str): "{name} could not be searched. Open it once, and its groups will be found here too.",
            "No se pudo buscar en {name}. Ábralo una vez y sus grupos se encontrarán aquí también.";
        opening(name: &str): "Opening {name}…", "Abriendo {name}…";
        open_it: "Open", "Abrir";
        go_on: "Continue", "Continuar";
        go_on_in(name: &str): "Continue in {name}", "Continuar en {name}";
        working: "Working…", "Trabajando…";
        restore_read_only: "This device can read this directory but not change it, so the file can't be added to it here.",
            "Este dispositivo puede leer este directorio pero no cambiarlo, así que aquí no se le puede añadir el archivo.";
        restore_reads: "After restoring it, you can read this directory, but not change it.",
            "Después de restaurarlo, podrá leer este directorio, pero no cambiarlo.";
        restored(name: &str): "{name} restored", "{name}: restaurado";
        restored_shared(name: &str): "{name} restored. It syncs with the others again.", "{name}: restaurado. Vuelve a sincronizarse con los demás.";
        restore_why: "You will see what is in the file first. What is already here stays: the two are merged. Where both changed the same thing, both versions are kept until somebody chooses.",
            "Primero verá qué hay en el archivo. Lo que ya está aquí se queda: ambos se combinan. Donde los dos cambiaron lo mismo, se guardan ambas versiones hasta que alguien elija.";
        take_in: "Add a shared file", "Añadir un archivo";
        taken_in(name: &str): "{name}: file added", "{name}: archivo añadido";
        take_in_button: "Add it", "Añadirlo";
        choose_file: "Choose the file", "Elegir el archivo";
        changes_lacking[n]: "Part of this file depends on {n} change that is not here yet. That part will show once the change arrives. Ask for an earlier file, or for the whole directory."
            | "Part of this file depends on {n} changes that are not here yet. That part will show once they arrive. Ask for an earlier file, or for the whole directory.",
            "Una parte de este archivo depende de {n} cambio que aún no está aquí. Esa parte se verá cuando llegue. Pida un archivo anterior o el directorio completo."
            | "Una parte de este archivo depende de {n} cambios que aún no están aquí. Esa parte se verá cuando lleguen. Pida un archivo anterior o el directorio completo.";
        choose_backup: "Choose a backup", "Elegir una copia de seguridad";
        choose_backup_hint: "or drop the file here", "o suelte aquí el archivo";
        other_backup: "Choose another file", "Elegir otro archivo";
        restore_button: "Restore it", "Restaurarla";
        people[n]: "{n} person" | "{n} people", "{n} persona" | "{n} personas";
        backup_new: "This directory is not on this device yet. It will be added. Your other directories won't change.",
            "Este directorio aún no está en este dispositivo. Se añadirá. Sus otros directorios no cambian.";
        backup_same: "This directory is already on this device, and the file has nothing new.",
            "Este directorio ya está en este dispositivo y el archivo no tiene nada nuevo.";
        backup_differs[n]: "This directory is already on this device. {n} record differs and will be merged. Nothing here is lost."
            | "This directory is already on this device. {n} records differ and will be merged. Nothing here is lost.",
            "Este directorio ya está en este dispositivo. {n} ficha difiere y se combinará. Aquí no se pierde nada."
            | "Este directorio ya está en este dispositivo. {n} fichas difieren y se combinarán. Aquí no se pierde nada.";
    }
}
