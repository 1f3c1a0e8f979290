mod outcome;

use super::{
    Existing, Plan,
    apply::apply,
    draft::{Draft, Mapping, Reading},
    matching::{CERTAIN, Index, Keys, Relation, Verdict},
    memory::{ImportMemory, Last, Sheet},
    regions::Regions,
    row::{Cluster, Row},
    slot,
};
use crate::{Table, table::row::Flaw, text};
use groundswell_model::{
    Field, Id, Kind, Stamp,
    import::{Column, LeftOutColumn, RemarkKind, Sameness, TableError},
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
    left_out: Vec<LeftOutColumn>,
    sheet: Sheet,
    /// What came of the rows when they last came in.
    last: Last,
    /// Rows of which somebody said that each is a group of its own.
    apart: HashSet<usize>,
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
    /// The groups that were deleted, by their keys.
    deleted: Index,
    deleted_keys: Vec<Keys>,
    /// When imports changed groups of the directory.
    imports: HashSet<Stamp>,
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
    /// Those of which it has name, town and a way to reach them.
    ByAll,
    /// Those of which it has name and town.
    ByPlace,
    /// Those that it has otherwise.
    ByRest,
    /// Those that it may have.
    Perhaps,
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
        let mut deleted = Index::default();
        let mut deleted_keys = Vec::with_capacity(existing.deleted.len());
        for (at, group) in existing.deleted.iter().enumerate() {
            let mut keys = Keys::of_group(group);
            keys.id = Some(group.id);
            deleted.put(at, &keys);
            keys.id = None;
            deleted_keys.push(keys);
        }
        Ok(Self {
            imports: outcome::imports(&existing),
            mapping: Mapping::new(columns, &table, name),
            left_out: left_out(columns, &table),
            sheet: Sheet::new(table.headings(), columns),
            last: Last::default(),
            apart: HashSet::new(),
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
            deleted,
            deleted_keys,
            existing,
            table,
        })
    }

    /// Compares with what the same spreadsheet said before, too.
    #[must_use]
    pub fn remembering(mut self, memory: &ImportMemory) -> Self {
        self.last = memory.last(self.table.headings());
        self
    }

    /// Takes each of these rows, by their places in the preview, for a group of its own.
    #[must_use]
    pub fn apart(mut self, rows: &[usize]) -> Self {
        self.apart = rows.iter().copied().collect();
        self
    }

    /// Does at most so many pieces of work more. All is done when `done` equals `total`.
    pub fn step(&mut self, pieces: usize) -> Progress {
        for _ in 0..pieces {
            while self.at >= self.length(self.pass) && self.pass != Pass::Done {
                self.at = 0;
                self.pass = match self.pass {
                    Pass::Index => Pass::Gather,
                    Pass::Gather => Pass::ById,
                    Pass::ById => Pass::ByAll,
                    Pass::ByAll => Pass::ByPlace,
                    Pass::ByPlace => Pass::ByRest,
                    Pass::ByRest => Pass::Perhaps,
                    Pass::Perhaps => Pass::Outcome,
                    Pass::Outcome | Pass::Done => Pass::Done,
                };
            }
            let at = self.at;
            self.at += 1;
            match self.pass {
                Pass::Index => self.index(at),
                Pass::Gather => self.gather(at),
                Pass::ById => self.find_by_id(at),
                Pass::ByAll => self.find(at, Verdict::Same(CERTAIN + 10)),
                Pass::ByPlace => self.find(at, Verdict::Same(CERTAIN)),
                Pass::ByRest => self.find(at, Verdict::Same(0)),
                Pass::Perhaps => self.find(at, Verdict::Perhaps),
                Pass::Outcome => self.conclude(at),
                Pass::Done => break,
            }
        }
        let passes = [
            Pass::Index,
            Pass::Gather,
            Pass::ById,
            Pass::ByAll,
            Pass::ByPlace,
            Pass::ByRest,
            Pass::Perhaps,
            Pass::Outcome,
        ];
        // Clusters are at most as many as rows; the bar must not run back once they are known.
        let total = self.existing.groups.len() + (passes.len() - 1) * self.table.len() + 1;
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
            Pass::ById | Pass::ByAll | Pass::ByPlace | Pass::ByRest | Pass::Perhaps | Pass::Outcome => {
                self.clusters.len()
            }
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
            left_out: self.left_out,
            sheet: self.sheet,
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
        let flaw = row.flaw;
        let mut row = Row {
            line: row.line,
            draft,
            remarks,
            refused,
            identity: String::new(),
            is_known: false,
            is_apart: false,
            is_question: false,
            cluster: None,
            duplicate: None,
        };
        match flaw {
            Some(Flaw::OpenQuote) => row.say(RemarkKind::OpenQuote),
            Some(Flaw::HeadingsAgain) => row.ask(RemarkKind::HeadingsAgain),
            Some(Flaw::NoRecord) => row.ask(RemarkKind::NoRecord),
            None => {}
        }
        if !refused {
            let keys = self.recognise(at, &mut row);
            match self.earlier(&keys, &row) {
                Some((
                    cluster,
                    Relation { verdict: verdict @ (Verdict::Same(_) | Verdict::Perhaps), because },
                )) => {
                    if verdict == Verdict::Perhaps {
                        row.ask(RemarkKind::Perhaps);
                    }
                    self.join(at, &mut row, keys, cluster, because);
                }
                other => {
                    if let Some((cluster, _)) = other {
                        let first = self.clusters.get(cluster).and_then(|other| other.rows.first());
                        let line = first.and_then(|first| self.rows.get(*first)).map(|first| first.line);
                        row.say(RemarkKind::Namesake(line));
                    }
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

    /// What a row is recognised by: also by the group that it was when it last came in.
    fn recognise(&mut self, at: usize, row: &mut Row) -> Keys {
        let mut keys = Keys::of_draft(&row.draft);
        row.identity = keys.identity();
        row.is_apart = self.apart.contains(&at);
        match self.last.next(&row.identity) {
            Some(_) if row.is_apart || keys.id.is_some() => {}
            Some(Some(id)) if self.groups.of_id(id).is_some() || self.deleted.of_id(id).is_some() => {
                keys.id = Some(id);
                row.is_known = true;
            }
            Some(None) if !row.is_question => row.ask(RemarkKind::LeftOutBefore),
            Some(_) | None => {}
        }
        keys
    }

    /// The cluster of earlier rows that this row is of, or may be of.
    fn earlier(&self, keys: &Keys, row: &Row) -> Option<(usize, Relation)> {
        if row.is_apart {
            return None;
        }
        if let Some(cluster) = keys.id.and_then(|id| self.gathered.of_id(id)) {
            let because = vec![if row.is_known { Sameness::Before } else { Sameness::Id }];
            return Some((cluster, Relation { verdict: Verdict::Same(u32::MAX), because }));
        }
        let relations = self.gathered.candidates(keys).into_iter().filter_map(|cluster| {
            let relation = self.cluster_keys.get(cluster)?.relation(keys, true)?;
            Some((cluster, relation))
        });
        let relations: Vec<_> = relations.collect();
        // The first of equals.
        relations.into_iter().rev().max_by_key(|(_, relation)| relation.verdict.rank())
    }

    fn join(&mut self, at: usize, row: &mut Row, keys: Keys, cluster: usize, because: Vec<Sameness>) {
        let Some(of) = self.clusters.get_mut(cluster) else { return };
        let first = of.rows.first().and_then(|first| self.rows.get(*first)).map(|first| &first.draft);
        let Some(first) = first else { return };
        let merged = of.merged.get_or_insert_with(|| Box::new(first.clone()));
        let before = row.is_question.then(|| merged.clone());
        let result = merged.merge(&row.draft);
        if let Some(before) = before {
            *merged = before;
        }
        match result {
            Ok(changes) => {
                row.cluster = Some(cluster);
                row.duplicate = Some((because, changes));
                of.rows.push(at);
                // What may be another group is not what the next one is recognised by.
                if let Some(known) = self.cluster_keys.get_mut(cluster).filter(|_| !row.is_question) {
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
            let first = self.clusters.get(at).and_then(|cluster| self.rows.get(*cluster.rows.first()?));
            let is_known = first.is_some_and(|row| row.is_known);
            self.claim(at, group, vec![if is_known { Sameness::Before } else { Sameness::Id }]);
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

    /// Finds the directory's group that a cluster is, as sure as this at least: one that has all it says, before any
    /// other.
    fn find(&mut self, at: usize, least: Verdict) {
        let (Some(keys), Some(draft)) = (self.cluster_keys.get(at), self.draft(at)) else { return };
        let is_settled = |cluster: &Cluster| cluster.base.is_some() || cluster.is_apart(&self.rows);
        if self.clusters.get(at).is_none_or(is_settled) {
            return;
        }
        let mut found: Vec<(u32, usize, Vec<Sameness>)> = self
            .groups
            .candidates(keys)
            .into_iter()
            .filter(|group| !self.claimed.contains(group))
            .filter_map(|group| {
                let Relation { verdict, because } = self.group_keys.get(group)?.relation(keys, false)?;
                (verdict.rank() >= least.rank()).then_some((verdict.rank(), group, because))
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
            if least == Verdict::Perhaps {
                self.ask(at, RemarkKind::Perhaps);
            }
        }
    }

    /// Leaves all rows of a cluster to a person.
    fn ask(&mut self, cluster: usize, kind: RemarkKind) {
        for row in self.clusters.get(cluster).map(|cluster| cluster.rows.clone()).unwrap_or_default() {
            if let Some(row) = self.rows.get_mut(row) {
                row.ask(kind);
            }
        }
    }
}

impl fmt::Debug for Planner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Planner").field("pass", &self.pass).field("at", &self.at).finish_non_exhaustive()
    }
}

/// Headings of the columns with values of which nobody said what they mean.
fn left_out(columns: &[Column], table: &Table) -> Vec<LeftOutColumn> {
    let headings = table.headings().iter().enumerate();
    let ignored = headings.filter(|(at, _)| {
        columns.get(*at).copied().unwrap_or(Column::Ignore) == Column::Ignore
            && table.values(*at).next().is_some()
    });
    ignored.map(|(place, heading)| LeftOutColumn { place, heading: text::excerpt(heading) }).collect()
}
