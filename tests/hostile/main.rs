//! Somebody who holds links, and means harm, can not erase, lock or steal a directory.
//!
//! Ada keeps a directory, Ben edits it with her, Carla reads it. A stranger holds the public link, the network, and then
//! the edit link, and does whatever these allow. In the end everybody has everything that honest people wrote.

#![allow(clippy::print_stdout, reason = "the story tells how long the relay let an honest client wait")]

mod forgery;
mod names;
mod outside;
mod stranger;

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use anyhow::{Context as _, ensure};
use groundswell_seal::{Capability, Link, Notice, Part, Seed, Succession};
use groundswell_wire::{Kind, Refusal};
use journeys::{
    For, NETWORK, Person, button, dialog, field, file_field, heading, journey, link, main_part, part,
};

use forgery::Harm;
use stranger::Stranger;

/// Words of somebody who fishes for others.
const PHISHING: &str = "I am Ada. The right link is at https://evil.example/#join=AAAA";
/// Only in the members part.
const MEMBER: &str = "Ken Whitebird";
/// The groups that honest people add, one after the other.
const ADDED: [&str; 3] = ["Cornell Neighbors", "Portage Neighbors", "Salem Neighbors"];
/// No machine is so loaded that an honest client waits longer.
const PATIENCE: Duration = Duration::from_secs(5);

/// Those who mean well.
struct Neighbours {
    ben: Person,
    carla: Person,
    dana: Person,
}

#[test]
fn nobody_who_holds_a_link_or_a_network_can_erase_lock_or_steal_a_directory() -> anyhow::Result<()> {
    journey(async |ada| {
        ada.begins_with_wisconsin().await?;
        ada.shares(For::Editors).await?;
        let links = takes_links(ada).await?;
        ada.sees_it_synced().await?;
        let mut neighbours = Neighbours {
            ben: ada.next_door().await?,
            carla: ada.next_door().await?,
            dana: ada.next_door().await?,
        };
        let walked = live_with(ada, &mut neighbours, &links).await;
        let Neighbours { ben, carla, dana } = neighbours;
        for person in [ben, carla, dana] {
            person.leaves().await;
        }
        walked
    })
}

async fn live_with(ada: &mut Person, others: &mut Neighbours, links: &[String; 3]) -> anyhow::Result<()> {
    let [edit, members, public] = links;
    let relay = relay_of(ada)?;
    others.ben.joins(edit).await?;
    others.ben.sees_it_synced().await?;
    others.carla.joins(members).await?;
    others.carla.sees_it_synced().await?;

    with_a_public_link(ada, relay, public).await.context("with a public link")?;
    with_a_network(ada, &others.ben, relay).await.context("with a network")?;
    let mut stranger = Stranger::comes(relay, edit).await?;
    with_an_edit_link(ada, others, &mut stranger, public).await.context("with an edit link")?;
    let new = after_new_links(ada, others, &mut stranger, relay).await.context("after new links")?;
    in_the_end(ada, others, relay, &new).await.context("in the end")
}

async fn to_sharing(person: &Person) -> anyhow::Result<()> {
    person.goes_to("Settings").await?;
    person.presses(link("").starting("Share").within(main_part("")).first()).await?;
    person.sees(heading("Who is this link for?")).await
}

/// The links for editors, for members and for everybody.
async fn takes_links(person: &Person) -> anyhow::Result<[String; 3]> {
    let mut links = [For::Editors, For::Members, For::Everybody].map(|whom| (whom, String::new()));
    for (whom, link) in &mut links {
        to_sharing(person).await?;
        *link = person.takes_link(*whom).await?;
    }
    Ok(links.map(|(_, link)| link))
}

fn relay_of(person: &Person) -> anyhow::Result<SocketAddr> {
    let origin = person.server.origin();
    let (_, port) = origin.rsplit_once(':').context("the relay's port")?;
    Ok(SocketAddr::from((Ipv4Addr::LOCALHOST, port.parse()?)))
}

