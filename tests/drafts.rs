//! Nothing that was typed is lost, however a form is left.

use anyhow::ensure;
use journeys::{Person, button, dialog, field, heading, journey, link, main_part, menu_summary, part, until};
use serde_json::json;

const MEETS: &str = "Meets (optional)";

/// Waits until a draft lies on the device in which this was typed.
async fn has_kept(person: &Person, text: &str) -> anyhow::Result<()> {
    let script = format!(
        "const done = arguments[0];
        const opened = indexedDB.open('groundswell');
        opened.onsuccess = () => {{
          const store = opened.result.transaction('projections').objectStore('projections');
          const [keys, values] = [store.getAllKeys(), store.getAll()];
          values.onsuccess = () => {{
            opened.result.close();
            const drafts = keys.result.flatMap((key, at) => String(key[1]).startsWith('draft/') ? [values.result[at]] : []);
            done(drafts.some((draft) => new TextDecoder().decode(draft).includes({})));
          }};
        }};",
        json!(text)
    );
    until(&format!("for a draft with {text:?} to be kept"), || async {
        ensure!(person.asks_page_later::<bool>(&script).await?, "there is none");
        Ok(())
    })
    .await
}

/// WebKitGTK does not finish what a page writes while it ends: a reload in the middle of a word loses that word there.
#[test]
fn what_is_typed_is_there_after_every_way_of_leaving_in_chromium_and_firefox() -> anyhow::Result<()> {
    journey(async |person| {
        person.begins_with_wisconsin().await?;
        person.opens_group("Saukville Neighbors").await?;
        let address = person.address().await?;
        person.edits().await?;
        person.types(field(MEETS), "3rd Friday 6 pm").await?;
        // By navigation; the record says so, and so does whatever else is looked at.
        person.goes_to("People").await?;
        person.reads("Unsaved draft: Saukville Neighbors.").await?;
        person.goes_to("Groups").await?;
        person.opens_group("Saukville Neighbors").await?;
        person.reads("You have an unsaved draft from").await?;
        person.presses(link("Continue").within(part("Group"))).await?;
        person.reads("Your unsaved draft from").await?;
        person.sees_value(field(MEETS), "3rd Friday 6 pm").await?;
        person.types(field("Since (optional)"), "2008").await?;
        // By another row of the list, and Back.
        person.opens_group("Grassroots Manitowoc").await?;
        person.goes_back().await?;
        person.sees_value(field("Since (optional)"), "2008").await?;
        person.sees_value(field(MEETS), "3rd Friday 6 pm").await?;
        person.types_on(field("Since (optional)"), " or so").await?;
        // By the masthead.
        person.presses(link("Groundswell, start page").first()).await?;
        person.sees_no(button("Save")).await?;
        person.opens(&format!("{address}/edit")).await?;
        person.sees_value(field("Since (optional)"), "2008 or so").await?;
        // By loading the page again, in the middle of a word.
        person.types(field(MEETS), "4th Friday 6 pm").await?;
        person.reloads().await?;
        person.sees_value(field(MEETS), "4th Friday 6 pm").await?;
        person.saves("Saukville Neighbors").await?;
        person.reads("4th Friday 6 pm").await?;
        person.reads_no("nsaved draft").await?;
        person.reloads().await?;
        person.reads("4th Friday 6 pm").await?;
        person.sees_it_saved().await?;
        person.reads_no("nsaved draft").await
    })
}

#[test]
fn a_new_record_with_all_that_is_half_typed_is_kept_until_it_is_thrown_away() -> anyhow::Result<()> {
    journey(async |person| {
        person.begins_with_wisconsin().await?;
        person.presses(link("Add a group").first()).await?;
        person.types(field("Name"), "Baraboo Neighbors").await?;
        person.presses(button("Add phone, email or link")).await?;
        person.types(field("Address or number"), "608 55").await?;
        person.types(field("Label (optional)"), "Ro").await?;
        person.types(field("Since (optional)"), "Mar").await?;
        person.goes_to("People").await?;
        person.presses(link("Add a person").first()).await?;
        // It is the draft of another form.
        person.sees_value(field("Name"), "").await?;
        person.goes_to("Groups").await?;
        person.reads("Unsaved draft: Baraboo Neighbors.").await?;
        person.presses(link("Add a group").first()).await?;
        for (name, value) in [
            ("Name", "Baraboo Neighbors"),
            ("Address or number", "608 55"),
            ("Label (optional)", "Ro"),
            ("Since (optional)", "Mar"),
        ] {
            person.sees_value(field(name), value).await?;
        }
        // What does not hold yet is told, and loses nothing.
        person.presses(button("Save")).await?;
        person.sees(heading("Fix these to save")).await?;
        let asked = || dialog("Leave without saving what you typed?");
        person.presses(button("Delete draft")).await?;
        person.presses(button("Leave").within(asked())).await?;
        person.sees_no(button("Save")).await?;
        person.reads_no("nsaved draft").await?;
        person.presses(link("Add a group").first()).await?;
        person.sees_value(field("Name"), "").await?;
        person.reads_no("nsaved draft").await
    })
}

