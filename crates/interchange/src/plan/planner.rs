use super::{
    Existing, Plan,
    apply::apply,
    commit::{Cluster, NewPerson, Row},
    draft::{Draft, Mapping, Reading},
    matching::{CERTAIN, Index, Keys},
    merge::change,
    regions::Regions,
    slot,
};
use crate::{Table, text};
use groundswell_model::{
    Field, Group, Id, Kind, Membership, Person, Problem, Record, Ref, Role,
    import::{Column, Remark, RemarkKind, Sameness, TableError},
    message::{Progress, Stage},
};
use std::{
    collections::{HashMap, HashSet},
    fmt,
    sync::Arc,
};

/// Makes a [`Plan`] in steps.
pub struct Planner {
    table: Arc<Table>,
    mapping: Mapping,
    new_id: Box<dyn FnMut() -> Id>,
    pass: Pass,
    at: usize,
    existing: Existing,
    /// The directory's groups by their keys.
    groups: Index,
    group_keys: Vec<Keys>,
    /// The file's groups by their keys.
    gathered: Index,
    cluster_keys: Vec<Keys>,
    rows: Vec<Row>,
    clusters: Vec<Cluster>,
    /// Groups of the directory that a cluster is already known to be.
    claimed: HashSet<usize>,
    regions: Regions,
    /// Places of the people who have a role in a group.
    people: HashMap<Id, Vec<usize>>,
    deleted: HashSet<Id>,
}

/// Each pass goes once over something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Pass {
    /// Over the directory's groups, to enter their keys.
    Index,
    /// Over the rows, to read them and bring those of one group together.
    Gather,
    /// Over the clusters, to find those whose id the directory has.
    ById,
    /// Those of which it has name and town.
    ByPlace,
    /// Those that it has otherwise.
    ByRest,
    /// To say what comes of each.
    Outcome,
    Done,
}

impl Planner {
    /// Begins a plan. `new_id` gives a random id at each call.
    ///
    /// # Errors
    /// When no column is the name, or two columns are the same field.
    pub fn new(
        table: Arc<Table>,
        columns: &[Column],
        existing: Existing,
        new_id: Box<dyn FnMut() -> Id>,
    ) -> Result<Self, TableError> {
        let mut slots = HashSet::new();
        for column in columns.iter().take(table.headings().len()) {
            if slot(*column).is_some_and(|slot| !slots.insert(slot)) {
                return Err(TableError::Twice(*column));
            }
        }
        let name = columns
            .iter()
            .take(table.headings().len())
            .position(|column| *column == Column::Field(Field::Name))
            .ok_or(TableError::NoName)?;
        let mut people = HashMap::<Id, Vec<usize>>::new();
        for (at, person) in existing.people.iter().enumerate() {
            for role in &person.roles {
                if let Some(group) = role.of.id_of(Kind::Group) {
                    let of = people.entry(group).or_default();
                    if of.last() != Some(&at) {
                        of.push(at);
                    }
                }
            }
        }
        Ok(Self {
            mapping: Mapping::new(columns, table.headings(), name),
            new_id,
            pass: Pass::Index,
            at: 0,
            groups: Index::default(),
            group_keys: Vec::with_capacity(existing.groups.len()),
            gathered: Index::default(),
            cluster_keys: Vec::new(),
            rows: Vec::with_capacity(table.len()),
            clusters: Vec::new(),
            claimed: HashSet::new(),
            regions: Regions::of(&existing.regions),
            people,
            deleted: existing.deleted.iter().copied().collect(),
            existing,
            table,
        })
    }

    /// Does at most so many pieces of work more. All is done when `done` equals `total`.
    pub fn step(&mut self, pieces: usize) -> Progress {
        for _ in 0..pieces {
            while self.at >= self.length(self.pass) && self.pass != Pass::Done {
                self.at = 0;
                self.pass = match self.pass {
                    Pass::Index => Pass::Gather,
                    Pass::Gather => Pass::ById,
                    Pass::ById => Pass::ByPlace,
                    Pass::ByPlace => Pass::ByRest,
                    Pass::ByRest => Pass::Outcome,
                    Pass::Outcome | Pass::Done => Pass::Done,
                };
            }
            let at = self.at;
            self.at += 1;
            match self.pass {
                Pass::Index => self.index(at),
                Pass::Gather => self.gather(at),
                Pass::ById => self.find_by_id(at),
                Pass::ByPlace => self.find(at, CERTAIN),
                Pass::ByRest => self.find(at, 0),
                Pass::Outcome => self.conclude(at),
                Pass::Done => break,
            }
        }
        let passes = [Pass::Index, Pass::Gather, Pass::ById, Pass::ByPlace, Pass::ByRest, Pass::Outcome];
        // Clusters are at most as many as rows; the bar must not run back once they are known.
        let total = self.existing.groups.len() + 5 * self.table.len() + 1;
        let before: usize = passes
            .iter()
            .filter(|pass| **pass < self.pass)
            .map(|pass| if *pass == Pass::Index { self.existing.groups.len() } else { self.table.len() })
            .sum();
        let done = if self.pass == Pass::Done { total } else { (before + self.at).min(total - 1) };
        Progress { stage: Stage::Comparing, done, total }
    }