/// Forged links that the owner of the directory is given, and ephemeral messages that raise alarms.
async fn with_a_public_link(ada: &Person, relay: SocketAddr, public: &str) -> anyhow::Result<()> {
    let mut stranger = Stranger::comes(relay, public).await?;
    let link = stranger.link.clone();
    ensure!(
        stranger.in_part(Part::Public)?.holds("Kenosha Community Assembly")?,
        "the public part is not there"
    );
    ensure!(!stranger.in_part(Part::Public)?.holds(MEMBER)?, "the public part holds people");
    for version in 0..=9 {
        stranger.sends_ephemeral(&[&[version][..], &[version ^ 0x5a; 8], &[0x77; 64]].concat()).await?;
    }
    // A few dozen a second, as long as the links are looked at.
    let chatter = tokio::spawn(async move {
        for number in 0..120_u8 {
            let text = [&[3][..], &[number; 8], &[number; 64], &[0; 900]].concat();
            if stranger.sends_ephemeral(&text).await.is_err() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
    });
    let forged = [forgery::newer(&link, NETWORK), forgery::same_key(&link, NETWORK)?];
    for forged in &forged {
        refuses_link(ada, &forged.fragment()).await?;
    }
    chatter.await?;
    // Nothing went to them.
    for forged in forged {
        ensure!(stored(relay, &forged).await? == 0, "something was sent to the stranger");
    }
    ada.presses(button("Open the directory on this device")).await?;
    ada.sees_groups(26).await?;
    ada.sees_it_synced().await
}

/// Opens a link that somebody claims to be the next one, and is offered no way to use it.
async fn refuses_link(person: &Person, fragment: &str) -> anyhow::Result<()> {
    person.opens(&format!("/{fragment}")).await?;
    person.reads("This is another directory that claims the same name").await?;
    for way in ["Use this link", "Look inside", "Join", "Use this one"] {
        ensure!(!person.finds(button(way)).await?, "there is a button {way:?}");
    }
    Ok(())
}

/// What needs no link, while Ben and Ada work.
async fn with_a_network(ada: &Person, ben: &Person, relay: SocketAddr) -> anyhow::Result<()> {
    let storm = tokio::spawn(outside::storm(relay));
    has_read(ben).await?;
    ben.adds_group("Cornell Neighbors", "Cornell").await?;
    ada.sees_groups(27).await?;
    let waited = storm.await??;
    println!("an honest client meanwhile: {waited}");
    ensure!(waited.longest < PATIENCE, "an honest client waited: {waited}");
    ensure!(waited.answers > 20, "an honest client was hardly answered: {waited}");
    ada.sees_it_synced().await?;
    ben.sees_it_synced().await
}

/// What nobody could write who did not hold the edit link.
async fn with_an_edit_link(
    ada: &mut Person,
    others: &mut Neighbours,
    stranger: &mut Stranger,
    public: &str,
) -> anyhow::Result<()> {
    for part in Part::ALL {
        let found = stranger.in_part(part)?;
        ensure!(part == Part::Public || found.holds(MEMBER)?, "the members part is not there");
        let (all, document) = (found.chunks.clone(), found.document()?);
        let harm = Harm::of(&document)?;
        stranger.puts_unseen(part, Kind::Tail, &[], &harm.odd).await?;
        stranger.puts_unseen(part, Kind::Tail, &[], std::slice::from_ref(&harm.last_number)).await?;
        stranger.puts_unseen(part, Kind::Tail, &[], std::slice::from_ref(&harm.bomb)).await?;
        for mutants in harm.mutants.chunks(60) {
            stranger.puts_unseen(part, Kind::Tail, &[], mutants).await?;
        }
        let nothing: [&[Vec<u8>]; 3] = [&[], &[Vec::new()], &[automerge::Automerge::new().save()]];
        for items in nothing {
            stranger.puts_unseen(part, Kind::Checkpoint, &all, items).await?;
        }
        stranger.puts_unseen(part, Kind::Checkpoint, &all, &harm.documents).await?;
        let all_at_once = [harm.odd, vec![harm.last_number, harm.bomb]].concat();
        stranger.puts_unseen(part, Kind::Checkpoint, &all, &all_at_once).await?;
    }
    // It is said, and they go on as before.
    for person in [&*ada, &others.ben, &others.carla] {
        person.presses(button("").starting("Check this")).await?;
        person.reads("could not be read and").await?;
        person.presses(button("").starting("Check this")).await?;
    }
    ada.goes_to("Groups").await?;
    ada.adds_group("Portage Neighbors", "Portage").await?;
    others.ben.goes_to("Groups").await?;
    others.ben.sees_groups(28).await?;
    others.ben.opens_group("Stanley Community Assembly").await?;
    has_read(&others.ben).await?;
    others.ben.edits().await?;
    others.ben.types(field("Meets (optional)"), "First Friday 7 pm").await?;
    others.ben.saves("Stanley Community Assembly").await?;
    others.carla.goes_to("Groups").await?;
    others.carla.sees_groups(28).await?;
    ada.goes_to("Groups").await?;
    ada.opens_group("Stanley Community Assembly").await?;
    ada.reads("First Friday 7 pm").await?;
    // Whoever comes now finds everything, and so does who starts again.
    others.dana.joins(public).await?;
    others.dana.sees_groups(28).await?;
    ada.closes_browser().await?;
    ada.opens_browser().await?;
    ada.opens("/").await?;
    ada.goes_to("Groups").await?;
    ada.sees_groups(28).await
}

/// The stranger is shut out, and still sends.
async fn after_new_links(
    ada: &Person,
    others: &Neighbours,
    stranger: &mut Stranger,
    relay: SocketAddr,
) -> anyhow::Result<[String; 3]> {
    to_sharing(ada).await?;
    ada.presses(button("").starting("Make new links…")).await?;
    ada.types(field("Message to everybody with an old link"), "Ask Ada for the new link").await?;
    ada.presses(button("Make new links now")).await?;
    ada.reads("The old links no longer work.").await?;
    let new = takes_links(ada).await?;
    let [edit, members, public] = &new;
    let phishing = Notice { words: PHISHING.to_owned(), ..Notice::default() }.items();
    for part in Part::ALL {
        stranger.puts_unseen(part, Kind::Notice, &[], &phishing).await?;
        let refused = stranger.puts(part, Kind::Tail, &[], &phishing).await?;
        ensure!(refused == Some(Refusal::Closed), "the closed room took a change: {refused:?}");
    }
    let Neighbours { ben, carla, dana } = others;
    // What was written is somebody's words, and leads nowhere.
    ben.sees(button("").starting("Link replaced")).await?;
    ben.reloads().await?;
    ben.presses(button("").starting("Link replaced")).await?;
    for words in [
        "Ask Ada for the new link",
        PHISHING,
        "There are several messages about new links, and none is official",
    ] {
        ben.reads(words).await?;
    }
    let leads: bool = ben
        .asks_page("return [...document.links].some(({ href }) => href.includes('evil.example'));")
        .await?;
    ensure!(!leads, "words of a stranger are a link");
    // Nor does a link that copies what vouches for Ada's.
    let forged = forgery::with_copied_lineage(&Link::parse(public)?)?;
    ben.opens(&format!("/{forged}")).await?;
    ben.reads("This link is not valid, so it was not used.").await?;
    for (person, link) in [(ben, edit), (carla, members)] {
        person.opens_link(link).await?;
        person.reads("Compare this number").await?;
        person.presses(button("Use this link").within(main_part(""))).await?;
        person.arrives_at("the groups", |address| address == "/groups").await?;
        person.sees_groups(28).await?;
        person.sees_it_synced().await?;
    }
    // What was public leads on by itself.
    dana.sees_it_synced().await?;
    // Nothing of what is written from now on comes to the old rooms.
    let before = stored(relay, &stranger.link).await?;
    has_read(ben).await?;
    ben.goes_to("People").await?;
    ben.presses(link("Add a person").first()).await?;
    ben.types(field("Name"), "Odalys Reyes").await?;
    ben.saves("Odalys Reyes").await?;
    ben.goes_to("Groups").await?;
    has_read(ben).await?;
    ben.adds_group("Salem Neighbors", "Salem").await?;
    ben.sees_it_synced().await?;
    ada.goes_to("Groups").await?;
    ada.sees_groups(29).await?;
    ensure!(stored(relay, &stranger.link).await? == before, "something new came to the old rooms");
    rival_links(ada, stranger, relay).await?;
    Ok(new)
}

/// How many chunks the rooms of a link have.
async fn stored(relay: SocketAddr, link: &Link) -> anyhow::Result<u32> {
    let stranger = Stranger::comes_by(relay, link.clone()).await?;
    Ok(stranger.found.values().map(|found| found.stored).sum())
}

/// New links of the stranger's own, vouched for by the old edit link that they still hold.
async fn rival_links(ada: &Person, stranger: &mut Stranger, relay: SocketAddr) -> anyhow::Result<()> {
    let old = stranger.link.clone();
    let own = Capability::edit(Seed::from_bytes([0x5f; 32]));
    let succession = Succession::sign(old.capability(), old.epoch(), old.directory(), &own, 0, [9; 8]);
    let succession = Some(succession.context("the old keys sign")?);
    let notice = Notice { words: PHISHING.to_owned(), succession, ..Notice::default() }.items();
    for part in Part::ALL {
        stranger.puts_unseen(part, Kind::Notice, &[], &notice).await?;
    }
    ada.reloads().await?;
    ada.presses(button("").starting("Choose a link")).await?;
    ada.reads("Two sets of new links were made").await?;
    ada.presses(button("Keep these links").first()).await?;
    ada.sees_it_synced().await?;
    let own = Link::new(own, *old.directory(), old.epoch() + 1);
    ensure!(stored(relay, &own).await? == 0, "something was sent to the stranger");
    Ok(())
}

/// Everybody has everything, goes on, and others come; the stranger has nothing of it.
async fn in_the_end(
    ada: &mut Person,
    others: &mut Neighbours,
    relay: SocketAddr,
    [edit, _, public]: &[String; 3],
) -> anyhow::Result<()> {
    let Neighbours { ben, carla, dana } = others;
    ada.closes_browser().await?;
    ada.opens_browser().await?;
    ada.opens("/").await?;
    for person in [&*ben, &*carla, &*dana] {
        person.reloads().await?;
    }
    for person in [&*ada, &*ben, &*carla, &*dana] {
        has_everything(person).await?;
    }
    for person in [&*ada, &*ben, &*carla] {
        person.goes_to("People").await?;
        for name in [MEMBER, "Odalys Reyes"] {
            person.sees(link(name)).await?;
        }
    }
    // Edits of both still come to the other.
    for (writes, reads, when) in [(&*ada, &*ben, "Sundays 3 pm"), (&*ben, &*ada, "Mondays 8 pm")] {
        for person in [writes, reads] {
            person.goes_to("Groups").await?;
            person.opens_group("Kenosha Community Assembly").await?;
        }
        writes.edits().await?;
        writes.types(field("Meets (optional)"), when).await?;
        writes.saves("Kenosha Community Assembly").await?;
        reads.reads(when).await?;
    }
    Stranger::comes(relay, edit)
        .await?
        .in_part(Part::Members)?
        .holds("Odalys Reyes")?
        .then_some(())
        .context("the members part lacks what was written")?;
    let stranger = Stranger::comes(relay, public).await?;
    let seen = stranger.in_part(Part::Public)?;
    ensure!(seen.holds("Salem Neighbors")?, "the public part lacks what was written");
    for name in [MEMBER, "Odalys Reyes"] {
        ensure!(!seen.holds(name)?, "{name} is with the stranger");
    }
    // A backup opens on a device of which nobody ever heard.
    ada.goes_to("Settings").await?;
    ada.presses(button("Make a backup")).await?;
    let (name, bytes) = ada.takes_download().await?;
    let backup = ada.scratch().join(name);
    std::fs::write(&backup, bytes)?;
    let elena = ada.next_door().await?;
    let walked = async {
        elena.opens("/").await?;
        elena.presses(button("").starting("Restore a backup")).await?;
        let asked = || dialog("Restore a backup");
        elena.hands(file_field("").starting("Choose a backup").within(asked()), &backup).await?;
        elena.presses(button("Restore it").within(asked())).await?;
        has_everything(&elena).await?;
        elena.sees_it_synced().await
    }
    .await;
    elena.leaves().await;
    walked?;
    let fred = ada.next_door().await?;
    let walked = async {
        fred.joins(edit).await?;
        has_everything(&fred).await?;
        fred.sees_it_synced().await
    }
    .await;
    fred.leaves().await;
    walked
}

/// Takes what was said in passing out of the way of the form's buttons: it goes by itself, but late.
async fn has_read(person: &Person) -> anyhow::Result<()> {
    // Not by pressing: one may go just then.
    let script = "for (const close of document.querySelectorAll('.toast-close')) close.click(); return true;";
    person.waits_until_page("to have read what was said", script).await
}

async fn has_everything(person: &Person) -> anyhow::Result<()> {
    person.goes_to("Groups").await?;
    person.sees_groups(26 + ADDED.len()).await?;
    for name in ADDED {
        person.searches(name).await?;
        person.sees(link(name).within(part("Groups"))).await?;
    }
    person.searches("Stanley Community").await?;
    person.opens_group("Stanley Community Assembly").await?;
    person.reads("First Friday 7 pm").await
}
