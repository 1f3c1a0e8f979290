words! {
    /// Who changed what, and having it back.
    History {
        title: "History", "Historial";
        title_of(name: &str): "History of {name}", "Historial de {name}";
        why: "Every change, newest first. You can put back any earlier value. That is a change like any other.",
            "Todos los cambios, del más reciente al más antiguo. Puede volver a poner cualquier valor anterior. Eso es un cambio como cualquier otro.";
        to_record: "Back to the record", "Volver a la ficha";
        field: "Show changes of", "Mostrar cambios de";
        all_fields: "All fields", "Todos los campos";
        earlier: "Show earlier changes", "Mostrar cambios anteriores";
        none: "No changes are known", "No se conocen cambios";
        none_why: "Only what is on this device has a history here.",
            "Solo lo que está en este dispositivo tiene historial aquí.";
        none_of_field: "None of the changes shown is to this field",
            "Ninguno de los cambios mostrados es de este campo";
        entry(by: &str, at: &str): "{by}, {at}", "{by}, {at}";
        created: "Added it", "Lo añadió";
        public_part: "In the public part", "En la parte pública";
        members_part: "In the part for members", "En la parte para miembros";
        removed: "Removed:", "Quitado:";
        added: "Added:", "Añadido:";
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
        then_same: "All its fields are the same now as they were then.",
            "Todos sus campos están ahora igual que entonces.";
        then_why: "Putting it back changes these fields. What was made members-only since then stays members-only.",
            "Volver a ponerla cambia estos campos. Lo que desde entonces pasó a ser solo para miembros se queda así.";
        then_put_back: "Put the record back as it was then", "Volver a poner la ficha como era entonces";
        then_is_back(name: &str): "{name} is as it was then", "{name} está como entonces";
        changes: "What changed", "Qué cambió";
        changes_why: "The latest changes in this directory, made on any device.",
            "Los cambios más recientes en este directorio, hechos en cualquier dispositivo.";
        device: "Device", "Dispositivo";
        all_devices: "All devices", "Todos los dispositivos";
        kind: "Kind", "Tipo";
        all_kinds: "All kinds", "Todos los tipos";
        none_changed: "No changes match", "Ningún cambio coincide";
        none_changed_why: "Choose another device or kind.", "Elija otro dispositivo o tipo.";
        changed[n]: "Changed {n} record" | "Changed {n} records", "Cambió {n} ficha" | "Cambió {n} fichas";
        and_more[n]: "and {n} more" | "and {n} more", "y {n} más" | "y {n} más";
        gone: "(deleted)", "(eliminada)";
        undo_since: "Undo everything this device did since then…",
            "Deshacer todo lo que hizo este dispositivo desde entonces…";
        undo_since_who(by: &str, at: &str): ": {by}, {at}", ": {by}, {at}";
        undo_title(by: &str, at: &str): "Undo what {by} did since {at}", "Deshacer lo que hizo {by} desde {at}";
        undo_looking: "Checking what that would change…", "Revisando qué cambiaría…";
        undo_changes[n]: "The device made {n} change since then." | "The device made {n} changes since then.",
            "El dispositivo hizo {n} cambio desde entonces." | "El dispositivo hizo {n} cambios desde entonces.";
        undo_records[n]: "{n} record would change:" | "{n} records would change:", "Cambiaría {n} ficha:" | "Cambiarían {n} fichas:";
        undo_nothing: "Nothing would change. What it did is already undone, or others have changed it since.",
            "No cambiaría nada. Lo que hizo ya está deshecho, u otras personas lo han cambiado desde entonces.";
        undo_do: "Undo all of this", "Deshacer todo esto";
        undo_done(by: &str): "What {by} did is undone", "Lo que hizo {by} está deshecho";
        undo_stale: "Some of this has changed just now. This is what undoing would change now.",
            "Algo de esto acaba de cambiar. Esto es lo que cambiaría ahora al deshacer.";
        undo_more[n]: "{n} more record is not listed here. The same happens to it." | "{n} more records are not listed here. The same happens to them.",
            "{n} ficha más no aparece aquí. Le ocurre lo mismo." | "{n} fichas más no aparecen aquí. Les ocurre lo mismo.";
        outcome_nothing: "Stays as it is", "Se queda como está";
        outcome_edited: "These fields go back", "Estos campos vuelven atrás";
        outcome_deleted: "This device added it: it is deleted", "La añadió este dispositivo: se elimina";
        outcome_restored: "This device deleted it: it is restored", "La eliminó este dispositivo: se restaura";
        whole_record: "The whole record", "Toda la ficha";
        left_changed(by: &str, at: &str): "stays: {by} changed it later, {at}",
            "se queda: {by} lo cambió después, {at}";
        left_disputed: "stays: two people changed this, choose on its page",
            "se queda: dos personas cambiaron esto, elija en su página";
        left_deleted: "stays: somebody else deleted the record", "se queda: otra persona eliminó la ficha";
        left_invalid: "stays: what was there before is not valid now",
            "se queda: lo que había antes ya no es válido";
        left_private: "stays members-only: you can make it public on its page",
            "se queda solo para miembros: puede hacerlo público en su página";
        left_too_often: "stays: it changed too often to undo at once; put it back from its own history",
            "se queda: cambió demasiadas veces para deshacerlo de una vez; vuelva a ponerlo desde su historial";
    }
}
