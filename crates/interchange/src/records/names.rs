use crate::text;
use groundswell_model::{Kind, Ref};
use std::collections::HashMap;

/// How cells name other records.
///
/// By their name where that says which one is meant; else with the reference behind it in parentheses, and by the
/// reference alone where the directory does not have the record.
#[derive(Clone, Debug, Default)]
pub struct Names {
    names: HashMap<Ref, String>,
    by_key: HashMap<String, Vec<Ref>>,
}

impl Names {
    /// The records with their names.
    #[must_use]
    pub fn of(records: impl IntoIterator<Item = (Ref, String)>) -> Self {
        let mut names = Self::default();
        for (of, name) in records {
            names.by_key.entry(text::key(&name)).or_default().push(of);
            names.names.insert(of, name);
        }
        names
    }

    /// The record, in a cell that names records of these kinds.
    pub(super) fn write(&self, of: Ref, kinds: &[Kind]) -> String {
        let Some(name) = self.names.get(&of) else { return of.to_string() };
        let name = text::line(name).replace(';', ",");
        let is_plain = !name.is_empty() && self.read(&name, kinds) == Some(of);
        if is_plain { name } else { format!("{name} ({of})").trim_start().to_owned() }
    }

    /// The record of these kinds that is named; nothing where that is none, or might be several.
    pub(super) fn read(&self, name: &str, kinds: &[Kind]) -> Option<Ref> {
        let name = name.trim();
        let behind = name.strip_suffix(')').and_then(|name| name.rsplit_once('(')).map(|(_, of)| of);
        for written in [Some(name), behind].into_iter().flatten() {
            if let Ok(of) = written.parse::<Ref>()
                && kinds.contains(&of.kind)
            {
                return Some(of);
            }
        }
        let mut named = self.by_key.get(&text::key(name))?.iter().filter(|of| kinds.contains(&of.kind));
        let first = named.next()?;
        named.next().is_none().then_some(*first)
    }

    /// All records named in a cell.
    pub(super) fn read_all(&self, cell: &str, kinds: &[Kind]) -> Option<Vec<Ref>> {
        cell.split([';', '\n', '\r'])
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .map(|name| self.read(name, kinds))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use groundswell_model::Id;
    use proptest::{prelude::*, sample::select};

    const KINDS: [Kind; 3] = [Kind::Network, Kind::Group, Kind::Awg];

    fn group(at: u8) -> Ref {
        Ref::new(Kind::Group, Id::from_bytes([at; 12]))
    }

    #[test]
    fn a_name_says_which_one_is_meant_or_is_followed_by_its_reference() {
        let names = Names::of([
            (Ref::NETWORK, "Wisconsin".into()),
            (group(1), "Kenosha Assembly".into()),
            (group(2), "Neighbors".into()),
            (group(3), "NEIGHBORS".into()),
            (group(4), "Bread; Roses".into()),
            (group(5), "network".into()),
            (group(6), "Friends (network)".into()),
        ]);
        for (of, written) in [
            (Ref::NETWORK, "Wisconsin".to_owned()),
            (group(1), "Kenosha Assembly".to_owned()),
            (group(2), format!("Neighbors ({})", group(2))),
            (group(3), format!("NEIGHBORS ({})", group(3))),
            (group(4), "Bread, Roses".to_owned()),
            (group(5), format!("network ({})", group(5))),
            (group(6), format!("Friends (network) ({})", group(6))),
            (group(7), group(7).to_string()),
        ] {
            assert_eq!(names.write(of, &KINDS), written);
            assert_eq!(names.read(&written, &KINDS), Some(of), "{written}");
        }
        assert_eq!(names.read(" kenosha  assembly", &KINDS), Some(group(1)));
        assert_eq!(names.read("Neighbors", &KINDS), None);
        assert_eq!(names.read("Racine", &KINDS), None);
        assert_eq!(names.read("Kenosha Assembly", &[Kind::Awg]), None, "of another kind");
    }

    proptest! {
        #[test]
        fn every_record_comes_back(
            called in prop::collection::vec(
                prop_oneof![select(&["", "network", "A", "a", "A (network)", ";", "(", "é", "🌻"][..]).prop_map(String::from), "\\PC{0,8}"],
                1..8,
            ),
        ) {
            let refs: Vec<Ref> = (1..).map(group).take(called.len()).collect();
            let names = Names::of(refs.iter().copied().zip(called));
            let cell: Vec<String> = refs.iter().map(|of| names.write(*of, &KINDS)).collect();
            prop_assert_eq!(names.read_all(&cell.join("; "), &KINDS), Some(refs));
        }
    }
}
