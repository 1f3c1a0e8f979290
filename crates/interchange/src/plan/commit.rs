use super::{Existing, apply::apply, draft::Draft, regions::Regions};
use crate::text;
use groundswell_model::{
    Command, Group, Id, Kind, Membership, Meta, Person, Record, Ref, Region, Role,
    import::{Change, ImportDone, ImportPreview, Outcome, PreviewRow, Remark, Sameness},
};
use std::collections::{BTreeSet, HashMap, HashSet};

/// What an import would do, and the commands that do it.
#[derive(Debug)]
pub struct Plan {
    pub(super) file: String,
    pub(super) rows: Vec<Row>,
    pub(super) clusters: Vec<Cluster>,
    pub(super) existing: Existing,
    pub(super) regions: Regions,
    /// Headings of columns that nobody said the meaning of.
    pub(super) left_out: Vec<String>,
}

/// An import to be carried out as one action.
#[derive(Clone, Debug, Default)]
pub struct Commit {
    /// New regions first, then groups, then people. To be applied together, as [`Command::Batch`].
    pub commands: Vec<Command>,
    /// What will have been done.
    pub done: ImportDone,
}

/// A row, read and given its place.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) line: usize,
    pub(super) draft: Draft,
    pub(super) remarks: Vec<Remark>,
    pub(super) refused: bool,
    /// Whether it is taken only if somebody says so.
    pub(super) is_question: bool,
    pub(super) cluster: Option<usize>,
    /// For a row after the first of its cluster: why, and what it adds.
    pub(super) duplicate: Option<(Vec<Sameness>, Vec<Change>)>,
}

/// The rows of one group.
#[derive(Debug, Default)]
pub(super) struct Cluster {
    /// Places of its rows, in the order of the file.
    pub(super) rows: Vec<usize>,
    /// What its rows say together, where there are several.
    pub(super) merged: Option<Box<Draft>>,
    /// The place of the directory's group that it is.
    pub(super) base: Option<usize>,
    pub(super) because: Vec<Sameness>,
    /// The group's id, there or to be.
    pub(super) id: Id,
    /// What all its rows together change.
    pub(super) changes: Vec<Change>,
    pub(super) people: Vec<NewPerson>,
}

/// Somebody who is to answer for a group.
#[derive(Debug)]
pub(super) struct NewPerson {
    pub(super) name: String,
    /// The id of a new person.
    pub(super) id: Id,
    /// The place of a person of the directory who has another role in the group.
    pub(super) known: Option<usize>,
}

impl Cluster {
    pub(super) fn of(row: usize) -> Self {
        Self { rows: vec![row], ..Self::default() }
    }

    /// What all its rows say together, but those that may be another group's.
    pub(super) fn draft<'a>(&'a self, rows: &'a [Row]) -> Option<&'a Draft> {
        match &self.merged {
            Some(merged) => Some(merged),
            None => self.rows.first().and_then(|row| rows.get(*row)).map(|row| &row.draft),
        }
    }

    /// What these rows of it say together; `None` if there are none.
    pub(super) fn draft_of(&self, all: &[Row], rows: &[usize]) -> Option<Draft> {
        let is_question = |row: &usize| all.get(*row).is_some_and(|row| row.is_question);
        if rows.len() == self.rows.len() && !rows.iter().any(is_question) {
            return self.draft(all).filter(|_| !rows.is_empty()).cloned();
        }
        let mut drafts = rows.iter().filter_map(|row| all.get(*row)).map(|row| &row.draft);
        let mut draft = drafts.next()?.clone();
        for later in drafts {
            let mut merged = draft.clone();
            if merged.merge(later).is_ok() {
                draft = merged;
            }
        }
        Some(draft)
    }
}

impl Plan {
    /// What would happen, row by row.
    #[must_use]
    pub fn preview(&self) -> ImportPreview {
        let rows: Vec<_> = self.rows.iter().enumerate().map(|(at, row)| self.preview_row(at, row)).collect();
        let left: Vec<usize> = (0..).zip(&rows).filter(|(_, row)| !row.take).map(|(at, _)| at).collect();
        let all = self.commit(&left);
        let mut preview = ImportPreview { rows, left_out: self.left_out.clone(), ..ImportPreview::default() };
        for command in &all.commands {
            if let Command::Save { before: None, after } = command {
                if let Record::Region(region) = &**after {
                    preview.new_regions.push(region.name.clone());
                } else if after.kind() == Kind::Person {
                    preview.new_people += 1;
                }
            }
        }
        preview
    }

