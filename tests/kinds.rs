//! What is drawn from the declarations of kinds; and what a group achieved is recorded, told to others, and announced.

use anyhow::{Context as _, ensure};
use groundswell_model::{
    Field, Kind,
    record::{Access, FieldSpec},
};
use journeys::{
    For, Person, button, checkbox, field, group, heading, journey, link, main_part, option, part,
};

#[test]
fn what_a_group_did_is_recorded_told_and_announced_in_every_engine() -> anyhow::Result<()> {
    journey(async |person| {
        person.begins_with_wisconsin().await?;
        person.opens_group("Racine County Grassroots").await?;
        person.presses(link("Record an achievement")).await?;
        person.types(field("What was done"), "The library is open on Sundays").await?;
        person.types(field("When (optional)"), "March 2013").await?;
        person.reads("Reads as: March 2013").await?;
        person.types(field("In figures (optional)"), "1,200 signatures").await?;
        person.saves("The library is open on Sundays").await?;
        let record = || part("Achievement");
        person.sees(heading("The library is open on Sundays").within(record())).await?;
        person.sees(link("Racine County Grassroots").within(record())).await?;
        person.sees(record().holding("1,200 signatures").holding("March 2013")).await?;
        // Others are told how, and the story leads to what came of it.
        person.presses(link("Write a story").within(record())).await?;
        person.types(field("Title"), "How we opened the library").await?;
        person.types(field("What worked (optional)"), "Asking the board one by one.").await?;
        person.chooses(field("Kind of place"), "City").await?;
        person.saves("How we opened the library").await?;
        person.presses(link("The library is open on Sundays").within(part("Story"))).await?;
        person.sees(link("How we opened the library").within(record())).await?;
        // It is announced, and all three are on the group's page and found by the group's name.
        person.presses(link("Racine County Grassroots").within(record())).await?;
        person.presses(link("Announce something").within(part("Group"))).await?;
        person.types(field("In a few words"), "Come and celebrate").await?;
        person.saves("Come and celebrate").await?;
        person.sees(part("Announcement").holding("Only members can see this")).await?;
        person.presses(link("Racine County Grassroots").within(part("Announcement"))).await?;
        for name in ["The library is open on Sundays", "Come and celebrate"] {
            person.sees(link(name).within(part("Group"))).await?;
        }
        for (room, name) in
            [("Achievements", "The library is open on Sundays"), ("Announcements", "Come and celebrate")]
        {
            person.goes_to(room).await?;
            person.types(field("").about("Search"), "racine county").await?;
            person.sees(link(name).within(part(room))).await?;
            person.types(field("").about("Search"), "zzzz").await?;
            person.sees(heading("No matches").within(part(room))).await?;
        }
        // What was undone is gone, also after the page was loaded again.
        person.goes_to("Stories").await?;
        person.presses(link("How we opened the library").within(part("Stories"))).await?;
        person.deletes("How we opened the library").await?;
        person.sees(heading("No stories yet").within(part("Stories"))).await?;
        person.presses(button("Undo")).await?;
        person.sees(link("How we opened the library").within(part("Stories"))).await?;
        person.reloads().await?;
        person.sees(link("How we opened the library").within(part("Stories"))).await
    })
}

#[test]
fn an_announcement_is_for_members_until_it_is_said_to_be_for_everybody_and_leaves_when_it_is_over()
-> anyhow::Result<()> {
    journey(async |ada| {
        ada.begins_with_wisconsin().await?;
        announces(ada, "Help with the kitchen", false).await?;
        let link = ada.shares(For::Everybody).await?;
        ada.sees_it_synced().await?;
        let stranger = ada.next_door().await?;
        let walked = reads_what_is_public(ada, &stranger, &link).await;
        stranger.leaves().await;
        walked
    })
}

async fn announces(person: &Person, name: &str, public: bool) -> anyhow::Result<()> {
    person.goes_to("Announcements").await?;
    person.presses(link("Announce something").first()).await?;
    person.types(field("In a few words"), name).await?;
    person.checks(checkbox("").about("For everybody"), public).await?;
    person.saves(name).await
}

