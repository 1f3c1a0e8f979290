words! {
    /// The start page.
    Start {
        title: "Start", "Inicio";
        line: "A directory for your network that lives on your phones and laptops, and opens without a network.",
            "Un directorio para su red que vive en sus teléfonos y computadoras, y se abre sin conexión.";
        create: "Start a directory", "Crear un directorio";
        create_hint: "For your town, county or state network.", "Para la red de su ciudad, condado o estado.";
        join: "Join with a link or QR code", "Unirse con un enlace o código QR";
        join_hint: "When a neighbour has shared a directory with you.", "Si alguien compartió un directorio con usted.";
        sample: "Explore a sample", "Explorar una muestra";
        sample_hint: "26 invented groups to look around in.", "26 grupos inventados para curiosear.";
        import: "Import a spreadsheet", "Importar una hoja de cálculo";
        import_hint: "Name the directory, then choose a CSV file.", "Dé nombre al directorio y elija un archivo CSV.";
        restore: "Restore a backup", "Restaurar una copia";
        restore_hint: "From a file that you or a neighbour kept.", "De un archivo que usted o alguien más guardó.";
        honest: "No account. What you write stays on this device until you share it. Clearing the browser's data removes it, so keep a backup.",
            "Sin cuenta. Lo que escriba se queda en este dispositivo hasta que lo comparta. Borrar los datos del navegador lo elimina: guarde una copia.";
        here: "On this device", "En este dispositivo";
        open(name: &str): "Open {name}", "Abrir {name}";
        name: "Name of the network", "Nombre de la red";
        name_hint: "As people know it: \"Wisconsin Grassroots Network\".",
            "Como la conoce la gente: «Red de Base de Wisconsin».";
        create_button: "Start it", "Crearlo";
        opened(date: &str): "opened {date}", "abierto el {date}";
        invented: "invented sample", "muestra inventada";
        waits[n]: "{n} change waits to be sent" | "{n} changes wait to be sent",
            "{n} cambio por enviar" | "{n} cambios por enviar";
        another: "Begin another", "Empezar otro";
        more_about: "Settings, backup and how to install", "Ajustes, copias y cómo instalarla";
        trouble: "Nothing can be kept here right now", "Aquí no se puede guardar nada por ahora";
        sample_coming: "Making the sample…", "Preparando la muestra…";
        search_all: "Find groups in all directories", "Buscar grupos en todos";
        found[n]: "{n} group found" | "{n} groups found", "{n} grupo encontrado" | "{n} grupos encontrados";
        none_found: "No group matches in any directory", "Ningún grupo coincide en ningún directorio";
        show_all(count: &str, name: &str): "Show all {count} in {name}", "Mostrar los {count} en {name}";
        not_searched(name: &str): "{name} could not be searched. Open it once, and its groups are found here too.",
            "No se pudo buscar en {name}. Ábralo una vez y aquí se encontrarán también sus grupos.";
        opening(name: &str): "Opening {name}…", "Abriendo {name}…";
        open_it: "Open", "Abrir";
        go_on: "Go on", "Seguir";
        go_on_in(name: &str): "Go on in {name}", "Seguir en {name}";
        working: "Working", "Trabajando";
        restore_read_only: "This device may only read this directory, so a backup cannot be merged into it here.",
            "Este dispositivo solo puede leer este directorio; aquí no se le puede unir una copia.";
        restored(name: &str): "{name} restored", "{name}: restaurado";
        restore_why: "You first see what is in the file. What is here already stays: both are merged, and where they differ in one field the later change counts.",
            "Primero verá qué hay en el archivo. Lo que ya está aquí se queda: ambos se unen y, donde difieran en un campo, vale el cambio posterior.";
        take_in: "Take in a file", "Recibir un archivo";
        taken_in(name: &str): "{name}: the file is merged", "{name}: el archivo está unido";
        take_in_button: "Merge it", "Unirlo";
        choose_file: "Choose the file", "Elegir el archivo";
        changes_lacking[n]: "Some of it builds on {n} change that is not here yet, and shows once that comes. Ask for an earlier file, or for the whole directory."
            | "Some of it builds on {n} changes that are not here yet, and shows once those come. Ask for an earlier file, or for the whole directory.",
            "Una parte se basa en {n} cambio que aún no está aquí y se verá cuando llegue. Pida un archivo anterior o el directorio entero."
            | "Una parte se basa en {n} cambios que aún no están aquí y se verá cuando lleguen. Pida un archivo anterior o el directorio entero.";
        choose_backup: "Choose a backup", "Elegir una copia";
        choose_backup_hint: "or drop the file here", "o suelte aquí el archivo";
        other_backup: "Choose another file", "Elegir otro archivo";
        restore_button: "Restore it", "Restaurarla";
        people[n]: "{n} person" | "{n} people", "{n} persona" | "{n} personas";
        backup_new: "This directory is not on this device yet. It will be added beside the others.",
            "Este directorio aún no está en este dispositivo. Se añadirá junto a los demás.";
        backup_same: "This directory is on this device already, and the file has nothing that is not here.",
            "Este directorio ya está en este dispositivo y el archivo no tiene nada que falte aquí.";
        backup_differs[n]: "This directory is on this device already. {n} record differs and will be merged; nothing here is lost."
            | "This directory is on this device already. {n} records differ and will be merged; nothing here is lost.",
            "Este directorio ya está en este dispositivo. {n} ficha difiere y se unirá; aquí no se pierde nada."
            | "Este directorio ya está en este dispositivo. {n} fichas difieren y se unirán; aquí no se pierde nada.";
    }
}
