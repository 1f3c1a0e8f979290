//! What comes of the rows of one group.

use super::{
    super::{
        apply::apply,
        draft::Draft,
        matching::{Keys, Verdict},
        memory::Said,
        merge::change,
        row::NewPerson,
    },
    Existing, Planner,
};
use crate::text;
use groundswell_model::{
    Field, Group, Kind, Membership, Person, Record, Ref, Role, Stamp,
    import::{Change, RemarkKind},
};
use std::collections::HashSet;

impl Planner {
    /// Whether a group like this was deleted here.
    fn was_deleted(&self, keys: &Keys) -> bool {
        let is_same = |at: usize| {
            let relation = self.deleted_keys.get(at).and_then(|deleted| deleted.relation(keys, false));
            relation.is_some_and(|relation| relation.verdict.rank() >= Verdict::Same(50).rank())
        };
        keys.id.is_some_and(|id| self.deleted.of_id(id).is_some())
            || self.deleted.candidates(keys).into_iter().any(is_same)
    }

    /// Says what comes of a cluster.
    pub(super) fn conclude(&mut self, at: usize) {
        let base = self.clusters.get(at).and_then(|cluster| cluster.base);
        let group = base.and_then(|base| self.existing.groups.get(base)).map(|group| group.id);
        let last = group.and_then(|group| self.last.take(group));
        let Some(cluster) = self.clusters.get(at) else { return };
        let (Some(draft), Some(all)) = (self.draft(at), cluster.draft_of(&self.rows, &cluster.rows)) else {
            return;
        };
        let existing = base.and_then(|base| self.existing.groups.get(base));
        let is_nothing_new = |draft: &Draft| {
            existing.is_some_and(|group| apply(&mut group.clone(), draft, &self.regions).is_empty())
        };
        let said = last.as_ref();
        let stays = said.is_some() && !is_nothing_new(draft);
        let news = |draft: &Draft| said.map_or_else(|| draft.clone(), |said| said.news(draft));
        let (draft, new) = (&news(draft), news(&all));
        let mut after = existing.cloned().unwrap_or_default();
        let mut changes = apply(&mut after, draft, &self.regions);
        // A person said so before that these rows are one group.
        let newcomers = self.newcomers(existing, &new);
        let is_answered = newcomers.is_empty() && is_nothing_new(&new);
        if is_answered {
            changes.clear();
        }
        let problem = Record::Group(after).problems().first().map(|error| error.problem);
        let names: Vec<String> = draft.people.clone();
        let keys = self.cluster_keys.get(at);
        let question = match existing {
            None if keys.is_some_and(|keys| self.was_deleted(keys)) => Some(RemarkKind::DeletedHere),
            Some(group) if self.undoes_an_edit(group, said, &changes) => Some(RemarkKind::EditedHere),
            None | Some(_) => None,
        };
        let file_id = keys.and_then(|keys| keys.id);
        let id = match (existing, file_id) {
            (Some(group), _) => group.id,
            (None, Some(id)) if self.deleted.of_id(id).is_none() && self.groups.of_id(id).is_none() => id,
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
        let named = people.iter().filter(|person| names.contains(&person.name));
        cluster.changes.extend(named.map(|person| change(Field::Roles, "", &person.name)));
        cluster.people = people;
        cluster.last = last.map(Box::new);
        let first = cluster.rows.first().copied();
        if stays
            && cluster.changes.is_empty()
            && let Some(row) = first.and_then(|first| self.rows.get_mut(first))
        {
            row.say(RemarkKind::Repeats);
        }
        let Some(cluster) = self.clusters.get_mut(at) else { return };
        if is_answered {
            cluster.merged = Some(Box::new(all));
            for row in cluster.rows.iter().skip(1) {
                if let Some(row) = self.rows.get_mut(*row) {
                    row.is_question = false;
                    row.remarks.retain(|remark| remark.kind != RemarkKind::Perhaps);
                }
            }
        }
        if let Some(problem) = problem {
            for row in std::mem::take(&mut cluster.rows) {
                if let Some(row) = self.rows.get_mut(row) {
                    row.refuse(name, problem);
                }
            }
        }
        if let Some(question) = question {
            self.ask(at, question);
        }
    }

    /// Whether changes would overwrite words of a group that were changed here after it came in.
    fn undoes_an_edit(&self, group: &Group, last: Option<&Said>, changes: &[Change]) -> bool {
        if let Some(last) = last {
            return last.undoes_an_edit(changes);
        }
        let meta = &group.meta;
        let is_edited = meta.updated.at > meta.created.at
            && (meta.source.is_empty() || !self.imports.contains(&meta.updated));
        is_edited && changes.iter().any(|change| !change.before.is_empty() && change.field != Field::Contacts)
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

/// When imports changed groups: an import writes all its records at one moment, a person one group at a time. One that
/// wrote a single record can not be told from a person, and is asked about.
pub(super) fn imports(existing: &Existing) -> HashSet<Stamp> {
    let groups = existing.groups.iter().map(|group| group.meta.updated);
    let people = existing.people.iter().map(|person| person.meta.updated);
    let mut seen = HashSet::new();
    groups.chain(people).filter(|stamp| !seen.insert(*stamp)).collect()
}
