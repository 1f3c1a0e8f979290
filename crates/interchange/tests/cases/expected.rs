//! What must hold of each case, by its number in `CASES.md`.

use super::seen::Seen;
use groundswell_model::{
    Audience, ContactKind, Field, Status,
    import::{Column, Outcome, RemarkKind},
    meets,
};

/// A case: its number, its files in the order in which they are imported, and what must hold after them.
pub struct Case {
    pub number: &'static str,
    pub files: &'static [&'static str],
    pub holds: fn(&Seen),
}

const fn case(number: &'static str, files: &'static [&'static str], holds: fn(&Seen)) -> Case {
    Case { number, files, holds }
}

pub const CASES: &[Case] = &[
    case("01", &["01-sep-line-bom.csv"], |it| {
        assert_eq!((it.opened.delimiter, it.opened.headings.len()), (';', 3));
        racine_and_kenosha(it);
    }),
    case("02a", &["02a-title-not-padded.csv"], titles),
    case("02c", &["02c-title-padded.csv"], titles),
    case("03", &["03-two-header-rows.csv"], |it| {
        assert_eq!(it.opened.headings, ["Name", "City", "State", "Person", "E-mail", "When"]);
        racine_and_kenosha(it);
        assert_eq!(it.people(), ["Ana Lopez", "Ben Olson"]);
        assert_eq!(it.emails("Lakeside Garden"), ["lakeside@example.org"]);
        assert_eq!(it.group("Lakeside Garden").meets, "Second Friday 6 pm");
    }),
    case("04", &["04-total-and-repeated-header.csv"], |it| {
        assert_eq!(it.names(), ["Riverside Tenants", "Lakeside Garden"]);
        assert!(it.says(3, RemarkKind::HeadingsAgain) && it.says(5, RemarkKind::NoRecord));
        assert!(it.says(6, RemarkKind::NoRecord));
    }),
    case("05", &["05-space-before-quote.csv"], |it| {
        racine_and_kenosha(it);
        assert_eq!(it.phones("Riverside Tenants"), ["+16085550101"]);
        assert_eq!(it.group("Riverside Tenants").meets, "First Monday, 7 pm");
        assert_eq!(it.group("Riverside Tenants").notes, "");
    }),
    case("06", &["06-unclosed-quote.csv"], |it| {
        assert_eq!(it.names().len(), 4);
        assert_eq!(it.group("Riverside Tenants").notes, "Ring twice");
        assert_eq!(it.group("Lakeside Garden").notes, "Side door");
        assert!(it.says(2, RemarkKind::OpenQuote));
    }),
    case("07", &["07-every-line-quoted.csv"], |it| {
        racine_and_kenosha(it);
        assert_eq!(it.emails("Riverside Tenants"), ["riverside@example.org"]);
    }),
    case("08", &["08-backslash-quotes.csv"], |it| {
        let group = it.group("The \"Open Door\", Racine");
        assert_eq!(
            (group.place.town.as_str(), group.notes.as_str()),
            ("Racine", "Say \"hello, friends\" at the desk")
        );
        assert_eq!(it.emails(&group.name), ["opendoor@example.org"]);
    }),
    case("09", &["09-one-nul-byte.csv"], |it| {
        assert_eq!(it.names(), ["Riverside Tenants", "Lakeside Garden"]);
        assert_eq!(it.group("Riverside Tenants").notes, "Ring twice");
    }),
    case("10a", &["10a-macroman-cr.csv"], |it| {
        assert_eq!(it.names(), ["Asociación Montaña", "Élan Café"]);
        assert_eq!(it.people(), ["José Núñez", "Zoë Brûlé"]);
    }),
    case("10b", &["10b-windows-1251.csv"], |it| {
        assert_eq!(it.place("Комитет соседей").0, "Чикаго");
        assert_eq!(it.names().len(), 2);
    }),
    case("10c", &["10c-utf16-tab.txt"], |it| {
        assert_eq!((it.names(), it.people()), (vec!["Asociación Montaña"], vec!["José Núñez"]));
    }),
    case("11", &["11-phones-spoilt-by-excel.csv"], |it| {
        for (name, phone) in [
            ("Float Ten", "+16085550101"),
            ("Formula Text", "+16085550102"),
            ("Apostrophe", "+16085550103"),
            ("Unit Separator", "+16085550104"),
        ] {
            assert_eq!(it.phones(name), [phone]);
            assert_eq!((it.group(name).contacts[0].label.as_str(), it.group(name).notes.as_str()), ("", ""));
        }
        assert_eq!(it.phones("Scientific"), [""; 0]);
        assert_eq!(it.group("Scientific").notes, "Phone: 6.08555E+09");
        assert!(it.says(3, RemarkKind::KeptInNotes));
    }),
    case("12", &["12-phones-of-elsewhere.csv"], |it| {
        assert_eq!(it.phones("London Trunk"), ["+442079460123"]);
        assert_eq!(it.phones("London Double Zero"), ["+442079460124"]);
        for (line, name, phone) in [
            (2, "Groupe Paris", "01 99 00 12 34"),
            (3, "Melbourne Mob", "0491 570 156"),
            (6, "London National", "020 7946 0125"),
        ] {
            assert_eq!(it.phones(name), [""; 0]);
            assert_eq!(it.group(name).notes, format!("Phone: {phone}"));
            assert!(it.says(line, RemarkKind::KeptInNotes));
        }
    }),
    case("13", &["13-several-in-one-cell.csv"], |it| {
        let names = ["Google Style", "Slash", "Space", "Line Break", "Comma and Semicolon"];
        for (at, name) in names.into_iter().enumerate() {
            let number = |of: usize| format!("+160855501{:02}", 2 * at + of);
            let letter = |of: usize| format!("{}@example.org", char::from(b"abcdefghij"[2 * at + of]));
            assert_eq!(it.phones(name), [number(1), number(2)], "{name}");
            assert_eq!(it.emails(name), [letter(0), letter(1)], "{name}");
            assert_eq!(it.group(name).notes, "");
        }
    }),
    case("14", &["14-direction-marks.csv"], |it| {
        assert_eq!(it.names(), ["קבוצת השכנים", "Lakeside Garden", "Riverside Tenants"]);
        assert_eq!(it.group("Riverside Tenants").notes, "Call Ana 608-555-0103 after six");
        assert_eq!(it.phones("Lakeside Garden"), ["+16085550102"]);
    }),
    case("15", &["15-html-entities.csv"], |it| {
        let group = it.group("Food & Justice Circle");
        assert_eq!(Vec::from_iter(&group.topics), ["Food & water", "Housing"]);
        assert_eq!(it.people(), ["Maeve O'Brien"]);
    }),
    case("17", &["17-placeholders.csv"], |it| {
        assert!(it.directory.regions.is_empty() && it.directory.people.is_empty());
        for group in &it.directory.groups {
            assert!(group.topics.is_empty() && group.contacts.is_empty(), "{group:?}");
            assert_eq!((group.meets.as_str(), group.notes.as_str()), ("", ""));
        }
        assert_eq!(it.place("Riverside Tenants"), ("Racine", "WI"));
        assert_eq!(it.place("Lakeside Garden"), ("", "WI"));
        assert_eq!(it.place("West Bend Repair Cafe"), ("", "WI"));
    }),
    case("18", &["18-true-false.csv"], |it| {
        let paused = it.directory.groups.iter().filter(|group| group.status == Status::Paused);
        assert_eq!(paused.map(|group| group.name.as_str()).collect::<Vec<_>>(), ["Lakeside Garden"]);
        assert!(it.directory.groups.iter().all(|group| group.notes.is_empty()));
    }),
    case("19", &["19-one-name-in-two-codings.csv"], |it| {
        assert_eq!(it.names().len(), 3);
        assert_eq!(it.place("Kauaʻi Food Hub").1, "HI");
    }),
    case("20", &["20-and-ampersand-dots.csv"], |it| assert_eq!(it.names().len(), 3)),
    case("21", &["21-saint-and-st.csv"], |it| assert_eq!(it.names(), ["Frogtown Tenants"])),
    case("22", &["22-city-state-zip.csv"], |it| {
        for (name, town, state, zip) in [
            ("Control", "Madison", "WI", "53703"),
            ("Post Office Style", "MADISON", "WI", "53703"),
            ("Comma Before Zip", "Portland", "OR", "97201"),
            ("Lost Zero", "Cambridge", "MA", "2138"),
            ("Dash Zip", "Jersey City", "NJ", "07310"),
            ("Old Short Form", "Charleston", "WV", ""),
            ("Old Short Form Two", "Milwaukee", "WI", ""),
        ] {
            assert_eq!(it.place(name), (town, state), "{name}");
            let notes = &it.group(name).notes;
            assert!(notes.contains(zip) && notes.is_empty() == zip.is_empty(), "{name}: {notes}");
        }
    }),
    case("23b", &["23b-one-group-two-meetings.csv"], |it| {
        assert_eq!(it.group("Riverside Tenants").meets, "Mondays at 7 pm; Thursdays at noon");
    }),
    case("23c", &["23c-two-groups-one-name-one-town.csv"], |it| {
        assert_eq!(it.names(), ["Block Club", "Block Club"]);
        assert!(it.says(3, RemarkKind::Namesake(Some(2))));
    }),
    case("23d", &["23d-venue-and-city.csv"], |it| {
        racine_and_kenosha(it);
        let group = it.group("Riverside Tenants");
        assert!(group.notes.contains("First Methodist Church"), "{group:?}");
        assert_eq!(it.ways(&group.name, ContactKind::Post), ["12 Main St"]);
    }),
    case("24", &["24-decimal-comma.csv"], |it| {
        let place = &it.group("Riverside Tenants").place;
        assert_eq!((place.latitude, place.longitude), (Some(42.7261), Some(-87.7829)));
        let place = &it.group("Lakeside Garden").place;
        assert_eq!((place.latitude, place.longitude), (Some(42.5847), Some(-87.8212)));
    }),
    case("25", &["25-ten-digit-ids.csv"], |it| {
        assert_eq!(it.phones("Riverside Tenants"), ["+16085550101"]);
        assert_eq!(it.phones("Lakeside Garden"), ["+16085550102"]);
        assert_eq!(it.left_out(), ["Member ID", "GEOID"]);
    }),
    case("26", &["26-time-with-a-dot.csv"], |it| {
        assert_eq!(it.opened.guess[2], Column::Field(Field::Meets));
        assert_eq!(it.ways("Riverside Tenants", ContactKind::Web), [""; 0]);
        assert_eq!(it.group("Riverside Tenants").meets, "7.30pm");
    }),
    case("27", &["27-meeting-words.csv"], |it| {
        let read = |name: &str| meets::parse(&it.group(name).meets).map(|read| (read.rule(), read.minutes));
        let rule = |rule: &str, minutes| Some((format!("FREQ={rule}"), minutes));
        for name in ["G1", "G2", "G8", "G9"] {
            assert_eq!(read(name), None, "{name}");
        }
        assert_eq!(read("G4"), rule("WEEKLY;BYDAY=MO,TU,WE,TH,FR", Some(540)));
        assert_eq!(read("G10"), rule("MONTHLY;BYDAY=2WE,4WE", Some(1080)));
        for words in ["1st Sunday at 2", "First Monday at 5", "Cada martes a las 5"] {
            assert_eq!(meets::parse(words), None, "{words}");
        }
        let range = meets::parse("Mondays – Thursdays").unwrap().rule();
        assert_eq!(range, "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH");
    }),
    case("28", &["28-rename-1.csv", "28-rename-2.csv"], |it| {
        assert_eq!(it.names(), ["Racine Tenants Union", "Lakeside Garden"]);
        assert!(it.says(2, RemarkKind::Perhaps) && !it.row(2).take);
        let Outcome::Changed { changes, .. } = &it.row(2).outcome else { panic!("{:?}", it.row(2)) };
        assert_eq!((changes[0].field, changes[0].after.as_str()), (Field::Name, "Renters Together"));
    }),
    case("29", &["29-corrected-1.csv", "29-corrected-2.csv"], |it| {
        assert_eq!(it.emails("Riverside Tenants"), ["riverside@example.org"]);
        assert_eq!(it.phones("Riverside Tenants"), ["+16085550101"]);
        let Outcome::Changed { changes, .. } = &it.row(2).outcome else { panic!("{:?}", it.row(2)) };
        assert!(changes.iter().any(|change| change.before == "riversde@example.org"), "{changes:?}");
    }),
    case("30", &["30-deleted.csv"], |it| {
        let mut directory = it.directory.clone();
        let deleted = directory.groups.remove(0);
        assert_eq!(deleted.name, "Riverside Tenants");
        directory.deleted.push(deleted);
        let it = Seen::into(directory, "30-deleted.csv");
        assert_eq!(it.names(), ["Lakeside Garden"]);
        assert!(it.says(2, RemarkKind::DeletedHere) && !it.row(2).take);
    }),
    case("31", &["31-same-name-without-town.csv"], |it| {
        assert_eq!(it.names().len(), 4);
        for (at, email) in ["madison", "madison-in", "third", "fourth"].into_iter().enumerate() {
            let contacts = &it.directory.groups[at].contacts;
            assert_eq!((contacts.len(), contacts[0].value.as_str()), (1, &*format!("{email}@example.org")));
        }
        assert!(it.says(4, RemarkKind::Namesake(Some(2))));
    }),
    case("32", &["32-outlook-contacts.csv"], |it| {
        racine_and_kenosha(it);
        assert_eq!(it.people(), ["Ana Lopez", "Ben Olson"]);
        assert_eq!(it.phones("Lakeside Garden"), ["+16085550102"]);
    }),
    case("33", &["33-long-note.csv"], |it| {
        assert_eq!(it.names().len(), 2);
        let cut =
            it.preview.rows.iter().flat_map(|row| &row.remarks).find(|remark| remark.kind == RemarkKind::Cut);
        assert_eq!(cut.map(|remark| remark.column), Some(2));
    }),
    case("34", &["34-repeated-headings.csv"], |it| {
        assert_eq!(it.phones("Riverside Tenants"), ["+16085550101", "+16085550102"]);
        assert_eq!(it.emails("Riverside Tenants"), ["a@example.org", "b@example.org"]);
    }),
    case("35", &["35-formulas.csv"], |it| {
        assert_eq!(it.names(), ["=HYPERLINK(\"http://x.example\")", "'tis the season", "+44 Club"]);
        assert_eq!(it.group("+44 Club").notes, "+1 608 555 0101");
    }),
    case("36", &["36-edited-since.csv"], |it| {
        let mut directory = it.directory.clone();
        directory.groups[0].meets = "First Tuesday 7 pm".to_owned();
        directory.groups[0].meta.updated.at = groundswell_model::Timestamp(1);
        let it = Seen::into(directory, "36-edited-since.csv");
        assert_eq!(it.group("Riverside Tenants").meets, "First Tuesday 7 pm");
    }),
    case("37", &["37-fax.csv"], |it| {
        let group = it.group("Riverside Tenants");
        assert_eq!(it.phones(&group.name), ["+16085550101"]);
        let fax = group.contacts.iter().find(|way| way.value.contains("0199")).unwrap();
        assert_eq!((fax.kind, fax.label.as_str()), (ContactKind::Other, "Fax"));
    }),
    case("38", &["38-not-public.csv"], |it| {
        for secret in ["0101", "0102", "riverside@", "lakeside@", "Ana's house", "Key is"] {
            assert!(!it.public().contains(secret), "{secret}");
        }
        assert!(it.group("Riverside Tenants").notes.contains("Meets at Ana's house"));
        assert_eq!(it.phones("Riverside Tenants"), ["+16085550101"]);
        assert!(it.group("Riverside Tenants").contacts.iter().all(|way| way.audience == Audience::Members));
    }),
    case("39", &["39-town-state-zip-lines.csv"], |it| {
        let group = it.group("Upper Valley Pantry");
        assert_eq!((group.place.town.as_str(), group.place.county.as_str()), ("Sherman", "Aroostook"));
        assert_eq!(it.ways(&group.name, ContactKind::Post), ["36 School St, Suite 4\nSherman ME 04776"]);
        for group in &it.directory.groups {
            assert_eq!(meets::parse(&group.meets), None);
        }
    }),
];

fn racine_and_kenosha(it: &Seen) {
    assert_eq!(it.names(), ["Riverside Tenants", "Lakeside Garden"]);
    assert_eq!(it.place("Riverside Tenants"), ("Racine", "WI"));
    assert_eq!(it.place("Lakeside Garden"), ("Kenosha", "WI"));
    assert!(it.is_all_new());
}

fn titles(it: &Seen) {
    assert_eq!(it.opened.headings, ["Group", "Town", "State", "E-mail"]);
    racine_and_kenosha(it);
    assert_eq!((it.row(5).name.as_str(), it.row(6).name.as_str()), ("Riverside Tenants", "Lakeside Garden"));
    assert_eq!(it.emails("Riverside Tenants"), ["riverside@example.org"]);
}
