//! What is cut comes together again, in any order.

use crate::samples::{counting, noise, room};
use groundswell_seal::{BLOB_BYTES, BLOB_ITEMS, Fragment, Fragments, JoinError, Part, SealError, items};
use groundswell_wire::{BlobId, ChunkId, Kind};
use proptest::prelude::*;

fn fragment(blob: u8, fragment: u16, fragments: u16, bytes: &[u8]) -> Fragment {
    Fragment {
        id: ChunkId::from_bytes(*blake3::hash(&[&[blob, fragment as u8], bytes].concat()).as_bytes()),
        kind: Kind::Checkpoint,
        blob: BlobId::from_bytes([blob; 16]),
        fragment,
        fragments,
        covers: Vec::new(),
        bytes: bytes.to_vec(),
    }
}

#[test]
fn a_large_blob_is_cut_and_joined_in_whatever_order_its_fragments_come() {
    let room = room(1, Part::Members);
    let items = [noise(1, 400_000), noise(2, 10), Vec::new(), noise(3, 300_000)];
    let covers: Vec<_> = (0..100).map(|byte| ChunkId::from_bytes([byte; 32])).collect();
    let sealed = room.seal(Kind::Checkpoint, &covers, &items, &mut counting(0)).unwrap();
    let opened: Vec<_> = sealed.iter().map(|chunk| room.open(&chunk.bytes).unwrap()).collect();
    assert_eq!(opened.len(), 3);
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let mut fragments = Fragments::new();
        assert_eq!(fragments.add(opened[order[0]].clone()), Ok(None));
        assert_eq!(fragments.add(opened[order[0]].clone()), Ok(None), "again is nothing new");
        assert_eq!(fragments.add(opened[order[1]].clone()), Ok(None));
        assert_eq!(fragments.waiting().count(), 2);
        let blob = fragments.add(opened[order[2]].clone()).unwrap().unwrap();
        assert_eq!(blob.items, items);
        assert_eq!(blob.covers, covers);
        assert_eq!(blob.chunks, sealed.iter().map(|chunk| chunk.id).collect::<Vec<_>>());
        assert_eq!(fragments.waiting().count(), 0);
    }
}

#[test]
fn fragments_of_several_blobs_wait_side_by_side() {
    let mut fragments = Fragments::new();
    assert_eq!(fragments.add(fragment(1, 0, 2, &[2, 7])), Ok(None));
    assert_eq!(fragments.add(fragment(2, 1, 2, &[9])), Ok(None));
    assert_eq!(fragments.add(fragment(2, 0, 2, &[1])).unwrap().unwrap().items, [[9]]);
    assert_eq!(fragments.add(fragment(1, 1, 2, &[8])).unwrap().unwrap().items, [[7, 8]]);
}

#[test]
fn fragments_that_contradict_each_other_are_refused_and_harm_nothing() {
    let mut fragments = Fragments::new();
    assert_eq!(fragments.add(fragment(1, 0, 2, &[1])), Ok(None));
    assert_eq!(fragments.add(fragment(1, 0, 2, &[2])), Err(JoinError::Contradiction));
    assert_eq!(fragments.add(fragment(1, 1, 3, &[9])), Err(JoinError::Contradiction));
    let other_kind = Fragment { kind: Kind::Tail, ..fragment(1, 1, 2, &[9]) };
    assert_eq!(fragments.add(other_kind), Err(JoinError::Contradiction));
    assert_eq!(fragments.add(fragment(1, 1, 2, &[9])).unwrap().unwrap().items, [[9]]);
}

#[test]
fn fragments_that_make_no_items_are_forgotten() {
    let mut fragments = Fragments::new();
    assert_eq!(fragments.add(fragment(1, 0, 1, &[5, 1])), Err(JoinError::NoItems));
    assert_eq!(fragments.add(fragment(1, 0, 2, &[5])), Ok(None));
    assert_eq!(fragments.add(fragment(1, 1, 2, &[1])), Err(JoinError::NoItems));
    assert_eq!(fragments.waiting().count(), 0);
}

#[test]
fn waiting_fragments_take_bounded_space() {
    let mut fragments = Fragments::new();
    let bytes = vec![0; 32 << 20];
    for blob in 0..4 {
        assert_eq!(fragments.add(fragment(blob, 0, 3, &bytes)), Ok(None));
    }
    assert_eq!(fragments.add(fragment(4, 0, 3, &[0])), Err(JoinError::TooLarge));
    fragments.forget(&BlobId::from_bytes([0; 16]));
    assert_eq!(fragments.add(fragment(1, 1, 3, &bytes)), Ok(None));
    assert_eq!(fragments.add(fragment(1, 2, 3, &[0])), Err(JoinError::TooLarge));
}

/// The one item that fills a blob: its length takes four bytes.
fn largest() -> Vec<u8> {
    vec![7; BLOB_BYTES - 4]
}

