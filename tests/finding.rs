//! What people look for is found as they type it: states, half a phone number, a day, a word of the notes, a slip.

use anyhow::ensure;
use journeys::{Person, button, field, heading, item, journey, link, main_part, part};

#[test]
fn the_groups_are_found_by_what_people_type_in_every_engine() -> anyhow::Result<()> {
    journey(async |person| {
        person.begins_with_wisconsin().await?;
        // The sort control says what it is.
        person.sees(field("Sort by")).await?;
        for state in ["wisconsin", "WI", "wisc"] {
            person.searches(state).await?;
            person.sees_groups(26).await?;
        }
        let green_bay = ["Green Bay Neighbors"];
        for phone in ["327 555 01", "(327) 555-0102", "5550102"] {
            person.searches(phone).await?;
            person.sees_just(&green_bay).await?;
        }
        person.searches("greenbayneighbors@example.org").await?;
        person.sees_just(&green_bay).await?;
        // One slip, and a word of what it says of itself.
        person.searches("kenohsa").await?;
        person.sees(link("Kenosha Community Assembly").within(part("Groups"))).await?;
        person.searches("saturday eau claire").await?;
        person.sees_just(&["Eau Claire County Action Network"]).await?;
        person.searches("sábado eau claire").await?;
        person.sees_just(&["Eau Claire County Action Network"]).await?;
        person.searches("zzzz").await?;
        person.sees(heading("No group matches")).await?;
        Ok(())
    })
}

#[test]
fn people_and_awgs_are_named_beside_the_groups() -> anyhow::Result<()> {
    journey(async |person| {
        person.explores_sample().await?;
        let name = first_person(person).await?;
        person.goes_to("Groups").await?;
        person.searches(&name).await?;
        person.presses(link(&name).within(part("Groups"))).await?;
        person.sees(heading(&name).within(part("Person"))).await
    })
}

async fn first_person(person: &Person) -> anyhow::Result<String> {
    person.goes_to("People").await?;
    person.sees(heading("").within(item("").within(part("People")))).await?;
    let names = person.words_of(heading("").within(item("").within(part("People")))).await?;
    names.into_iter().next().ok_or_else(|| anyhow::anyhow!("nobody is listed"))
}

#[test]
fn a_filter_without_choices_is_not_there() -> anyhow::Result<()> {
    journey(async |person| {
        person.begins_with_wisconsin().await?;
        person.presses(button("").starting("Filters")).await?;
        person.sees(field("County")).await?;
        // All are in Wisconsin, and all are active.
        person.sees_no(field("State")).await?;
        person.adds_group("Duluth Friends", "Duluth").await?;
        person.edits().await?;
        person.types(field("State (optional)"), "MN").await?;
        person.saves("Duluth Friends").await?;
        person.goes_to("Groups").await?;
        person.chooses(field("State"), "Minnesota (1)").await?;
        person.sees_just(&["Duluth Friends"]).await?;
        person.presses(button("").about("Minnesota")).await?;
        person.sees_groups(27).await
    })
}

#[test]
fn calling_takes_two_presses_checking_one_and_correcting_a_phone_three() -> anyhow::Result<()> {
    journey(async |person| {
        person.begins_with_wisconsin().await?;
        person.holds_device(360, 740).await?;
        let name = "Green Bay Neighbors";
        // From the list at once, and from the group's page: two presses.
        let call = link(&format!("Call: {name}"));
        person.sees(call.clone()).await?;
        ensure!(person.attribute_of(call, "href").await?.as_deref() == Some("tel:+13275550102"), "it calls");
        person.presses(button(&format!("Check: {name}"))).await?;
        person.reads(&format!("{name}: checked today")).await?;
        person.presses(link(name).within(part("Groups"))).await?;
        let call = link("Call").within(part("Group"));
        person.sees(call.clone()).await?;
        ensure!(person.attribute_of(call, "href").await?.as_deref() == Some("tel:+13275550102"), "it calls");
        person.sees(link("Email").within(part("Group"))).await?;
        person.sees(link("Directions").within(part("Group"))).await?;
        // The row was the first press; what is corrected has the focus.
        person.presses(link("Correct (327) 555-0102")).await?;
        person
            .waits_until_page(
                "for the focus on the number",
                "return document.activeElement.value === '(327) 555-0102';",
            )
            .await?;
        person.writes("3").await?;
        person
            .waits_until_page(
                "for what is typed to be in it",
                "return document.activeElement.value.replace('3', '').length === 14;",
            )
            .await
    })
}

#[test]
fn who_comes_back_from_a_group_is_where_they_were() -> anyhow::Result<()> {
    journey(async |person| {
        person.begins_with_wisconsin().await?;
        person.holds_device(360, 740).await?;
        person
            .waits_until_page("for the list further down", "scrollTo(0, 1500); return scrollY > 1400;")
            .await?;
        person.presses(link("Racine County Grassroots").within(part("Groups"))).await?;
        person.sees(heading("Racine County Grassroots").within(part("Group"))).await?;
        let before: f64 = person.asks_page("return scrollY;").await?;
        ensure!(before < 100.0, "a group begins at its top, not at {before}");
        person.presses(link("Groups").within(part("Group"))).await?;
        person.waits_until_page("for the list where it was", "return scrollY > 1000;").await
    })
}

#[test]
fn what_does_not_hold_is_said_in_words() -> anyhow::Result<()> {
    journey(async |person| {
        person.begins_with_wisconsin().await?;
        person.opens_group("Green Bay Neighbors").await?;
        person.edits().await?;
        person.types(field("Time zone (optional)"), "America/Wisconsin").await?;
        person.types(field("Issues (optional)"), "Housing, housing, HOUSING").await?;
        person.presses(button("Save")).await?;
        person.reads("There is no such time zone. Choose one from the list, like America/Chicago.").await?;
        person.types(field("Time zone (optional)"), "America/Chicago").await?;
        person.saves("Green Bay Neighbors").await?;
        person.sees_so_many(1, link("Housing").within(part("Group"))).await?;
        person.sees_so_many(0, link("housing").within(part("Group"))).await
    })
}

#[test]
fn a_list_is_printed_whole_for_members_and_for_everybody() -> anyhow::Result<()> {
    journey(async |person| {
        person.begins_with_wisconsin().await?;
        person.presses(link("Print").within(part("Groups"))).await?;
        person.sees(heading("Print").within(main_part(""))).await?;
        person.reads("This prints the whole list: 26 groups.").await?;
        person.sees_so_many(26, item("").within(main_part(""))).await?;
        person.reads("(327) 555-0102").await?;
        person.chooses(field("Print"), "For everybody: only what is public").await?;
        person.reads_no("For members only").await
    })
}
