//! What is done most, from the list: call, write, find the way, mark as checked.
//!
//! A row is drawn anew with every key of a search, so these are copies of a pattern too. The keyboard passes them by:
//! with four more stops a row nobody would reach the end of the list, and each group's page has them all.

use super::row::{built, copy};
use crate::{
    components::{Icon, way_links},
    locales::texts,
    state::{State, state},
};
use groundswell_model::{Command, Id, Kind, Ref};
use leptos::{ev, prelude::*};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Element;

/// Draws the ways of a group into its row.
pub type DrawWays = Callback<(Id, Element)>;

/// Gives the rows what draws their ways, and marks as checked what somebody presses.
#[component]
pub fn RowWays(
    /// Where the rows look for it.
    draw: RwSignal<Option<DrawWays>>,
) -> impl IntoView {
    let state = state();
    let pattern = StoredValue::new_local(pattern().ok());
    draw.set(Some(Callback::new(move |(id, row): (Id, Element)| {
        pattern.with_value(|pattern| {
            let drawn = pattern.as_ref().map(|pattern| draw_ways(state, pattern, id, &row));
            if let Some(Err(thrown)) = drawn {
                web_sys::console::error_2(&"the ways of a row could not be drawn:".into(), &thrown);
            }
        });
    })));
    let pressed = window_event_listener(ev::click, move |event| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let button = target.and_then(|target| target.closest(&format!("[{CHECKS}]")).ok().flatten());
        let Some(id) = button.and_then(|button| button.get_attribute(CHECKS)?.parse().ok()) else { return };
        let name = state.name_of(Ref::new(Kind::Group, id)).unwrap_or_default();
        state.act(Command::Verify { kind: Kind::Group, id }, texts().groups().said_still_true(&name));
    });
    on_cleanup(move || pressed.remove());
}

/// Names the group that a button checks.
const CHECKS: &str = "data-checks";

fn pattern() -> Result<Element, JsValue> {
    let t = texts().groups();
    let link = |icon, said| {
        view! { <a class="row-way" tabindex="-1" rel="noreferrer noopener"><Icon name=icon/><span>{said}</span></a> }
    };
    built(view! {
        <div class="row-ways">
            {link("phone", t.call())}{link("mail", t.write_mail())}{link("place", t.directions())}
            <button class="row-way" type="button" tabindex="-1"><Icon name="verify"/><span>{t.check()}</span></button>
        </div>
    })
}

fn draw_ways(state: State, pattern: &Element, id: Id, row: &Element) -> Result<(), JsValue> {
    let of = Ref::new(Kind::Group, id);
    let may_check = state.may_edit();
    let contacts =
        state.reach().with(|reach| reach.get(&of).map(|reach| reach.contacts.clone()).unwrap_or_default());
    let (name, place) = state.projection.with_untracked(|projection| {
        let card = projection.groups.get(id);
        let place = card.map(|card| [card.town, card.state].join(" ")).unwrap_or_default();
        (card.map(|card| card.name.to_owned()).unwrap_or_default(), place)
    });
    let links = way_links(&contacts, place.trim(), None);
    let said = format!("{links:?} {may_check} {name}");
    let old = row.query_selector(":scope > .row-ways")?;
    if old.as_ref().is_some_and(|old| old.get_attribute("data-said").as_ref() == Some(&said)) {
        return Ok(());
    }
    old.iter().for_each(Element::remove);
    if links.iter().all(Option::is_none) && !may_check {
        return Ok(());
    }
    let ways = copy(pattern)?;
    ways.set_attribute("data-said", &said)?;
    let parts = ways.children();
    let part = |place| parts.item(place).ok_or_else(|| JsValue::from("a part of the pattern"));
    let mut without = Vec::new();
    for (place, link) in (0..).zip(links) {
        let part = part(place)?;
        match link {
            Some(link) => {
                part.set_attribute("href", &link)?;
                name_part(&part, &name)?;
            }
            None => without.push(part),
        }
    }
    let check = part(3)?;
    if may_check {
        check.set_attribute(CHECKS, &id.to_string())?;
        name_part(&check, &name)?;
    } else {
        without.push(check);
    }
    without.iter().for_each(Element::remove);
    row.append_with_node_1(&ways)
}

/// Says of which group it is: there are as many of them as rows.
fn name_part(part: &Element, name: &str) -> Result<(), JsValue> {
    let said = part.text_content().unwrap_or_default();
    part.set_attribute("aria-label", &format!("{said}: {name}"))
}
