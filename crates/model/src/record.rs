//! The records of a directory, one file a kind, and what all kinds share.

mod achievement;
mod announcement;
mod awg;
mod declaration;
pub(crate) mod declare;
mod draft;
mod group;
mod network;
mod options;
mod overtaken;
mod person;
mod reference;
mod region;
mod slot;
mod story;

pub use achievement::Achievement;
pub use announcement::Announcement;
pub use awg::Awg;
pub use declaration::{Access, Declaration, FieldSpec, ListWords, Members, Text, Words};
pub use draft::{Draft, Rows};
pub use group::{Group, Place, Status};
pub use network::Network;
pub use options::{FormSection, Options};
pub use overtaken::{Keep, Overtaken, decide, overtaken};
pub use person::{Membership, Person, Role};
pub use reference::{ParseRefError, Ref};
pub use region::{Level, Region};
pub use slot::{FieldValue, Slot};
pub use story::{Story, Town};

use crate::{Conflict, Id, Label, Stamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One of the two documents of a directory. No members-only byte is ever in the public part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Part {
    /// What a stranger may see.
    Public,
    /// What members share among themselves.
    Members,
}

impl Part {
    /// Both parts, public first.
    pub const ALL: [Self; 2] = [Self::Public, Self::Members];

    /// The part's label in storage, files and key derivation.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Members => "members",
        }
    }

    /// The part with this label.
    #[must_use]
    pub fn from_label(label: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.label() == label)
    }
}

/// What every record carries beside its fields. The engine writes it; what a page sends is ignored but for
/// `source` and `external`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meta {
    /// First written.
    pub created: Stamp,
    /// Last changed.
    pub updated: Stamp,
    /// Last confirmed to be still true.
    pub verified: Option<Stamp>,
    /// Where it came from: a file's name, a neighbour; empty if written here.
    pub source: String,
    /// Its names elsewhere: system -> identifier.
    pub external: BTreeMap<String, String>,
}

/// The kinds, their records, and what is the same for all.
macro_rules! kinds {
    ($( $(#[$doc:meta])* $kind:ident $key:literal, )*) => {
        /// A kind of record.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Kind { $( $(#[$doc])* $kind, )* }

        impl Kind {
            /// Every kind.
            pub const ALL: [Self; [$(stringify!($kind)),*].len()] = [$(Self::$kind),*];

            /// A digest of everything that decides what is stored of the kinds that are painted first.
            pub(crate) const FIRST_FINGERPRINT: u64 = declaration::fingerprint(
                &[&Network::DECLARATION, &Region::DECLARATION, &Group::DECLARATION],
                &[],
            );

            /// A digest of what decides what is stored of all kinds.
            pub(crate) const FINGERPRINT: u64 =
                declaration::fingerprint(&[$(&$kind::DECLARATION),*], &Self::MAPS);

            const MAPS: [&str; Self::ALL.len()] = [$($kind::DECLARATION.map),*];

            /// A digest of everything that decides what is stored of a kind's cards: its fields, what is shown of
            /// them, and the kinds that they may speak of.
            pub(crate) const fn fingerprint(self) -> u64 {
                match self {
                    $(Self::$kind => const {
                        declaration::fingerprint(&[&$kind::DECLARATION], &Self::MAPS)
                    },)*
                }
            }

            /// Its name in references and addresses.
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self { $(Self::$kind => $key,)* }
            }

            /// The one of this name.
            #[must_use]
            pub fn from_key(key: &str) -> Option<Self> {
                Self::ALL.into_iter().find(|kind| kind.key() == key)
            }

            /// The name of its map in a document, and of the room of its pages. Like the two below also in its
            /// declaration, all of which would come with it into the program that paints the first page.
            #[must_use]
            pub const fn map(self) -> &'static str {
                match self { $(Self::$kind => const { $kind::DECLARATION.map },)* }
            }

            /// The address of its list.
            #[must_use]
            pub const fn address(self) -> &'static str {
                match self { $(Self::$kind => const { $kind::DECLARATION.address },)* }
            }

            /// The name of its drawing.
            #[must_use]
            pub const fn icon(self) -> &'static str {
                match self { $(Self::$kind => const { $kind::DECLARATION.icon },)* }
            }

            /// What its list is called, if that is drawn from the declaration.
            #[must_use]
            pub const fn list_title(self) -> Option<Label> {
                match self {
                    $(Self::$kind => const {
                        match $kind::DECLARATION.list { Some(list) => Some(list.title), None => None }
                    },)*
                }
            }

            /// The one whose map in a document, and whose room of pages, is called so.
            #[must_use]
            pub fn of_map(map: &str) -> Option<Self> {
                Self::ALL.into_iter().find(|kind| kind.map() == map)
            }

            /// What is said of it.
            #[must_use]
            pub const fn declaration(self) -> &'static Declaration {
                match self { $(Self::$kind => &$kind::DECLARATION,)* }
            }

            /// What its declaration says in words.
            #[must_use]
            pub const fn words(self) -> &'static Words {
                match self { $(Self::$kind => &$kind::WORDS,)* }
            }
        }

        $(
            impl From<$kind> for Record {
                fn from(record: $kind) -> Self {
                    Self::$kind(record)
                }
            }

            /// Gives back a record of another kind.
            impl TryFrom<Record> for $kind {
                type Error = Record;

                fn try_from(record: Record) -> Result<Self, Record> {
                    if let Record::$kind(it) = record { Ok(it) } else { Err(record) }
                }
            }
        )*

        /// Any record.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        pub enum Record { $( #[doc = concat!("See [`", stringify!($kind), "`].")] $kind($kind), )* }

        impl Record {
            /// Its kind.
            #[must_use]
            pub const fn kind(&self) -> Kind {
                match self { $(Self::$kind(_) => Kind::$kind,)* }
            }

            /// What it is called.
            #[must_use]
            pub fn name(&self) -> &str {
                match self { $(Self::$kind(it) => &it.name,)* }
            }

            /// Its dates and origins.
            #[must_use]
            pub const fn meta(&self) -> &Meta {
                match self { $(Self::$kind(it) => &it.meta,)* }
            }

            /// Its dates and origins, to be changed.
            pub const fn meta_mut(&mut self) -> &mut Meta {
                match self { $(Self::$kind(it) => &mut it.meta,)* }
            }

            /// Its id.
            #[must_use]
            pub const fn id(&self) -> Id {
                match self { $(Self::$kind(it) => it.record_id(),)* }
            }
        }
    };
}

kinds! {
    /// The network itself: one record, [`Id::NETWORK`].
    Network "network",
    /// A region.
    Region "region",
    /// A community group.
    Group "group",
    /// An Action Work Group.
    Awg "awg",
    /// A person.
    Person "person",
    /// Something that was done.
    Achievement "achievement",
    /// What another community can learn from.
    Story "story",
    /// Something told to the network for a while.
    Announcement "announcement",
}

/// A record as both parts together show it, with what is in dispute.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecordView {
    /// The record, each disputed field at its shown value.
    pub record: Record,
    /// Fields that were changed in two places at once.
    pub conflicts: Vec<Conflict>,
    /// When and by whom it was deleted, if it was.
    pub deleted: Option<Stamp>,
}