    fn length(&self, pass: Pass) -> usize {
        match pass {
            Pass::Index => self.existing.groups.len(),
            Pass::Gather => self.table.len(),
            Pass::ById | Pass::ByPlace | Pass::ByRest | Pass::Outcome => self.clusters.len(),
            Pass::Done => usize::MAX,
        }
    }

    /// The plan; what is not done yet is done now.
    #[must_use]
    pub fn finish(mut self) -> Plan {
        while self.pass != Pass::Done {
            self.step(1024);
        }
        Plan {
            file: self.table.file().to_owned(),
            rows: self.rows,
            clusters: self.clusters,
            existing: self.existing,
            regions: self.regions,
        }
    }

    fn index(&mut self, at: usize) {
        if let Some(group) = self.existing.groups.get(at) {
            let mut keys = Keys::of_group(group);
            keys.id = Some(group.id);
            self.groups.put(at, &keys);
            // A file's id that is none of the directory's says nothing against a match by name.
            keys.id = None;
            self.group_keys.push(keys);
        }
    }

    fn gather(&mut self, at: usize) {
        let Some(row) = self.table.row(at) else { return };
        let Reading { draft, remarks, refused } = self.mapping.read(row, &mut self.regions, &mut self.new_id);
        let mut row = Row { line: row.line, draft, remarks, refused, cluster: None, duplicate: None };
        if !refused {
            let keys = Keys::of_draft(&row.draft);
            match self.earlier(&keys) {
                Some((cluster, because)) => self.join(at, &mut row, keys, cluster, because),
                None => {
                    let cluster = self.clusters.len();
                    row.cluster = Some(cluster);
                    self.gathered.put(cluster, &keys);
                    self.cluster_keys.push(keys);
                    self.clusters.push(Cluster::of(at));
                }
            }
        }
        self.rows.push(row);
    }

    /// The cluster of earlier rows that this row is of.
    fn earlier(&self, keys: &Keys) -> Option<(usize, Vec<Sameness>)> {
        if let Some(cluster) = keys.id.and_then(|id| self.gathered.of_id(id)) {
            return Some((cluster, vec![Sameness::Id]));
        }
        let mut best: Option<(u32, usize, Vec<Sameness>)> = None;
        for cluster in self.gathered.candidates(keys) {
            let relation = self.cluster_keys.get(cluster).and_then(|other| other.relation(keys));
            if let Some((score, because)) = relation
                && best.as_ref().is_none_or(|(most, ..)| score > *most)
            {
                best = Some((score, cluster, because));
            }
        }
        best.map(|(_, cluster, because)| (cluster, because))
    }

    fn join(&mut self, at: usize, row: &mut Row, keys: Keys, cluster: usize, because: Vec<Sameness>) {
        let Some(of) = self.clusters.get_mut(cluster) else { return };
        let first = of.rows.first().and_then(|first| self.rows.get(*first)).map(|first| &first.draft);
        let Some(first) = first else { return };
        let merged = of.merged.get_or_insert_with(|| Box::new(first.clone()));
        match merged.merge(&row.draft) {
            Ok(changes) => {
                row.cluster = Some(cluster);
                row.duplicate = Some((because, changes));
                of.rows.push(at);
                if let Some(known) = self.cluster_keys.get_mut(cluster) {
                    known.extend(&keys);
                    self.gathered.put(cluster, known);
                }
            }
            Err(problem) => row.refuse(self.mapping.name, problem),
        }
    }

    /// What all rows of a cluster say together.
    fn draft(&self, cluster: usize) -> Option<&Draft> {
        self.clusters.get(cluster)?.draft(&self.rows)
    }

    fn find_by_id(&mut self, at: usize) {
        let found = self.cluster_keys.get(at).and_then(|keys| keys.id).and_then(|id| self.groups.of_id(id));
        if let Some(group) = found {
            self.claim(at, group, vec![Sameness::Id]);
        }
    }

