use super::Icon;
use crate::{browser, locales::texts};
use groundswell_model::{ContactKind, ContactWay, contact};
use leptos::prelude::*;

/// The addresses by which somebody is called, written to, and found: nothing where that is not known. The first phone
/// number and the first mail address are meant, and a postal address before a place.
pub fn way_links(contacts: &[ContactWay], place: &str, position: Option<(f64, f64)>) -> [Option<String>; 3] {
    let first = |kind| contacts.iter().find(|way| way.kind == kind);
    let post = first(ContactKind::Post).map(|way| way.value.replace('\n', ", "));
    let to = post.as_deref().unwrap_or(place);
    let position = position.filter(|_| post.is_none());
    [
        first(ContactKind::Phone).and_then(ContactWay::link),
        first(ContactKind::Email).and_then(ContactWay::link),
        contact::directions(browser::maps(), to, position),
    ]
}

/// What is done first with a record: call, write, find the way.
#[component]
pub fn Ways(
    /// The contact ways.
    contacts: Vec<ContactWay>,
    /// Where it is, in words.
    place: String,
    /// Where it is, in degrees north and east.
    position: Option<(f64, f64)>,
) -> impl IntoView {
    let t = texts().groups();
    let [call, mail, directions] = way_links(&contacts, &place, position);
    let way = |link: Option<String>, icon, said| {
        // A map's page learns nothing of where its visitor came from.
        link.map(|link| view! { <a class="button" href=link rel="noreferrer noopener"><Icon name=icon/>{said}</a> })
    };
    let is_any = call.is_some() || mail.is_some() || directions.is_some();
    is_any.then(|| {
        view! {
            <div class="buttons print-none">
                {way(call, "phone", t.call())}{way(mail, "mail", t.write_mail())}{way(directions, "place", t.directions())}
            </div>
        }
    })
}
