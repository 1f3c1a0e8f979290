//! How links to one directory stand to each other.

use crate::samples::{DIRECTORY, chain, first, renewed};
use groundswell_seal::{Capability, Grant, Link, Relation, Seed, Succession};
use proptest::prelude::*;

#[test]
fn each_link_of_a_chain_knows_the_eight_before_it() {
    let links = chain(12);
    for (at, link) in links.iter().enumerate() {
        assert_eq!((link.epoch() as usize, link.lineage().len()), (at, at.min(8)));
        let from: Vec<_> = link.lineage().iter().map(|succession| succession.from).collect();
        let before: Vec<_> = links[at - at.min(8)..at].iter().map(Link::keys).collect();
        assert_eq!(from, before);
        assert!(link.lineage().iter().all(|succession| succession.holds(&DIRECTORY)));
        let last = link.lineage().last();
        assert!(last.is_none_or(|last| last.to() == link.keys() && last.leads_to(link.capability())));
        for (known_at, known) in links.iter().enumerate() {
            let expected = match at.abs_diff(known_at) {
                0 => Relation::Same,
                1..=8 if at > known_at => Relation::Newer,
                1..=8 => Relation::Older,
                // They lie so far apart that neither link tells: the notices in the rooms lead on one by one.
                _ => Relation::Unrelated,
            };
            assert_eq!(link.relation(known), expected, "{at} to {known_at}");
            // Whatever either of them lets its holder do.
            for grant in Grant::ALL {
                assert_eq!(link.weaken(grant).unwrap().relation(known), link.relation(known));
                assert_eq!(link.relation(&known.weaken(grant).unwrap()), link.relation(known));
            }
        }
    }
}

#[test]
fn what_notices_vouch_for_one_after_the_other_bridges_what_is_too_far_apart() {
    let links = chain(12);
    let all: Vec<Succession> = links.iter().filter_map(|link| link.lineage().last().cloned()).rev().collect();
    for known_at in 0..12 {
        for at in 0..12 {
            let (link, known) = (&links[at], &links[known_at]);
            let far = at > known_at + 8;
            let expected = if far { Relation::Newer } else { link.relation(known) };
            for grant in Grant::ALL {
                let link = link.weaken(grant).unwrap();
                assert_eq!(link.relation_through(known, &all), expected, "{at} to {known_at}");
            }
            // Of 0 to 9 the lineage lacks one step alone, and no other will do.
            let step: Vec<_> = all.iter().filter(|it| it.from == known.keys()).cloned().collect();
            let others: Vec<_> = all.iter().filter(|it| it.from != known.keys()).cloned().collect();
            let by_one = if at == known_at + 9 { Relation::Newer } else { link.relation(known) };
            assert_eq!(link.relation_through(known, &step), by_one);
            assert_eq!(link.relation_through(known, &others), link.relation(known));
        }
    }
    // The keys that are vouched for, with a seed that is not: whoever reads along can write that.
    let key = *links[1].capability().key();
    let forged = Capability::read(Grant::Members, Seed::from_bytes([66; 32]), key).unwrap();
    let forged = Link::new(forged, DIRECTORY, 1);
    assert_eq!(forged.relation_through(&links[0], &all), Relation::Unrelated);
    let bare = Link::new(links[1].capability().weaken(Grant::Members).unwrap(), DIRECTORY, 1);
    assert_eq!(bare.relation_through(&links[0], &all), Relation::Newer);
}

#[test]
fn two_who_renew_at_once_are_rivals_and_so_is_who_was_left_out() {
    let one = renewed(&first(), 2);
    let other = renewed(&first(), 3);
    for (a, b) in [(&one, &other), (&other, &one)] {
        assert_eq!(a.relation(b), Relation::Rival);
        assert_eq!(a.relation(&first()), Relation::Newer);
        assert_eq!(first().relation(a), Relation::Older);
        // Whoever goes on from there stays a rival of the other.
        assert_eq!(renewed(a, 4).relation(b), Relation::Rival);
        assert_eq!(b.relation(&renewed(a, 4)), Relation::Rival);
        assert_ne!(a.keys().code(&DIRECTORY), b.keys().code(&DIRECTORY));
    }
    // Somebody who was left out of `one` has the old edit link only, and goes on alone for as long as they like.
    let after = renewed(&renewed(&one, 4), 5);
    let alone = renewed(&renewed(&renewed(&renewed(&first(), 10), 11), 12), 13);
    assert_eq!(alone.relation(&after), Relation::Rival);
    assert_eq!(alone.weaken(Grant::Public).unwrap().relation(&after), Relation::Rival);
}

/// What tells how two links stand to each other without looking at either: who renewed from whom.
struct Model {
    /// The link that each was renewed from.
    from: Vec<Option<usize>>,
}

impl Model {
    /// The eight nearest that it was renewed from.
    fn ancestors(&self, of: usize) -> Vec<usize> {
        std::iter::successors(self.from[of], |at| self.from[*at]).take(8).collect()
    }

    fn relation(&self, one: usize, known: usize) -> Relation {
        let (mine, theirs) = (self.ancestors(one), self.ancestors(known));
        if one == known {
            Relation::Same
        } else if mine.contains(&known) {
            Relation::Newer
        } else if theirs.contains(&one) {
            Relation::Older
        } else if mine.iter().any(|at| theirs.contains(at)) {
            Relation::Rival
        } else {
            Relation::Unrelated
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn how_links_stand_to_each_other_is_what_renewing_says(
        renewals in proptest::collection::vec((any::<prop::sample::Index>(), any::<bool>()), 1..24),
        passed_on in any::<prop::sample::Index>(),
        grants in proptest::collection::vec(proptest::sample::select(Grant::ALL.to_vec()), 25),
    ) {
        let mut model = Model { from: vec![None] };
        let mut links = vec![first()];
        for (number, (index, from_last)) in renewals.iter().enumerate() {
            // Often from the last, for chains longer than a link remembers.
            let at = if *from_last { links.len() - 1 } else { index.index(links.len()) };
            links.push(renewed(&links[at], number as u8 + 2));
            model.from.push(Some(at));
        }
        // Passing one on changes nothing.
        let at = passed_on.index(links.len());
        links[at] = Link::parse(&links[at].fragment()).unwrap();
        let held: Vec<_> = links.iter().zip(&grants).map(|(link, grant)| link.weaken(*grant).unwrap()).collect();
        for (one, link) in held.iter().enumerate() {
            for (other, known) in held.iter().enumerate() {
                let relation = link.relation(known);
                prop_assert_eq!(relation, model.relation(one, other));
                prop_assert_eq!(relation == Relation::Newer, known.relation(link) == Relation::Older);
                let is_mutual = matches!(relation, Relation::Same | Relation::Rival | Relation::Unrelated);
                prop_assert!(!is_mutual || known.relation(link) == relation);
            }
        }
    }
}
