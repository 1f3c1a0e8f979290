use super::*;
use proptest::prelude::*;

/// The kind and the rows of each table, cells parted by a bar.
fn rows(file: &str) -> Vec<(Kind, Vec<String>)> {
    let shown = |contacts: Contacts| {
        let rows = contacts.text.lines().map(|line| line.replace('\t', "|").trim_end_matches('|').to_owned());
        (contacts.kind, rows.collect())
    };
    read(file.as_bytes()).into_iter().map(shown).collect()
}

#[track_caller]
fn check(file: &str, expect: &[(Kind, &[&str])]) {
    let expect: Vec<(Kind, Vec<String>)> = expect
        .iter()
        .map(|(kind, rows)| (*kind, rows.iter().map(|row| (*row).to_owned()).collect()))
        .collect();
    for end in ["\n", "\r\n", "\r"] {
        assert_eq!(rows(&file.replace('\n', end)), expect, "{file}");
    }
}

#[test]
fn cards_of_phones_and_mail_programs_are_read() {
    // iPhone.
    check(
        "BEGIN:VCARD\nVERSION:3.0\nPRODID:-//Apple Inc.//iPhone OS 17.5//EN\nN:Martínez;Rosa;;;\nFN:Rosa Martínez\nORG:Racine Neighbors;\nTITLE:Convener\nEMAIL;type=INTERNET;type=HOME;type=pref:rosa@example.org\nitem1.TEL;type=pref:(262) 555-0143\nitem1.X-ABLabel:_$!<Work>!$_\nTEL;type=CELL;type=VOICE:+1 262 555 0144\nitem2.ADR;type=HOME:;;12 Main St\\, Apt 3;Racine;WI;53403;United States\nitem2.X-ABADR:us\nBDAY:1961-05-02\nPHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ\n SkZJRg==\nNOTE:Speaks Spanish\\nCall after 5\nEND:VCARD\n",
        &[(
            Kind::Person,
            &[
                "Name|E-mail (members only)|Phone (members only)|Phone 2 (members only)|Address (members only)|Notes|Birthday",
                "Rosa Martínez|rosa@example.org [home]|(262) 555-0143 [Work]|+1 262 555 0144 [cell]|12 Main St, Apt 3, Racine, WI 53403, United States [home]|\"Convener, Racine Neighbors",
                "Speaks Spanish",
                "Call after 5\"|1961-05-02",
            ],
        )],
    );
    // Outlook, version 2.1.
    check(
        "BEGIN:VCARD\nVERSION:2.1\nN;LANGUAGE=en-us;CHARSET=Windows-1252;ENCODING=QUOTED-PRINTABLE:Nu=F1ez;Ana\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Ana N=C3=\n=BA=C3=B1ez\nTEL;WORK;VOICE:608-555-0100\nTEL;WORK;FAX:608-555-0101\nADR;WORK;PREF:;;1 Oak St;Madison;WI;53703;USA\nLABEL;WORK;PREF;ENCODING=QUOTED-PRINTABLE:1 Oak St=0D=0A=\nMadison, WI 53703\nEMAIL;PREF;INTERNET:ana@example.org\nEND:VCARD\n",
        &[(
            Kind::Person,
            &[
                "Name|E-mail (members only)|Phone (members only)|Phone 2 (members only)|Address (members only)|Notes|Birthday",
                "Ana Núñez|ana@example.org|608-555-0100 [work]|608-555-0101 [fax]|1 Oak St, Madison, WI 53703, USA [work]",
            ],
        )],
    );
    // Google, version 3.0, and version 4.0 with addresses for values.
    check(
        "BEGIN:VCARD\nVERSION:3.0\nFN:Li Wei\nN:Wei;Li;;;\nitem1.URL:https\\://example.org/li\nitem1.X-ABLabel:PROFILE\nEND:VCARD\nBEGIN:VCARD\nVERSION:4.0\nFN:Sam \"S\" Stone\nTEL;VALUE=uri;PREF=1;TYPE=\"voice,cell\":tel:+1-608-555-0102;ext=12\nEMAIL:mailto:sam@example.org\nEND:VCARD\n",
        &[(
            Kind::Person,
            &[
                "Name|E-mail (members only)|Phone (members only)|Web site (members only)|Notes|Birthday",
                "Li Wei|||https://example.org/li [PROFILE]",
                "\"Sam \"\"S\"\" Stone\"|sam@example.org|+1-608-555-0102 ext. 12 [cell]",
            ],
        )],
    );
}

#[test]
fn organisations_are_groups_and_lists_of_others_are_nothing() {
    check(
        "BEGIN:VCARD\nVERSION:4.0\nKIND:org\nFN:Kenosha Assembly\nEND:VCARD\nBEGIN:VCARD\nVERSION:3.0\nN:;;;;\nORG:Racine Neighbors;Food\nX-ABShowAs:COMPANY\nEND:VCARD\nBEGIN:VCARD\nVERSION:3.0\nFN:All\nX-ADDRESSBOOKSERVER-KIND:group\nEND:VCARD\nBEGIN:VCARD\nVERSION:3.0\nN:Stone;Sam;Q.;Dr.;Jr.\nEND:VCARD\n",
        &[
            (Kind::Person, &["Name|Notes|Birthday", "Dr. Sam Q. Stone Jr."]),
            (Kind::Group, &["Group|Notes|Birthday", "Kenosha Assembly", "Racine Neighbors, Food"]),
        ],
    );
}

#[test]
fn what_is_folded_repeated_within_or_broken_off_is_read() {
    check(
        "BEGIN:VCARD\nVERSION:3.0\nFN:A very \n long name\nTEL:608-555-0100\nTEL;TYPE=home:608-555-0100\nEND:VCARD\nBEGIN:VCARD\nVERSION:3.0\nFN:A very long name\nTEL:608-555-0100\nEND:VCARD\nBEGIN:VCARD\nVERSION:2.1\nFN:Boss\nAGENT:\nBEGIN:VCARD\nFN:Assistant\nEND:VCARD\nEND:VCARD\nBEGIN:VCARD\nFN:Last\nno colon\n",
        &[(
            Kind::Person,
            &["Name|Phone (members only)|Notes|Birthday", "A very long name|608-555-0100", "Boss", "Last"],
        )],
    );
}

#[test]
fn other_files_are_none() {
    for bytes in [&b""[..], b"Name,Phone\n", b"BEGIN:VCALENDAR\n", b"\xff\xfeB"] {
        assert!(!is_vcard(bytes));
    }
    assert!(is_vcard(b"\xef\xbb\xbf\r\nbegin:vcard\r\n"));
    assert_eq!(read(b"BEGIN:VCARD\nEND:VCARD\n"), []);
}

proptest! {
    #[test]
    fn no_file_panics(text in "(BEGIN:VCARD\n)?([A-Z.;=:\"\\\\\n ,ñ]|QUOTED-PRINTABLE|FN:|TEL:|ADR:|=C3|END:VCARD\n){0,60}") {
        for contacts in read(text.as_bytes()) {
            prop_assert!(contacts.records > 0);
        }
    }
}