async fn reads_what_is_public(ada: &Person, stranger: &Person, link_: &str) -> anyhow::Result<()> {
    stranger.joins(link_).await?;
    stranger.sees_groups(26).await?;
    stranger.goes_to("Announcements").await?;
    stranger.sees(heading("No announcements now")).await?;
    announces(ada, "The hall has moved", true).await?;
    stranger.sees_eventually(link("The hall has moved").within(part("Announcements"))).await?;
    stranger.reads_no("Help with the kitchen").await?;
    // Over, it leaves the list of everybody, and is found among those that are over.
    ada.edits().await?;
    ada.waits_until_page(
        "to set two days",
        "for (const [name, day] of [['Shown from', '2020-01-01'], ['Until the end of', '2020-01-02']]) {\
           const label = [...document.querySelectorAll('label')].find((it) => it.textContent.startsWith(name));\
           const input = document.getElementById(label.htmlFor);\
           input.value = day;\
           input.dispatchEvent(new Event('input', { bubbles: true }));\
         } return true;",
    )
    .await?;
    ada.saves("The hall has moved").await?;
    ada.sees(part("Announcement").holding("January 2, 2020")).await?;
    stranger.sees_eventually(heading("No announcements now")).await?;
    ada.goes_to("Announcements").await?;
    ada.sees_no(link("The hall has moved").within(part("Announcements"))).await?;
    ada.chooses(field("Show"), "Past").await?;
    ada.sees(link("The hall has moved").within(part("Announcements"))).await
}

/// Of every kind: all that its form takes is on its page, and in its form again.
#[test]
fn every_form_gives_back_what_was_typed() -> anyhow::Result<()> {
    journey(async |person| {
        person.begins_with_wisconsin().await?;
        for kind in Kind::ALL {
            opens_form(person, kind).await?;
            if let Some(words) = kind.declaration().list {
                person.sees(heading(words.new.0)).await?;
            }
            for spec in kind.declaration().fields() {
                unfolds(person, spec, "Exact place", &label(spec)).await?;
                fill(person, spec).await.with_context(|| format!("{kind:?}, {:?}", spec.field))?;
            }
            person.saves(&typed(Field::Name)).await?;
            person.sees(heading(&typed(Field::Name)).within(part(kind.declaration().called.0))).await?;
            let shown = person.words().await?;
            for spec in kind.declaration().fields() {
                for words in expected(spec) {
                    ensure!(shown.contains(&words), "{kind:?}: {words:?} of {:?} is not shown", spec.field);
                }
            }
            person.edits().await?;
            for spec in kind.declaration().fields() {
                unfolds(person, spec, "Exact place", &label(spec)).await?;
                sees(person, spec).await.with_context(|| format!("{kind:?}, {:?}", spec.field))?;
            }
            person.presses(link("Cancel")).await?;
        }
        Ok(())
    })
}

/// Opens the form of a new record; of the network, of which there is one, its own.
async fn opens_form(person: &Person, kind: Kind) -> anyhow::Result<()> {
    let form = if kind == Kind::Network { "edit" } else { "new" };
    person.opens(&format!("{}/{form}", kind.address())).await
}

/// Opens what a field is folded away in.
async fn unfolds(person: &Person, spec: &FieldSpec, summary: &str, label: &str) -> anyhow::Result<()> {
    if spec.options.folded && !person.finds(field(label)).await? {
        person.presses(button(summary)).await?;
    }
    Ok(())
}

const GROUP: &str = "Kenosha Community Assembly";
const REGION: &str = "Southwest";
const ZONE: &str = "America/Denver";
const COUNTY_CODE: &str = "55059";
const DEGREES: &str = "42.5";

fn typed(field: Field) -> String {
    format!("What is typed into {}", field.key())
}

/// The field's label, as its input has it.
fn label(spec: &FieldSpec) -> String {
    let optional = if spec.options.required { "" } else { " (optional)" };
    format!("{}{optional}", spec.label.0)
}

