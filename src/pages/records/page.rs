use super::{in_room, news::News};
use crate::{
    browser::TITLE,
    components::{Checked, Conflicts, DraftHere, Icon, MetaLine, PeopleHere, Ways, place_name, shown_value},
    locales::texts,
    pages::{
        groups::{self, groups_address, place_line},
        home::title,
        record::{Actions, ContactPart, NotesPart, Prose, Record as ShownRecord, status_look},
        regions,
    },
    state::{State, state},
};
use groundswell_model::{
    Field, Kind, Membership, Record, RecordView, Ref, Status, meets,
    query::GroupQuery,
    record::{Access, FieldSpec, FormSection},
    validate::MAX_ENTRIES,
};
use leptos::prelude::*;
use std::{borrow::Cow, sync::Arc};

/// A record.
#[component]
pub fn RecordPage(
    /// The kind, if it is not the address that names it.
    kind: Option<Kind>,
) -> impl IntoView {
    in_room(kind, |room| {
        view! {
            <ShownRecord kind=room.kind id=room.id() list=room.list list_name=room.title
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
    let around: Vec<_> = fields().filter_map(|spec| around(state, record, spec)).collect();
    let facts = |section: Option<FormSection>, heading: &'static str| {
        // What few can read stands last.
        let is_of = move |spec: &&FieldSpec| match section {
            Some(section) => spec.section() == section && !is_technical(spec),
            None => is_technical(spec),
        };
        let fields = fields().filter(is_of);
        let facts: Vec<_> = fields.filter_map(|spec| fact(state, record, spec)).collect();
        (!facts.is_empty()).then(|| {
            view! {
                <section class="record-part"><h2>{heading}</h2><dl class="facts">{facts}</dl></section>
            }
        })
    };
    let parts = |which: fn(&FieldSpec) -> bool| -> Vec<_> {
        fields().filter(|spec| which(spec)).filter_map(|spec| part(state, record, spec)).collect()
    };
    let checked = declaration.goes_stale().then(|| view! { <Checked verified=record.meta().verified/> });
    view! {
        <article class="record">
            <header class="record-head">
                <p class="eyebrow">{t.label(declaration.called)}</p>
                <h1 id=TITLE tabindex="-1" dir="auto">{name.clone()}</h1>
                {place(record)}
                {around}
                <p class="record-marks">{marks}{checked}</p>
                {view.deleted.is_none().then(|| ways(record))}
                <Actions kind id name edit=format!("{}/edit", of.address()) deleted=view.deleted/>
            </header>
            <DraftHere form=format!("{}/edit", of.address())/>
            <Conflicts kind id conflicts=view.conflicts.clone()/>
            {parts(|spec| spec.field == Field::About)}
            {facts(Some(FormSection::Main), t.records().details())}
            {parts(|spec| matches!(spec.value, Access::Contacts { .. }))}
            {facts(Some(FormSection::WhenAndWhere), t.groups().when_and_where())}
            {parts(|spec| {
                spec.field != Field::About && !spec.options.members && !matches!(spec.value, Access::Contacts { .. })
            })}
            {Membership::OF.contains(&kind).then(|| view! { <PeopleHere target=of/> })}
            {special(record)}
            <News of/>
            {parts(|spec| spec.options.members)}
            {facts(None, t.groups().technical())}
            <MetaLine meta=record.meta().clone()/>
        </article>
    }
}

/// Codes and numbers, which programs read.
const fn is_technical(spec: &FieldSpec) -> bool {
    matches!(spec.value, Access::TimeZone(_) | Access::CountyCode(_) | Access::Degrees { .. })
}

/// How it is reached at once.
fn ways(record: &Record) -> Option<AnyView> {
    let declaration = record.kind().declaration();
    let said = |field| Some(declaration.field(field)?.values(record).first()?.to_string());
    let degrees = |field| said(field).and_then(|degrees| degrees.parse::<f64>().ok());
    let contacts = declaration.fields().find_map(|spec| match spec.value {
        Access::Contacts { get, .. } => Some(get(record).to_vec()),
        Access::Line(_)
        | Access::Date(_)
        | Access::Day(_)
        | Access::TimeZone(_)
        | Access::CountyCode(_)
        | Access::Degrees { .. }
        | Access::Flag { .. }
        | Access::Long(..)
        | Access::Set(_)
        | Access::Refs(..)
        | Access::Choice { .. }
        | Access::Reference { .. }
        | Access::Roles(_) => None,
    })?;
    let place = [said(Field::Town), said(Field::State)].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let position = degrees(Field::Latitude).zip(degrees(Field::Longitude));
    Some(view! { <Ways contacts place position/> }.into_any())
}

/// What only pages of this kind have.
fn special(record: &Record) -> Option<AnyView> {
    match record {
        Record::Group(group) => groups::awgs_on_topics(group),
        Record::Region(region) => Some(regions::within(region)),
        Record::Awg(awg) => groups::groups_on_topic(awg),
        Record::Network(_)
        | Record::Person(_)
        | Record::Achievement(_)
        | Record::Story(_)
        | Record::Announcement(_) => None,
    }
}

/// Where it is at home, in a line.
fn place(record: &Record) -> Option<AnyView> {
    let declaration = record.kind().declaration();
    let said = |field| {
        let spec = declaration.field(field)?;
        spec.values(record).first().map(ToString::to_string)
    };
    let [town, county, state] = PLACE.map(|field| said(field).unwrap_or_default());
    let place = place_line(&town, &county, &state);
    (!place.is_empty()).then(|| view! { <p class="record-place"><Icon name="place"/>{place}</p> }.into_any())
}

/// The fields that are in that line.
const PLACE: [Field; 3] = [Field::Town, Field::County, Field::State];

/// The region that it names, and those around that one.
fn around(state: State, record: &Record, spec: &'static FieldSpec) -> Option<AnyView> {
    let Access::Reference { get, .. } = spec.value else { return None };
    let (region, itself) = (get(record)?, record.id());
    let t = texts();
    let line = move || {
        let around: Vec<_> = state.projection.with(|projection| {
            let around = projection.regions_around(Some(region)).into_iter();
            around.filter(|around| around.id != itself).map(|it| (it.id, it.name.clone())).collect()
        });
        (!around.is_empty()).then(|| {
            let links = around.into_iter().enumerate().map(|(place, (id, name))| {
                let before = if place == 0 { ": " } else { " · " };
                view! { {before}<a href=Ref::new(Kind::Region, id).address()>{name}</a> }
            });
            let links = links.collect_view();
            view! { <p class="record-place"><Icon name="region"/><span>{t.label(spec.label)}{links}</span></p> }
        })
    };
    Some(line.into_any())
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
            let meets = (text.get)(record).to_owned();
            let understood = meets::parse(&meets).map(|schedule| {
                let said = t.groups().understood(&t.records().schedule(&schedule));
                view! { <dd class="verbatim">{said}</dd> }
            });
            view! { <dd>{meets}</dd>{understood} }.into_any()
        }
        Access::Line(_) if spec.field == Field::Topic || PLACE.contains(&spec.field) => return None,
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
        // They have a part of the page for themselves.
        Access::Set(_) if spec.field == Field::Topics => return None,
        Access::Set(_) => {
            let tags = values.iter().map(|it| view! { <li><span class="tag">{it.to_string()}</span></li> });
            view! { <dd><ul class="tags">{tags.collect_view()}</ul></dd> }.into_any()
        }
        // It is a mark below the name.
        Access::Flag { .. } if spec.field == Field::Public => return None,
        Access::Line(_)
        | Access::Date(_)
        | Access::Day(_)
        | Access::TimeZone(_)
        | Access::CountyCode(_)
        | Access::Degrees { .. }
        | Access::Flag { .. } => {
            let said: Vec<_> =
                values.iter().map(|value| shown_value(state, (record.kind(), spec.field), value)).collect();
            view! { <dd>{said.join(", ")}</dd> }.into_any()
        }
        Access::Long(..)
        | Access::Choice { .. }
        | Access::Reference { .. }
        | Access::Roles(_)
        | Access::Contacts { .. } => return None,
    };
    Some(view! { <div><dt>{name}</dt>{said}</div> }.into_any())
}

