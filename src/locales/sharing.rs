//! Words of sharing: sync links, invitations, and how it stands with the neighbours.

use groundswell_model::message::{Access, Connection, LinkProblem, Refusal};

words! {
    /// Sync links, invitations, and how it stands with the neighbours.
    Sharing {
        link_none: "There is no sync link in it. A sync link ends in “#join=” and many letters.",
            "Ahí no hay ningún enlace de sincronización. Termina en «#join=» y muchas letras.";
        link_cut: "The link was cut short. Copy it again, to its very end.",
            "El enlace está cortado. Cópielo otra vez, hasta el final.";
        link_mistyped: "Letters of the link were changed on the way. Copy it again.",
            "Algunas letras del enlace cambiaron por el camino. Cópielo otra vez.";
        link_newer: "A newer version of Groundswell made this link. Load the page again to get it.",
            "Este enlace lo hizo una versión más nueva de Groundswell. Vuelva a cargar la página para tenerla.";
        link_malformed: "The link says something that is not allowed, and was left alone.",
            "El enlace dice algo que no está permitido, y no se usó.";
        link_too_long: "That is more text than a link. Paste the link alone.",
            "Eso es más texto que un enlace. Pegue solo el enlace.";
        no_relay: "The relay did not answer. Nothing was changed; try again when there is a connection.",
            "El relé no respondió. No se cambió nada; inténtelo cuando haya conexión.";
        read_only: "This device may read this directory and not change it.",
            "Este dispositivo puede leer este directorio, pero no cambiarlo.";
        read_only_why(name: &str): "Your link to {name} lets this device read, not change. Whoever may edit can send you a link that does.",
            "Su enlace a {name} permite a este dispositivo leer, no cambiar. Quien puede editar puede enviarle uno que sí.";
        join_first: "Join first", "Únase primero";
        is_shared: "Shared", "Compartido";
        an_invitation: "Invitation", "Invitación";

        join: "Join a directory", "Unirse a un directorio";
        join_why: "A neighbour shares a directory with a link or a QR code. You see what it is before you join.",
            "Un directorio se comparte con un enlace o un código QR. Verá qué es antes de unirse.";
        paste: "The link", "El enlace";
        paste_hint: "Paste it here. The whole message that it came in is fine.",
            "Péguelo aquí. También sirve el mensaje entero en que vino.";
        look: "Look at it", "Ver qué es";
        or_scan: "Or scan the QR code", "O escanear el código QR";
        scan: "Scan a QR code", "Escanear un código QR";
        scan_stop: "Stop the camera", "Parar la cámara";
        scan_hint: "Hold the code in front of the camera until it is found. The picture stays on this device.",
            "Ponga el código delante de la cámara hasta que se encuentre. La imagen no sale de este dispositivo.";
        scan_picture: "What the camera sees", "Lo que ve la cámara";
        scan_starting: "The camera is starting", "La cámara se está encendiendo";
        scan_looking: "Looking for a QR code", "Buscando un código QR";
        scan_other: "That QR code is no sync link. Look for another one.",
            "Ese código QR no es un enlace de sincronización. Busque otro.";
        scan_refused: "The browser was not allowed to use the camera. Allow it in the browser’s settings for this page, or paste the link.",
            "El navegador no tiene permiso para usar la cámara. Permítalo en sus ajustes para esta página, o pegue el enlace.";
        scan_none: "There is no camera here. Paste the link instead.", "Aquí no hay cámara. Pegue el enlace.";
        scan_busy: "The camera cannot be used now; another app may have it. Try again, or paste the link.",
            "La cámara no se puede usar ahora; quizá la tenga otra app. Inténtelo de nuevo o pegue el enlace.";
        looking: "Reading the link", "Leyendo el enlace";

        it_says(name: &str): "It says it is “{name}”", "Dice que es «{name}»";
        no_name: "A directory without a name", "Un directorio sin nombre";
        it_says_why: "Whoever made the link wrote the name. Go on if you know whom it comes from.",
            "El nombre lo puso quien hizo el enlace. Siga si sabe de quién viene.";
        with_it: "With this link you can", "Con este enlace puede";
        other_relay(relay: &str): "It is kept in step by another relay: {relay}", "Se mantiene al día por otro relé: {relay}";
        here_less(access: &str): "This directory is on this device already: you can {access}. With this link you can do more. Nothing that is here is lost.",
            "Este directorio ya está en este dispositivo: puede {access}. Con este enlace podrá más. No se pierde nada de lo que hay aquí.";
        here_same: "This directory is on this device already, and the link brings nothing new. Nothing that is here changes.",
            "Este directorio ya está en este dispositivo y el enlace no trae nada nuevo. No cambia nada de lo que hay aquí.";
        not_here: "This directory is not on this device yet. It comes beside those that are here; nothing of them changes.",
            "Este directorio aún no está en este dispositivo. Vendrá junto a los que ya hay; estos no cambian.";
        look_inside: "Look inside", "Ver el contenido";
        use_link: "Use this link", "Usar este enlace";
        open_it: "Open the directory", "Abrir el directorio";
        other_link: "Another link", "Otro enlace";
        link_used(name: &str): "The new link to {name} is in use", "El enlace nuevo a {name} está en uso";
        opened(name: &str): "{name} is open", "{name} está abierto";

        edit_do: "read and change everything, also what is for members only",
            "leer y cambiar todo, también lo que es solo para miembros";
        members_do: "read everything, also what is for members only, and change nothing",
            "leer todo, también lo que es solo para miembros, y no cambiar nada";
        public_do: "read what everybody may see: no people, no contacts for members, and change nothing",
            "leer lo que todos pueden ver: sin personas ni contactos para miembros, y no cambiar nada";

        around_why: "It is on this device now, and open. You can look at its pages before you decide.",
            "Ya está en este dispositivo y abierto. Puede ver sus páginas antes de decidir.";
        fetching: "The directory is coming in", "El directorio está llegando";
        received(done: &str, total: &str): "{done} of {total}", "{done} de {total}";
        all_here: "Everything is here.", "Ya está todo aquí.";
        reaching: "Reaching the relay…", "Conectando con el relé…";
        not_reached: "The relay cannot be reached now. You can join all the same: the directory fills by itself once there is a connection.",
            "Ahora no hay conexión con el relé. Puede unirse igualmente: el directorio se llenará solo cuando la haya.";
        join_it: "Join", "Unirse";
        not_now: "Not now", "Ahora no";
        see_groups: "See the groups", "Ver los grupos";
        joined(name: &str): "You joined {name}", "Se ha unido a {name}";
        declined: "The invitation is gone from this device", "La invitación ya no está en este dispositivo";

        share: "Share", "Compartir";
        share_it: "Share this directory", "Compartir este directorio";
        share_title(name: &str): "Share {name}", "Compartir {name}";
        share_why: "Give neighbours a link or a QR code, and all of you keep one directory, offline too.",
            "Dé a otras personas un enlace o un código QR y todas llevarán un mismo directorio, también sin conexión.";
        share_shared: "This directory is shared. Give others a link or a QR code to it.",
            "Este directorio está compartido. Dé a otras personas un enlace o un código QR.";
        share_first: "From then on this device sends your changes to the relay, sealed, and fetches those of your neighbours. The relay cannot read them.",
            "Desde entonces este dispositivo envía sus cambios al relé, sellados, y trae los de las demás personas. El relé no puede leerlos.";
        share_begin: "Start sharing", "Empezar a compartir";
        share_accept_first: "Join this directory first; then you can pass it on.", "Únase primero a este directorio; después podrá compartirlo.";
        whom: "Whom is the link for?", "¿Para quién es el enlace?";
        for_edit: "For those who keep it up to date", "Para quienes lo mantienen al día";
        for_members: "For members who only read", "Para miembros que solo leen";
        for_public: "For everybody", "Para todo el mundo";
        edit_gives: "They read and change everything, including the contacts for members. Give it only to people you trust.",
            "Leen y cambian todo, incluidos los contactos para miembros. Délo solo a personas de confianza.";
        members_gives: "They read everything, including people and the contacts for members. They change nothing.",
            "Leen todo, incluidas las personas y los contactos para miembros. No cambian nada.";
        public_gives: "They read the public card of each group: no people, no contacts for members. They change nothing.",
            "Leen la ficha pública de cada grupo: sin personas ni contactos para miembros. No cambian nada.";
        qr_name(whom: &str): "QR code of the link. {whom}", "Código QR del enlace. {whom}";
        qr_how: "Let them point their phone’s camera at it, or send the link.",
            "Pida que apunten con la cámara del teléfono, o envíe el enlace.";
        qr_too_long: "This link is too long for a QR code. Copy it instead.", "Este enlace es demasiado largo para un código QR. Cópielo.";
        copy: "Copy the link", "Copiar el enlace";
        copied: "The link is copied. Whoever has it can use it.", "El enlace está copiado. Quien lo tenga puede usarlo.";
        not_copied: "The browser did not allow copying. Select the text below and copy it.",
            "El navegador no permitió copiar. Seleccione el texto de abajo y cópielo.";
        send: "Send it…", "Enviarlo…";
        invitation_to(name: &str): "Invitation to {name}", "Invitación a {name}";
        print_it: "Print an invitation", "Imprimir una invitación";
        as_text: "The link as text", "El enlace como texto";
        paper_1(name: &str): "You are invited to the directory of {name}.", "Esta es una invitación al directorio de {name}.";
        paper_2: "Point your phone’s camera at the code, or type the address below, and press “Look inside”.",
            "Apunte al código con la cámara del teléfono, o escriba la dirección de abajo, y pulse «Ver el contenido».";
        paper_3: "There is no account, and it opens without a network from then on.",
            "No hace falta cuenta, y desde entonces se abre sin conexión.";
        paper_keep: "Whoever has this sheet can use the link.", "Quien tenga esta hoja puede usar el enlace.";
        by_file: "Without a network", "Sin conexión";
        by_file_why: "Two devices can also hand each other a file: over a cable, on a memory card, or in a message. It is merged with what is there; nothing is overwritten.",
            "Dos dispositivos también pueden pasarse un archivo: por cable, en una tarjeta de memoria o en un mensaje. Se une con lo que hay; nada se sobrescribe.";
        file_what: "What is to be in the file?", "¿Qué debe llevar el archivo?";
        file_new(date: &str): "What is new since the last file, {date}", "Lo nuevo desde el último archivo, {date}";
        file_new_hint: "For the same people as that one.", "Para las mismas personas que aquel.";
        file_month: "The changes of the last 30 days", "Los cambios de los últimos 30 días";
        file_month_hint: "For somebody who has the directory already.", "Para quien ya tiene el directorio.";
        file_whole: "The whole directory", "El directorio entero";
        file_whole_hint: "For somebody who does not have it yet. Whoever has the file can read and change everything.",
            "Para quien aún no lo tiene. Quien tenga el archivo puede leer y cambiar todo.";
        file_private: "It holds what is for members only too, as far as this device has it.",
            "También lleva lo que es solo para miembros, hasta donde este dispositivo lo tiene.";
        file_make: "Make the file", "Hacer el archivo";
        file_made(name: &str, size: &str): "{name} is ready ({size}).", "{name} está listo ({size}).";
        file_save: "Save it", "Guardarlo";
        file_passed: "The file is on its way.", "El archivo va en camino.";
        honest: "What you should know", "Lo que conviene saber";
        honest_remove: "A link cannot be taken back from one person. To shut somebody out, make new links and give them to all others.",
            "Un enlace no se puede quitar a una sola persona. Para dejar fuera a alguien, haga enlaces nuevos y délos a los demás.";
        honest_editors: "Everybody with the edit link counts as the same: one editor could pose as another.",
            "Todas las personas con el enlace de edición cuentan como la misma: una podría hacerse pasar por otra.";
        honest_relay: "The relay cannot read the directory. It sees from which addresses, when and how much is sent.",
            "El relé no puede leer el directorio. Ve desde qué direcciones, cuándo y cuánto se envía.";
        honest_page: "Whoever serves this page could serve a bad one that reads along. Use one that you trust.",
            "Quien ofrece esta página podría ofrecer una mala que lo lea todo. Use una de confianza.";
        new_links: "New links", "Enlaces nuevos";
        new_links_why: "When a link got into the wrong hands, or somebody should no longer take part.",
            "Si un enlace cayó en malas manos o alguien ya no debe participar.";
        new_links_open: "Make new links…", "Hacer enlaces nuevos…";
        new_links_what: "The old links for editors and members stop working, QR codes on paper too. Give the new ones to all who should stay.",
            "Los enlaces antiguos para quienes editan y para miembros dejan de funcionar, también los códigos en papel. Dé los nuevos a quienes deban seguir.";
        new_links_public: "Links and posters for everybody (public links) keep working",
            "Los enlaces y carteles para todo el mundo (públicos) siguen funcionando";
        new_links_public_hint: "Without the tick they stop too: what is public is then seen with a new link only.",
            "Sin la marca también dejan de funcionar: lo público se verá solo con un enlace nuevo.";
        new_links_left: "Those who are left out keep what they have on their devices until now. They get nothing new.",
            "Quienes queden fuera conservan lo que ya tienen en sus dispositivos. No reciben nada nuevo.";
        new_links_message: "What they are told", "Qué se les dice";
        new_links_message_hint: "Everybody with an old link reads it, also those who are left out. It is shown as yours, as plain text.",
            "Lo leen todas las personas con un enlace antiguo, también quienes quedan fuera. Se muestra como suyo, como simple texto.";
        new_links_default: "The links of this directory were renewed. Ask the person you had yours from for a new one.",
            "Los enlaces de este directorio se renovaron. Pida uno nuevo a quien le dio el suyo.";
        new_links_make: "Make new links now", "Hacer enlaces nuevos ya";
        new_links_made: "The old links are closed. Now give the new ones to all who should stay.",
            "Los enlaces antiguos están cerrados. Ahora dé los nuevos a quienes deban seguir.";

        standing: "How it stands with the neighbours", "Cómo va con las demás personas";
        here: "On this device", "En este dispositivo";
        here_saved: "everything is saved", "todo está guardado";
        to_send: "To send", "Por enviar";
        nothing_waits: "nothing", "nada";
        changes_wait[n]: "{n} change; it is sent by itself" | "{n} changes; they are sent by themselves",
            "{n} cambio; se envía solo" | "{n} cambios; se envían solos";
        changes_unsent[n]: "{n} change, not sent" | "{n} changes, not sent", "{n} cambio, sin enviar" | "{n} cambios, sin enviar";
        last_synced: "Last synced", "Última sincronización";
        last_heard: "Last news from others", "Últimas novedades de otras personas";
        never_heard: "nothing yet", "nada aún";
        never_synced: "not yet", "aún no";
        coming: "Coming in", "Llegando";
        now_here: "Here now", "Aquí ahora";
        more_here[n]: "and {n} more" | "and {n} more", "y {n} más" | "y {n} más";
        nobody_else: "nobody else at the moment", "nadie más por el momento";
        relay: "Relay", "Relé";
        live: "connected", "conectado";
        connecting: "connecting", "conectando";
        offline: "not connected; that is fine, you can go on working", "sin conexión; no pasa nada, puede seguir trabajando";
        refused_version: "it and this app are of versions that do not go together; load the page again",
            "el relé y esta app son de versiones que no encajan; vuelva a cargar la página";
        refused_not_allowed: "it does not let this link in; ask for a new link", "no deja entrar con este enlace; pida uno nuevo";
        refused_limit: "it is full or was asked too often; it is tried again later", "está lleno o recibió demasiadas peticiones; se intentará luego";
        refused_read_only: "it cannot keep anything new now; it is tried again later", "ahora no puede guardar nada nuevo; se intentará luego";
        refused_closed: "it refuses this directory without showing a notice; it is tried again", "rechaza este directorio sin mostrar un aviso; se intentará de nuevo";
        refused_other: "it does not serve this directory now; it is tried again later", "ahora no atiende este directorio; se intentará luego";
        people_left_out: "People are not part of your link", "Las personas no son parte de su enlace";
        people_left_out_why: "A link for members brings them.", "Vienen con un enlace para miembros.";
        doubt_relay: "The relay holds changes back, loses some, or shows different people different things. Nothing here is lost. Tell whoever runs it.",
            "El relé retiene o pierde cambios, o muestra cosas distintas a personas distintas. Aquí no se pierde nada. Avise a quien lo lleva.";
        doubt_unreadable[n]: "{n} change from a neighbour could not be read and stays out." | "{n} changes from neighbours could not be read and stay out.",
            "No se pudo leer {n} cambio de otra persona y queda fuera." | "No se pudieron leer {n} cambios de otras personas y quedan fuera.";
        doubt_newer[n]: "{n} change comes from a newer version of the app. It is kept; load the page again to get that version."
            | "{n} changes come from a newer version of the app. They are kept; load the page again to get that version.",
            "{n} cambio viene de una versión más nueva de la app. Se guarda; vuelva a cargar la página para tenerla."
            | "{n} cambios vienen de una versión más nueva de la app. Se guardan; vuelva a cargar la página para tenerla.";
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
