words! {
    /// People.
    People {
        title: "People", "Personas";
        add: "Add a person", "Añadir una persona";
        search: "Search name, group or action group", "Buscar nombre, grupo o grupo de acción";
        all[n]: "{n} person" | "{n} people", "{n} persona" | "{n} personas";
        any_role: "Any role", "Cualquier función";
        none_yet: "No people yet", "Aún no hay personas";
        none_yet_why: "Add the people who call groups together, answer for them, or take part. Only members see them, unless they agreed to be public.",
            "Añada a las personas que convocan los grupos, responden por ellos o participan. Solo los miembros las ven, salvo que hayan aceptado aparecer en público.";
        none_found: "Nobody matches", "Nadie coincide";
        none_found_why: "Try fewer words, or any role.", "Pruebe con menos palabras o con cualquier función.";
        show_all: "Show everybody", "Mostrar a todas las personas";
        choose_one: "Choose a person to see them here", "Elija una persona para verla aquí";
        as_in(role: &str, place: &str): "{role}, {place}", "{role}, {place}";
        more_roles[n]: "and {n} more role" | "and {n} more roles", "y {n} función más" | "y {n} funciones más";
        no_roles: "No role yet", "Aún sin función";
        gone_place: "no longer in the directory", "ya no está en el directorio";
        new_person: "New person", "Persona nueva";
        role: "Role", "Función";
        place: "Where", "Dónde";
        place_hint: "Type a few letters of a group, action group or region, then choose it.",
            "Escriba unas letras de un grupo, grupo de acción o región y elíjalo.";
        place_chosen(place: &str): "Chosen: {place}", "Elegido: {place}";
        places_found[n]: "{n} place found" | "{n} places found", "{n} lugar encontrado" | "{n} lugares encontrados";
        no_place: "Nothing has that name", "Nada tiene ese nombre";
        whole_network: "the whole network", "toda la red";
        add_role: "Add a role", "Añadir una función";
        remove_role(what: &str): "Remove the role {what}", "Quitar la función {what}";
    }
}
