use super::*;

const EMAIL: Column = Column::Contact(ContactKind::Email, Audience::Members);
const PHONE: Column = Column::Contact(ContactKind::Phone, Audience::Members);
const WEB: Column = Column::Contact(ContactKind::Web, Audience::Public);

#[track_caller]
fn check(text: &str, expect: &[Column]) {
    let table = Table::read("a.csv", text.as_bytes()).unwrap();
    assert_eq!(columns(&table), expect, "{text}");
}

#[test]
fn the_shared_spreadsheets_headings_are_understood() {
    check(
        "Group,Where,County,Region,Contact person,E-mail,Phone #,Web site,When we meet,Action work groups,Since,Notes\n\
         A,\"Milwaukee, WI\",Milwaukee Co.,Southeast,Lena,a@example.org,639-555-0100,a.example.org,Mondays,Labor,2011,x\n",
        &[
            Column::Field(Field::Name),
            Column::Where,
            Column::Field(Field::County),
            Column::RegionName,
            Column::ContactPerson,
            EMAIL,
            PHONE,
            WEB,
            Column::Field(Field::Meets),
            Column::Field(Field::Topics),
            Column::Field(Field::Founded),
            Column::Field(Field::Notes),
        ],
    );
    check(
        "name,town,county,state,county_fips,latitude,longitude,time_zone,contact,email,phone,website,meets,issues,founded,about\n\
         A,B,Cook,IL,17031,41.5,-87.6,America/Chicago,Lor,a@example.org,428-555-0100,https://a.example.org,Mondays,Climate,2011,x\n",
        &[
            Column::Field(Field::Name),
            Column::Field(Field::Town),
            Column::Field(Field::County),
            Column::Field(Field::State),
            Column::Field(Field::CountyFips),
            Column::Field(Field::Latitude),
            Column::Field(Field::Longitude),
            Column::Field(Field::TimeZone),
            Column::ContactPerson,
            EMAIL,
            PHONE,
            WEB,
            Column::Field(Field::Meets),
            Column::Field(Field::Topics),
            Column::Field(Field::Founded),
            Column::Field(Field::About),
        ],
    );
}

#[test]
fn spanish_headings_are_understood() {
    check(
        "Nombre,Ciudad,Condado,Estado,Región,Correo,Teléfono,Sitio web,¿Cuándo?,Temas,Desde,Notas,Situación,Zona horaria\n\
         A,Madison,Dane,WI,Sur,a@example.org,608-555-0100,a.example.org,Lunes,Agua,2011,x,Activo,America/Chicago\n",
        &[
            Column::Field(Field::Name),
            Column::Field(Field::Town),
            Column::Field(Field::County),
            Column::Field(Field::State),
            Column::RegionName,
            EMAIL,
            PHONE,
            WEB,
            Column::Field(Field::Meets),
            Column::Field(Field::Topics),
            Column::Field(Field::Founded),
            Column::Field(Field::Notes),
            Column::Field(Field::Status),
            Column::Field(Field::TimeZone),
        ],
    );
    check("Grupo,Estado\nA,En pausa\n", &[Column::Field(Field::Name), Column::Field(Field::Status)]);
}

#[test]
fn values_correct_headings() {
    check("Group,Reach us\nA,a@example.org\nB,b@example.org\n", &[Column::Field(Field::Name), EMAIL]);
    check("Group,Contact\nA,608-555-0100\n", &[Column::Field(Field::Name), PHONE]);
    check("Group,Phone\nA,a@example.org\n", &[Column::Field(Field::Name), EMAIL]);
    check("Group,Where\nA,Milwaukee\n", &[Column::Field(Field::Name), Column::Field(Field::Town)]);
    check("Group,City\nA,\"Milwaukee, WI\"\n", &[Column::Field(Field::Name), Column::Where]);
    check("ID,Group\n1,A\n", &[Column::Ignore, Column::Field(Field::Name)]);
    check("Group,Address 1 - Region\nA,WI\n", &[Column::Field(Field::Name), Column::Field(Field::State)]);
    check("What,608 area\nA,x\n", &[Column::Field(Field::Name), Column::RegionName]);
}

