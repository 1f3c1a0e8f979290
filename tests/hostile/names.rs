//! Somebody with the edit link writes in the name of another, before that one's own changes are sent.

use anyhow::{Context as _, ensure};
use automerge::transaction::Transactable as _;
use automerge::{Automerge, ROOT, ReadDoc as _};
use groundswell_seal::Part;
use groundswell_wire::Kind;
use journeys::{For, Person, field, journey};

use super::stranger::Stranger;
use super::{has_read, relay_of, to_sharing};

/// What Ben writes last before the relay stops, and on which group.
const GROUP: &str = "Stanley Community Assembly";
/// What the stranger writes into the same group.
const FALSE: &str = "founded by a stranger";

#[test]
fn nobody_who_writes_in_the_name_of_another_cuts_anybody_off() -> anyhow::Result<()> {
    journey(async |ada| {
        ada.begins_with_wisconsin().await?;
        ada.shares(For::Editors).await?;
        to_sharing(ada).await?;
        let edit = ada.takes_link(For::Editors).await?;
        ada.sees_it_synced().await?;
        let ben = ada.next_door().await?;
        let walked = with(ada, &ben, &edit).await;
        ben.leaves().await;
        walked
    })
}

async fn with(ada: &mut Person, ben: &Person, edit: &str) -> anyhow::Result<()> {
    let relay = relay_of(ada)?;
    ben.joins(edit).await?;
    ben.sees_it_synced().await?;
    meets(ben, GROUP, "First Friday 7 pm").await?;
    ben.sees_it_synced().await?;
    ada.goes_to("Groups").await?;
    ada.opens_group(GROUP).await?;
    ada.reads("First Friday 7 pm").await?;

    // Ben goes on where nobody hears of it.
    ada.server.stop().await;
    ben.goes_to("Groups").await?;
    meets(ben, "Kenosha Community Assembly", "Sundays 3 pm").await?;
    ben.goes_to("Groups").await?;
    has_read(ben).await?;
    ben.adds_group("Cornell Neighbors", "Cornell").await?;
    ada.server.start().await?;
    let mut stranger = Stranger::comes(relay, edit).await?;
    let document = stranger.in_part(Part::Public)?.document()?;
    // Whichever of so many keeps the name, it is most likely not Ben's.
    let forged =
        (0..6).map(|salt| in_the_name_of_the_last(&document, salt)).collect::<Result<Vec<_>, _>>()?;
    for item in forged {
        stranger.puts_unseen(Part::Public, Kind::Tail, &[], &[item]).await?;
    }

    ben.sees_it_synced().await?;
    ada.goes_to("Groups").await?;
    ada.sees_groups(27).await?;
    ada.opens_group("Kenosha Community Assembly").await?;
    ada.reads("Sundays 3 pm").await?;
    // What the stranger wrote is there too, for people to see and to undo.
    for person in [&*ada, ben] {
        person.goes_to("Groups").await?;
        person.opens_group(GROUP).await?;
        person.reads(FALSE).await?;
        person.goes_to("Groups").await?;
    }
    // And they go on with each other.
    has_read(ben).await?;
    ben.adds_group("Portage Neighbors", "Portage").await?;
    ada.sees_groups(28).await?;
    meets(ada, GROUP, "Second Friday 6 pm").await?;
    ben.opens_group(GROUP).await?;
    ben.reads("Second Friday 6 pm").await?;
    ben.reloads().await?;
    ben.reads("Second Friday 6 pm").await?;
    let dana = ada.next_door().await?;
    let walked = async {
        dana.joins(edit).await?;
        dana.sees_groups(28).await?;
        dana.opens_group("Kenosha Community Assembly").await?;
        dana.reads("Sundays 3 pm").await?;
        dana.sees_it_synced().await
    }
    .await;
    dana.leaves().await;
    walked?;
    for person in [&*ada, ben] {
        person.goes_to("Groups").await?;
        person.sees_groups(28).await?;
        person.sees_it_synced().await?;
    }
    Ok(())
}

/// Says of a group when it meets.
async fn meets(person: &Person, group: &str, when: &str) -> anyhow::Result<()> {
    person.opens_group(group).await?;
    has_read(person).await?;
    person.edits().await?;
    person.types(field("Meets (optional)"), when).await?;
    person.saves(group).await
}

/// The next change of whoever wrote the last one of a document.
fn in_the_name_of_the_last(document: &Automerge, salt: u8) -> anyhow::Result<Vec<u8>> {
    let last = document.get_changes(&[]).pop().context("a change")?;
    ensure!(document.get_heads() == [last.hash()], "others wrote at the same time");
    let mut document = document.fork().with_actor(last.actor_id().clone());
    let (_, groups) = document.get(ROOT, "groups")?.context("the groups")?;
    let keys: Vec<String> = document.keys(&groups).collect();
    let mut found = None;
    for key in keys {
        let (_, group) = document.get(&groups, key.as_str())?.context("a group")?;
        let name = document.get(&group, "name")?.and_then(|(name, _)| name.into_string().ok());
        if name.as_deref() == Some(GROUP) {
            found = Some(group);
        }
    }
    let mut tx = document.transaction();
    tx.put(found.context("the group that was written last")?, "founded", format!("{FALSE} {salt}"))?;
    tx.commit();
    let made = document.get_last_local_change().context("the change that was made")?;
    ensure!(made.seq() == last.seq() + 1, "it is not in the other's name");
    Ok(made.raw_bytes().to_vec())
}
