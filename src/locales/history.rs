words! {
    /// Who changed what, and having it back.
    History {
        title: "History", "Historial";
        title_of(name: &str): "History of {name}", "Historial de {name}";
        why: "Every change, the latest first. Whatever was there can be put back; that is a change like any other.",
            "Cada cambio, primero el último. Lo que hubo se puede volver a poner; eso es un cambio como cualquier otro.";
        to_record: "Back to the record", "Volver a la ficha";
        field: "Show changes of", "Mostrar cambios de";
        all_fields: "All fields", "Todos los campos";
        earlier: "Show earlier changes", "Mostrar cambios anteriores";
        none: "Nothing is known of its changes", "No se sabe nada de sus cambios";
        none_why: "What is not on this device has no history here.", "Lo que no está en este dispositivo no tiene historial aquí.";
        none_of_field: "No change of this field among those shown", "Ningún cambio de este campo entre los mostrados";
        entry(by: &str, at: &str): "{by}, {at}", "{by}, {at}";
        created: "Added it", "Lo añadió";
        public_part: "In the public part", "En la parte pública";
        members_part: "In the part for members", "En la parte para miembros";
        removed: "Taken out:", "Quitado:";
        added: "Put in:", "Puesto:";
        empty: "nothing", "nada";
        left_out[n]: "{n} letter or entry is not shown here." | "{n} letters or entries are not shown here.",
            "{n} letra o entrada no se muestra aquí." | "{n} letras o entradas no se muestran aquí.";
        fields_left_out[n]: "{n} more field is not shown." | "{n} more fields are not shown.",
            "{n} campo más no se muestra." | "{n} campos más no se muestran.";
        unknown[n]: "It also changed {n} value that this version of Groundswell does not know." | "It also changed {n} values that this version of Groundswell does not know.",
            "También cambió {n} valor que esta versión de Groundswell no conoce." | "También cambió {n} valores que esta versión de Groundswell no conoce.";
        put_back: "Put this back", "Volver a poner esto";
        put_back_what(field: &str, value: &str): ": {field}, {value}", ": {field}, {value}";
        is_back(field: &str): "{field}: put back", "{field}: vuelto a poner";
        then: "The record as it was then", "La ficha como era entonces";
        then_at(at: &str): ": {at}", ": {at}";
        then_same: "In all its fields it is now as it was then.", "En todos sus campos está ahora como entonces.";
        then_why: "To put it back would change these fields. What was taken back from the public since stays for members.",
            "Volver a ponerla cambiaría estos campos. Lo que se retiró del público desde entonces queda para miembros.";
        then_put_back: "Put the record back as it was then", "Volver a poner la ficha como era entonces";
        then_is_back(name: &str): "{name} is as it was then", "{name} está como entonces";
        changes: "What changed", "Qué cambió";
        changes_why: "The last changes in this directory, by whichever device and wherever they were made.",
            "Los últimos cambios en este directorio, desde cualquier dispositivo.";
        device: "Device", "Dispositivo";
        all_devices: "All devices", "Todos los dispositivos";
        kind: "Kind", "Tipo";
        all_kinds: "All kinds", "Todos los tipos";
        none_changed: "No change is of this kind", "Ningún cambio es así";
        none_changed_why: "Choose another device or kind.", "Elija otro dispositivo o tipo.";
        changed[n]: "Changed {n} record" | "Changed {n} records", "Cambió {n} ficha" | "Cambió {n} fichas";
        and_more[n]: "and {n} more" | "and {n} more", "y {n} más" | "y {n} más";
        gone: "(deleted)", "(eliminada)";
        undo_since: "Undo what this device did since then…", "Deshacer lo que hizo este dispositivo desde entonces…";
        undo_since_who(by: &str, at: &str): ": {by}, {at}", ": {by}, {at}";
        undo_title(by: &str, at: &str): "Undo what {by} did since {at}", "Deshacer lo que hizo {by} desde {at}";
        undo_looking: "Looking at what that would change…", "Mirando qué cambiaría…";
        undo_changes[n]: "The device made {n} change since then." | "The device made {n} changes since then.",
            "El dispositivo hizo {n} cambio desde entonces." | "El dispositivo hizo {n} cambios desde entonces.";
        undo_records[n]: "{n} record would change:" | "{n} records would change:", "Cambiaría {n} ficha:" | "Cambiarían {n} fichas:";
        undo_nothing: "Nothing would change: what it did is undone already, or others have changed it since.",
            "Nada cambiaría: lo que hizo ya está deshecho, u otros lo han cambiado desde entonces.";
        undo_do: "Undo all of this", "Deshacer todo esto";
        undo_done(by: &str): "What {by} did is undone", "Lo que hizo {by} está deshecho";
        undo_stale: "Something of it has changed meanwhile. This is what undoing would change now.",
            "Algo de esto cambió entretanto. Esto es lo que deshacer cambiaría ahora.";
        undo_more[n]: "{n} more record is not listed here, and is treated alike." | "{n} more records are not listed here, and are treated alike.",
            "{n} ficha más no aparece aquí y se trata igual." | "{n} fichas más no aparecen aquí y se tratan igual.";
        outcome_nothing: "Stays as it is", "Se queda como está";
        outcome_edited: "Goes back in these fields", "Vuelve atrás en estos campos";
        outcome_deleted: "Was added by this device, and is deleted", "La añadió este dispositivo, y se elimina";
        outcome_restored: "Was deleted by this device, and comes back", "La eliminó este dispositivo, y vuelve";
        whole_record: "The whole record", "Toda la ficha";
        left_changed(by: &str, at: &str): "stays: changed since by {by}, {at}", "se queda: cambiado después por {by}, {at}";
        left_disputed: "stays: two people disagree, choose on its page", "se queda: hay dos versiones, elija en su página";
        left_deleted: "stays: somebody else deleted the record", "se queda: otra persona eliminó la ficha";
        left_invalid: "stays: what was there does not hold any more", "se queda: lo que había ya no es válido";
        left_private: "stays for members: publish it on its page if nothing written since is against it",
            "queda para miembros: publíquelo en su página si nada de lo escrito después lo impide";
        left_too_often: "stays: changed too often to undo at once, put it back from its own history",
            "se queda: cambió demasiadas veces para deshacerlo de una vez, vuelva a ponerlo desde su historial";
    }
}
