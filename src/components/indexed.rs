//! The words of records, for those who search beyond cards.

use crate::state::{State, state};
use gloo_timers::future::TimeoutFuture;
use groundswell_model::{Kind, Ref, fold, query::TextIndex};
use leptos::{prelude::*, task::spawn_local};

/// So many records are indexed before the page gets its turn: some milliseconds.
const AT_ONCE: usize = 1_000;

/// An index of the records of these kinds, as they are now, once somebody searches: `is_asked`. It is made piece by
/// piece, and anew with each change; until then the one before it holds.
pub fn indexed(
    kinds: &'static [Kind],
    is_asked: impl Fn() -> bool + Send + Sync + 'static,
) -> RwSignal<TextIndex> {
    let state = state();
    let index = RwSignal::new(TextIndex::default());
    let turn = StoredValue::new(0_u32);
    let is_asked = Memo::new(move |before: Option<&bool>| before == Some(&true) || is_asked());
    Effect::new(move |_| {
        if !is_asked.get() {
            return;
        }
        // Whatever it is made of.
        state.reach().with(|_| ());
        for kind in kinds {
            if *kind == Kind::Group {
                state.projection.track();
            } else if *kind == Kind::Person {
                state.people().with(|_| ());
            } else {
                state.cards(*kind).with(|_| ());
            }
        }
        turn.update_value(|turn| *turn += 1);
        let this = turn.get_value();
        let is_due = move || turn.try_get_value() == Some(this);
        spawn_local(async move {
            if let Some(made) = make(state, kinds, is_due).await {
                let _ = index.try_set(made);
            }
        });
    });
    index
}

/// `None` where another one is made meanwhile, or nobody waits for it.
async fn make(state: State, kinds: &[Kind], is_due: impl Fn() -> bool) -> Option<TextIndex> {
    let mut made = TextIndex::default();
    for kind in kinds {
        let mut from = 0;
        loop {
            let added = untrack(|| add(&mut made, state, *kind, from));
            from += AT_ONCE;
            TimeoutFuture::new(0).await;
            if !is_due() {
                return None;
            }
            if !added {
                break;
            }
        }
    }
    Some(made)
}

/// Adds the records of a kind from this place on, as many as are added at once; answers whether there are more. Groups
/// and all other kinds are found by what their cards are searched by, people by their names.
fn add(made: &mut TextIndex, state: State, kind: Kind, from: usize) -> bool {
    let until = from + AT_ONCE;
    state.reach().with(|reach| {
        if kind == Kind::Group {
            state.projection.with(|projection| {
                made.add_groups(&projection.groups, from..until, |of| reach.get(&of));
                projection.groups.len() > until
            })
        } else if kind == Kind::Person {
            state.people().with(|people| {
                for person in people.values().skip(from).take(AT_ONCE) {
                    let of = Ref::new(kind, person.id);
                    made.add(of, &fold::fold(&person.name), reach.get(&of));
                }
                people.len() > until
            })
        } else {
            state.cards(kind).with(|cards| {
                let cards_now = cards.values().skip(from).take(AT_ONCE);
                cards_now.for_each(|card| made.add(card.of, &card.search, reach.get(&card.of)));
                cards.len() > until
            })
        }
    })
}
