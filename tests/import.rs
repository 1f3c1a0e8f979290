//! The main job: a network's own spreadsheet becomes its directory.

use std::fs;

use anyhow::ensure;
use journeys::{NETWORK, Person, button, checkbox, data, field, heading, item, journey, link, part, until};

#[test]
fn a_spreadsheet_as_it_is_becomes_a_directory_in_every_engine() -> anyhow::Result<()> {
    journey(async |person| {
        person.opens("/").await?;
        person.reads("No account needed.").await?;
        person.starts_directory(NETWORK).await?;
        person.previews_import(&data("wisconsin-groups.csv")).await?;
        // 26 groups, one of them twice; the duplicate says which row it repeats and why.
        sees_tally(person, &["26 new groups", "1 duplicate row"]).await?;
        person.reads("New regions: ").await?;
        let twice = || item("").holding("KENOSHA COMMUNITY ASSEMBLY").holding("Duplicate");
        person.sees(twice().holding("Same group as Row 5:")).await?;
        person.sees(twice().holding("the same name")).await?;
        // Odd forms are made uniform, and the preview says so.
        person
            .reads(
                "“MILWAUKEECOMMUNITYASSEMB@EXAMPLE.ORG” is saved as “milwaukeecommunityassemb@example.org”",
            )
            .await?;
        person.presses(button("").starting("Import ")).await?;
        person.sees(heading("The import is done")).await?;
        person.goes_to("Groups").await?;
        person.sees_groups(26).await?;
        sees_uniform_forms(person).await?;
        finds_groups(person).await?;
        corrects_and_adds(person).await
    })
}

#[test]
fn the_same_file_again_changes_nothing_and_a_changed_copy_only_what_differs() -> anyhow::Result<()> {
    journey(async |person| {
        person.begins_with_wisconsin().await?;
        // Again: nothing is new, nothing can be taken in.
        person.previews_import(&data("wisconsin-groups.csv")).await?;
        sees_tally(person, &["1 duplicate row", "26 unchanged rows"]).await?;
        ensure!(
            person.attribute_of(button("Import 0 rows"), "disabled").await?.is_some(),
            "nothing to import"
        );
        person.gives_import_up().await?;
        // A copy with one time corrected and one group more.
        let text = fs::read_to_string(data("wisconsin-groups.csv"))?;
        let line = text.lines().find(|line| line.starts_with("Racine County Grassroots")).unwrap_or_default();
        let corrected = line.replace("\"1st and 3rd Tuesday, 7:00 pm\"", "Second Sunday at 3 pm");
        ensure!(corrected != line, "the time of {line} is corrected");
        let more = "Baraboo Neighbors,\"Baraboo, WI\",Sauk,South Central,,baraboo@example.org,,,First Monday 7 pm,Housing,2024,\r\n";
        let changed = person.scratch().join("changed.csv");
        fs::write(
            &changed,
            text.replace(line, &corrected).trim_end_matches(",\r\n").to_owned() + "\r\n" + more,
        )?;
        person.previews_import(&changed).await?;
        sees_tally(person, &["1 new group", "1 changed group", "1 duplicate row", "25 unchanged rows"])
            .await?;
        let difference = item("").holding("Racine County Grassroots").holding("Changed");
        person
            .sees(difference.holding("1st and 3rd Tuesday, 7:00 pm").holding("Second Sunday at 3 pm"))
            .await?;
        // The new one is left out: just the correction is taken.
        person.checks(checkbox("").about("Baraboo Neighbors"), false).await?;
        person.presses(button("Import 1 row")).await?;
        person.sees(heading("The import is done")).await?;
        person.goes_to("Groups").await?;
        person.sees_groups(26).await?;
        person.opens_group("Racine County Grassroots").await?;
        person.reads("Second Sunday at 3 pm").await
    })
}

#[test]
fn an_import_given_up_leaves_nothing_and_one_undone_takes_everything_back() -> anyhow::Result<()> {
    journey(async |person| {
        person.opens("/").await?;
        person.starts_directory(NETWORK).await?;
        person.previews_import(&data("wisconsin-groups.csv")).await?;
        person.gives_import_up().await?;
        person.goes_to("Groups").await?;
        person.sees_groups(0).await?;
        person.goes_to("Regions").await?;
        person.sees(heading("No regions yet")).await?;
        person.imports(&data("wisconsin-groups.csv")).await?;
        person.presses(button("Undo the import")).await?;
        person.sees(heading("The import was undone")).await?;
        person.goes_to("Groups").await?;
        person.sees_groups(0).await?;
        person.goes_to("People").await?;
        person.sees(heading("No people yet")).await?;
        // What was taken back stays so.
        person.reloads().await?;
        person.goes_to("Groups").await?;
        person.sees_groups(0).await
    })
}