    fn preview_row(&self, at: usize, row: &Row) -> PreviewRow {
        let cluster = row.cluster.and_then(|cluster| self.clusters.get(cluster));
        let outcome = match (cluster, &row.duplicate) {
            (None, _) => Outcome::Refused,
            (Some(cluster), Some((because, changes))) => Outcome::DuplicateOf {
                line: cluster
                    .rows
                    .first()
                    .and_then(|first| self.rows.get(*first))
                    .map_or(0, |first| first.line),
                because: because.clone(),
                changes: changes.clone(),
            },
            (Some(cluster), None) => match cluster.base {
                None => Outcome::New,
                Some(_) if cluster.changes.is_empty() => Outcome::Same { id: cluster.id },
                Some(_) => Outcome::Changed {
                    id: cluster.id,
                    changes: cluster.changes.clone(),
                    because: cluster.because.clone(),
                },
            },
        };
        // The first row shows the group as it would be kept, spelled as the best of its rows spells it.
        let first = cluster.filter(|cluster| cluster.rows.first() == Some(&at));
        let draft = first.and_then(|cluster| cluster.draft(&self.rows)).unwrap_or(&row.draft);
        PreviewRow {
            line: row.line,
            name: text::excerpt(&draft.group.name),
            town: text::excerpt(&draft.group.place.town),
            take: outcome != Outcome::Refused && !row.is_question,
            outcome,
            remarks: row.remarks.clone(),
        }
    }

    /// The commands that carry the plan out, without the rows at these places of the preview.
    #[must_use]
    pub fn commit(&self, leave_out: &[usize]) -> Commit {
        let leave_out: HashSet<usize> = leave_out.iter().copied().collect();
        let mut commit = Commit::default();
        let mut groups = Vec::new();
        let mut people = People::default();
        let mut taken = 0;
        for cluster in &self.clusters {
            let rows: Vec<usize> =
                cluster.rows.iter().copied().filter(|row| !leave_out.contains(row)).collect();
            let Some(draft) = cluster.draft_of(&self.rows, &rows) else { continue };
            let before = cluster.base.and_then(|base| self.existing.groups.get(base));
            let mut after = before.cloned().unwrap_or_else(|| Group {
                id: cluster.id,
                meta: Meta { source: self.file.clone(), ..Meta::default() },
                ..Group::default()
            });
            let mut changed = !apply(&mut after, &draft, &self.regions).is_empty();
            let after = Record::Group(after);
            // Of fewer rows than the preview had, nothing else should come; what does not hold is not sent.
            if !after.problems().is_empty() {
                continue;
            }
            let said: BTreeSet<String> = draft.people.iter().map(|name| text::key(name)).collect();
            for person in &cluster.people {
                if said.contains(&text::key(&person.name)) {
                    people.add(person, cluster.id, &self.existing.people);
                    changed = true;
                }
            }
            taken += rows.len();
            commit.done.merged += rows.len().saturating_sub(1);
            match before {
                None => commit.done.created += 1,
                Some(_) if changed => commit.done.changed += 1,
                Some(_) => commit.done.unchanged += 1,
            }
            let before = before.map(|group| Box::new(Record::Group(group.clone())));
            if before.as_deref() != Some(&after) {
                groups.push(Command::Save { before, after: Box::new(after) });
            }
        }
        commit.done.refused = self.rows.len() - taken;
        commit.commands = self.new_regions(&groups);
        commit.commands.extend(groups);
        commit.commands.extend(people.commands(&self.file));
        commit
    }

    /// The regions that these commands need and the directory has not.
    fn new_regions(&self, groups: &[Command]) -> Vec<Command> {
        let needed: HashSet<Id> = groups
            .iter()
            .filter_map(|command| match command {
                Command::Save { after, .. } => {
                    if let Record::Group(group) = &**after {
                        group.region
                    } else {
                        None
                    }
                }
                Command::Delete { .. }
                | Command::Restore { .. }
                | Command::Verify { .. }
                | Command::Resolve { .. }
                | Command::NameDevice { .. }
                | Command::Batch(_) => None,
            })
            .collect();
        self.regions
            .added()
            .filter(|(id, _)| needed.contains(id))
            .map(|(id, name)| {
                let meta = Meta { source: self.file.clone(), ..Meta::default() };
                create(Record::Region(Region { id, name: name.to_owned(), meta, ..Region::default() }))
            })
            .collect()
    }
}

fn create(record: Record) -> Command {
    Command::Save { before: None, after: Box::new(record) }
}

/// People to be made or given a role. One person may be given several: their record is saved once.
#[derive(Default)]
struct People {
    new: Vec<Person>,
    known: Vec<(Person, Person)>,
    by_place: HashMap<usize, usize>,
}

impl People {
    fn add(&mut self, person: &NewPerson, group: Id, existing: &[Person]) {
        let role = Membership { of: Ref::new(Kind::Group, group), role: Role::Contact };
        match person.known.and_then(|at| Some((at, existing.get(at)?))) {
            Some((at, known)) => {
                let place = *self.by_place.entry(at).or_insert_with(|| {
                    self.known.push((known.clone(), known.clone()));
                    self.known.len() - 1
                });
                if let Some((_, after)) = self.known.get_mut(place) {
                    after.roles.insert(role);
                }
            }
            None => self.new.push(Person {
                id: person.id,
                name: person.name.clone(),
                roles: BTreeSet::from([role]),
                ..Person::default()
            }),
        }
    }

    fn commands(self, file: &str) -> impl Iterator<Item = Command> + use<'_> {
        let changed = self.known.into_iter().map(|(before, after)| Command::Save {
            before: Some(Box::new(Record::Person(before))),
            after: Box::new(Record::Person(after)),
        });
        let new = self.new.into_iter().map(move |mut person| {
            file.clone_into(&mut person.meta.source);
            create(Record::Person(person))
        });
        changed.chain(new)
    }
}
