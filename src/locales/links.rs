//! Words of links that take the place of others: who made them, which of them to use, and what comes of that.

use groundswell_model::message::{Access, LinkRelation};

words! {
    /// Links that take the place of others.
    Links {
        already_replaced: "Somebody else made new links. Ask them for theirs and open it: what you changed here comes along. Nothing was changed here.",
            "Otra persona hizo enlaces nuevos. Pídale el suyo y ábralo: lo que cambió aquí vendrá con usted. Aquí no se cambió nada.";
        unfinished: "The relay stopped answering in the midst of it. The old links may have ended already; nothing is lost. This device goes on by itself with the same new links once the relay answers, and so does another try.",
            "El relé dejó de responder a medias. Puede que los enlaces anteriores ya hayan terminado; no se pierde nada. Este dispositivo sigue por sí solo con los mismos enlaces nuevos en cuanto el relé responda, y también si lo intenta otra vez.";
        not_vouched: "Nothing ties this link to the directory that is on this device, so it was not used. Nothing was sent, and nothing here changed.",
            "Nada une este enlace con el directorio que hay en este dispositivo, así que no se usó. No se envió nada y aquí no cambió nada.";
        made_by(maker: &str, date: &str): "New links were made by {maker} on {date}.", "Los enlaces nuevos los hizo {maker} el {date}.";
        made_by_undated(maker: &str): "New links were made by {maker}.", "Los enlaces nuevos los hizo {maker}.";
        made_by_nobody: "New links were made. They do not say who made them.",
            "Se hicieron enlaces nuevos. No dicen quién los hizo.";
        takes_place: "This link takes the place of the one in use here. Nothing that is here is lost.",
            "Este enlace sustituye al que se usa aquí. No se pierde nada de lo que hay aquí.";
        unknown_device(device: &str): "a device not known here ({device})", "un dispositivo que aquí no se conoce ({device})";
        number: "Number of the links", "Número de los enlaces";
        compare: "Compare this number with the person who gave you the link.",
            "Compare este número con la persona que le dio el enlace.";
        hands_nothing: "Nothing that is on this device is sent to the holders of this link.",
            "No se envía nada de este dispositivo a quienes tienen este enlace.";
        hands_public: "What everybody may see of this directory is then sent to the holders of this link, as it is on this device.",
            "Lo que todo el mundo puede ver de este directorio se enviará entonces, tal como está aquí, a quienes tienen este enlace.";
        hands_all: "Everything in this directory is then sent to the holders of this link, also what is for members only.",
            "Todo lo que hay en este directorio se enviará entonces a quienes tienen este enlace, también lo que es solo para miembros.";
        not_before(button: &str): "Nothing is sent before you press “{button}”.", "No se envía nada antes de que pulse «{button}».";
        now_less(now: &str, then: &str): "Now you can {now}. With this link you can {then}.",
            "Ahora puede {now}. Con este enlace podrá {then}.";
        left_unsent[n]: "{n} change that was made here and not sent yet stays on this device only."
            | "{n} changes that were made here and not sent yet stay on this device only.",
            "{n} cambio hecho aquí y aún no enviado se queda solo en este dispositivo."
            | "{n} cambios hechos aquí y aún no enviados se quedan solo en este dispositivo.";
        left_unsent_any: "What was changed here and not sent yet stays on this device only.",
            "Lo que se cambió aquí y aún no se envió se queda solo en este dispositivo.";
        left_behind[n]: "{n} change made here, which the link in use does not let you send"
            | "{n} changes made here, which the link in use does not let you send",
            "{n} cambio hecho aquí, que el enlace en uso no le deja enviar"
            | "{n} cambios hechos aquí, que el enlace en uso no le deja enviar";
        left_what: "What you changed here before you went over to this link is on this device only. To send it, ask for a link that lets you edit, and open it. Or hand it on as a file, under Share, to somebody who edits. What others write goes on coming.",
            "Lo que cambió aquí antes de pasar a este enlace está solo en este dispositivo. Para enviarlo, pida un enlace que le deje editar y ábralo. O entréguelo como archivo, en Compartir, a alguien que edite. Lo que escriben otras personas sigue llegando.";
        status_left: "Not sent", "Sin enviar";
        status_left_rest: ": this link does not let you send what you changed", ": este enlace no le deja enviar lo que cambió";
        here_newer: "This link was replaced by the one in use here. Nothing changes.",
            "Este enlace se sustituyó por el que se usa aquí. No cambia nada.";
        two_sets: "Two sets of new links were made in place of the same one",
            "Se hicieron dos juegos de enlaces nuevos en lugar del mismo";
        several_sets(sets: &str): "{sets} sets of new links were made in place of the same one",
            "Se hicieron {sets} juegos de enlaces nuevos en lugar del mismo";
        agree_first: "Ask the others first, and agree on one: call them, and compare the numbers. What both hold is brought along; nothing is lost.",
            "Pregunte antes a las demás personas y pónganse de acuerdo en uno: llámelas y comparen los números. Lo que hay en ambos viene con usted; no se pierde nada.";
        agree_on_one: "Nothing is lost, but not everybody may be with you any more. Ask the others, compare the numbers, and agree on one.",
            "No se pierde nada, pero quizá no todas las personas sigan con usted. Pregúnteles, comparen los números y pónganse de acuerdo en uno.";
        set_here: "In use here", "El que se usa aquí";
        set_this: "This link", "Este enlace";
        set_other: "Another one", "Otro";
        set_unseen: "Open that directory, and its page Share shows the number.",
            "Abra ese directorio; su página Compartir muestra el número.";
        set_made(maker: &str): "made by {maker}", "hecho por {maker}";
        set_made_on(maker: &str, date: &str): "made by {maker}, {date}", "hecho por {maker}, {date}";
        set_made_by_nobody: "it does not say who made it", "no dice quién lo hizo";
        keep_links: "Keep these links", "Seguir con estos enlaces";
        links_kept: "The links in use here stay", "Se quedan los enlaces que se usan aquí";
        open_other_link: "Open another link", "Abrir otro enlace";
        use_this_one: "Use this one", "Usar este";
        unrelated: "This is another directory that claims the same name", "Es otro directorio que dice llamarse igual";
        unrelated_why: "Nothing ties this link to the directory that is on this device. Perhaps somebody wants to get at what is here. Or new links were made more than eight times since this device was last with the others, or since this link was made. The link is not used: nothing is sent to it, and nothing here changes.",
            "Nada une este enlace con el directorio que hay en este dispositivo. Quizá alguien quiere llegar a lo que hay aquí. O se hicieron enlaces nuevos más de ocho veces desde que este dispositivo estuvo por última vez con las demás personas, o desde que se hizo este enlace. El enlace no se usa: no se le envía nada y aquí no cambia nada.";
        unrelated_sure: "If you are sure that it is the right one", "Si tiene la certeza de que es el correcto";
        unrelated_1: "Ask somebody you trust, by phone or in person, whether their links have this number.",
            "Pregunte a alguien de confianza, por teléfono o en persona, si sus enlaces tienen este número.";
        unrelated_2: "Open the directory that is here, and make a backup of it in Settings.",
            "Abra el directorio que hay aquí y haga una copia de seguridad en Ajustes.";
        unrelated_3: "Erase it from this device, in Settings too.", "Bórrelo de este dispositivo, también en Ajustes.";
        unrelated_4: "Then open the link again.", "Después abra el enlace otra vez.";
        unrelated_5: "If it lets you edit, restore the backup: what only this device had comes along.",
            "Si le deja editar, restaure la copia: lo que solo tenía este dispositivo vendrá con usted.";
        open_here: "Open the directory that is here", "Abrir el directorio que hay aquí";
        elsewhere(host: &str): "This link belongs to {host}", "Este enlace es de {host}";
        elsewhere_why: "From this page it leads nowhere. Go there if you know whose page it is.",
            "Desde esta página no lleva a ninguna parte. Vaya allí si sabe de quién es.";
        elsewhere_go(host: &str): "Go to {host}", "Ir a {host}";
        elsewhere_unknown: "This link belongs to another page, and leads nowhere from here. Ask the person you had it from where to open it.",
            "Este enlace es de otra página y desde aquí no lleva a ninguna parte. Pregunte a quien se lo dio dónde abrirlo.";
        links_number: "Number of these links, to compare by phone", "Número de estos enlaces, para comparar por teléfono";
        new_links_anyway: "Make new links all the same", "Hacer enlaces nuevos de todos modos";
        new_links_anyway_open: "Make new links all the same…", "Hacer enlaces nuevos de todos modos…";
        new_links_anyway_why: "Your link was replaced by somebody else’s. Where theirs is not to be trusted, or nobody gives it to you, you can make your own.",
            "Otra persona sustituyó su enlace. Si el suyo no es de fiar, o nadie se lo da, puede hacer los suyos propios.";
        new_links_anyway_what: "There will then be two sets of new links, and everybody has to choose one. Talk to the others first, if you can.",
            "Habrá entonces dos juegos de enlaces nuevos y cada persona tendrá que elegir uno. Hable antes con las demás, si puede.";
        closed: "Your link has ended: new links were made", "Su enlace terminó: se hicieron enlaces nuevos";
        closed_what: "What is on this device stays. To go on together, ask the person you had the link from for a new one, and open it.",
            "Lo que hay en este dispositivo se queda. Para seguir en común, pida un enlace nuevo a quien le dio el suyo y ábralo.";
        closed_unsent[n]: "{n} change made here has not been sent. Ask for the new link and open it: it comes along."
            | "{n} changes made here have not been sent. Ask for the new link and open it: they come along.",
            "{n} cambio hecho aquí no se ha enviado. Pida el enlace nuevo y ábralo: vendrá con usted."
            | "{n} cambios hechos aquí no se han enviado. Pida el enlace nuevo y ábralo: vendrán con usted.";
        closed_ask: "Ask for the new link and open it.", "Pida el enlace nuevo y ábralo.";
        closed_several: "There are several notices. None of them is official: ask somebody you trust which links are right.",
            "Hay varios avisos. Ninguno es oficial: pregunte a alguien de confianza qué enlaces son los correctos.";
        what_to_do: "What to do", "Qué hacer";
        wrote(maker: &str): "{maker} wrote:", "{maker} escribió:";
        somebody_wrote: "Somebody wrote:", "Alguien escribió:";
        wrote_nothing: "New links were made, without a word.", "Se hicieron enlaces nuevos, sin una palabra.";
        their_number: "Number of their links", "Número de sus enlaces";
        more_notices[n]: "and {n} more notice" | "and {n} more notices", "y {n} aviso más" | "y {n} avisos más";
        nothing_there: "The relay has nothing of this directory yet. This device waits for somebody who has it.",
            "El relé aún no tiene nada de este directorio. Este dispositivo espera a alguien que lo tenga.";
        nothing_here: "Nothing has come yet", "Aún no ha llegado nada";
        status_empty: "Nothing yet", "Nada aún";
        status_empty_rest: ": waiting for somebody who has it", ": a la espera de alguien que lo tenga";
        status_rivals: "Choose a link", "Elija enlace";
        status_rivals_rest: ": new ones were made twice", ": se hicieron nuevos dos veces";
        backup_unknown: "This backup does not say whether the directory was shared. If it was, open a link of today first, before you share it from here: your changes then go to the others. Nothing is lost either way.",
            "Esta copia no dice si el directorio estaba compartido. Si lo estaba, abra antes un enlace de hoy, y no lo comparta desde aquí hasta entonces: así sus cambios llegan a las demás personas. En ningún caso se pierde nada.";
        share_apart: "This directory came from a backup that does not say whether it was shared. If others have it already, ask them for a link of today and open it first. If you share it without one, and they made new links since, it is shared apart from them, until you open their link for editing. Nothing is lost either way.",
            "Este directorio viene de una copia que no dice si estaba compartido. Si otras personas ya lo tienen, pídales un enlace de hoy y ábralo antes. Si lo comparte sin él, y hicieron enlaces nuevos después, se compartirá aparte de ellas, hasta que abra su enlace para editar. En ningún caso se pierde nada.";
        open_a_link: "Open a link", "Abrir un enlace";
        backup_joins: "This directory was shared. This device joins again when you restore it.",
            "Este directorio estaba compartido. Al restaurarlo, este dispositivo se vuelve a unir.";
        backup_same_links: "The links in this backup are the ones in use here.", "Los enlaces de esta copia son los que se usan aquí.";
        backup_older: "The links in this backup were replaced since. What is in it is merged, and the links in use here stay.",
            "Los enlaces de esta copia se sustituyeron después. Lo que contiene se une y se quedan los enlaces que se usan aquí.";
        backup_newer: "The links in this backup are newer than those in use here. What is in it is merged, and the links in use here stay. To use the newer ones, ask for the link and open it.",
            "Los enlaces de esta copia son más nuevos que los que se usan aquí. Lo que contiene se une y se quedan los enlaces que se usan aquí. Para usar los más nuevos, pida el enlace y ábralo.";
        backup_more: "The links in this backup let you do more than those in use here. To use them, ask for the link and open it.",
            "Los enlaces de esta copia permiten hacer más que los que se usan aquí. Para usarlos, pida el enlace y ábralo.";
        backup_rival: "The links in this backup are others than those in use here. What is in it is merged, and the links in use here stay.",
            "Los enlaces de esta copia son otros que los que se usan aquí. Lo que contiene se une y se quedan los enlaces que se usan aquí.";
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