/// WebKitGTK's automation keeps no profile.
#[test]
fn a_draft_outlives_the_browser_in_chromium_and_firefox() -> anyhow::Result<()> {
    journey(async |person| {
        person.begins_with_wisconsin().await?;
        person.opens_group("Saukville Neighbors").await?;
        person.edits().await?;
        person.types(field(MEETS), "3rd Friday 6 pm").await?;
        has_kept(person, "3rd Friday 6 pm").await?;
        person.loses_browser()?;
        person.opens_browser().await?;
        person.opens("/").await?;
        // Which directory was open is the browser's to forget; what was typed is not.
        if !person.finds_soon(part("Groups")).await? {
            person.presses(button("Open Wisconsin Grassroots Network")).await?;
        }
        person.reads("Unsaved draft: Saukville Neighbors.").await?;
        person.opens_group("Saukville Neighbors").await?;
        person.reads("You have an unsaved draft from").await?;
        person.presses(link("Continue").within(part("Group"))).await?;
        person.sees_value(field(MEETS), "3rd Friday 6 pm").await?;
        person.saves("Saukville Neighbors").await
    })
}

#[test]
fn two_tabs_with_one_form_lose_nothing_and_a_draft_is_asked_about_what_others_did() -> anyhow::Result<()> {
    journey(async |person| {
        person.begins_with_wisconsin().await?;
        person.opens_group("Saukville Neighbors").await?;
        let first = person.this_tab().await?;
        let address = person.address().await?;
        person.edits().await?;
        person.types(field(MEETS), "3rd Friday 6 pm").await?;
        has_kept(person, "3rd Friday 6 pm").await?;
        // The other tab goes on with the draft; both go on typing.
        let second = person.opens_in_new_tab(&format!("{address}/edit")).await?;
        person.sees_value(field(MEETS), "3rd Friday 6 pm").await?;
        person.types(field(MEETS), "3rd Friday 7 pm").await?;
        has_kept(person, "3rd Friday 7 pm").await?;
        person.turns_to(&first).await?;
        person.types(field(MEETS), "3rd Friday 8 pm").await?;
        has_kept(person, "3rd Friday 8 pm").await?;
        has_kept(person, "3rd Friday 7 pm").await?;
        person.turns_to(&second).await?;
        person.saves("Saukville Neighbors").await?;
        // The form says so before anything is pressed, and also of a draft that is opened later.
        person.turns_to(&first).await?;
        person.reads("Changed while you were writing, by this device").await?;
        person.reloads().await?;
        person.sees_value(field(MEETS), "3rd Friday 8 pm").await?;
        person.reads("Changed while you were writing, by this device").await?;
        let findings = person.asks_axe().await?;
        ensure!(findings.is_empty(), "{findings:#?}");
        person.presses(button("Save")).await?;
        person.has_focus_on(heading("Somebody changed this while you were typing")).await?;
        person.presses(button("Save what I wrote")).await?;
        person.sees(heading("Saukville Neighbors").within(part("Group"))).await?;
        person.reads("3rd Friday 8 pm").await?;
        person.reads_no("nsaved draft").await
    })
}

/// Chromium's development tools hold the page's messages to its engine back, as a slow phone does.
#[test]
fn what_is_pressed_before_the_document_stands_waits_for_it() -> anyhow::Result<()> {
    journey(async |person| {
        person.begins_with_wisconsin().await?;
        let hold = "const post = Worker.prototype.postMessage;
            const held = [];
            Worker.prototype.postMessage = function (...message) { held ? held.push([this, message]) : post.apply(this, message); };
            window.letGo = () => {
              Worker.prototype.postMessage = post;
              held.forEach(([worker, message]) => post.apply(worker, message));
            };";
        person.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": hold })).await?;
        person.reloads().await?;
        person.sees_groups(26).await?;
        // What the list knows of a group is there before the group is read.
        person.opens_group("Saukville Neighbors").await?;
        person.has_focus_on(heading("Saukville Neighbors").within(part("Group"))).await?;
        person.sees_no(link("Edit")).await?;
        person.presses(link("Add a group").first()).await?;
        person.types(field("Name"), "Baraboo Neighbors").await?;
        person.presses(button("Save")).await?;
        person.reads("Still opening. Your text is safe.").await?;
        person.asks_page::<Option<bool>>("letGo(); return null;").await?;
        person.reads("Baraboo Neighbors saved").await?;
        person.sees(heading("Baraboo Neighbors").within(part("Group"))).await?;
        person.sees_groups(27).await?;
        person.reads_no("Still opening").await
    })
}

#[test]
fn a_draft_of_a_record_that_was_deleted_meanwhile_says_so() -> anyhow::Result<()> {
    journey(async |person| {
        person.begins_with_wisconsin().await?;
        person.opens_group("Saukville Neighbors").await?;
        person.edits().await?;
        person.types(field("Since (optional)"), "2008").await?;
        person.opens_group("Grassroots Manitowoc").await?;
        person.opens_group("Saukville Neighbors").await?;
        person.presses(menu_summary("More")).await?;
        person.presses(button("Delete")).await?;
        person.reads("Saukville Neighbors deleted").await?;
        person.presses(link("Continue").within(main_part(""))).await?;
        person.sees_value(field("Since (optional)"), "2008").await?;
        person.reads("What you wrote is still here, and not saved yet.").await?;
        person.presses(button("Save")).await?;
        person.presses(button("Restore it and save")).await?;
        person.sees(heading("Saukville Neighbors").within(part("Group"))).await?;
        person.reads("2008").await?;
        person.sees_groups(26).await
    })
}
