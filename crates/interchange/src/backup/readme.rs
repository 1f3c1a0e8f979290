use super::zip::Date;
use groundswell_model::Timestamp;

/// What somebody reads who finds the file years later, in the languages of the app.
pub(super) fn text(name: &str, created: Timestamp) -> String {
    let Date { year, month, day, .. } = Date::of(created);
    let name: String = name.chars().filter(|char| !char.is_control()).collect();
    let text = format!(
        "\u{feff}Groundswell: backup of \"{name}\", {year:04}-{month:02}-{day:02} (UTC)

ENGLISH

KEEP THIS FILE LIKE A KEY. Whoever has it can read everything in the directory, the members' phone numbers
and addresses too, and can change it. Do not mail it or put it where others can fetch it.

To restore: open Groundswell, choose \"Restore from a backup\", and choose this whole file. What is newer in a
directory that you have already stays: the backup is merged into it.

In the file:
  public.automerge    what everybody may see   }} documents that any Automerge program opens
  members.automerge   what only members see    }}
  directory.json      the same in a form that people and other programs can read
  groundswell.json    which directory it is, and its key


ESPAÑOL

GUARDE ESTE ARCHIVO COMO UNA LLAVE. Quien lo tenga puede leer todo el directorio, también los teléfonos y
direcciones de los miembros, y puede cambiarlo. No lo envíe por correo ni lo deje donde otros puedan tomarlo.

Para restaurar: abra Groundswell, elija «Restaurar una copia de seguridad» y elija este archivo completo. Lo
que sea más nuevo en un directorio que ya tenga se conserva: la copia se combina con él.

En el archivo:
  public.automerge    lo que todos pueden ver      }} documentos que abre cualquier programa Automerge
  members.automerge   lo que solo ven los miembros }}
  directory.json      lo mismo en una forma que personas y otros programas pueden leer
  groundswell.json    qué directorio es, y su llave
"
    );
    // Windows' oldest editors show nothing else as lines.
    text.replace('\n', "\r\n")
}
