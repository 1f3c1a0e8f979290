//! Words of sharing: sync links, invitations, and how it stands with the neighbours.

use super::words;
use groundswell_model::message::LinkProblem;

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
            "El servidor de enlace no respondió. No se cambió nada; inténtelo cuando haya conexión.";
        read_only: "This device may read this directory and not change it.",
            "Este dispositivo puede leer este directorio, pero no cambiarlo.";
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
}
