//! One group of the list, drawn by hand: copies of a few patterns with its texts put in.
//!
//! Every key of a search draws a dozen rows anew, and views for all of their parts take much longer.

use super::ways::DrawWays;
use crate::{
    components::Icon,
    locales::texts,
    pages::record::status_look,
    state::{State, state},
};
use groundswell_model::{GroupCard, Id, Status};
use leptos::{
    prelude::*,
    tachys::view::{Mountable, Render},
};
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Element;

/// So many issues are named; of more, how many.
const TOPICS: usize = 3;

/// Makes rows.
#[derive(Clone, Copy)]
pub struct GroupRows {
    state: State,
    current: Memo<Option<Id>>,
    patterns: StoredValue<Option<Rc<Patterns>>, LocalStorage>,
    /// What draws the ways of a group into its row, once it is here.
    pub ways: RwSignal<Option<DrawWays>>,
}

impl GroupRows {
    /// Rows of which the current one is marked as such.
    pub fn new(current: Memo<Option<Id>>) -> Self {
        let patterns = Patterns::new().map(Rc::new).map_err(|thrown| report(&thrown)).ok();
        Self {
            state: state(),
            current,
            patterns: StoredValue::new_local(patterns),
            ways: RwSignal::new(None),
        }
    }

    /// The row of a group. It looks the group up itself, so that a change of one group draws one row anew.
    pub fn row(self, id: Id) -> AnyView {
        let here = move || (self.current.get() == Some(id)).then_some("true");
        let keep_drawn = move |row: Element, rows: Self| {
            let Some(patterns) = rows.patterns.get_value() else { return };
            let drawn = RenderEffect::new(move |before: Option<Option<RowText>>| {
                let text =
                    rows.state.projection.with(|projection| projection.groups.get(id).map(RowText::of));
                if before.as_ref() != Some(&text)
                    && let Err(thrown) = patterns.draw(&row, id, text.as_ref())
                {
                    report(&thrown);
                }
                if let Some(ways) = rows.ways.get().filter(|_| text.is_some()) {
                    ways.run((id, row.clone()));
                }
                text
            });
            // For as long as the row is there.
            StoredValue::new_local(drawn);
        };
        view! { <li class="row reached" aria-current=here use:keep_drawn=self></li> }.into_any()
    }
}

/// What a row says.
#[derive(Clone, PartialEq)]
struct RowText {
    name: String,
    place: String,
    meets: String,
    topics: Vec<String>,
    status: Status,
    verified: bool,
    disputed: bool,
}

impl RowText {
    fn of(card: GroupCard<'_>) -> Self {
        Self {
            name: card.name.to_owned(),
            place: place_line(card.town, card.county, card.state),
            meets: card.meets.to_owned(),
            topics: card.topics().map(str::to_owned).collect(),
            status: card.status,
            verified: card.verified.is_some(),
            disputed: card.disputed,
        }
    }
}

/// What rows are made of.
struct Patterns {
    name: Element,
    side: Element,
    badge: Element,
    disputed: Element,
    unverified: Element,
    place: Element,
    meets: Element,
    tags: Element,
    tag: Element,
    more: Element,
}

impl Patterns {
    fn new() -> Result<Self, JsValue> {
        let t = texts().groups();
        let disputed =
            view! { <span class="badge" data-kind="warn"><Icon name="conflict"/>{t.conflict()}</span> };
        Ok(Self {
            name: built(view! { <h2 class="row-name"><a dir="auto"></a></h2> })?,
            side: built(view! { <div class="row-side"></div> })?,
            badge: built(view! { <span class="badge"></span> })?,
            disputed: built(disputed)?,
            unverified: built(view! { <span class="visually-hidden">{t.not_checked()}</span> })?,
            place: built(view! { <p class="row-place"><Icon name="place"/></p> })?,
            meets: built(view! { <p class="row-when"><Icon name="clock"/></p> })?,
            tags: built(view! { <ul class="tags"></ul> })?,
            tag: built(view! { <li><span class="tag"></span></li> })?,
            more: built(view! { <li class="more"></li> })?,
        })
    }

    fn draw(&self, row: &Element, id: Id, text: Option<&RowText>) -> Result<(), JsValue> {
        let Some(RowText { name, place, meets, topics, status, verified, disputed }) = text else {
            row.set_text_content(None);
            return Ok(());
        };
        // Somebody may be on the link: it stays, and all else is drawn anew.
        let heading = match row.first_element_child() {
            Some(heading) => heading,
            None => copy(&self.name)?,
        };
        while let Some(old) = heading.next_element_sibling() {
            old.remove();
        }
        let link = within(&heading)?;
        link.set_attribute("href", &format!("/groups/{id}"))?;
        link.set_text_content(Some(name));
        let side = copy(&self.side)?;
        if *disputed {
            put(&side, &copy(&self.disputed)?)?;
        }
        if *status != Status::Active {
            let badge = copy(&self.badge)?;
            badge.set_attribute("data-kind", status_look(*status))?;
            badge.set_text_content(Some(texts().records().status_name(*status)));
            put(&side, &badge)?;
        }
        if !verified {
            put(&side, &copy(&self.unverified)?)?;
        }
        if heading.parent_element().is_none() {
            put(row, &heading)?;
        }
        put(row, &side)?;
        for (pattern, words) in [(&self.place, place), (&self.meets, meets)] {
            if !words.is_empty() {
                let line = copy(pattern)?;
                line.append_with_str_1(words)?;
                put(row, &line)?;
            }
        }
        if !topics.is_empty() {
            put(row, &self.tags(topics)?)?;
        }
        Ok(())
    }

    fn tags(&self, topics: &[String]) -> Result<Element, JsValue> {
        let tags = copy(&self.tags)?;
        for topic in topics.iter().take(TOPICS) {
            let tag = copy(&self.tag)?;
            within(&tag)?.set_text_content(Some(topic));
            put(&tags, &tag)?;
        }
        let more = topics.len().saturating_sub(TOPICS);
        if more > 0 {
            let rest = copy(&self.more)?;
            rest.set_text_content(Some(&format!("+{more}")));
            put(&tags, &rest)?;
        }
        Ok(tags)
    }
}

/// The element that a view is.
pub fn built(view: impl IntoView) -> Result<Element, JsValue> {
    let holder = document().create_element("div")?;
    view.into_view().build().mount(&holder, None);
    within(&holder)
}

pub fn copy(pattern: &Element) -> Result<Element, JsValue> {
    Ok(pattern.clone_node_with_deep(true)?.unchecked_into())
}

fn put(into: &Element, part: &Element) -> Result<(), JsValue> {
    into.append_with_node_1(part)
}

fn within(element: &Element) -> Result<Element, JsValue> {
    element.first_element_child().ok_or_else(|| "an element without another in it".into())
}

fn report(thrown: &JsValue) {
    web_sys::console::error_2(&"a row could not be drawn:".into(), thrown);
}

/// A place in one line: "Edgerton, WI · Rock County".
pub fn place_line(town: &str, county: &str, state: &str) -> String {
    let county = if county.is_empty() { String::new() } else { texts().groups().county(county) };
    let town = [town, state].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ");
    [town, county].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ")
}