async fn fill(person: &Person, spec: &FieldSpec) -> anyhow::Result<()> {
    match spec.value {
        Access::Line(_) | Access::Long(..) | Access::Set(_) => {
            person.types(field(&label(spec)), &typed(spec.field)).await
        }
        Access::Date(_) => person.types(field(&label(spec)), "12/3/2013").await,
        Access::Choice { keys, label, .. } => {
            let last = keys().last().and_then(|key| label(key)).context("a choice")?;
            person.chooses(field(spec.label.0), last.0).await
        }
        Access::Flag { .. } => person.checks(checkbox("").about(spec.label.0), true).await,
        Access::Refs(..) => {
            let entries = || group(spec.label.0);
            person.presses(button("").starting("Add one").within(entries())).await?;
            person.types(field(spec.label.0).within(entries()), "kenosha").await?;
            person.presses(option("").holding(GROUP)).await
        }
        Access::TimeZone(_) => person.types(field(&label(spec)), ZONE).await,
        Access::CountyCode(_) => person.types(field(&label(spec)), COUNTY_CODE).await,
        Access::Degrees { .. } => person.types(field(&label(spec)), DEGREES).await,
        Access::Reference { .. } => person.chooses(field(spec.label.0), REGION).await,
        Access::Roles(_) => {
            person.presses(button("Add a role")).await?;
            person.types(field("Where"), "kenosha").await?;
            person.presses(option("").holding(GROUP)).await
        }
        // The browser's own calendar is its own matter; contact ways have journeys of their own.
        Access::Day(_) | Access::Contacts { .. } => Ok(()),
    }
}

fn expected(spec: &FieldSpec) -> Vec<String> {
    match spec.value {
        Access::Line(_) | Access::Long(..) | Access::Set(_) => vec![typed(spec.field)],
        Access::Date(_) => vec!["December 3, 2013".to_owned()],
        Access::Choice { keys, label, .. } => {
            keys().last().and_then(|key| label(key)).map(|label| label.0.to_owned()).into_iter().collect()
        }
        Access::Refs(..) | Access::Roles(_) => vec![GROUP.to_owned()],
        Access::TimeZone(_) => vec![ZONE.to_owned()],
        Access::CountyCode(_) => vec![COUNTY_CODE.to_owned()],
        Access::Degrees { .. } => vec![DEGREES.to_owned()],
        Access::Reference { .. } => vec![REGION.to_owned()],
        Access::Flag { .. } if spec.field == Field::Public => vec!["Everybody can see this".to_owned()],
        Access::Flag { .. } | Access::Day(_) | Access::Contacts { .. } => Vec::new(),
    }
}

async fn sees(person: &Person, spec: &FieldSpec) -> anyhow::Result<()> {
    match spec.value {
        Access::Line(_) | Access::Long(..) | Access::Set(_) => {
            person.sees_value(field(&label(spec)), &typed(spec.field)).await
        }
        Access::Date(_) => person.sees_value(field(&label(spec)), "December 3, 2013").await,
        Access::TimeZone(_) => person.sees_value(field(&label(spec)), ZONE).await,
        Access::CountyCode(_) => person.sees_value(field(&label(spec)), COUNTY_CODE).await,
        Access::Degrees { .. } => person.sees_value(field(&label(spec)), DEGREES).await,
        Access::Roles(_) => person.sees_value(field("Where"), GROUP).await,
        Access::Choice { .. } | Access::Reference { .. } => {
            person.sees_value(field(spec.label.0), expected(spec).first().map_or("", String::as_str)).await
        }
        Access::Refs(..) => person.sees_value(field(spec.label.0).within(group(spec.label.0)), GROUP).await,
        Access::Flag { .. } | Access::Day(_) | Access::Contacts { .. } => Ok(()),
    }
}

/// In Spanish every label of every kind is in Spanish.
#[test]
fn every_form_speaks_spanish() -> anyhow::Result<()> {
    journey(async |person| {
        person.begins_with_wisconsin().await?;
        let script = "localStorage.setItem('groundswell.language', 'es'); return true;";
        person.waits_until_page("to keep a language", script).await?;
        for kind in Kind::ALL {
            if let Some(words) = kind.declaration().list {
                person.opens(kind.address()).await?;
                person.sees(heading(words.title.1).within(main_part(""))).await?;
            }
            opens_form(person, kind).await?;
            person.sees(button("Guardar")).await?;
            for spec in kind.declaration().fields() {
                let label = format!("{} (opcional)", spec.label.1);
                unfolds(person, spec, "Lugar exacto", &label).await?;
            }
            let shown = person.words().await?;
            for spec in kind.declaration().fields() {
                let is_heading = matches!(spec.value, Access::Contacts { .. });
                ensure!(is_heading || shown.contains(spec.label.1), "{kind:?}: no {:?}", spec.label.1);
            }
        }
        Ok(())
    })
}
