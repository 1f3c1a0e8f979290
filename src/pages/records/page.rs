use super::{News, in_room};
use crate::{
    components::{Checked, Conflicts, Icon, MetaLine, PeopleHere, current_id, place_name, shown_value},
    locales::texts,
    pages::{
        home::title,
        record::{
            Actions, ContactPart, GroupLinks, MeetsFact, NotesPart, Prose, Record as ShownRecord, status_look,
        },
    },
    state::{State, state},
};
use groundswell_model::{
    Field, Kind, Record, RecordView, Ref, Status,
    query::GroupQuery,
    record::{Access, FieldSpec},
    validate::MAX_ENTRIES,
};
use leptos::prelude::*;
use std::sync::Arc;

/// A record.
#[component]
pub fn RecordPage() -> impl IntoView {
    in_room(|kind, words| {
        let list = kind.declaration().address;
        view! {
            <ShownRecord kind id=current_id() list list_name=texts().label(words.title)
                show=|view| view! { <Shown view/> }.into_any()/>
        }
        .into_any()
    })
}

#[component]
fn Shown(view: Arc<RecordView>) -> impl IntoView {
    let state = state();
    let t = texts();
    let record = &view.record;
    let (kind, id) = (record.kind(), record.id());
    let declaration = kind.declaration();
    let name = record.name().to_owned();
    title(&name);
    let of = Ref::new(kind, id);
    let fields = || declaration.fields().filter(|spec| spec.field != Field::Name);
    let marks: Vec<_> = fields().filter_map(|spec| mark(record, spec)).collect();
    let facts: Vec<_> = fields().filter_map(|spec| fact(state, record, spec)).collect();
    let parts: Vec<_> = fields().filter_map(|spec| part(record, spec)).collect();
    let checked = declaration.goes_stale().then(|| view! { <Checked verified=record.meta().verified/> });
    let topic =
        declaration.field(Field::Topic).and_then(|spec| spec.values(record).first().map(ToString::to_string));
    view! {
        <article class="record">
            <header class="record-head">
                <p class="eyebrow">{t.label(declaration.called)}</p>
                <h1>{name.clone()}</h1>
                <p class="record-marks">{marks}{checked}</p>
                <Actions kind id name edit=format!("{}/edit", of.address()) deleted=view.deleted/>
            </header>
            <Conflicts kind id conflicts=view.conflicts.clone()/>
            {(!facts.is_empty()).then(|| view! {
                <section class="record-part"><h2>{t.records().details()}</h2><dl class="facts">{facts}</dl></section>
            })}
            {parts}
            {(kind == Kind::Awg).then(|| view! { <PeopleHere target=of/> })}
            {topic.map(|topic| view! {
                <GroupLinks title=t.groups().groups_on_topic() none=t.groups().no_groups_on_topic()
                    query=GroupQuery { topic: Some(topic), ..GroupQuery::default() }/>
            })}
            <News of/>
            <MetaLine meta=record.meta().clone()/>
        </article>
    }
}

/// What stands below the name: choices, and who may see it.
fn mark(record: &Record, spec: &FieldSpec) -> Option<AnyView> {
    let t = texts();
    if let Access::Choice { get, label, .. } = spec.value {
        let key = get(record);
        let look = Status::from_key(key).filter(|_| spec.field == Field::Status).map(status_look);
        let called = label(key).filter(|_| !key.is_empty()).map(|label| t.label(label))?;
        return Some(view! { <span class="badge" data-kind=look>{called}</span> }.into_any());
    }
    if let (Access::Flag { get, .. }, Field::Public) = (spec.value, spec.field) {
        let (audience, icon, said) = if get(record) {
            ("public", "public", t.records().for_everybody())
        } else {
            ("members", "lock", t.records().for_members())
        };
        let mark = view! { <span class="audience" data-audience=audience><Icon name=icon/>{said}</span> };
        return Some(mark.into_any());
    }
    let topic = spec.values(record).first().filter(|_| spec.field == Field::Topic)?.to_string();
    let mark = view! {
        <span class="tag"><span class="visually-hidden">{t.label(spec.label)}": "</span>{topic}</span>
    };
    Some(mark.into_any())
}

/// What can be said in a line.
fn fact(state: State, record: &Record, spec: &FieldSpec) -> Option<AnyView> {
    let t = texts();
    let mut values = spec.values(record);
    values.truncate(MAX_ENTRIES);
    if values.is_empty() {
        return None;
    }
    let name = t.label(spec.label);
    let said = match spec.value {
        Access::Line(text) if spec.field == Field::Meets => {
            return Some(view! { <MeetsFact meets=(text.get)(record).to_owned()/> }.into_any());
        }
        Access::Line(_) if spec.field == Field::Topic => return None,
        Access::Refs(..) => {
            let links = values.iter().filter_map(|value| value.parse::<Ref>().ok()).map(|record| {
                let named = move || {
                    let name = place_name(state, record);
                    name.unwrap_or_else(|| t.people().gone_place().to_owned())
                };
                view! { <li><Icon name=record.kind.icon()/><a href=record.address()>{named}</a></li> }
            });
            view! { <dd><ul class="links">{links.collect_view()}</ul></dd> }.into_any()
        }
        Access::Set(_) => {
            let tags = values.iter().map(|it| view! { <li><span class="tag">{it.to_string()}</span></li> });
            view! { <dd><ul class="tags">{tags.collect_view()}</ul></dd> }.into_any()
        }
        Access::Line(_)
        | Access::Date(_)
        | Access::Day(_)
        | Access::TimeZone(_)
        | Access::CountyCode(_)
        | Access::Degrees { .. }
        | Access::Reference { .. } => {
            let said: Vec<_> =
                values.iter().map(|value| shown_value(state, (record.kind(), spec.field), value)).collect();
            view! { <dd>{said.join(", ")}</dd> }.into_any()
        }
        Access::Long(..)
        | Access::Choice { .. }
        | Access::Flag { .. }
        | Access::Roles(_)
        | Access::Contacts { .. } => return None,
    };
    Some(view! { <div><dt>{name}</dt>{said}</div> }.into_any())
}

/// What has a part of the page for itself.
fn part(record: &Record, spec: &FieldSpec) -> Option<AnyView> {
    if let Access::Contacts { get, .. } = spec.value {
        return Some(view! { <ContactPart contacts=get(record).to_vec()/> }.into_any());
    }
    let Access::Long(_, text) = spec.value else { return None };
    let words = (text.get)(record).to_owned();
    if words.is_empty() {
        return None;
    }
    if spec.options.members {
        return Some(view! { <NotesPart text=words/> }.into_any());
    }
    let heading = texts().label(spec.label);
    let part = view! { <section class="record-part"><h2>{heading}</h2><Prose text=words/></section> };
    Some(part.into_any())
}
