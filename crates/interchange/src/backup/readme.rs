use super::zip::Date;
use groundswell_model::{Timestamp, validate::unprintable};

/// What somebody reads who finds the file years later, in the languages of the app.
pub(super) fn text(name: &str, created: Timestamp, edits: bool) -> String {
    let (name, day) = (plain(name), day(created));
    let (may, puede) = if edits {
        (
            "can read everything in the directory, the members' phone numbers\nand addresses too, and can change it.",
            "puede leer todo el directorio, también los teléfonos y\ndirecciones de los miembros, y puede cambiarlo.",
        )
    } else {
        (
            "can read the directory as far as the device could that\nmade this file. It does not let anybody change the directory.",
            "puede leer el directorio hasta donde podía el\ndispositivo que hizo este archivo. No permite cambiar el directorio.",
        )
    };
    let text = format!(
        "\u{feff}Groundswell: backup of \"{name}\", {day} (UTC)

ENGLISH

KEEP THIS FILE LIKE A KEY. Whoever has it {may} Do not mail it or put it where others can fetch it.

To restore: open Groundswell, choose \"Restore a backup\", and choose this whole file. What is newer in a
directory that you have already stays: the backup is merged into it.

In the file:
  public.automerge    what everybody may see   }} documents that any Automerge program opens
  members.automerge   what only members see    }}
  directory.json      the same in a form that people and other programs can read
  groundswell.json    which directory it is, and its key


ESPAÑOL

GUARDE ESTE ARCHIVO COMO UNA LLAVE. Quien lo tenga {puede} No lo envíe por correo ni lo deje donde otros puedan tomarlo.

Para restaurar: abra Groundswell, elija «Restaurar una copia de seguridad» y elija este archivo completo. Lo
que sea más nuevo en un directorio que ya tenga se conserva: la copia se combina con él.

En el archivo:
  public.automerge    lo que todos pueden ver      }} documentos que abre cualquier programa Automerge
  members.automerge   lo que solo ven los miembros }}
  directory.json      lo mismo en una forma que personas y otros programas pueden leer
  groundswell.json    qué directorio es, y su llave
"
    );
    lines(&text)
}

/// The same of an archive of changes.
pub(super) fn of_changes(name: &str, created: Timestamp) -> String {
    let (name, day) = (plain(name), day(created));
    let text = format!(
        "\u{feff}Groundswell: changes to \"{name}\", {day} (UTC)

ENGLISH

For somebody who already has this directory. Open it in Groundswell, choose \"Share\", then \"Add a shared file\",
and choose this whole file. It is merged with what is there; nothing is overwritten. It may include what
is for members only: give it only to members.

ESPAÑOL

Para quien ya tiene este directorio. Ábralo en Groundswell, elija «Compartir», luego «Añadir un archivo», y elija este
archivo completo. Se combina con lo que hay; nada se sobrescribe. Puede incluir lo que es solo para
miembros: délo solo a ellos.
"
    );
    lines(&text)
}

/// A name as it may stand in a line: with nothing that breaks the line or turns the direction of what follows.
pub(super) fn plain(name: &str) -> String {
    let breaks = |char: char| unprintable(char) || matches!(char, '\u{2028}' | '\u{2029}');
    name.chars().filter(|char| !breaks(*char)).collect()
}

fn day(moment: Timestamp) -> String {
    let Date { year, month, day, .. } = Date::of(moment);
    format!("{year:04}-{month:02}-{day:02}")
}

/// Windows' oldest editors show nothing else as lines.
fn lines(text: &str) -> String {
    text.replace('\n', "\r\n")
}
