//! Words of sharing: sync links, invitations, and how it stands with the neighbors.

use groundswell_model::message::{Access, Connection, LinkProblem, Refusal};

words! {
    /// Sync links, invitations, and how it stands with the neighbors.
    Sharing {
        link_none: "There is no link to a directory here. Such a link has “#join=” in it, followed by many letters.",
            "Ahí no hay ningún enlace a un directorio. Un enlace así contiene «#join=» y luego muchas letras.";
        link_cut: "Part of the link is missing. Copy it again, to the very end.",
            "Falta una parte del enlace. Cópielo otra vez, hasta el final.";
        link_mistyped: "Some letters of the link are wrong. Copy it again.",
            "Algunas letras del enlace están mal. Cópielo otra vez.";
        link_newer: "This link was made by a newer version of Groundswell. Reload the page to get that version.",
            "Este enlace se hizo con una versión más nueva de Groundswell. Vuelva a cargar la página para obtenerla.";
        link_malformed: "This link is not valid, so it was not used. Ask for a new one.",
            "Este enlace no es válido, así que no se usó. Pida uno nuevo.";
        link_too_long: "That is too much text for a link. Paste only the link.",
            "Es demasiado texto para un enlace. Pegue solo el enlace.";
        no_relay: "The server did not answer. Nothing was changed. Try again when you have internet.",
            "El servidor no respondió. No se cambió nada. Inténtelo cuando tenga internet.";
        read_only: "This device can read this directory but not change it.",
            "Este dispositivo puede leer este directorio, pero no cambiarlo.";
        read_only_why(name: &str): "With your link to {name}, this device can read but not change it. An editor can send you a link for editing.",
            "Con su enlace a {name}, este dispositivo puede leerlo pero no cambiarlo. Un editor puede enviarle un enlace para editar.";
        join_first: "Join first", "Únase primero";
        is_shared: "Shared", "Compartido";
        an_invitation: "Invitation", "Invitación";

        join: "Join a directory", "Unirse a un directorio";
        join_why: "Somebody shares a directory with you by a link or a QR code. You see what it is before you join.",
            "Alguien comparte un directorio con usted mediante un enlace o código QR. Verá qué es antes de unirse.";
        paste: "The link", "El enlace";
        paste_hint: "Paste it here. You can paste the whole message it came in.",
            "Péguelo aquí. Puede pegar el mensaje completo en que vino.";
        look: "Look at it", "Ver qué es";
        or_scan: "Or scan the QR code", "O escanear el código QR";
        scan: "Scan a QR code", "Escanear un código QR";
        scan_stop: "Stop the camera", "Detener la cámara";
        scan_hint: "Hold the code in front of the camera until it is found. The picture stays on this device.",
            "Ponga el código frente a la cámara hasta que se encuentre. La imagen no sale de este dispositivo.";
        scan_picture: "What the camera sees", "Lo que ve la cámara";
        scan_starting: "The camera is starting", "La cámara se está encendiendo";
        scan_looking: "Looking for a QR code", "Buscando un código QR";
        scan_other: "That QR code is not a link to a directory. Scan another one.",
            "Ese código QR no es un enlace a un directorio. Escanee otro.";
        scan_refused: "The browser may not use the camera. Allow it in the browser’s settings for this page, or paste the link.",
            "El navegador no tiene permiso para usar la cámara. Permítalo en su configuración para esta página, o pegue el enlace.";
        scan_none: "This device has no camera. Paste the link instead.",
            "Este dispositivo no tiene cámara. Pegue el enlace.";
        scan_busy: "The camera can't be used now; another app may be using it. Try again, or paste the link.",
            "Ahora no se puede usar la cámara; quizá otra app la esté usando. Inténtelo de nuevo o pegue el enlace.";
        looking: "Reading the link", "Leyendo el enlace";

        it_says(name: &str): "Invitation to “{name}”", "Invitación a «{name}»";
        no_name: "A directory without a name", "Un directorio sin nombre";
        it_says_why: "Whoever made the link chose that name. Continue if you know who sent it.",
            "El nombre lo eligió quien hizo el enlace. Continúe si sabe quién se lo envió.";
        with_it: "With this link you can", "Con este enlace puede";
        other_relay(relay: &str): "It is synced by another server: {relay}",
            "Se sincroniza por otro servidor: {relay}";
        here_less(access: &str): "This directory is already on this device: you can {access}. With this link you can do more. Nothing here is lost.",
            "Este directorio ya está en este dispositivo: puede {access}. Con este enlace podrá hacer más. Aquí no se pierde nada.";
        here_same: "This directory is already on this device, and the link adds nothing new. Nothing here changes.",
            "Este directorio ya está en este dispositivo y el enlace no añade nada nuevo. Aquí no cambia nada.";
        not_here: "This directory is not on this device yet. Your other directories won't change.",
            "Este directorio aún no está en este dispositivo. Sus otros directorios no cambian.";
        look_inside: "Look inside", "Ver el contenido";
        use_link: "Use this link", "Usar este enlace";
        open_it: "Open the directory", "Abrir el directorio";
        other_link: "Another link", "Otro enlace";
        link_used(name: &str): "You now use the new link to {name}", "Ahora usa el enlace nuevo a {name}";
        opened(name: &str): "{name} is open", "{name} está abierto";

        edit_do: "read and change everything, including what is for members only",
            "leer y cambiar todo, incluido lo que es solo para miembros";
        members_do: "read everything, including what is for members only, but change nothing",
            "leer todo, incluido lo que es solo para miembros, pero no cambiar nada";
        public_do: "read what is public (no people, no members-only contacts), but change nothing",
            "leer lo que es público (sin personas ni contactos solo para miembros), pero no cambiar nada";

        around_why: "It is on this device now. You can look at its pages before you decide.",
            "Ya está en este dispositivo. Puede ver sus páginas antes de decidir.";
        fetching: "Downloading the directory", "Descargando el directorio";
        received(done: &str, total: &str): "{done} of {total}", "{done} de {total}";
        all_here: "Everything is here.", "Ya está todo aquí.";
        reaching: "Connecting to the server…", "Conectando con el servidor…";
        not_reached: "The server can't be reached now. You can join anyway: the directory will fill in once there is internet.",
            "Ahora no hay conexión con el servidor. Puede unirse de todos modos: el directorio se llenará cuando haya internet.";
        join_it: "Join", "Unirse";
        not_now: "Not now", "Ahora no";
        see_groups: "See the groups", "Ver los grupos";
        joined(name: &str): "You joined {name}", "Se unió a {name}";
        declined: "The invitation was removed from this device", "La invitación se quitó de este dispositivo";

        share: "Share", "Compartir";
        share_it: "Share this directory", "Compartir este directorio";
        share_title(name: &str): "Share {name}", "Compartir {name}";
        share_why: "Give others a link or a QR code, and all of you keep one directory together, offline too.",
            "Dé a otras personas un enlace o un código QR y mantengan juntos un mismo directorio, también sin conexión.";
        share_shared: "This directory is shared. Give others a link or a QR code to it.",
            "Este directorio está compartido. Dé a otras personas un enlace o un código QR.";
        share_first: "Changes are sent encrypted; the server can't read them.",
            "Los cambios van cifrados; el servidor no puede leerlos.";
        share_begin: "Start sharing", "Empezar a compartir";
        share_accept_first: "Join this directory first. Then you can share it.",
            "Únase primero a este directorio. Después podrá compartirlo.";
        whom: "Who is this link for?", "¿Para quién es?";
        for_edit: "Editors", "Editores";
        for_members: "Members", "Miembros";
        for_public: "Public", "Público";
        edit_gives: "They can read and change everything, including members-only contacts. Give it only to people you trust.",
            "Pueden leer y cambiar todo, incluidos los contactos solo para miembros. Délo solo a personas de confianza.";
        members_gives: "They can read everything, including people and members-only contacts. They can't change anything.",
            "Pueden leer todo, incluidas las personas y los contactos solo para miembros. No pueden cambiar nada.";
        public_gives: "They can read what is public: no people, no members-only contacts. They can't change anything.",
            "Pueden leer lo que es público: sin personas ni contactos solo para miembros. No pueden cambiar nada.";
        qr_name(whom: &str): "QR code of the link: {whom}", "Código QR del enlace: {whom}";
        qr_how: "Have them point their phone’s camera at it, or send the link.",
            "Pida que apunten con la cámara de su teléfono, o envíe el enlace.";
        qr_too_long: "This link is too long for a QR code. Copy it instead.", "Este enlace es demasiado largo para un código QR. Cópielo.";
        copy: "Copy the link", "Copiar el enlace";
        copied: "Link copied. Anyone who has it can use it.",
            "Enlace copiado. Cualquiera que lo tenga puede usarlo.";
        not_copied: "The browser did not allow copying. Select the text below and copy it.",
            "El navegador no permitió copiar. Seleccione el texto de abajo y cópielo.";
        send: "Send…", "Enviar…";
        invitation_to(name: &str): "Invitation to {name}", "Invitación a {name}";
        print_it: "Print an invitation", "Imprimir una invitación";
        as_text: "The link as text", "El enlace como texto";
        paper_1(name: &str): "You are invited to the directory of {name}.",
            "Le invitamos al directorio de {name}.";
        paper_2: "Point your phone’s camera at the code, or type the address below. Then press “Look inside”.",
            "Apunte al código con la cámara de su teléfono, o escriba la dirección de abajo. Luego presione «Ver el contenido».";
        paper_3: "You don't need an account, and afterwards it works without internet.",
            "No necesita cuenta, y después funciona sin internet.";
        paper_keep: "Anyone who has this sheet can use the link.",
            "Cualquiera que tenga esta hoja puede usar el enlace.";
        by_file: "Share without internet", "Compartir sin internet";
        by_file_why: "You can also exchange a file between two devices: by cable, on a memory card, or in a message. It is merged with what is there. Nothing is overwritten.",
            "También puede pasar un archivo entre dos dispositivos: por cable, en una tarjeta de memoria o en un mensaje. Se combina con lo que hay. No se sobrescribe nada.";
        file_what: "What should the file contain?", "¿Qué debe contener el archivo?";
        file_new(date: &str): "Everything new since the last file, {date}",
            "Todo lo nuevo desde el último archivo, {date}";
        file_new_hint: "For the same people as last time.", "Para las mismas personas que la última vez.";
        file_month: "Changes of the last 30 days", "Los cambios de los últimos 30 días";
        file_month_hint: "For somebody who already has the directory.", "Para quien ya tiene el directorio.";
        file_whole: "The whole directory", "El directorio entero";
        file_whole_hint: "For somebody who does not have it yet. Anyone with this file can read and change everything.",
            "Para quien aún no lo tiene. Quien tenga este archivo puede leer y cambiar todo.";
        file_whole_reads: "For somebody who does not have it yet. Anyone with this file can read it, but not change it.",
            "Para quien aún no lo tiene. Quien tenga este archivo puede leerlo, pero no cambiarlo.";
        file_private: "The file includes what is for members only.",
            "El archivo incluye lo que es solo para miembros.";
        file_make: "Make the file", "Crear el archivo";
        file_made(name: &str, size: &str): "{name} is ready ({size}).", "{name} está listo ({size}).";
        file_save: "Save", "Guardar";
        file_passed: "File sent", "Archivo enviado";
        honest: "Good to know", "Conviene saber";
        honest_remove: "You can't take a link back from one person. To shut somebody out, make new links and give them to everybody else.",
            "No se puede quitar un enlace a una sola persona. Para dejar fuera a alguien, cree enlaces nuevos y délos a todas las demás.";
        honest_editors: "Everybody with the editors' link can do the same things: one editor could pretend to be another.",
            "Todas las personas con el enlace de editores pueden hacer lo mismo: una podría hacerse pasar por otra.";
        honest_relay: "The server can't read the directory. It can see internet addresses, times and amounts of data.",
            "El servidor no puede leer el directorio. Puede ver direcciones de internet, horas y cantidades de datos.";
        honest_page: "Whoever runs this website could change it to spy on you. Use one you trust.",
            "Quien administra este sitio web podría cambiarlo para espiarle. Use uno de confianza.";
        new_links: "New links", "Enlaces nuevos";
        new_links_why: "If a link got into the wrong hands, or somebody should no longer take part.",
            "Si un enlace cayó en malas manos o alguien ya no debe participar.";
        new_links_open: "Make new links…", "Crear enlaces nuevos…";
        new_links_what: "The old links for editors and members stop working, including printed QR codes. Give the new links to everybody who should stay.",
            "Los enlaces antiguos para editores y miembros dejan de funcionar, también los códigos QR impresos. Dé los nuevos a quienes deban seguir.";
        new_links_public: "Public links and posters keep working",
            "Los enlaces y carteles públicos siguen funcionando";
        new_links_public_hint: "If you uncheck this, they stop too, and what is public can only be seen with a new link.",
            "Si quita la marca, también dejan de funcionar y lo público solo se ve con un enlace nuevo.";
        new_links_left: "People who are left out keep what is on their devices now. They get nothing new.",
            "Quienes queden fuera conservan lo que ahora tienen en sus dispositivos. No reciben nada nuevo.";
        new_links_message: "Message to everybody with an old link",
            "Mensaje para quienes tienen un enlace antiguo";
        new_links_message_hint: "People who are left out can read it too. It is shown with your device's name.",
            "También lo leen quienes quedan fuera. Se muestra con el nombre de su dispositivo.";
        new_links_default: "The links to this directory were replaced. Ask the person who gave you yours for a new one.",
            "Los enlaces de este directorio se reemplazaron. Pida uno nuevo a quien le dio el suyo.";
        new_links_make: "Make new links now", "Crear enlaces nuevos ahora";
        new_links_made: "The old links no longer work. Now give the new links to everybody who should stay.",
            "Los enlaces antiguos ya no funcionan. Ahora dé los nuevos a quienes deban seguir.";

        standing: "Sync status", "Estado de la sincronización";
        sync_now: "Sync now", "Sincronizar ahora";
        here: "On this device", "En este dispositivo";
        here_saved: "everything is saved", "todo está guardado";
        to_send: "To send", "Por enviar";
        nothing_waits: "nothing", "nada";
        changes_wait[n]: "{n} change, sent automatically" | "{n} changes, sent automatically",
            "{n} cambio, se envía automáticamente" | "{n} cambios, se envían automáticamente";
        changes_unsent[n]: "{n} change, not sent" | "{n} changes, not sent", "{n} cambio, sin enviar" | "{n} cambios, sin enviar";
        last_synced: "Last synced", "Última sincronización";
        last_heard: "Last change from others", "Último cambio de otras personas";
        never_heard: "none yet", "ninguno aún";
        never_synced: "not yet", "aún no";
        coming: "Downloading", "Descargando";
        now_here: "Here now", "Aquí ahora";
        more_here[n]: "and {n} more" | "and {n} more", "y {n} más" | "y {n} más";
        nobody_else: "nobody else at the moment", "nadie más por el momento";
        relay: "Server", "Servidor";
        live: "connected", "conectado";
        connecting: "connecting", "conectando";
        offline: "Offline. Keep working; it will sync later.", "Sin conexión. Siga; se sincronizará después.";
        refused_version: "The server and this app are different versions. Reload the page.",
            "El servidor y esta app son de versiones distintas. Vuelva a cargar la página.";
        refused_not_allowed: "The server does not accept this link. Ask for a new link.",
            "El servidor no acepta este enlace. Pida uno nuevo.";
        refused_limit: "The server is full or busy. It is tried again later.",
            "El servidor está lleno u ocupado. Se intentará más tarde.";
        refused_read_only: "The server can't save anything new now. It is tried again later.",
            "El servidor no puede guardar nada nuevo ahora. Se intentará más tarde.";
        refused_closed: "The server refuses this directory without saying why. It is tried again later.",
            "El servidor rechaza este directorio sin decir por qué. Se intentará más tarde.";
        refused_other: "The server is not available for this directory now. It is tried again later.",
            "El servidor no atiende este directorio ahora. Se intentará más tarde.";
        people_left_out: "Your link does not include people", "Su enlace no incluye a las personas";
        people_left_out_why: "A members' link shows them. Ask an editor for one.",
            "Un enlace para miembros las muestra. Pídalo a un editor.";
        doubt_relay: "The server loses or holds back changes, or shows people different things. Nothing here is lost. Tell whoever runs it.",
            "El servidor pierde o retiene cambios, o muestra cosas distintas a distintas personas. Aquí no se pierde nada. Avise a quien lo administra.";
        doubt_unreadable[n]: "{n} change from others could not be read and is left out." | "{n} changes from others could not be read and are left out.",
            "No se pudo leer {n} cambio de otras personas y queda fuera." | "No se pudieron leer {n} cambios de otras personas y quedan fuera.";
        doubt_newer[n]: "{n} change comes from a newer version of Groundswell. It is kept. Reload the page to get that version."
            | "{n} changes come from a newer version of Groundswell. They are kept. Reload the page to get that version.",
            "{n} cambio viene de una versión más nueva de Groundswell. Se conserva. Vuelva a cargar la página para obtenerla."
            | "{n} cambios vienen de una versión más nueva de Groundswell. Se conservan. Vuelva a cargar la página para obtenerla.";
    }
}

