words! {
    /// Settings, and what was deleted.
    Settings {
        title: "Settings", "Ajustes";
        to_start: "To the start page", "Ir a la página de inicio";
        language: "Language", "Idioma";
        language_legend: "Language · Idioma", "Idioma · Language";
        look: "Look", "Aspecto";
        theme: "Colours", "Colores";
        light: "Light", "Claro";
        dark: "Dark", "Oscuro";
        as_system: "System", "Sistema";
        device: "This device", "Este dispositivo";
        device_name: "Name of this device", "Nombre de este dispositivo";
        device_hint: "Members see it beside the changes you make here: “Rosa’s phone”.",
            "Los miembros lo ven junto a los cambios que haga aquí: «Teléfono de Rosa».";
        device_save: "Save the name", "Guardar el nombre";
        device_saved: "This device has its name", "Este dispositivo ya tiene su nombre";
        network: "The network", "La red";
        edit_network: "Edit the network", "Editar la red";
        deleted: "Deleted records", "Fichas eliminadas";
        deleted_why: "They are out of the lists, and can be brought back.", "Están fuera de las listas y se pueden recuperar.";
        none_deleted: "Nothing is deleted", "No hay nada eliminado";
        none_deleted_why: "What you delete stays here, so that you can bring it back.",
            "Lo que elimine se queda aquí para que pueda recuperarlo.";
        restore_named(name: &str): "Restore {name}", "Restaurar {name}";
        backup: "Backup", "Copia de seguridad";
        backup_why: "One file with everything in this directory. Keep it somewhere else: nobody but you has a copy.",
            "Un archivo con todo lo que hay en este directorio. Guárdelo en otro lugar: nadie más tiene una copia.";
        backup_why_shared: "One file with everything in this directory, as it is now. Keep it somewhere else.",
            "Un archivo con todo lo que hay ahora en este directorio. Guárdelo en otro lugar.";
        backup_private: "It holds what is for members only too, and whoever has the file can read it.",
            "Incluye también lo que es solo para miembros, y quien tenga el archivo puede leerlo.";
        backup_edits: "It holds everything, also what is for members only, and the link to edit: whoever has the file can read and change everything.",
            "Contiene todo, también lo que es solo para miembros, y el enlace para editar: quien tenga el archivo puede leer y cambiar todo.";
        backup_never: "There is no backup of this directory from this device yet.",
            "Aún no hay ninguna copia de este directorio hecha en este dispositivo.";
        backup_long_ago(date: &str): "The last backup is of {date}. It is time for another one.",
            "La última copia es del {date}. Es hora de hacer otra.";
        backup_last(date: &str): "Last backup: {date}", "Última copia: {date}";
        downloaded(name: &str): "{name} is in your downloads", "{name} está en sus descargas";
        spreadsheets: "Spreadsheets", "Hojas de cálculo";
        spreadsheets_why: "Bring groups in from a spreadsheet, or take the directory out as spreadsheets and bring back what you changed in them.",
            "Traiga grupos de una hoja de cálculo, o saque el directorio como hojas de cálculo y traiga de vuelta lo que cambió en ellas.";
        export_csv(what: &str): "{what} as CSV", "{what} como CSV";
        export_private: "These files hold what is for members only too.", "Estos archivos incluyen también lo que es solo para miembros.";
        storage: "Where the data lives", "Dónde están los datos";
        storage_why: "In this browser on this device, and in the backups that you make. No account, no company’s server.",
            "En este navegador de este dispositivo y en las copias que usted haga. Sin cuenta, sin servidor de ninguna empresa.";
        storage_used: "Storage used", "Espacio usado";
        used_of(used: &str, quota: &str): "{used} used of the {quota} that the browser allows", "{used} usados de los {quota} que permite el navegador";
        document: "This directory", "Este directorio";
        changes: "Changes in its history", "Cambios en su historia";
        quarantined: "Pieces set aside because they could not be read", "Partes apartadas porque no se pudieron leer";
        kept: "The browser promised not to clear it by itself.", "El navegador prometió no borrarlo por su cuenta.";
        not_kept: "The browser may clear it when the device runs out of room.",
            "El navegador puede borrarlo si al dispositivo le falta espacio.";
        not_kept_refused: "The browser did not promise it now. Installing the app, or using it more often, makes it likelier; a backup helps in any case.",
            "El navegador no lo ha prometido ahora. Instalar la app o usarla más lo hace más probable; una copia sirve en todo caso.";
        keeping_unknown: "This browser does not say whether it may clear it. Keep a backup.",
            "Este navegador no dice si puede borrarlo. Guarde una copia.";
        ask_to_keep: "Ask the browser to keep it", "Pedir al navegador que lo conserve";
        install: "Install", "Instalar";
        install_why: "On the home screen it opens like any other app, without a network too. There is no store to go through.",
            "En la pantalla de inicio se abre como cualquier otra app, también sin conexión. No hace falta ninguna tienda.";
        install_now: "Install it now", "Instalarla ahora";
        installed: "It is installed on this device.", "Está instalada en este dispositivo.";
        offline_ready: "It opens without a network.", "Se abre sin conexión.";
        offline_failed: "This browser keeps no copy of the app, so it needs a network to open. In a private window, use an ordinary one.",
            "Este navegador no guarda una copia de la app, así que necesita conexión para abrirse. Si es una ventana privada, use una normal.";
        offline_coming: "A copy for use without a network is being made.", "Se está haciendo una copia para usar sin conexión.";
        on_android: "On Android", "En Android";
        android_1: "Open this page in Chrome, Edge, Samsung Internet or Firefox.",
            "Abra esta página en Chrome, Edge, Samsung Internet o Firefox.";
        android_2: "Press the menu, three dots or lines, and choose “Add to Home screen” or “Install app”.",
            "Pulse el menú, tres puntos o rayas, y elija «Añadir a pantalla de inicio» o «Instalar aplicación».";
        android_3: "Confirm. From now on open Groundswell from its icon.",
            "Confirme. Desde ahora abra Groundswell con su icono.";
        on_apple: "On iPhone and iPad", "En iPhone y iPad";
        apple_1: "Open this page in Safari, press Share, and choose “Add to Home Screen”.",
            "Abra esta página en Safari, pulse Compartir y elija «Añadir a pantalla de inicio».";
        apple_2: "Confirm with “Add”, and open Groundswell from its icon. It starts empty there: bring your directory along with a backup.",
            "Confirme con «Añadir» y abra Groundswell con su icono. Allí empieza vacía: lleve su directorio con una copia de seguridad.";
        apple_link: "Did you open a link to a directory in Safari? Copy that link, open the installed Groundswell, choose “Join with a link or QR code” and paste it there.",
            "¿Abrió en Safari un enlace a un directorio? Copie ese enlace, abra la Groundswell instalada, elija «Unirse con un enlace o código QR» y péguelo ahí.";
        apple_3: "Do install it: Safari deletes what a site keeps after seven days of Safari use without a visit to it. Installed apps are kept.",
            "Instálela de verdad: Safari borra lo que guarda un sitio tras siete días de usar Safari sin visitarlo. Las apps instaladas se conservan.";
        on_desktop: "On a computer", "En una computadora";
        desktop_1: "In Chrome or Edge, press the install sign at the end of the address bar.",
            "En Chrome o Edge, pulse el signo de instalar al final de la barra de direcciones.";
        desktop_2: "In Safari on a Mac, choose “Add to Dock” in the File menu.",
            "En Safari en un Mac, elija «Añadir al Dock» en el menú Archivo.";
        desktop_3: "In Firefox keep a bookmark; it opens without a network there just the same.",
            "En Firefox guarde un marcador; allí también se abre sin conexión.";
        erase: "Erase this directory", "Borrar este directorio";
        erase_why(name: &str): "Removes “{name}” from this device, with its whole history. Copies on other devices stay.",
            "Quita «{name}» de este dispositivo, con toda su historia. Las copias en otros dispositivos se quedan.";
        erase_open: "Erase it…", "Borrarlo…";
        erase_last_words: "This cannot be undone. Without a backup or a copy on another device it is gone.",
            "Esto no se puede deshacer. Sin una copia de seguridad o una copia en otro dispositivo, se pierde.";
        erase_type: "To erase it, type its name:", "Para borrarlo, escriba su nombre:";
        erase_button: "Erase it for good", "Borrarlo para siempre";
        erased(name: &str): "{name} is erased from this device", "{name} se ha borrado de este dispositivo";
        about: "About Groundswell", "Acerca de Groundswell";
        about_line: "A directory for grassroots networks that lives on the devices of the people in it.",
            "Un directorio para redes de base que vive en los dispositivos de quienes las forman.";
        version: "Version", "Versión";
        licence: "Licence", "Licencia";
        leaves: "What leaves this device", "Qué sale de este dispositivo";
        leaves_nothing: "Nothing, but for the files that you save yourself and the directories that you share: those go to the relay, sealed, so that it cannot read them. No statistics, no third party, no cookies; the app itself is all that is loaded.",
            "Nada, salvo los archivos que usted mismo guarde y los directorios que comparta: estos van al relé, sellados, de modo que no puede leerlos. Sin estadísticas, sin terceros, sin cookies; solo se carga la propia app.";
        place_data: "Places of the sample", "Lugares de la muestra";
        place_data_rest: ", CC BY 4.0; counties: US Census Bureau.", ", CC BY 4.0; condados: Oficina del Censo de EE. UU.";
    }
}
