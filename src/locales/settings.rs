words! {
    /// Settings, and what was deleted.
    Settings {
        title: "Settings", "Configuración";
        to_start: "Go to the start page", "Ir a la página de inicio";
        language: "Language", "Idioma";
        language_legend: "Language · Idioma", "Idioma · Language";
        look: "Look", "Aspecto";
        theme: "Colors", "Colores";
        light: "Light", "Claro";
        dark: "Dark", "Oscuro";
        as_system: "System", "Sistema";
        device: "This device", "Este dispositivo";
        device_name: "Name of this device", "Nombre de este dispositivo";
        device_hint: "Members see it beside changes made here, like “Rosa’s phone”.",
            "Los miembros lo ven junto a los cambios hechos aquí: «Teléfono de Rosa».";
        iphone: "iPhone", "iPhone";
        ipad: "iPad", "iPad";
        android: "Android phone", "Teléfono Android";
        chromebook: "Chromebook", "Chromebook";
        windows: "Windows computer", "Computadora con Windows";
        mac: "Mac", "Mac";
        computer: "Computer", "Computadora";
        device_save: "Save the name", "Guardar el nombre";
        device_saved: "Name saved", "Nombre guardado";
        network: "The network", "La red";
        edit_network: "Edit the network", "Editar la red";
        deleted: "Deleted records", "Fichas eliminadas";
        deleted_why: "They no longer show in the lists. You can restore them.",
            "Ya no aparecen en las listas. Puede restaurarlas.";
        none_deleted: "Nothing is deleted", "No hay nada eliminado";
        none_deleted_why: "What you delete is kept here, so that you can restore it.",
            "Lo que elimine se conserva aquí para que pueda restaurarlo.";
        restore_named(name: &str): "Restore {name}", "Restaurar {name}";
        backup: "Backup", "Copia de seguridad";
        backup_why: "One file with everything in this directory. Keep it somewhere else: nobody but you has a copy.",
            "Un archivo con todo lo que hay en este directorio. Guárdelo en otro lugar: nadie más tiene una copia.";
        backup_why_shared: "One file with everything in this directory, as it is now. Keep it somewhere else.",
            "Un archivo con todo lo que hay ahora en este directorio. Guárdelo en otro lugar.";
        backup_reads: "Anyone with this file can read what this device can read, but not change it. If you restore it, you can read the directory again.",
            "Quien tenga este archivo puede leer lo que este dispositivo puede leer, pero no cambiarlo. Si lo restaura, podrá leer el directorio de nuevo.";
        backup_edits: "Anyone with this file can read and change everything, including what is for members only.",
            "Quien tenga este archivo puede leer y cambiar todo, incluido lo que es solo para miembros.";
        backup_never: "No backup of this directory has been made on this device yet.",
            "Aún no se ha hecho ninguna copia de este directorio en este dispositivo.";
        backup_long_ago(date: &str): "Your last backup is from {date}. Time to make another one.",
            "Su última copia es del {date}. Es hora de hacer otra.";
        backup_making(percent: usize): "Making the backup: {percent}%", "Haciendo la copia de seguridad: {percent}%";
        backup_last(date: &str): "Last backup: {date}", "Última copia: {date}";
        downloaded(name: &str): "{name} is in your downloads", "{name} está en sus descargas";
        spreadsheets: "Spreadsheets", "Hojas de cálculo";
        spreadsheets_why: "Import groups from a spreadsheet. Or download the directory as spreadsheets, change them, and import them again.",
            "Importe grupos de una hoja de cálculo. O descargue el directorio como hojas de cálculo, cámbielas e impórtelas de nuevo.";
        export_csv(what: &str): "{what} as CSV", "{what} en CSV";
        export_private: "These files include what is for members only.",
            "Estos archivos incluyen lo que es solo para miembros.";
        storage: "Where the data lives", "Dónde están los datos";
        storage_why: "In this browser on this device, and in the backups you make. What you share is also on the server, encrypted so that it can't read it.",
            "En este navegador de este dispositivo y en las copias que usted haga. Lo que comparta está también en el servidor, cifrado para que no pueda leerlo.";
        storage_used: "Storage used", "Espacio usado";
        used_of(used: &str, quota: &str): "{used} used of the {quota} this browser allows",
            "{used} usados de los {quota} que permite este navegador";
        document: "This directory", "Este directorio";
        changes: "Changes in its history", "Cambios en su historial";
        quarantined: "Pieces set aside because they could not be read", "Partes apartadas porque no se pudieron leer";
        kept: "The browser promised not to clear this data by itself.",
            "El navegador prometió no borrar estos datos por su cuenta.";
        not_kept: "The browser may clear this data if the device runs out of space.",
            "El navegador puede borrar estos datos si al dispositivo le falta espacio.";
        not_kept_refused: "The browser did not promise it this time. Installing the app or using it more often helps. Make backups in any case.",
            "El navegador no lo prometió esta vez. Instalar la app o usarla más ayuda. Haga copias de seguridad en todo caso.";
        keeping_unknown: "This browser does not say whether it may clear this data. Make backups.",
            "Este navegador no dice si puede borrar estos datos. Haga copias de seguridad.";
        ask_to_keep: "Ask the browser to keep the data", "Pedir al navegador que conserve los datos";
        install: "Install", "Instalar";
        install_why: "On your home screen it opens like any other app, also without internet. No app store needed.",
            "En la pantalla de inicio se abre como cualquier otra app, también sin internet. No necesita tienda de apps.";
        install_now: "Install now", "Instalar ahora";
        installed: "It is installed on this device.", "Está instalada en este dispositivo.";
        offline_ready: "It works without internet.", "Funciona sin internet.";
        offline_failed: "This browser does not keep a copy of the app, so it needs internet to open. If this is a private window, use a normal one.",
            "Este navegador no guarda una copia de la app, así que necesita internet para abrirse. Si es una ventana privada, use una normal.";
        offline_coming: "Saving a copy that works without internet…",
            "Guardando una copia que funciona sin internet…";
        on_android: "On Android", "En Android";
        android_1: "Open this page in Chrome, Edge, Samsung Internet or Firefox.",
            "Abra esta página en Chrome, Edge, Samsung Internet o Firefox.";
        android_2: "Press the menu (three dots or lines) and choose “Add to Home screen” or “Install app”.",
            "Presione el menú (tres puntos o rayas) y elija «Agregar a la pantalla principal» o «Instalar app».";
        android_3: "Confirm. From now on, open Groundswell from its icon.",
            "Confirme. Desde ahora, abra Groundswell desde su ícono.";
        on_apple: "On iPhone and iPad", "En iPhone y iPad";
        apple_1: "Open this page in Safari, press Share, and choose “Add to Home Screen”.",
            "Abra esta página en Safari, presione Compartir y elija «Agregar a pantalla de inicio».";
        apple_2: "Confirm with “Add”, and open Groundswell from its icon. It starts empty there: bring your directory over with a backup.",
            "Confirme con «Agregar» y abra Groundswell desde su ícono. Allí empieza vacía: lleve su directorio con una copia de seguridad.";
        apple_link: "Did you open a link to a directory in Safari? Copy that link, open the installed Groundswell, choose “Join with a link or QR code” and paste it there.",
            "¿Abrió en Safari un enlace a un directorio? Copie ese enlace, abra Groundswell ya instalada, elija «Unirse con un enlace o código QR» y péguelo ahí.";
        apple_3: "Please install it: Safari deletes a website's data if you don't visit it for seven days. Installed apps keep theirs.",
            "Instálela: Safari borra los datos de un sitio web si no lo visita en siete días. Las apps instaladas conservan los suyos.";
        on_desktop: "On a computer", "En una computadora";
        desktop_1: "In Chrome or Edge, press the install icon at the end of the address bar.",
            "En Chrome o Edge, presione el ícono de instalar al final de la barra de direcciones.";
        desktop_2: "In Safari on a Mac, choose “Add to Dock” in the File menu.",
            "En Safari en una Mac, elija «Agregar al Dock» en el menú Archivo.";
        desktop_3: "In Firefox, keep a bookmark. It works without internet there too.",
            "En Firefox, guarde un marcador. Allí también funciona sin internet.";
        erase: "Erase this directory", "Borrar este directorio";
        erase_why(name: &str): "Erases “{name}” from this device, with its whole history. Copies on other devices stay.",
            "Borra «{name}» de este dispositivo, con todo su historial. Las copias en otros dispositivos se quedan.";
        erase_open: "Erase it…", "Borrarlo…";
        erase_last_words: "This can't be undone. Without a backup or a copy on another device, everything in it is lost.",
            "Esto no se puede deshacer. Sin una copia de seguridad o una copia en otro dispositivo, se pierde todo lo que contiene.";
        erase_type: "To erase it, type its name:", "Para borrarlo, escriba su nombre:";
        erase_button: "Erase it for good", "Borrarlo para siempre";
        erased(name: &str): "{name} was erased from this device", "{name} se borró de este dispositivo";
        about: "About Groundswell", "Acerca de Groundswell";
        about_line: "A directory for grassroots networks that lives on the devices of the people in it.",
            "Un directorio para redes comunitarias que vive en los dispositivos de quienes las forman.";
        version: "Version", "Versión";
        licence: "License", "Licencia";
        leaves: "What leaves this device", "Qué sale de este dispositivo";
        leaves_nothing: "Only the files you save yourself and the directories you share. Those go to the server encrypted, so it can't read them. No statistics, no third parties, no cookies; nothing is loaded but the app itself.",
            "Solo los archivos que usted guarde y los directorios que comparta. Estos van cifrados al servidor, que no puede leerlos. Sin estadísticas, sin terceros, sin cookies; no se carga nada más que la propia app.";
        place_data: "Places of the sample", "Lugares de la muestra";
        place_data_rest: ", CC BY 4.0; counties: US Census Bureau.", ", CC BY 4.0; condados: Oficina del Censo de EE. UU.";
    }
}