#[test]
fn columns_in_any_order_and_language_are_understood_and_can_be_told_otherwise() -> anyhow::Result<()> {
    journey(async |person| {
        person.opens("/").await?;
        person.starts_directory("Red de Base").await?;
        // Semicolons, Windows-1252, Spanish headings, a formula, a wrong address.
        let text = "Teléfono;Ciudad;Grupo;Correo electrónico;Color\r\n\
            608-555-0100;Mazomanie;Compañeros de Mazomanie;companeros@example.org;azul\r\n\
            ;Arena;\"=HYPERLINK(\"\"x\"\")\";not an address;rojo\r\n";
        let bytes: Vec<u8> = text.chars().map(|char| u8::try_from(u32::from(char)).unwrap_or(b'?')).collect();
        let file = person.scratch().join("grupos.csv");
        fs::write(&file, bytes)?;
        person.chooses_spreadsheet(&file).await?;
        person.reads("grupos.csv: 2 rows, read as Windows-1252, columns separated by semicolons.").await?;
        person.sees_value(field("Meaning of Grupo"), "Group name").await?;
        person.sees_value(field("Meaning of Ciudad"), "Town").await?;
        person.sees_value(field("Meaning of Teléfono"), "Contact info: Phone").await?;
        person.sees_value(field("Meaning of Color"), "Skip").await?;
        person.chooses(field("Meaning of Color"), "Notes for members").await?;
        // The name is needed, and a meaning is given once.
        person.chooses(field("Meaning of Grupo"), "Skip").await?;
        person.reads("Choose which column has the group names.").await?;
        person.chooses(field("Meaning of Grupo"), "Group name").await?;
        person.presses(button("Preview the rows")).await?;
        person.sees(heading("").starting("Preview: ")).await?;
        person.reads("not an address").await?;
        person.presses(button("").starting("Import ")).await?;
        person.sees(heading("The import is done")).await?;
        person.goes_to("Groups").await?;
        person.opens_group("Compañeros de Mazomanie").await?;
        person.reads("(608) 555-0100").await?;
        person.reads("azul").await
    })
}

async fn sees_tally(person: &Person, wanted: &[&str]) -> anyhow::Result<()> {
    until(&format!("for the preview to count {wanted:?}"), || async {
        let tally = person.tally().await?;
        ensure!(tally == wanted, "it counts {tally:?}");
        Ok(())
    })
    .await
}

async fn sees_uniform_forms(person: &Person) -> anyhow::Result<()> {
    person.opens_group("Milwaukee Community Assembly").await?;
    // The card shows the uniform form, and the one that was entered beside it.
    person.reads("(639) 555-0100").await?;
    // Where it may break, engines differ in what they say stands there.
    person.reads("milwaukeecommunityassemb").await?;
    person.reads("Written as: MILWAUKEECOMMUNITYASSEMB@EXAMPLE.ORG").await?;
    person.reads("Reads as: last Wednesday of the month, 6:00 PM").await?;
    person.reads("Imported from wisconsin-groups.csv").await?;
    // The line break within the quoted cell.
    person.reads("Rides: call the contact, \"any time before noon\".").await?;
    person.sees(link("Lena Williams").within(part("Group"))).await
}

async fn finds_groups(person: &Person) -> anyhow::Result<()> {
    person.goes_to("Groups").await?;
    // By town.
    person.searches("oshkosh").await?;
    person.sees_just(&["Winnebago County Grassroots"]).await?;
    person.presses(button("Clear the search")).await?;
    person.sees_groups(26).await?;
    // By region.
    person.presses(button("").starting("Filters")).await?;
    person.chooses(field("Region"), "Southwest").await?;
    person.sees_just(&["Platteville Citizens United for Change", "Lancaster Community Assembly"]).await?;
    person.arrives_at("an address with the region", |address| address.contains("region=")).await?;
    person.presses(button("Remove filter: Southwest")).await?;
    // By issue.
    person.chooses(field("Issue"), "Rural broadband (3)").await?;
    person.sees_just(&["Green Bay Neighbors", "Saukville Neighbors", "Menasha Progressive Network"]).await?;
    // The address keeps what is looked for.
    person.reloads().await?;
    person.sees_just(&["Green Bay Neighbors", "Saukville Neighbors", "Menasha Progressive Network"]).await?;
    person.presses(button("Remove filter: Rural broadband")).await?;
    person.sees_groups(26).await
}

async fn corrects_and_adds(person: &Person) -> anyhow::Result<()> {
    person.opens_group("Green Bay Neighbors").await?;
    person.edits().await?;
    person.sees_value(field("Meets (optional)"), "1st and 3rd Tuesday, 7:00 pm").await?;
    person.types(field("Meets (optional)"), "2nd Thursday, 6:30 pm").await?;
    person.reads("Reads as: 2nd Thursday of the month, 6:30 PM").await?;
    person.saves("Green Bay Neighbors").await?;
    person.reads("2nd Thursday, 6:30 pm").await?;
    person.goes_to("Groups").await?;
    person.adds_group("Baraboo Neighbors", "Baraboo").await?;
    person.goes_to("Groups").await?;
    person.sees_groups(27).await?;
    person.goes_to("Action groups").await?;
    person.presses(link("Add an action group").first()).await?;
    person.types(field("Name"), "Move to Amend Wisconsin").await?;
    person.types(field("Issue (optional)"), "Move to Amend").await?;
    person.saves("Move to Amend Wisconsin").await?;
    // It shows the groups that work on its issue.
    person.sees(heading("").starting("Groups that work on this issue")).await?;
    person.sees(link("Kenosha Community Assembly").within(part("Action group"))).await
}
