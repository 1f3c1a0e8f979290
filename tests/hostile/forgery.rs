//! What is made to do harm: changes and documents that Automerge would not write, and links that nobody gave.

use anyhow::{Context as _, ensure};
use automerge::transaction::Transactable as _;
use automerge::{ActorId, Automerge, ObjType, ROOT};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use groundswell_seal::{Capability, Grant, Link, Seed};
use groundswell_testkit::automerge_bytes::{Choices, RawChange, RawDocument, signed, unsigned};

/// The columns of a change's operations: the key, whether it inserts, what it does, what its value is, the value, and
/// how many it takes the place of.
const KEY: u64 = 0x15;
const INSERT: u64 = 0x34;
const ACTION: u64 = 0x42;
const VALUE_META: u64 = 0x56;
const VALUE: u64 = 0x57;
const PREDECESSORS: u64 = 0x70;

/// Changes of one part of a directory, each meant to do harm by itself.
pub struct Harm {
    /// 259 changes with a run of one in place of a literal: what is saved with one of them does not load again.
    pub odd: Vec<Vec<u8>>,
    /// A change that leaves no number for the operations of others.
    pub last_number: Vec<u8>,
    /// Some hundred bytes that stand for 16 million operations.
    pub bomb: Vec<u8>,
    /// Changes altered in their numbers, names and runs, with right checksums.
    pub mutants: Vec<Vec<u8>>,
    /// The document altered in the same way.
    pub documents: Vec<Vec<u8>>,
}

impl Harm {
    /// On top of a document.
    pub fn of(document: &Automerge) -> anyhow::Result<Self> {
        let plain = change(document, |tx| Ok(tx.put(ROOT, "x", "y")?))?;
        ensure!(
            RawChange { ..plain.clone() }.column_mut(ACTION).as_slice() == [0x7f, 1],
            "the change is not as the format says"
        );
        let odd = (0..259_u32).map(|number| {
            let mut change = plain.clone();
            change.actors = vec![[&[66; 12][..], &number.to_be_bytes()].concat()];
            *change.column_mut(ACTION) = vec![1, 1];
            change.write()
        });
        let rich = change(document, |tx| {
            let list = tx.put_object(ROOT, "x", ObjType::List)?;
            for number in 0..6 {
                tx.insert(&list, number, i64::try_from(number)?)?;
            }
            tx.delete(&list, 2)?;
            tx.put(&list, 1, "one")?;
            let text = tx.put_object(ROOT, "y", ObjType::Text)?;
            tx.splice_text(&text, 0, 0, "Bring soup.")?;
            tx.splice_text(&text, 3, 2, "")?;
            tx.put(ROOT, "z", automerge::ScalarValue::counter(3))?;
            Ok(tx.increment(ROOT, "z", 2)?)
        })?;
        let mutants = (0..300).map(|number| {
            let bytes = choices(number);
            let mut choices = Choices(&bytes);
            let mut change = rich.clone();
            while !choices.is_over() {
                change.alter(&mut choices);
            }
            change.write()
        });
        let whole = RawDocument::read(&document.save_nocompress()).context("a document taken apart")?;
        let documents = (0..4).map(|number| {
            let bytes = choices(number);
            let mut choices = Choices(&bytes);
            let mut document = whole.clone();
            while !choices.is_over() {
                document.alter(&mut choices);
            }
            document.write()
        });
        Ok(Self {
            odd: odd.collect(),
            last_number: RawChange { first: u64::from(u32::MAX) - 1, ..plain.clone() }.write(),
            bomb: bomb(&plain, 1 << 24)?,
            mutants: mutants.collect(),
            documents: documents.collect(),
        })
    }
}

/// A change as Automerge writes it, by an author of its own.
fn change(
    document: &Automerge,
    write: impl FnOnce(&mut automerge::transaction::Transaction<'_>) -> anyhow::Result<()>,
) -> anyhow::Result<RawChange> {
    let mut document = document.fork().with_actor(ActorId::from([77; 16]));
    let mut tx = document.transaction();
    write(&mut tx)?;
    tx.commit();
    let made = document.get_last_local_change().context("the change that was made")?;
    RawChange::read(made.raw_bytes()).context("a change taken apart")
}

/// As many operations in one run of each column.
fn bomb(plain: &RawChange, count: i64) -> anyhow::Result<Vec<u8>> {
    let mut change = plain.clone();
    let all = |value: &[u8]| [signed(count), value.to_vec()].concat();
    *change.column_mut(KEY) = all(b"\x01x");
    *change.column_mut(INSERT) = unsigned(count.unsigned_abs());
    *change.column_mut(ACTION) = all(&unsigned(1));
    *change.column_mut(VALUE_META) = all(&[0]);
    change.columns.retain(|(column, _)| *column != VALUE);
    *change.column_mut(PREDECESSORS) = all(&[0]);
    let bytes = change.write();
    ensure!(bytes.len() < 400, "the bomb has {} bytes", bytes.len());
    Ok(bytes)
}

/// Decisions for an alteration, the same in every run.
fn choices(number: u32) -> Vec<u8> {
    let hash = blake3::hash(&number.to_le_bytes());
    let length = 2 + usize::try_from(number).unwrap_or_default() % 14;
    hash.as_bytes().iter().copied().take(length).collect()
}

/// Somebody's own keys, as a stranger makes them.
pub fn own_keys() -> Capability {
    Capability::edit(Seed::from_bytes([0x5e; 32]))
}

/// A link of one's own keys that says it comes next for somebody else's directory.
pub fn newer(link: &Link, name: &str) -> Link {
    Link::new(own_keys(), *link.directory(), link.epoch() + 1).with_name(name)
}

/// A link with the verifying key that everybody knows and a seed of one's own.
pub fn same_key(link: &Link, name: &str) -> anyhow::Result<Link> {
    let seed = Seed::from_bytes([0x5e; 32]);
    let capability = Capability::read(Grant::Members, seed, *link.capability().key())?;
    Ok(Link::new(capability, *link.directory(), link.epoch()).with_name(name))
}

/// An edit link of one's own keys with the lineage of a public link: what vouches for others is copied.
pub fn with_copied_lineage(public: &Link) -> anyhow::Result<String> {
    ensure!(!public.lineage().is_empty(), "the link has no lineage");
    let fragment = public.fragment();
    let letters = fragment.strip_prefix("#join=").context("a link's letters")?;
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(letters)?;
    // The version and the grant; directory and epoch; verifying key and seed; the rest, and its checksum.
    let [version, _grant, rest @ ..] = bytes.as_slice() else { anyhow::bail!("the link is short") };
    let (directory_and_epoch, rest) = rest.split_at_checked(16).context("directory and epoch")?;
    let (_, rest) = rest.split_at_checked(64).context("key and seed")?;
    let (rest, _) = rest.split_last_chunk::<4>().context("the checksum")?;
    let own = own_keys();
    let mut forged = [&[*version, 2][..], directory_and_epoch, own.seed().expose(), rest].concat();
    let checksum = blake3::hash(&forged);
    forged.extend(checksum.as_bytes().iter().take(4));
    Ok(format!("#join={}", BASE64_URL_SAFE_NO_PAD.encode(forged)))
}