/// What has a part of the page for itself.
fn part(state: State, record: &Record, spec: &FieldSpec) -> Option<AnyView> {
    let t = texts();
    if let Access::Contacts { get, .. } = spec.value {
        let edit = format!("{}/edit", Ref::new(record.kind(), record.id()).address());
        return Some(view! { <ContactPart contacts=get(record).to_vec() edit/> }.into_any());
    }
    if let Access::Roles(members) = spec.value {
        let roles = (members.get)(record).iter().filter_map(|role| role.parse().ok()).collect();
        return Some(roles_part(state, t.label(spec.label), roles));
    }
    if let (Access::Set(members), Field::Topics) = (spec.value, spec.field) {
        let topics = (members.get)(record);
        return (!topics.is_empty()).then(|| topics_part(t.label(spec.label), &topics));
    }
    let Access::Long(_, text) = spec.value else { return None };
    let words = (text.get)(record).to_owned();
    if words.is_empty() {
        return None;
    }
    if spec.options.members {
        return Some(view! { <NotesPart text=words/> }.into_any());
    }
    let heading = t.label(spec.label);
    let part = view! { <section class="record-part"><h2>{heading}</h2><Prose text=words/></section> };
    Some(part.into_any())
}

/// Issues, each the way to the groups that share it.
fn topics_part(heading: &'static str, topics: &[Cow<'_, str>]) -> AnyView {
    let links = topics.iter().take(MAX_ENTRIES).map(|topic| {
        let all = groups_address(&GroupQuery { topic: Some(topic.to_string()), ..GroupQuery::default() });
        view! { <li><a class="tag" href=all>{topic.to_string()}</a></li> }
    });
    let links = links.collect_view();
    view! { <section class="record-part"><h2>{heading}</h2><ul class="tags">{links}</ul></section> }
        .into_any()
}

/// What somebody does, each the way to where.
fn roles_part(state: State, heading: &'static str, roles: Vec<Membership>) -> AnyView {
    let t = texts();
    let named = move |of| {
        let name = place_name(state, of);
        name.unwrap_or_else(|| t.people().gone_place().to_owned())
    };
    let none = roles.is_empty().then(|| view! { <p class="hint">{t.people().no_roles()}</p> });
    let rows = roles.into_iter().map(|Membership { of, role }| {
        view! {
            <li>
                <Icon name=of.kind.icon()/>
                <div><a class="person-name" href=of.address()>{move || named(of)}</a></div>
                <span class="badge">{t.records().role(role)}</span>
            </li>
        }
    });
    let rows = none.is_none().then(|| view! { <ul class="people">{rows.collect_view()}</ul> });
    view! { <section class="record-part"><h2>{heading}</h2>{none}{rows}</section> }.into_any()
}
