//! Projections as the storage keeps them: one value for each section, and an index that says which of them belong
//! together.
//!
//! A section's value is written only when what it shows has changed. It begins with a stamp: its form, and a state of
//! the document in which it shows what it does. The index names the state that all of them show together, and the stamp
//! of each. A value under another stamp, a damaged one and a missing one are made anew from the document.

use super::{
    Projection, Projections, Section,
    bytes::{bytes_of, of_bytes},
    stamped::{sealed, stamp, unsealed},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Raised with every change of [`Index`]'s form.
const VERSION: u8 = 1;

/// Which stored values show a directory's document together, and in which state.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Index {
    /// The heads of both parts of the document.
    pub heads: Vec<u8>,
    /// The stamp of each section by its key. Of which only another version knows, it is not told here.
    stamps: Vec<(String, Vec<u8>)>,
}

impl Index {
    /// Its name in the storage, beside those of the sections.
    pub const KEY: &str = "index";

    /// The index of sections that show what they do in these states, for a document of this one.
    #[must_use]
    pub fn new(heads: Vec<u8>, states: &BTreeMap<Section, Vec<u8>>) -> Self {
        let stamp =
            |(section, heads): (&Section, &Vec<u8>)| (section.key().to_owned(), stamp(*section, heads));
        Self { heads, stamps: states.iter().map(stamp).collect() }
    }

    /// The index as bytes, its version first.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        [vec![VERSION], bytes_of(self)].concat()
    }

    /// Reads stored bytes; `None` where they are damaged or of another version.
    #[must_use]
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        let (version, rest) = bytes.split_first()?;
        if *version == VERSION { of_bytes(rest).ok() } else { None }
    }

    /// Whether the value stored of a section is of this version's form, and shows what the section does in this state.
    #[must_use]
    pub fn has(&self, section: Section, heads: &[u8]) -> bool {
        self.stamp(section).is_some_and(|known| known == stamp(section, heads))
    }

    /// What a stored value of a section holds, if it is the one that belongs here: the state that it is of, and its
    /// bytes as [`Projections::encode`] gives them.
    #[must_use]
    pub fn open<'a>(&self, section: Section, value: &'a [u8]) -> Option<(&'a [u8], &'a [u8])> {
        let (heads, body) = unsealed(section, value)?;
        self.has(section, heads).then_some((heads, body))
    }

    /// The projection that is painted first, from its stored value.
    #[must_use]
    pub fn first(&self, value: &[u8]) -> Option<Projection> {
        let (heads, body) = self.open(Section::First, value)?;
        let mut first = Projection::read(body).ok()?;
        first.heads = heads.to_vec();
        Some(first)
    }

    fn stamp(&self, section: Section) -> Option<&[u8]> {
        let known = self.stamps.iter().find(|(key, _)| key == section.key());
        known.map(|(_, stamp)| stamp.as_slice())
    }
}

/// What could be read of stored projections.
#[derive(Clone, Debug, Default)]
pub struct StoredProjections {
    /// The state of the document that they show.
    pub heads: Vec<u8>,
    /// The sections that could be read; the others are empty.
    pub projections: Projections,
    /// The states that the sections were written in, of those that could be read.
    pub states: BTreeMap<Section, Vec<u8>>,
}

impl StoredProjections {
    /// Reads a stored index and the values beside it. `None` where there is no index that can be read: then nothing is
    /// known of any value.
    #[must_use]
    pub fn read<'a>(index: &[u8], value: impl Fn(Section) -> Option<&'a [u8]>) -> Option<Self> {
        let index = Index::decode(index)?;
        let mut stored = Self { heads: index.heads.clone(), ..Self::default() };
        for section in Section::all() {
            let known = value(section).and_then(|value| index.open(section, value));
            if let Some((heads, body)) = known
                && stored.projections.read(section, body).is_ok()
            {
                if section == Section::First {
                    stored.projections.first.heads = heads.to_vec();
                }
                stored.states.insert(section, heads.to_vec());
            }
        }
        Some(stored)
    }
}

impl Projections {
    /// A section as the storage keeps it, of this state of the document.
    #[must_use]
    pub fn seal(&self, section: Section, heads: &[u8]) -> Vec<u8> {
        sealed(section, heads, &self.encode(section))
    }
}
