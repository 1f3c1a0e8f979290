//! The document as the author of a change saw it: whether the change is one that Automerge could have written
//! there.
//!
//! Automerge takes much for granted of a change: that its number follows its author's last one, its operations those
//! that it builds on, that the objects and elements that it names are there, and that it says of each value which
//! others it takes the place of. Where one of that does not hold, applying the change ends the program, or the
//! change is not the same after saving and loading.
//!
//! Whether a change holds follows from it and from what it builds on alone, so that everybody judges it alike.

use super::{
    Check,
    chunk::{Action, Key, Name, Operation, Operations, with_operations},
};
use automerge::{ActorId, Automerge, Change, ChangeHash, ObjId, ObjType, ReadDoc};
use std::collections::{HashMap, HashSet};

/// At most so many objects within each other. A directory has a text in a record in a map: three.
const MAX_DEPTH: usize = 16;

/// The last change of each author: its number, and its name.
pub(super) type Authors = HashMap<ActorId, (u64, ChangeHash)>;

/// An operation's name, with its author among those of the view.
type Operand = (u64, u32);

/// An object as far as it was looked at.
#[derive(Debug)]
struct Object {
    kind: Action,
    depth: usize,
    /// Its name in the document, unless a change in view made it.
    id: Option<ObjId>,
    /// What stands at keys, where that was looked at or written.
    keys: HashMap<Box<str>, Vec<Operand>>,
    /// The elements that stand in a list or text.
    elements: Option<HashSet<Operand>>,
}

/// What somebody saw who had certain changes of a document, and what they then wrote on top of it.
#[derive(Debug)]
pub(super) struct View<'a> {
    doc: &'a Automerge,
    /// What the first change in view builds on.
    base: Vec<ChangeHash>,
    ancestry: Ancestry<'a>,
    /// The last change in view.
    tip: Option<ChangeHash>,
    last_operation: u64,
    numbers: HashMap<u32, u64>,
    names: Vec<ActorId>,
    places: HashMap<ActorId, u32>,
    objects: HashMap<Option<Operand>, Object>,
}

