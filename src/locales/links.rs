//! Words of links that take the place of others: who made them, which of them to use, and what comes of that.

use groundswell_model::message::{Access, LinkRelation};

words! {
    /// Links that take the place of others.
    Links {
        already_replaced: "Somebody else made new links. Ask them for one and open it: what you changed here comes along. Nothing was changed here.",
            "Otra persona creó enlaces nuevos. Pídale uno y ábralo: lo que cambió aquí vendrá con usted. Aquí no se cambió nada.";
        unfinished: "The server stopped answering before everything was done. The old links may no longer work. Nothing is lost. The new links are finished by themselves once the server answers, or when you try again.",
            "El servidor dejó de responder antes de terminar. Puede que los enlaces antiguos ya no funcionen. No se pierde nada. Los enlaces nuevos se terminarán solos cuando el servidor responda, o cuando lo intente de nuevo.";
        not_vouched: "Nothing connects this link with the directory on this device, so it was not used. Nothing was sent, and nothing here changed.",
            "Nada relaciona este enlace con el directorio de este dispositivo, así que no se usó. No se envió nada y aquí no cambió nada.";
        made_by(maker: &str, date: &str): "{maker} made new links on {date}.",
            "{maker} creó enlaces nuevos el {date}.";
        made_by_undated(maker: &str): "{maker} made new links.", "{maker} creó enlaces nuevos.";
        made_by_nobody: "New links were made. They don't say who made them.",
            "Se crearon enlaces nuevos. No dicen quién los creó.";
        takes_place: "This link replaces the one you use now. Nothing here is lost.",
            "Este enlace reemplaza el que usa ahora. Aquí no se pierde nada.";
        unknown_device(device: &str): "an unknown device ({device})", "un dispositivo desconocido ({device})";
        number: "Number of these links", "Número de estos enlaces";
        compare: "Compare this number with the person who gave you the link.",
            "Compare este número con la persona que le dio el enlace.";
        hands_nothing: "Nothing on this device is sent to people with this link.",
            "No se envía nada de este dispositivo a quienes tienen este enlace.";
        hands_public: "What is public in this directory is then sent to people with this link, as it is on this device.",
            "Lo que es público en este directorio se enviará entonces a quienes tienen este enlace, tal como está en este dispositivo.";
        hands_all: "Everything in this directory is then sent to people with this link, including what is for members only.",
            "Todo lo que hay en este directorio se enviará entonces a quienes tienen este enlace, incluido lo que es solo para miembros.";
        not_before(button: &str): "Nothing is sent until you press “{button}”.",
            "No se envía nada hasta que presione «{button}».";
        now_less(now: &str, then: &str): "Now you can {now}. With this link you can {then}.",
            "Ahora puede {now}. Con este enlace podrá {then}.";
        left_unsent[n]: "{n} change made here that was not sent yet stays on this device only."
            | "{n} changes made here that were not sent yet stay on this device only.",
            "{n} cambio hecho aquí que aún no se envió se queda solo en este dispositivo."
            | "{n} cambios hechos aquí que aún no se enviaron se quedan solo en este dispositivo.";
        left_unsent_any: "Changes made here that were not sent yet stay on this device only.",
            "Los cambios hechos aquí que aún no se enviaron se quedan solo en este dispositivo.";
        left_behind[n]: "{n} change made here that your link does not let you send" | "{n} changes made here that your link does not let you send",
            "{n} cambio hecho aquí que su enlace no le permite enviar" | "{n} cambios hechos aquí que su enlace no le permite enviar";
        left_what: "What you changed before you switched to this link is on this device only. To send it, ask for an editors' link and open it. Or give it to an editor as a file: see Share. You still get what others write.",
            "Lo que cambió antes de pasar a este enlace está solo en este dispositivo. Para enviarlo, pida un enlace de editores y ábralo. O entréguelo a un editor como archivo: vea Compartir. Sigue recibiendo lo que escriben otras personas.";
        status_left: "Not sent", "Sin enviar";
        status_left_rest: ": your link does not let you send your changes",
            ": su enlace no le permite enviar sus cambios";
        here_newer: "The link you use now already replaced this one. Nothing changes.",
            "El enlace que usa ahora ya reemplazó a este. No cambia nada.";
        two_sets: "Two sets of new links were made", "Se crearon dos juegos de enlaces nuevos";
        several_sets(sets: &str): "{sets} sets of new links were made",
            "Se crearon {sets} juegos de enlaces nuevos";
        agree_first: "Talk to the others first and agree on one set: call them and compare the numbers. What both sets have comes along. Nothing is lost.",
            "Hable antes con las demás personas y pónganse de acuerdo en uno: llámelas y comparen los números. Lo que hay en ambos viene con usted. No se pierde nada.";
        agree_on_one: "Nothing is lost, but some people may use the other links. Talk to the others, compare the numbers, and agree on one set.",
            "No se pierde nada, pero algunas personas quizá usen los otros enlaces. Hable con las demás, comparen los números y pónganse de acuerdo en uno.";
        set_here: "The one you use now", "El que usa ahora";
        set_this: "This link", "Este enlace";
        set_other: "Another one", "Otro";
        set_unseen: "Open that directory: its Share page shows the number.",
            "Abra ese directorio: su página Compartir muestra el número.";
        set_made(maker: &str): "made by {maker}", "creado por {maker}";
        set_made_on(maker: &str, date: &str): "made by {maker}, {date}", "creado por {maker}, {date}";
        set_made_by_nobody: "does not say who made it", "no dice quién lo creó";
        keep_links: "Keep these links", "Conservar estos enlaces";
        links_kept: "You keep the links you use now", "Conserva los enlaces que usa ahora";
        open_other_link: "Open another link", "Abrir otro enlace";
        use_this_one: "Use this one", "Usar este";
        unrelated: "This is another directory that claims the same name",
            "Es otro directorio que dice llamarse igual";
        unrelated_why: "Nothing connects this link with the directory on this device. Maybe somebody wants to get at what is here. Or new links were made more than eight times since this device last synced, or since this link was made. The link is not used: nothing is sent, and nothing here changes.",
            "Nada relaciona este enlace con el directorio de este dispositivo. Quizá alguien quiere llegar a lo que hay aquí. O se crearon enlaces nuevos más de ocho veces desde que este dispositivo se sincronizó por última vez, o desde que se creó este enlace. El enlace no se usa: no se envía nada y aquí no cambia nada.";
        unrelated_sure: "If you are sure it is the right one", "Si tiene la certeza de que es el correcto";
        unrelated_1: "Ask somebody you trust, by phone or in person, if their links have this number.",
            "Pregunte a alguien de confianza, por teléfono o en persona, si sus enlaces tienen este número.";
        unrelated_2: "Open the directory on this device, and make a backup of it in Settings.",
            "Abra el directorio de este dispositivo y haga una copia de seguridad en Configuración.";
        unrelated_3: "Erase it from this device, also in Settings.",
            "Bórrelo de este dispositivo, también en Configuración.";
        unrelated_4: "Then open the link again.", "Después abra el enlace otra vez.";
        unrelated_5: "If you can edit with it, restore the backup: what only this device had comes along.",
            "Si con él puede editar, restaure la copia: lo que solo tenía este dispositivo vendrá con usted.";
        open_here: "Open the directory on this device", "Abrir el directorio de este dispositivo";
        elsewhere(host: &str): "This link belongs to {host}", "Este enlace es de {host}";
        elsewhere_why: "It does not work on this page. Go there if you know whose page it is.",
            "En esta página no funciona. Vaya allí si sabe de quién es la página.";
        elsewhere_go(host: &str): "Go to {host}", "Ir a {host}";
        elsewhere_unknown: "This link belongs to another website and does not work here. Ask the person who gave it to you where to open it.",
            "Este enlace es de otro sitio web y aquí no funciona. Pregunte a quien se lo dio dónde abrirlo.";
        links_number: "Number of these links, to compare by phone", "Número de estos enlaces, para comparar por teléfono";
        new_links_anyway: "Make new links anyway", "Crear enlaces nuevos de todos modos";
        new_links_anyway_open: "Make new links anyway…", "Crear enlaces nuevos de todos modos…";
        new_links_anyway_why: "Somebody else's links replaced yours. If you don't trust theirs, or nobody gives you one, you can make your own.",
            "Los enlaces de otra persona reemplazaron los suyos. Si no confía en ellos, o nadie le da uno, puede crear los suyos.";
        new_links_anyway_what: "There will then be two sets of new links, and everybody has to choose one. Talk to the others first if you can.",
            "Habrá entonces dos juegos de enlaces nuevos y cada persona tendrá que elegir uno. Hable antes con las demás, si puede.";
        closed: "Your link was replaced: new links were made",
            "Su enlace se reemplazó: se crearon enlaces nuevos";
        closed_what: "What is on this device stays. To keep working together, ask the person who gave you your link for a new one, and open it.",
            "Lo que hay en este dispositivo se queda. Para seguir trabajando juntos, pida un enlace nuevo a quien le dio el suyo y ábralo.";
        closed_unsent[n]: "{n} change made here was not sent. Ask for the new link and open it: the change comes along."
            | "{n} changes made here were not sent. Ask for the new link and open it: they come along.",
            "{n} cambio hecho aquí no se envió. Pida el enlace nuevo y ábralo: vendrá con usted."
            | "{n} cambios hechos aquí no se enviaron. Pida el enlace nuevo y ábralo: vendrán con usted.";
        closed_ask: "Ask for the new link and open it.", "Pida el enlace nuevo y ábralo.";
        closed_several: "There are several messages about new links, and none is official. Ask somebody you trust which links are right.",
            "Hay varios mensajes sobre enlaces nuevos y ninguno es oficial. Pregunte a alguien de confianza qué enlaces son los correctos.";
        what_to_do: "What to do", "Qué hacer";
        wrote(maker: &str): "{maker} wrote:", "{maker} escribió:";
        somebody_wrote: "Somebody wrote:", "Alguien escribió:";
        wrote_nothing: "New links were made, without a message.", "Se crearon enlaces nuevos, sin mensaje.";
        their_number: "Number of their links", "Número de sus enlaces";
        more_notices[n]: "and {n} more message" | "and {n} more messages",
            "y {n} mensaje más" | "y {n} mensajes más";
        nothing_there: "The server has nothing from this directory yet. This device waits for somebody who has it.",
            "El servidor aún no tiene nada de este directorio. Este dispositivo espera a alguien que lo tenga.";
        nothing_here: "Nothing has arrived yet", "Aún no ha llegado nada";
        status_empty: "Nothing yet", "Nada aún";
        status_empty_rest: ": waiting for somebody who has it", ": a la espera de alguien que lo tenga";
        status_rivals: "Choose a link", "Elija un enlace";
        status_rivals_rest: ": two sets of new ones", ": hay dos juegos nuevos";
        backup_unknown: "This backup does not say whether the directory was shared. If it was, open a current link before you share it from here: then your changes go to the others. Nothing is lost either way.",
            "Esta copia no dice si el directorio estaba compartido. Si lo estaba, abra un enlace actual antes de compartirlo desde aquí: así sus cambios llegan a las demás personas. En ningún caso se pierde nada.";
        backup_alone: "This directory was not shared when the backup was made, so it is not shared after you restore it. If it was shared later, open a current link to sync with the others again.",
            "Este directorio no estaba compartido cuando se hizo la copia, así que no lo estará al restaurarlo. Si se compartió después, abra un enlace actual para volver a sincronizarse con los demás.";
        share_apart: "This directory came from a backup and is not shared now. If others have it, ask them for a current link and open it first. If you share it without one, yours and theirs may stay apart until you open their editors' link. Nothing is lost either way.",
            "Este directorio viene de una copia de seguridad y ahora no está compartido. Si otras personas lo tienen, pídales un enlace actual y ábralo primero. Si lo comparte sin él, el suyo y el de ellas pueden quedar separados hasta que abra su enlace de editores. En ningún caso se pierde nada.";
        open_a_link: "Open a link", "Abrir un enlace";
        backup_joins: "This directory was shared. When you restore it, this device syncs with the others again.",
            "Este directorio estaba compartido. Al restaurarlo, este dispositivo vuelve a sincronizarse con los demás.";
        backup_same_links: "The links in this backup are the ones you use now.",
            "Los enlaces de esta copia son los que usa ahora.";
        backup_older: "The links in this backup were replaced. What is in it is merged, and you keep the links you use now.",
            "Los enlaces de esta copia se reemplazaron. Lo que contiene se combina y usted conserva los enlaces que usa ahora.";
        backup_newer: "The links in this backup are newer than yours. What is in it is merged, and you keep the links you use now. To use the newer ones, ask for the link and open it.",
            "Los enlaces de esta copia son más nuevos que los suyos. Lo que contiene se combina y usted conserva los enlaces que usa ahora. Para usar los más nuevos, pida el enlace y ábralo.";
        backup_more: "The links in this backup let you do more than the ones you use now. To use them, ask for the link and open it.",
            "Los enlaces de esta copia le permiten hacer más que los que usa ahora. Para usarlos, pida el enlace y ábralo.";
        backup_rival: "The links in this backup are not the ones you use now. What is in it is merged, and you keep the links you use now.",
            "Los enlaces de esta copia no son los que usa ahora. Lo que contiene se combina y usted conserva los enlaces que usa ahora.";
        join_anew: "Join with a new link", "Unirse con un enlace nuevo";
    }
}

impl Links {
    /// What is sent to the holders of a link that is used, and that nothing is before.
    pub fn hands_over(self, what: Option<Access>, button: &str) -> String {
        let what = match what {
            None => return self.hands_nothing().to_owned(),
            Some(Access::Public) => self.hands_public(),
            Some(Access::Members | Access::Edit) => self.hands_all(),
        };
        format!("{what} {}", self.not_before(button))
    }

    /// How the links in a backup stand to those in use here, and what comes of them.
    pub const fn backup_links(self, relation: LinkRelation) -> &'static str {
        match relation {
            LinkRelation::New => self.backup_joins(),
            LinkRelation::Same => self.backup_same_links(),
            LinkRelation::More => self.backup_more(),
            LinkRelation::Newer => self.backup_newer(),
            LinkRelation::Older => self.backup_older(),
            LinkRelation::Rival | LinkRelation::Unrelated => self.backup_rival(),
        }
    }
}
