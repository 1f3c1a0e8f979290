//! The pieces of a form, and what all forms share: errors at their fields, and nothing typed lost by mistake.

mod elsewhere;
mod keeping;
mod meanwhile;
mod summary;

use super::Icon;
use crate::{
    browser, engine,
    locales::texts,
    state::{LONG_COMMIT, Phase, State, field_errors, state},
};
use elsewhere::Elsewhere;
use gloo_timers::callback::Timeout;
use groundswell_model::{
    Command, Field, FieldError, Kind, Record, Timestamp, command::CommandError, message::EngineError,
};
use keeping::{DraftLine, Keeping};
use leptos::{html, prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use meanwhile::{Meanwhile, Refused};
use summary::Summary;

/// A form on its way to a command.
#[derive(Clone, Copy)]
pub struct FormState {
    /// The kind of record that it is of.
    pub kind: Kind,
    /// Fields that do not hold.
    pub errors: RwSignal<Vec<FieldError>>,
    failed: RwSignal<Option<EngineError>>,
    /// What others did meanwhile, and what is to become of it, is asked.
    refused: RwSignal<Option<Refused>>,
    busy: StoredValue<bool>,
    /// It has been busy for a while.
    waited_for: RwSignal<bool>,
    typed: RwSignal<bool>,
    /// What its editor began with, where the record was there already.
    before: RwSignal<Option<Record>>,
    keeping: StoredValue<Option<Keeping>, LocalStorage>,
    /// It began with a draft of this moment.
    resumed: RwSignal<Option<Timestamp>>,
    /// This device could not keep a draft of what is typed.
    not_kept: RwSignal<bool>,
}

impl FormState {
    /// A form of a record of this kind, in which nothing was typed. While something is, the page knows ([`State::unsaved_forms`]).
    pub fn new(kind: Kind) -> Self {
        let state = state();
        let form = Self {
            kind,
            errors: RwSignal::new(Vec::new()),
            failed: RwSignal::new(None),
            refused: RwSignal::new(None),
            busy: StoredValue::new(false),
            waited_for: RwSignal::new(false),
            typed: RwSignal::new(false),
            before: RwSignal::new(None),
            keeping: StoredValue::new_local(None),
            resumed: RwSignal::new(None),
            not_kept: RwSignal::new(false),
        };
        on_cleanup(move || form.settle(state));
        form
    }

    /// Notes that something was typed.
    pub fn touch(self) {
        // What was asked is about what was typed until then: the next press asks again.
        self.refused.maybe_update(|refused| refused.take().is_some());
        if !self.typed.get_untracked() {
            self.typed.set(true);
            state().unsaved_forms.update(|forms| *forms += 1);
        }
        self.keep_soon();
    }

    /// Notes that what was typed is saved or given up.
    fn settle(self, state: State) {
        if self.typed.try_get_untracked() == Some(true) {
            self.typed.set(false);
            state.unsaved_forms.update(|forms| *forms = forms.saturating_sub(1));
        }
    }

    /// The error of a field, in words.
    pub fn error_of(self, field: Field, entry: Option<usize>) -> Memo<Option<String>> {
        Memo::new(move |_| {
            self.errors.with(|errors| {
                errors
                    .iter()
                    .find(|error| error.field == field && error.entry == entry)
                    .map(|error| texts().records().problem(error.problem))
            })
        })
    }

    /// Checks the record and saves it; then goes to the address `then`. Errors, those that the form found
    /// itself among them, go to their fields, and the focus to their summary.
    pub fn save(self, before: Option<Record>, after: Record, found: Vec<FieldError>, then: String) {
        if self.busy.get_value() {
            return;
        }
        let mut problems = after.problems();
        // What the form could not even read is not in the record: its own word on such a field is first.
        problems.retain(|problem| found.iter().all(|found| found.field != problem.field));
        problems.extend(found);
        if !problems.is_empty() {
            self.refuse(problems);
            return;
        }
        let command = Command::Save { before: before.clone().map(Box::new), after: Box::new(after.clone()) };
        self.send(command, after, before, then);
    }

    /// Has a command of the form carried out, which makes its record `after`; then goes to the address `then`. Where
    /// others changed meanwhile what the editor began with, it is asked what is to become of both.
    fn send(self, command: Command, after: Record, before: Option<Record>, then: String) {
        let state = state();
        let navigate = use_navigate();
        let said = texts().groups().saved(after.name());
        self.busy_from_now();
        self.failed.maybe_update(|failed| failed.take().is_some());
        self.refused.maybe_update(|refused| refused.take().is_some());
        self.errors.maybe_update(|errors| !std::mem::take(errors).is_empty());
        // What is sent is kept until it is saved, also for whoever leaves the form meanwhile.
        self.keep_now(state);
        let drafts = self.lying_drafts();
        spawn_local(async move {
            let saved = state.apply(command).await;
            if self.busy.is_disposed() {
                match saved {
                    Ok(undo) => {
                        if let Some((directory, names)) = drafts {
                            state.drop_drafts(directory, names);
                        }
                        state.toasts.success(said, undo);
                    }
                    Err(error) => state.toasts.fail(error),
                }
                return;
            }
            match saved {
                Ok(undo) => {
                    self.drop_drafts(state);
                    self.settle(state);
                    state.toasts.success(said, undo);
                    // What is said now is in sight before the next page is made: one long task would hold both.
                    engine::painted().await;
                    if self.at_rest() {
                        browser::let_go();
                        navigate(&then, NavigateOptions { replace: true, ..NavigateOptions::default() });
                    }
                }
                Err(EngineError::Command(CommandError::Overtaken | CommandError::DeletedSince))
                    if let Some(before) = before =>
                {
                    self.ask(state, before, after, then).await;
                }
                Err(error) => self.fail(error),
            }
        });
    }

    /// Asks what is to become of an edit and of what others did meanwhile.
    async fn ask(self, state: State, before: Record, after: Record, then: String) {
        let now = state.read(after.kind(), after.id()).await;
        if self.busy.is_disposed() {
            return;
        }
        match now {
            Ok(now) => {
                self.at_rest();
                self.refused.set(Some(Refused { before, after, now, then }));
                browser::after_paint(|| browser::focus("form-meanwhile"));
            }
            Err(error) => self.fail(error),
        }
    }

    fn fail(self, error: EngineError) {
        self.at_rest();
        let errors = field_errors(&error);
        if errors.is_empty() {
            self.failed.set(Some(error));
            browser::after_paint(|| browser::focus("form-errors"));
        } else {
            self.refuse(errors);
        }
    }

    /// Takes no second press, and shows that when it lasts: drawing a button that waits would only keep the page
    /// from what the engine says.
    fn busy_from_now(self) {
        self.busy.set_value(true);
        let show = move || {
            if self.busy.try_get_value() == Some(true) {
                self.waited_for.set(true);
            }
        };
        Timeout::new(LONG_COMMIT, show).forget();
    }

    /// Can be used again, if it is still there.
    fn at_rest(self) -> bool {
        self.waited_for.maybe_update(std::mem::take);
        self.busy.try_set_value(false).is_none()
    }

    /// Shows errors at their fields.
    pub fn refuse(self, mut errors: Vec<FieldError>) {
        summary::in_order(self.kind, &mut errors);
        errors.iter().for_each(|error| summary::unfold(&input_id(error.field, error.entry)));
        self.errors.set(errors);
        browser::after_paint(|| browser::focus("form-errors"));
    }
}

/// The id of a field's input; the error summary points to it.
pub fn input_id(field: Field, entry: Option<usize>) -> String {
    let field = format!("{field:?}").to_lowercase();
    match entry {
        Some(entry) => format!("field-{field}-{entry}"),
        None => format!("field-{field}"),
    }
}

/// A form with its summary of errors, and the buttons that save or leave it.
#[component]
pub fn Form(
    /// Its state.
    form: FormState,
    /// Saves what was typed.
    on_save: Callback<()>,
    /// Where somebody goes who gives up.
    leave: String,
    /// The fields.
    children: Children,
) -> impl IntoView {
    let t = texts();
    let asking = NodeRef::<html::Dialog>::new();
    let state = state();
    let navigate = use_navigate();
    let away = leave.clone();
    let cancel = move |event: web_sys::MouseEvent| {
        if form.typed.get_untracked() {
            event.prevent_default();
            ask_to_leave(asking);
        }
    };
    let give_up = move |_| {
        form.drop_drafts(state);
        form.settle(state);
        navigate(&away, NavigateOptions::default());
    };
    let stay = move |_| {
        if let Some(dialog) = asking.get_untracked() {
            dialog.close();
        }
    };
    let opening = move || {
        let waits = form.waited_for.get() && state.phase.with(|phase| *phase != Phase::Ready);
        waits.then(|| t.drafts().opening())
    };
    view! {
        <form class="form" novalidate on:input=move |_| form.touch() on:change=move |_| form.touch()
            on:submit=move |event| { event.prevent_default(); on_save.run(()); }>
            <DraftLine form asking/>
            <Summary form/>
            <Meanwhile form/>
            <Elsewhere form/>
            {children()}
            <div class="actions">
                <button class="button primary" type="submit" aria-busy=move || form.waited_for.get().then_some("true")
                    disabled=move || form.waited_for.get()>
                    <Icon name="check"/>{t.groups().save()}
                </button>
                <a class="button quiet" href=leave on:click=cancel>{t.groups().cancel()}</a>
                <p class="hint" role="status">{opening}</p>
            </div>
        </form>
        <dialog class="dialog" node_ref=asking aria-labelledby="leave-title">
            <div class="dialog-head"><h2 id="leave-title">{t.groups().leave_form()}</h2></div>
            <div class="dialog-foot">
                <button class="button primary" type="button" on:click=stay>{t.groups().stay()}</button>
                <button class="button danger" type="button" on:click=give_up>{t.groups().leave()}</button>
            </div>
        </dialog>
    }
}

/// Asks whether what was typed is to be thrown away.
fn ask_to_leave(asking: NodeRef<html::Dialog>) {
    if let Some(dialog) = asking.get_untracked()
        && let Err(error) = dialog.show_modal()
    {
        web_sys::console::error_2(&"the question could not be asked:".into(), &error);
    }
}

/// A field of one line.
#[component]
pub fn TextField(
    /// The form it is part of.
    form: FormState,
    /// Which field.
    field: Field,
    /// Its label, where it is not the field's own name.
    #[prop(optional, into)]
    label: Option<String>,
    /// What to know before typing.
    #[prop(optional, into)]
    hint: Option<String>,
    /// Whether it has to be filled.
    #[prop(optional)]
    required: bool,
    /// The value at the start.
    value: String,
    /// Hears of every change.
    on_input: Callback<String>,
    /// What the browser may fill in.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// The keyboard that suits.
    #[prop(default = "text")]
    inputmode: &'static str,
    /// Values to choose from, though others may be typed: the id of a `datalist`.
    #[prop(optional, into)]
    list: Option<String>,
) -> impl IntoView {
    let t = texts().records();
    let (hint, list) = (hint.filter(|hint| !hint.is_empty()), list.filter(|list| !list.is_empty()));
    let id = input_id(field, None);
    let error = form.error_of(field, None);
    let (error_id, hint_id) = (format!("{id}-error"), format!("{id}-hint"));
    let described = described_by(error, &error_id, hint.is_some().then_some(hint_id.clone()));
    let invalid = move || error.with(Option::is_some);
    let shown_error = error_line(error, error_id);
    view! {
        <div class="field" data-invalid=move || invalid().then_some("")>
            <label for=id.clone()>{label.unwrap_or_else(|| t.field(form.kind, field).to_owned())}
                {(!required).then(|| view! { " "<span class="optional">{t.optional()}</span> })}
            </label>
            {hint.map(|hint| view! { <p class="hint" id=hint_id>{hint}</p> })}
            <input id=id type="text" value=value autocomplete=autocomplete inputmode=inputmode list=list
                aria-required=required.then_some("true")
                aria-invalid=move || invalid().then_some("true") aria-describedby=described
                on:input=move |event| on_input.run(event_target_value(&event))/>
            {shown_error}
        </div>
    }
}

/// A field of several lines.
#[component]
pub fn TextArea(
    /// The form it is part of.
    form: FormState,
    /// Which field.
    field: Field,
    /// What to know before typing.
    #[prop(optional, into)]
    hint: Option<String>,
    /// How many lines are seen at first.
    #[prop(default = 5)]
    rows: u32,
    /// The value at the start.
    value: String,
    /// Hears of every change.
    on_input: Callback<String>,
) -> impl IntoView {
    let t = texts().records();
    let hint = hint.filter(|hint| !hint.is_empty());
    let id = input_id(field, None);
    let error = form.error_of(field, None);
    let (error_id, hint_id) = (format!("{id}-error"), format!("{id}-hint"));
    let described = described_by(error, &error_id, hint.is_some().then_some(hint_id.clone()));
    let invalid = move || error.with(Option::is_some);
    let shown_error = error_line(error, error_id);
    view! {
        <div class="field" data-invalid=move || invalid().then_some("")>
            <label for=id.clone()>{t.field(form.kind, field)}" "<span class="optional">{t.optional()}</span></label>
            {hint.map(|hint| view! { <p class="hint" id=hint_id>{hint}</p> })}
            <textarea id=id rows=rows prop:value=value aria-invalid=move || invalid().then_some("true")
                aria-describedby=described on:input=move |event| on_input.run(event_target_value(&event))></textarea>
            {shown_error}
        </div>
    }
}

/// What describes an input: its hint, and its error while there is one.
pub fn described_by(
    error: Memo<Option<String>>,
    error_id: &str,
    hint_id: Option<String>,
) -> impl Fn() -> Option<String> + Clone + use<> {
    let error_id = error_id.to_owned();
    move || {
        let error = error.with(Option::is_some).then(|| error_id.clone());
        let ids: Vec<_> = error.into_iter().chain(hint_id.clone()).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }
}

/// An input's error, while there is one.
pub fn error_line(error: Memo<Option<String>>, id: String) -> impl Fn() -> Option<AnyView> {
    move || {
        error
            .get()
            .map(|said| view! { <p class="error" id=id.clone()><Icon name="error"/>{said}</p> }.into_any())
    }
}