/// Which of a document's changes somebody had.
#[derive(Debug)]
enum Ancestry<'a> {
    /// All.
    All(&'a Authors),
    /// All but these.
    Without(&'a Authors, HashSet<ChangeHash>),
    /// Of each author those up to a number.
    UpTo(&'a Positions, Clock),
}

/// Where each change of a document stands: its author's place, its number, and the last of its operations.
pub(super) type Positions = HashMap<ChangeHash, (usize, u64, u64)>;

/// The number of each author's last change, by their places.
pub(super) type Clock = Vec<u64>;

impl Ancestry<'_> {
    fn holds(&self, change: &ChangeHash) -> bool {
        match self {
            Self::All(_) => true,
            Self::Without(_, beyond) => !beyond.contains(change),
            Self::UpTo(positions, clock) => positions
                .get(change)
                .is_some_and(|(author, number, _)| clock.get(*author).is_some_and(|last| last >= number)),
        }
    }

    /// Whether it is all that the document holds now.
    const fn is_all(&self) -> bool {
        matches!(self, Self::All(_))
    }

    /// The number of the last change of this one's author that somebody had.
    fn last_number(&self, doc: &Automerge, change: &Change) -> u64 {
        let author = change.actor_id();
        match self {
            Self::All(authors) | Self::Without(authors, _) => match authors.get(author) {
                // Somebody else has written in this author's name.
                Some((_, last)) if !self.holds(last) => {
                    let all = doc.get_changes_meta(&[]).into_iter();
                    let seen = all.filter(|it| *it.actor == *author && self.holds(&it.hash));
                    seen.map(|it| it.seq).max().unwrap_or_default()
                }
                Some((number, _)) => *number,
                None => 0,
            },
            Self::UpTo(positions, clock) => {
                let place = positions.get(&change.hash()).map(|(author, ..)| *author);
                place.and_then(|place| clock.get(place)).copied().unwrap_or_default()
            }
        }
    }

    /// Whether the document has another change of this name, which the author of this one did not see.
    fn has_rival(&self, change: &Change) -> bool {
        match self {
            Self::All(authors) | Self::Without(authors, _) => {
                authors.get(change.actor_id()).is_some_and(|(last, _)| *last >= change.seq())
            }
            Self::UpTo(..) => false,
        }
    }
}

/// It can never be taken.
pub(super) const ORPHAN: &str = "builds on a change that was refused";
/// The document has another change of the same author and number.
pub(super) const RIVAL: &str = "somebody wrote in the name of another device";
const SEQUENCE: &str = "not in sequence with its author's others";
const NOWHERE: &str = "it writes to what is not there";
const OTHERS: &str = "it does not write over what stands there";

impl<'a> View<'a> {
    /// What the author of this change saw; all that it builds on is in the document.
    pub(super) fn of(doc: &'a Automerge, authors: &'a Authors, change: &Change) -> Self {
        let base = change.deps().to_vec();
        let ancestry = if doc.get_heads() == base {
            Ancestry::All(authors)
        } else {
            let beyond = doc.get_changes_meta(&base).into_iter().map(|change| change.hash).collect();
            Ancestry::Without(authors, beyond)
        };
        let last = |dep| doc.get_change_meta_by_hash(dep).map_or(0, |change| change.max_op);
        let last_operation = base.iter().map(last).max().unwrap_or_default();
        Self::new(doc, base, ancestry, last_operation)
    }

    /// What the author of this change saw, who had each author's changes up to those of the clock.
    pub(super) fn within(
        doc: &'a Automerge,
        positions: &'a Positions,
        clock: Clock,
        change: &Change,
    ) -> Self {
        let base = change.deps().to_vec();
        let last = |dep| positions.get(dep).map_or(0, |(_, _, last)| *last);
        let last_operation = base.iter().map(last).max().unwrap_or_default();
        Self::new(doc, base, Ancestry::UpTo(positions, clock), last_operation)
    }

    fn new(doc: &'a Automerge, base: Vec<ChangeHash>, ancestry: Ancestry<'a>, last_operation: u64) -> Self {
        let root = Object {
            kind: Action::Map,
            depth: 0,
            id: Some(ObjId::Root),
            keys: HashMap::new(),
            elements: None,
        };
        Self {
            doc,
            base,
            ancestry,
            tip: None,
            last_operation,
            numbers: HashMap::new(),
            names: Vec::new(),
            places: HashMap::new(),
            objects: HashMap::from([(None, root)]),
        }
    }

    /// Whether this change builds on exactly what is in view.
    pub(super) fn is_of(&self, change: &Change) -> bool {
        match self.tip {
            Some(tip) => change.deps() == [tip],
            None => change.deps() == self.base,
        }
    }

    /// Looks at a change that builds on what is in view, and brings it into view. After an error the view is of no
    /// use any more.
    pub(super) fn check(&mut self, change: &Change) -> Check<()> {
        let author = self.place_of(change.actor_id());
        let number = match self.numbers.get(&author) {
            Some(number) => *number,
            None => self.ancestry.last_number(self.doc, change),
        };
        if number.checked_add(1) != Some(change.seq()) {
            return Err(SEQUENCE);
        }
        if self.last_operation.checked_add(1) != Some(change.start_op().get()) {
            return Err("its operations do not follow those that it builds on");
        }
        let actors: Vec<u32> = change.actors().map(|actor| self.place_of(actor)).collect();
        with_operations(change, |operations| self.check_operations(operations, &actors))?;
        // After all else: it holds by itself.
        if self.ancestry.has_rival(change) {
            return Err(RIVAL);
        }
        self.numbers.insert(author, change.seq());
        self.last_operation = change.max_op();
        self.tip = Some(change.hash());
        Ok(())
    }

    fn check_operations(&mut self, operations: &Operations<'_>, actors: &[u32]) -> Check<()> {
        let own = actors.first().copied().unwrap_or_default();
        let operand =
            |(counter, actor): Name| actors.get(actor).map(|actor| (counter, *actor)).ok_or(NOWHERE);
        let mut rows = operations.rows();
        let mut preds = Vec::new();
        while let Some(operation) = rows.next()? {
            preds.clear();
            for pred in &rows.preds {
                preds.push(operand(*pred)?);
            }
            let object = operation.object.map(operand).transpose()?;
            let element = match operation.key {
                Key::Element(element) => Some(operand(element)?),
                Key::Head | Key::Named(_) => None,
            };
            let depth = self.write(object, element, &operation, (operation.counter, own), &preds)?;
            if let Action::Map | Action::List | Action::Text = operation.action {
                if depth >= MAX_DEPTH {
                    return Err("objects too deep within each other");
                }
                let made = Object {
                    kind: operation.action,
                    depth: depth + 1,
                    id: None,
                    keys: HashMap::new(),
                    elements: Some(HashSet::new()),
                };
                self.objects.insert(Some((operation.counter, own)), made);
            }
        }
        Ok(())
    }

    /// Carries out one operation; answers how deep its object lies.
    fn write(
        &mut self,
        object: Option<Operand>,
        element: Option<Operand>,
        operation: &Operation<'_>,
        name: Operand,
        preds: &[Operand],
    ) -> Check<usize> {
        if !self.objects.contains_key(&object) {
            let found = self.find(object.ok_or(NOWHERE)?)?;
            self.objects.insert(object, found);
        }
        let deletes = operation.action == Action::Delete;
        let object = self.objects.get_mut(&object).ok_or(NOWHERE)?;
        match (object.kind, operation.key) {
            (Action::Map, Key::Named(key)) => {
                if !object.keys.contains_key(key) {
                    let standing = match &object.id {
                        Some(id) => standing(self.doc, &self.base, self.ancestry.is_all(), id, key)
                            .into_iter()
                            .map(|(counter, actor)| {
                                (counter, place(&mut self.names, &mut self.places, &actor))
                            })
                            .collect(),
                        None => Vec::new(),
                    };
                    object.keys.insert(key.into(), standing);
                }
                let standing = object.keys.get_mut(key).ok_or(NOWHERE)?;
                match standing.split_last() {
                    // To write the value again that is shown ends a conflict: only the others are deleted.
                    Some((shown, others)) if deletes && !preds.is_empty() && others == preds => {
                        *standing = vec![*shown];
                    }
                    _ if standing == preds => {
                        standing.clear();
                        standing.extend((!deletes).then_some(name));
                    }
                    _ => return Err(OTHERS),
                }
            }
            (Action::List | Action::Text, Key::Head | Key::Element(_)) => {
                if object.elements.is_none() {
                    let id = object.id.as_ref().ok_or(NOWHERE)?;
                    let there = elements(self.doc, &self.base, self.ancestry.is_all(), id)?;
                    let there = there
                        .into_iter()
                        .map(|(counter, actor)| (counter, place(&mut self.names, &mut self.places, &actor)));
                    object.elements = Some(there.collect());
                }
                let there = object.elements.as_mut().ok_or(NOWHERE)?;
                if element.is_some_and(|element| !there.contains(&element)) {
                    return Err(NOWHERE);
                }
                if operation.insert {
                    if object.kind == Action::Text && !is_letter(operation) {
                        return Err("something else than a letter in a text");
                    }
                    there.insert(name);
                } else if let Some(element) = element
                    && deletes
                    && preds == [element]
                {
                    there.remove(&element);
                } else {
                    return Err(OTHERS);
                }
            }
            _ => return Err(NOWHERE),
        }
        Ok(object.depth)
    }

    /// An object of the document, which the author saw.
    fn find(&self, (counter, actor): Operand) -> Check<Object> {
        let actor = self.names.get(actor as usize).ok_or(NOWHERE)?;
        let id = ObjId::Id(counter, actor.clone(), 0);
        let kind = match self.doc.object_type(&id).map_err(|_| NOWHERE)? {
            ObjType::Map => Action::Map,
            ObjType::List => Action::List,
            ObjType::Text => Action::Text,
            ObjType::Table => return Err(NOWHERE),
        };
        let by = self.doc.hash_for_opid(&id).ok_or(NOWHERE)?;
        if !self.ancestry.holds(&by) {
            return Err(NOWHERE);
        }
        let depth = self.doc.parents(&id).map_err(|_| NOWHERE)?.count();
        Ok(Object { kind, depth, id: Some(id), keys: HashMap::new(), elements: None })
    }

    fn place_of(&mut self, actor: &ActorId) -> u32 {
        place(&mut self.names, &mut self.places, actor)
    }
}

fn place(names: &mut Vec<ActorId>, places: &mut HashMap<ActorId, u32>, actor: &ActorId) -> u32 {
    if let Some(place) = places.get(actor) {
        return *place;
    }
    let place = names.len() as u32;
    names.push(actor.clone());
    places.insert(actor.clone(), place);
    place
}

/// A text is letters, each an element.
fn is_letter(operation: &Operation<'_>) -> bool {
    let text = if operation.action == Action::Set { operation.value.text() } else { None };
    text.is_some_and(|text| text.chars().count() == 1)
}

fn named(id: ObjId) -> Option<(u64, ActorId)> {
    match id {
        ObjId::Id(counter, actor, _) => Some((counter, actor)),
        ObjId::Root => None,
    }
}

/// What stood at a key, in the order of names.
fn standing(doc: &Automerge, then: &[ChangeHash], now: bool, id: &ObjId, key: &str) -> Vec<(u64, ActorId)> {
    let values = if now { doc.get_all(id, key) } else { doc.get_all_at(id, key, then) };
    values.unwrap_or_default().into_iter().filter_map(|(_, id)| named(id)).collect()
}

/// The elements that stood in a list or text. None of them was ever written over.
fn elements(doc: &Automerge, then: &[ChangeHash], now: bool, id: &ObjId) -> Check<Vec<(u64, ActorId)>> {
    let items = if now { doc.list_range(id, ..) } else { doc.list_range_at(id, .., then) };
    items.map(|item| named(item.id()).ok_or(NOWHERE)).collect()
}
