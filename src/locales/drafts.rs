words! {
    /// What is typed and not saved yet.
    Drafts {
        resumed(when: &str): "Your unsaved draft from {when}. Save it when you are ready.",
            "Su borrador sin guardar, {when}. Guárdelo cuando esté listo.";
        discard: "Delete draft", "Eliminar borrador";
        not_kept: "This device cannot keep a draft of what you type. Save before you leave.",
            "Este dispositivo no puede conservar un borrador de lo que escribe. Guarde antes de salir.";
        opening: "Still opening. Your text is safe.", "Abriendo. Su texto está a salvo.";
        unsaved(when: &str): "You have an unsaved draft from {when}.", "Tiene un borrador sin guardar, {when}.";
        unsaved_one(what: &str): "Unsaved draft: {what}.", "Borrador sin guardar: {what}.";
        unsaved_more(what: &str, more: &str): "Unsaved draft: {what}, and {more} more.",
            "Borrador sin guardar: {what}, y {more} más.";
        resume: "Continue", "Continuar";
        changed_since(who: &str, when: &str, fields: &str): "Changed while you were writing, by {who}, {when}: {fields}. You will be asked before anything is overwritten.",
            "Cambiado mientras usted escribía, por {who}, {when}: {fields}. Se le preguntará antes de sobrescribir nada.";
    }
}
