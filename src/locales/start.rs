words! {
    /// The start page.
    Start {
        title: "Start", "Inicio";
        line: "A directory for your network that lives on your phones and laptops, and opens without a network.",
            "Un directorio para su red que vive en sus teléfonos y computadoras, y se abre sin conexión.";
        create: "Start a directory", "Crear un directorio";
        create_hint: "For your town, county or state network.", "Para la red de su ciudad, condado o estado.";
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
    }
}