#[test]
fn a_name_beside_a_group_is_a_persons() {
    check("Name,Group\nRosa,A\n", &[Column::ContactPerson, Column::Field(Field::Name)]);
    check("Name,Phone\nA,608-555-0100\n", &[Column::Field(Field::Name), PHONE]);
}

#[test]
fn repeated_contacts_are_all_taken_and_fields_once() {
    check(
        "Group,Phone,Phone 2,E-mail (public),Town,City\nA,608-555-0100,608-555-0101,a@example.org,Madison,Madison\n",
        &[
            Column::Field(Field::Name),
            PHONE,
            PHONE,
            Column::Contact(ContactKind::Email, Audience::Public),
            Column::Field(Field::Town),
            Column::Ignore,
        ],
    );
}

#[test]
fn a_column_of_names_is_found_without_a_heading() {
    check(
        "x,,\nA,1,a@example.org\nB,2,b@example.org\n",
        &[Column::Field(Field::Name), Column::Ignore, EMAIL],
    );
}

#[test]
fn a_file_of_this_app_means_what_its_headings_say() {
    check(
        "Group,Town,Contact person (members only),Estado,Id\nA,\"Madison, WI\",0.a,Activo,0123456789abcdefghj0\n",
        &[
            Column::Field(Field::Name),
            Column::Field(Field::Town),
            Column::ContactPerson,
            Column::Field(Field::State),
            Column::Id,
        ],
    );
}

#[test]
fn a_column_whose_heading_leaves_a_doubt_comes_before_nobody_but_members() {
    let values = [
        (&["Website", "Web page", "Sitio web", "Página web"][..], "https://b.example.org"),
        (&["About", "Description", "Acerca de", "Descripción"], "We sing."),
        (&["Meets", "Meeting time", "Reuniones", "Horario"], "Mondays at 7"),
    ];
    let marks = [
        "(members)",
        "(miembros)",
        "(integrantes)",
        "(socios)",
        "- members",
        "(not public)",
        "(ask first)",
        "(ask before sharing)",
        "- no sharing",
        "(do not share)",
        "(no divulgar)",
        "(no distribuir)",
        "(no compartir)",
        "(preguntar antes)",
        "(board eyes)",
        "(uso del comité directivo)",
    ];
    let check = |heading: &str, value: &str| {
        let table = Table::read("a.csv", format!("Group,{heading}\nA,{value}\n").as_bytes()).unwrap();
        let column = columns(&table)[1];
        let holds = matches!(
            column,
            Column::Ignore | Column::Field(Field::Notes) | Column::Contact(_, Audience::Members)
        );
        assert!(holds, "{heading}: {column:?}");
    };
    for (headings, value) in values {
        for heading in headings {
            for mark in marks {
                check(&format!("{heading} {mark}"), value);
            }
        }
    }
    for heading in [
        "Members' website",
        "Members website",
        "For members: website",
        "Sitio de miembros",
        "Sitio web privado",
    ] {
        check(heading, "https://b.example.org");
    }
}

#[test]
fn a_column_for_everybody_is_found_in_more_words() {
    for heading in [
        "Website URL",
        "Group website",
        "Our web page",
        "Website (if any)",
        "Sitio web del grupo",
        "Facebook page",
    ] {
        check(&format!("Group,{heading}\nA,https://b.example.org\n"), &[Column::Field(Field::Name), WEB]);
    }
    for heading in ["Regular meeting time", "When do you meet?", "Día de la reunión"] {
        check(
            &format!("Group,{heading}\nA,Mondays\n"),
            &[Column::Field(Field::Name), Column::Field(Field::Meets)],
        );
    }
}
