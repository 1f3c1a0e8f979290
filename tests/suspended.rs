//! The tab that has the connection is suspended by the browser, and the others go on.

use journeys::{For, Person, Tab, journey};

#[test]
fn another_tab_takes_over_from_one_that_is_told_that_it_is_suspended() -> anyhow::Result<()> {
    go_on_beside_a_suspended_tab(true)
}

#[test]
fn another_tab_takes_over_from_one_that_is_suspended_without_a_word() -> anyhow::Result<()> {
    go_on_beside_a_suspended_tab(false)
}

fn go_on_beside_a_suspended_tab(is_told: bool) -> anyhow::Result<()> {
    journey(async |ada| {
        ada.begins_with_wisconsin().await?;
        let invitation = ada.shares(For::Editors).await?;
        ada.sees_it_synced().await?;
        let ben = ada.next_door().await?;
        let walked = go_on(ada, &ben, &invitation, is_told).await;
        ben.leaves().await;
        walked
    })
}

async fn go_on(ada: &mut Person, ben: &Person, invitation: &str, is_told: bool) -> anyhow::Result<()> {
    ben.joins(invitation).await?;
    ben.sees_it_synced().await?;
    // The first tab has the lock, and with it the connection.
    let first = ada.this_tab().await?;
    let second = ada.opens_in_new_tab("/groups").await?;
    ada.sees_groups(26).await?;
    ada.sees_it_synced().await?;
    ada.loses_sight_of(&first, is_told).await?;
    // Edits get through in both directions.
    ada.adds_group("Baraboo Neighbors", "Baraboo").await?;
    ben.sees_groups(27).await?;
    ben.adds_group("Portage Neighbors", "Portage").await?;
    ada.goes_to("Groups").await?;
    ada.sees_groups(28).await?;
    ada.sees_it_synced().await?;
    // The first goes on where the others are, and now the second is suspended.
    ada.finds_again(&first).await?;
    ada.turns_to(&first).await?;
    goes_on(ada, ben, &second, is_told).await
}

async fn goes_on(ada: &Person, ben: &Person, other: &Tab, is_told: bool) -> anyhow::Result<()> {
    ada.goes_to("Groups").await?;
    ada.sees_groups(28).await?;
    ada.loses_sight_of(other, is_told).await?;
    ada.adds_group("Cornell Neighbors", "Cornell").await?;
    ben.goes_to("Groups").await?;
    ben.sees_groups(29).await?;
    ada.sees_it_synced().await
}