impl Sharing {
    /// Why a text is no sync link, and what to do.
    pub const fn link_problem(self, problem: LinkProblem) -> &'static str {
        match problem {
            LinkProblem::None => self.link_none(),
            LinkProblem::CutShort => self.link_cut(),
            LinkProblem::Mistyped => self.link_mistyped(),
            LinkProblem::Newer => self.link_newer(),
            LinkProblem::Malformed => self.link_malformed(),
            LinkProblem::TooLong => self.link_too_long(),
        }
    }

    /// How it stands with the relay.
    pub const fn connection(self, connection: Connection) -> &'static str {
        match connection {
            Connection::Offline => self.offline(),
            Connection::Connecting => self.connecting(),
            Connection::Live => self.live(),
            Connection::Refused(Refusal::Version) => self.refused_version(),
            Connection::Refused(Refusal::NotAllowed) => self.refused_not_allowed(),
            Connection::Refused(Refusal::Limit) => self.refused_limit(),
            Connection::Refused(Refusal::ReadOnly) => self.refused_read_only(),
            Connection::Refused(Refusal::Closed) => self.refused_closed(),
            Connection::Refused(Refusal::Other) => self.refused_other(),
        }
    }

    /// What somebody can do: "with this link you can …".
    pub const fn can_do(self, access: Access) -> &'static str {
        match access {
            Access::Edit => self.edit_do(),
            Access::Members => self.members_do(),
            Access::Public => self.public_do(),
        }
    }

    /// Whom a link is for.
    pub const fn meant_for(self, access: Access) -> &'static str {
        match access {
            Access::Edit => self.for_edit(),
            Access::Members => self.for_members(),
            Access::Public => self.for_public(),
        }
    }

    /// What a link lets them do.
    pub const fn gives(self, access: Access) -> &'static str {
        match access {
            Access::Edit => self.edit_gives(),
            Access::Members => self.members_gives(),
            Access::Public => self.public_gives(),
        }
    }
}
