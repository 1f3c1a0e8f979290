//! What is asked when others changed a record while it was being edited.

use super::FormState;
use crate::{
    components::{Icon, said_by, said_value},
    locales::texts,
    state::{State, state},
};
use groundswell_model::{
    Command, Record, RecordView,
    record::{Keep, Overtaken, decide, overtaken},
};
use leptos::prelude::*;

/// An edit that was refused because of what others did since its editor began, until the editor decides.
#[derive(Clone, Debug)]
pub struct Refused {
    /// What the editor began with.
    pub before: Record,
    /// What they made of it.
    pub after: Record,
    /// What the record is by now.
    pub now: RecordView,
    /// Where they go when it is saved.
    pub then: String,
}

impl Refused {
    /// The edit as its editor decides, who has seen what the record is by now.
    fn decided(self, keep: Keep) -> (Command, Record, String) {
        let Self { mut before, mut after, now, then } = self;
        decide(&mut before, &mut after, &now.record, keep);
        let (kind, id) = (after.kind(), after.id());
        let save = Command::Save { before: Some(Box::new(before)), after: Box::new(after.clone()) };
        let command = match now.deleted {
            Some(_) => Command::Batch(vec![Command::Restore { kind, id }, save]),
            None => save,
        };
        (command, after, then)
    }
}

/// The question, while there is one: both values of each place, or that the record was deleted.
#[component]
pub fn Meanwhile(
    /// The form that was refused.
    form: FormState,
) -> impl IntoView {
    let state = state();
    move || form.refused.get().map(|refused| question(state, form, refused))
}

fn question(state: State, form: FormState, refused: Refused) -> AnyView {
    let t = texts();
    let deleted = refused.now.deleted.is_some();
    let stamp = refused.now.deleted.unwrap_or(refused.now.record.meta().updated);
    let (when, by) = (t.format().moment(stamp.at), said_by(state, stamp.by));
    let who = if deleted { t.groups().is_deleted(&when, &by) } else { t.groups().changed_by(&when, &by) };
    let values = overtaken(&refused.before, &refused.after, &refused.now.record);
    let (mine, theirs) = (refused.clone(), refused);
    let button = move |refused: Refused, keep: Keep| {
        move |_| {
            let (command, after, then) = refused.clone().decided(keep);
            form.send(command, after, None, then);
        }
    };
    let (heading, why) = if deleted {
        (t.groups().deleted_meanwhile(), t.groups().deleted_meanwhile_why())
    } else {
        (t.groups().changed_meanwhile(), t.groups().changed_meanwhile_why())
    };
    view! {
        <section class="conflict" role="alert">
            <h2 id="form-meanwhile" tabindex="-1"><Icon name="conflict"/>{heading}</h2>
            <p>{who}</p>
            <p>{why}</p>
            {values.into_iter().map(|value| pair(state, form, value)).collect_view()}
            <div class="buttons">
                <button class="button primary" type="button" on:click=button(mine, Keep::Yours)>
                    {if deleted { t.groups().bring_back_and_save() } else { t.groups().keep_yours() }}
                </button>
                {(!deleted).then(|| view! {
                    <button class="button" type="button" on:click=button(theirs, Keep::Theirs)>
                        {t.groups().keep_theirs()}
                    </button>
                })}
            </div>
        </section>
    }
    .into_any()
}

fn pair(state: State, form: FormState, value: Overtaken) -> impl IntoView {
    let t = texts();
    let Overtaken { field, theirs, yours, .. } = value;
    let said = |value| said_value(state, (form.kind, field), value);
    view! {
        <h3>{t.records().field(form.kind, field)}</h3>
        <div class="conflict-pair">
            <div class="conflict-side">
                <p class="conflict-who">{t.groups().theirs_now()}</p>
                <p class="conflict-value">{said(theirs.as_ref())}</p>
            </div>
            <div class="conflict-side">
                <p class="conflict-who">{t.groups().yours()}</p>
                <p class="conflict-value">{said(yours.as_ref())}</p>
            </div>
        </div>
    }
}
