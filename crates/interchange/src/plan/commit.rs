use super::{
    Existing,
    apply::apply,
    memory::{Remembered, Said, Sheet},
    regions::Regions,
    row::{Cluster, NewPerson, Row},
};
use crate::text;
use groundswell_model::{
    Command, Group, Id, Kind, Membership, Meta, Person, Record, Ref, Region, Role,
    import::{ImportDone, ImportPreview, LeftOutColumn, Outcome, PreviewRow},
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
    pub(super) left_out: Vec<LeftOutColumn>,
    /// What is remembered of the spreadsheet, but for its rows.
    pub(super) sheet: Sheet,
}

/// An import to be carried out as one action.
#[derive(Clone, Debug, Default)]
pub struct Commit {
    /// New regions first, then groups, then people. To be applied together, as [`Command::Batch`].
    pub commands: Vec<Command>,
    /// What will have been done.
    pub done: ImportDone,
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
            apart: row.is_apart,
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
            let Some(draft) = cluster.news_of(&self.rows, &rows) else { continue };
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

    /// What is to be remembered once all but the rows at these places is carried out.
    #[must_use]
    pub fn remembered(&self, leave_out: &[usize]) -> Sheet {
        let leave_out: HashSet<usize> = leave_out.iter().copied().collect();
        let mut sheet = self.sheet.clone();
        for cluster in &self.clusters {
            let (left, taken): (Vec<usize>, Vec<usize>) =
                cluster.rows.iter().copied().partition(|row| leave_out.contains(row));
            let is_question = |row: &usize| self.rows.get(*row).is_some_and(|row| row.is_perhaps());
            // Whoever leaves a change out has seen it, and is not asked again.
            let is_seen = taken.is_empty() && cluster.base.is_some() && !left.iter().any(is_question);
            let (group, alone) = if is_seen { (left, Vec::new()) } else { (taken, left) };
            let alone = alone.into_iter().map(|row| (None, vec![row]));
            for (id, rows) in [(Some(cluster.id), group)].into_iter().chain(alone) {
                let Some(said) = cluster.draft_of(&self.rows, &rows) else { continue };
                let identities = rows.iter().filter_map(|row| self.rows.get(*row));
                let identities = identities.map(|row| row.identity.clone()).collect();
                sheet.rows.push(Remembered { group: id, rows: identities, said: Said::of(&said) });
            }
        }
        sheet
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
