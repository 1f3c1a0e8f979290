//! The protocol is what its page says: a client that was written from that page alone, in another language and over
//! Automerge's own library, is a neighbour like any other.

use anyhow::{Context as _, ensure};
use journeys::{For, Person, field, heading, journey, link, part, second_client};
use serde_json::{Value, json};

const GROUP: &str = "Stanley Community Assembly";

#[test]
fn a_client_written_from_the_protocol_reads_what_the_app_wrote_and_is_merged_by_it() -> anyhow::Result<()> {
    journey(async |ada| {
        ada.begins_with_wisconsin().await?;
        let invitation = ada.shares(For::Editors).await?;
        ada.sees_it_synced().await?;
        meet(ada, &invitation).await
    })
}

async fn meet(ada: &Person, invitation: &str) -> anyhow::Result<()> {
    let found = second_client(invitation, None)?;
    ensure!(groups(&found)?.len() == 26, "it finds {} groups", groups(&found)?.len());
    ensure!(quarantined(&found).is_empty(), "it could not read {:?}", quarantined(&found));
    let id = id_of(&found, GROUP)?;

    ada.goes_to("Groups").await?;
    ada.opens_group(GROUP).await?;
    let edit = json!({
        "part": "public", "kind": "groups", "id": id, "field": "meets", "value": "Whenever Node.js is free",
    });
    second_client(invitation, Some(&edit))?;
    ada.sees(heading(GROUP).within(part("Group"))).await?;
    ada.reads("Whenever Node.js is free").await?;

    ada.edits().await?;
    ada.types(field("Name"), "Stanley Assembly of Clients").await?;
    ada.saves("Stanley Assembly of Clients").await?;
    ada.sees_it_synced().await?;
    let found = second_client(invitation, None)?;
    let group = groups(&found)?.get(&id).context("the group is gone")?;
    ensure!(group.get("name") == Some(&json!("Stanley Assembly of Clients")), "it finds {group}");
    ensure!(group.get("meets") == Some(&json!("Whenever Node.js is free")), "it finds {group}");

    // With the link for everybody it gets one part, and nothing of the other.
    ada.goes_to("Settings").await?;
    ada.presses(link("").starting("Share").first()).await?;
    let card = ada.takes_link(For::Everybody).await?;
    let found = second_client(&card, None)?;
    ensure!(groups(&found)?.len() == 26 && found.pointer("/parts/members").is_none(), "it finds {found}");
    ensure!(second_client(&card, Some(&edit)).is_err(), "a link that only reads let it write");
    Ok(())
}

fn groups(found: &Value) -> anyhow::Result<&serde_json::Map<String, Value>> {
    found.pointer("/parts/public/document/groups").and_then(Value::as_object).context("it finds no groups")
}

fn id_of(found: &Value, name: &str) -> anyhow::Result<String> {
    let of_name = |(_, group): &(&String, &Value)| group.get("name") == Some(&json!(name));
    let found = groups(found)?.iter().find(of_name);
    found.map(|(id, _)| id.clone()).with_context(|| format!("it finds no {name}"))
}

/// What it quarantined, in all parts.
fn quarantined(found: &Value) -> Vec<&Value> {
    let parts = found.get("parts").and_then(Value::as_object).into_iter().flatten();
    parts.filter_map(|(_, part)| part.get("quarantined")?.as_array()).flatten().collect()
}