    fn claim(&mut self, cluster: usize, group: usize, because: Vec<Sameness>) {
        if self.claimed.insert(group)
            && let Some(cluster) = self.clusters.get_mut(cluster)
        {
            cluster.base = Some(group);
            cluster.because = because;
        }
    }

    /// Finds the directory's group that a cluster is: one that has all it says, before any other.
    fn find(&mut self, at: usize, least: u32) {
        let (Some(keys), Some(draft)) = (self.cluster_keys.get(at), self.draft(at)) else { return };
        if self.clusters.get(at).is_none_or(|cluster| cluster.base.is_some()) {
            return;
        }
        let mut found: Vec<(u32, usize, Vec<Sameness>)> = self
            .groups
            .candidates(keys)
            .into_iter()
            .filter(|group| !self.claimed.contains(group))
            .filter_map(|group| {
                let (score, because) = self.group_keys.get(group)?.relation(keys)?;
                (score >= least).then_some((score, group, because))
            })
            .collect();
        if found.len() > 1 {
            for (score, group, _) in &mut found {
                let Some(mut after) = self.existing.groups.get(*group).cloned() else { continue };
                if apply(&mut after, draft, &self.regions).is_empty() {
                    *score += 1000;
                }
            }
        }
        // The first of equals.
        let best = found.into_iter().rev().max_by_key(|(score, ..)| *score);
        if let Some((_, group, because)) = best {
            self.claim(at, group, because);
        }
    }

    /// Says what comes of a cluster.
    fn conclude(&mut self, at: usize) {
        let Some(draft) = self.draft(at) else { return };
        let base = self.clusters.get(at).and_then(|cluster| cluster.base);
        let existing = base.and_then(|base| self.existing.groups.get(base));
        let mut after = existing.cloned().unwrap_or_default();
        let changes = apply(&mut after, draft, &self.regions);
        let problem = Record::Group(after).problems().first().map(|error| error.problem);
        let file_id = self.cluster_keys.get(at).and_then(|keys| keys.id);
        let newcomers = self.newcomers(existing, draft);
        let id = match (existing, file_id) {
            (Some(group), _) => group.id,
            (None, Some(id)) if !self.deleted.contains(&id) && self.groups.of_id(id).is_none() => id,
            (None, _) => (self.new_id)(),
        };
        let people: Vec<NewPerson> = newcomers
            .into_iter()
            .map(|(name, known)| NewPerson { id: (self.new_id)(), known, name })
            .collect();
        let name = self.mapping.name;
        let Some(cluster) = self.clusters.get_mut(at) else { return };
        cluster.id = id;
        cluster.changes = changes;
        cluster.changes.extend(people.iter().map(|person| change(Field::Roles, "", &person.name)));
        cluster.people = people;
        if let Some(problem) = problem {
            for row in std::mem::take(&mut cluster.rows) {
                if let Some(row) = self.rows.get_mut(row) {
                    row.refuse(name, problem);
                }
            }
        }
    }

    /// Those who do not yet answer for the group, each with the place of whoever of that name has another role
    /// in it.
    fn newcomers(&self, group: Option<&Group>, draft: &Draft) -> Vec<(String, Option<usize>)> {
        let known = group.and_then(|group| self.people.get(&group.id)).map_or(&[][..], Vec::as_slice);
        let mut newcomers = Vec::new();
        for name in &draft.people {
            let key = text::key(name);
            let namesakes = || {
                known
                    .iter()
                    .filter_map(|at| Some((*at, self.existing.people.get(*at)?)))
                    .filter(|(_, person)| text::key(&person.name) == key)
            };
            let answers = |person: &Person| {
                group.is_some_and(|group| {
                    person
                        .roles
                        .contains(&Membership { of: Ref::new(Kind::Group, group.id), role: Role::Contact })
                })
            };
            if !namesakes().any(|(_, person)| answers(person)) {
                newcomers.push((name.clone(), namesakes().next().map(|(at, _)| at)));
            }
        }
        newcomers
    }
}

impl fmt::Debug for Planner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Planner").field("pass", &self.pass).field("at", &self.at).finish_non_exhaustive()
    }
}

impl Row {
    fn refuse(&mut self, column: usize, problem: Problem) {
        self.refused = true;
        self.cluster = None;
        self.duplicate = None;
        self.remarks.push(Remark {
            column,
            kind: RemarkKind::Problem(problem),
            entered: String::new(),
            kept: String::new(),
        });
    }
}