#[test]
fn a_blob_of_64_mib_is_cut_and_joined() {
    let room = room(1, Part::Members);
    let item = largest();
    let sealed = room.seal(Kind::Checkpoint, &[], &[&item], &mut counting(0)).unwrap();
    assert_eq!(sealed.len(), BLOB_BYTES.div_ceil(258_044));
    let mut fragments = Fragments::new();
    let mut blob = None;
    for chunk in &sealed {
        assert_eq!(blob, None);
        blob = fragments.add(room.open(&chunk.bytes).unwrap()).unwrap();
    }
    assert!(blob.unwrap().items == [item]);
    // One byte more is sealed by nobody.
    for items in [vec![vec![7; BLOB_BYTES - 3]], vec![largest(), Vec::new()]] {
        let sealed = room.seal(Kind::Checkpoint, &[], &items, &mut counting(0));
        assert!(matches!(sealed, Err(SealError::TooLarge)));
        assert!(matches!(items::join(&items), Err(SealError::TooLarge)));
    }
}

#[test]
fn a_blob_of_one_byte_more_is_never_joined() {
    let blob = items::join(&[largest()]).unwrap();
    assert_eq!(blob.len(), BLOB_BYTES);
    let (one, other) = blob.split_at(BLOB_BYTES / 2);
    // Exactly as much joins, in either order.
    for order in [[0, 1], [1, 0]] {
        let mut fragments = Fragments::new();
        let halves = [fragment(1, 0, 2, one), fragment(1, 1, 2, other)];
        assert_eq!(fragments.add(halves[order[0]].clone()), Ok(None));
        assert!(fragments.add(halves[order[1]].clone()).unwrap().unwrap().items == [&blob[4..]]);
        assert_eq!(fragments.waiting().count(), 0);
    }
    let mut fragments = Fragments::new();
    assert_eq!(fragments.add(fragment(1, 0, 3, one)), Ok(None));
    assert_eq!(fragments.add(fragment(1, 1, 3, other)), Ok(None));
    assert_eq!(fragments.add(fragment(1, 2, 3, &[0])), Err(JoinError::TooLarge));
    // What was there stays, and an empty piece makes it whole.
    assert_eq!(fragments.waiting().count(), 2);
    assert!(fragments.add(fragment(1, 2, 3, &[])).unwrap().unwrap().items == [&blob[4..]]);
    // In one fragment, and past the joiner.
    let more = [&blob[..], &[0]].concat();
    assert_eq!(Fragments::new().add(fragment(1, 0, 1, &more)), Err(JoinError::TooLarge));
    assert!(Fragments::new().add(fragment(1, 0, 1, &blob)).is_ok());
    assert!(items::split(&blob).is_some() && items::split(&more).is_none());
}

#[test]
fn a_blob_of_many_items_takes_bounded_space() {
    let room = room(1, Part::Members);
    let empty = vec![[0_u8; 0]; BLOB_ITEMS + 1];
    let seal = |items: &[[u8; 0]]| room.seal(Kind::Tail, &[], items, &mut counting(0));
    assert_eq!(seal(&empty), Err(SealError::TooLarge));
    let sealed = seal(&empty[1..]).unwrap();
    let mut fragments = Fragments::new();
    let joined = sealed.iter().filter_map(|chunk| fragments.add(room.open(&chunk.bytes).unwrap()).unwrap());
    assert!(joined.map(|blob| blob.items.len()).eq([BLOB_ITEMS]));
    assert!(items::split(&vec![0; BLOB_ITEMS]).is_some());
    assert!(items::split(&vec![0; BLOB_ITEMS + 1]).is_none());
    let bytes = vec![0; BLOB_ITEMS + 1];
    let (one, other) = bytes.split_at(BLOB_ITEMS / 2);
    assert_eq!(fragments.add(fragment(1, 0, 2, one)), Ok(None));
    assert_eq!(fragments.add(fragment(1, 1, 2, other)), Err(JoinError::NoItems));
    assert_eq!(fragments.waiting().count(), 0);
}

proptest! {
    #[test]
    fn any_cut_in_any_order_joins(
        items in proptest::collection::vec(any::<Vec<u8>>(), 1..6),
        cuts in proptest::collection::vec(any::<prop::sample::Index>(), 1..6),
        order in Just((0..7_usize).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let bytes = groundswell_seal::items::join(&items).unwrap();
        let mut cuts: Vec<_> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).collect();
        cuts.push(0);
        cuts.push(bytes.len());
        cuts.sort_unstable();
        let parts: Vec<_> = cuts.windows(2).map(|pair| &bytes[pair[0]..pair[1]]).collect();
        let mut fragments = Fragments::new();
        let mut blob = None;
        for at in order.into_iter().filter(|at| *at < parts.len()) {
            prop_assert_eq!(&blob, &None);
            blob = fragments.add(fragment(1, at as u16, parts.len() as u16, parts[at])).unwrap();
        }
        prop_assert_eq!(blob.unwrap().items, items);
    }
}
