//! How a kind of record is declared: once, by `record!`. The typed struct, and everything that a program needs to know
//! of its fields, follow from it.
//!
//! A declaration gives each field its type, its [`Field`](crate::Field), whose key it has in documents, and what else is
//! to be said of it. What goes through all fields of all kinds (the documents' codec, validation, generators of tests,
//! the schema) reads the [`Declaration`](super::Declaration); what is about one kind uses its struct.

/// A choice between a few values, each with its key in documents and files.
macro_rules! choice {
    (
        $(#[$meta:meta])*
        $name:ident { $( $(#[$doc:meta])* $variant:ident $key:literal, )* }
    ) => {
        $(#[$meta])*
        #[derive(
            Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
        )]
        pub enum $name { $( $(#[$doc])* $variant, )* }

        impl $name {
            /// All of them, in the order in which people look for them.
            pub const ALL: [Self; [$($key),*].len()] = [$(Self::$variant),*];

            /// Its name in documents, files and addresses.
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self { $(Self::$variant => $key,)* }
            }

            /// The one of this name.
            #[must_use]
            pub fn from_key(key: &str) -> Option<Self> {
                Self::ALL.into_iter().find(|it| it.key() == key)
            }
        }
    };
}

/// A kind of record.
///
/// ```text
/// record! {
///     /// What it is.
///     Name in "map" by Id, home Public, check |it, found| … => {
///         /// What it is called.
///         name: Line = Name required,
///         …
///     }
/// }
/// ```
macro_rules! record {
    (
        $(#[doc = $about:literal])*
        $kind:ident in $map:literal $(by $id:ident)?, home $home:ident $(, check $check:expr)? => {
            $( $(#[doc = $doc:literal])* $name:ident: $type:ident $(<$of:ident>)? $(= $field:ident $(($key:literal))? $($flag:ident)?)?, )*
        }
    ) => {
        $(#[doc = $about])*
        #[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
        pub struct $kind {
            $(
                /// What it is known by.
                pub id: $id,
            )?
            $( $(#[doc = $doc])* pub $name: $crate::record::declare::field_type!($type $($of)?), )*
            /// Dates and origins.
            pub meta: $crate::Meta,
        }

        impl $kind {
            /// Everything that is said of this kind.
            pub const DECLARATION: $crate::record::Declaration = $crate::record::Declaration::new(
                $map,
                $crate::Part::$home,
                |_id| $crate::Record::$kind(Self { $(id: $crate::record::declare::same!(_id $id),)? ..Self::default() }),
                $crate::record::declare::check!($kind $($check)?),
                &[ $( $crate::record::declare::specs!(
                    $kind $name $type $(<$of>)? $($field $(($key))? $($flag)?)?
                ), )* ],
            );

            /// What the declaration says in words: of the kind, and of its fields in their order.
            pub const WORDS: $crate::record::Words = $crate::record::Words {
                about: concat!($($about),*),
                fields: &[ $( $crate::record::declare::words!($type $($doc)*), )* ],
            };

            /// The id of its record.
            pub(super) const fn record_id(&self) -> $crate::Id {
                $crate::record::declare::id!(self $($id)?)
            }
        }
    };
}

/// The id of a record, or of the one record of its kind.
macro_rules! id {
    ($it:ident) => {
        $crate::Id::NETWORK
    };
    ($it:ident $id:ident) => {
        $it.id
    };
}

/// A value, wherever this type is named.
macro_rules! same {
    ($value:ident $type:ident) => {
        $value
    };
}

/// What several fields must hold together.
macro_rules! check {
    ($kind:ident) => {
        |_, _| {}
    };
    ($kind:ident $check:expr) => {
        |record, found| {
            if let $crate::Record::$kind(it) = record {
                $check(it, found);
            }
        }
    };
}

/// The type of a field in the struct.
macro_rules! field_type {
    (Choice $of:ident) => { $of };
    (Degrees) => { Option<f64> };
    (Reference) => { Option<$crate::Id> };
    (Flag) => { bool };
    (Set) => { std::collections::BTreeSet<String> };
    (Roles) => { std::collections::BTreeSet<$crate::Membership> };
    (Contacts) => { Vec<$crate::ContactWay> };
    (Place) => { $crate::Place };
    ($text:ident) => { String };
}

/// What is said of a field; of a place, of all its fields.
macro_rules! specs {
    ($kind:ident $place:ident Place) => {
        &[
            $crate::record::declare::spec!($kind ($place.town) Line Town),
            $crate::record::declare::spec!($kind ($place.county) Line County),
            $crate::record::declare::spec!($kind ($place.state) Line State),
            $crate::record::declare::spec!($kind ($place.county_fips) CountyCode CountyFips),
            $crate::record::declare::spec!($kind ($place.latitude) Degrees<90> Latitude),
            $crate::record::declare::spec!($kind ($place.longitude) Degrees<180> Longitude),
        ]
    };
    ($kind:ident $name:ident $type:ident $(<$of:tt>)? $field:ident $(($key:literal))? $($flag:ident)?) => {
        &[$crate::record::declare::spec!($kind ($name) $type $(<$of>)? $field $(($key))? $($flag)?)]
    };
}

/// The words for a field; of a place, for all its fields.
macro_rules! words {
    (Place $($doc:literal)*) => {
        &[
            "Town, city or village.",
            "County, without the word \"County\".",
            "State: the two letters, or its name abroad.",
            "The county's five-digit code (US FIPS), if known.",
            "Degrees north, WGS 84.",
            "Degrees east, WGS 84.",
        ]
    };
    ($type:ident $($doc:literal)*) => {
        &[concat!($($doc),*)]
    };
}

/// What is said of one field.
macro_rules! spec {
    ($kind:ident ($($path:tt)+) $type:ident $(<$of:tt>)? $field:ident $(($key:literal))? $($flag:ident)?) => {
        $crate::record::FieldSpec {
            field: $crate::Field::$field,
            key: $crate::record::declare::key!($field $($key)?),
            required: $crate::record::declare::required!($($flag)?),
            value: $crate::record::declare::access!($kind ($($path)+) $type $(<$of>)? $($flag)?),
        }
    };
}

/// The key of a field in a document.
macro_rules! key {
    ($field:ident) => {
        $crate::Field::$field.key()
    };
    ($field:ident $key:literal) => {
        $key
    };
}

/// Whether a field has to be given.
macro_rules! required {
    () => {
        false
    };
    (required) => {
        true
    };
    (members) => {
        false
    };
}

/// The way to a field's value.
macro_rules! access {
    ($kind:ident ($($path:tt)+) Line $($flag:ident)?) => {
        $crate::record::Access::Line($crate::record::declare::text!($kind ($($path)+)))
    };
    ($kind:ident ($($path:tt)+) TimeZone) => {
        $crate::record::Access::TimeZone($crate::record::declare::text!($kind ($($path)+)))
    };
    ($kind:ident ($($path:tt)+) CountyCode) => {
        $crate::record::Access::CountyCode($crate::record::declare::text!($kind ($($path)+)))
    };
    ($kind:ident ($($path:tt)+) Long) => {
        $crate::record::Access::Long($crate::Part::Public, $crate::record::declare::text!($kind ($($path)+)))
    };
    ($kind:ident ($($path:tt)+) Long members) => {
        $crate::record::Access::Long($crate::Part::Members, $crate::record::declare::text!($kind ($($path)+)))
    };
    ($kind:ident ($($path:tt)+) Choice<$of:ident>) => {
        $crate::record::Access::Choice {
            keys: || $of::ALL.map($of::key).to_vec(),
            get: $crate::record::declare::get!($kind it => it.$($path)+.key(), $of::default().key()),
            set: |record, key| {
                if let $crate::Record::$kind(it) = record {
                    it.$($path)+ = $of::from_key(key).unwrap_or_default();
                }
            },
        }
    };
    ($kind:ident ($($path:tt)+) Degrees<$most:literal>) => {
        $crate::record::Access::Degrees {
            most: $most as f64,
            get: $crate::record::declare::get!($kind it => it.$($path)+, None),
            set: $crate::record::declare::set!($kind ($($path)+)),
        }
    };
    ($kind:ident ($($path:tt)+) Reference) => {
        $crate::record::Access::Reference {
            get: $crate::record::declare::get!($kind it => it.$($path)+, None),
            set: $crate::record::declare::set!($kind ($($path)+)),
        }
    };
    ($kind:ident ($($path:tt)+) Flag) => {
        $crate::record::Access::Flag {
            get: $crate::record::declare::get!($kind it => it.$($path)+, false),
            set: $crate::record::declare::set!($kind ($($path)+)),
        }
    };
    ($kind:ident ($($path:tt)+) Set) => {
        $crate::record::Access::Set($crate::record::Members {
            get: $crate::record::declare::get!(
                $kind it => it.$($path)+.iter().map(|member| member.as_str().into()).collect(), Vec::new()
            ),
            insert: |record, member| {
                if let $crate::Record::$kind(it) = record {
                    it.$($path)+.insert(member.to_owned());
                }
            },
            clear: $crate::record::declare::clear!($kind ($($path)+)),
        })
    };
    ($kind:ident ($($path:tt)+) Roles) => {
        $crate::record::Access::Roles($crate::record::Members {
            get: $crate::record::declare::get!(
                $kind it => it.$($path)+.iter().map(|member| member.to_string().into()).collect(), Vec::new()
            ),
            insert: |record, member| {
                if let ($crate::Record::$kind(it), Ok(member)) = (record, member.parse()) {
                    it.$($path)+.insert(member);
                }
            },
            clear: $crate::record::declare::clear!($kind ($($path)+)),
        })
    };
    ($kind:ident ($($path:tt)+) Contacts) => {
        $crate::record::Access::Contacts {
            get: $crate::record::declare::get!($kind it => it.$($path)+.as_slice(), &[]),
            set: $crate::record::declare::set!($kind ($($path)+)),
        }
    };
}

macro_rules! text {
    ($kind:ident ($($path:tt)+)) => {
        $crate::record::Text {
            get: $crate::record::declare::get!($kind it => it.$($path)+.as_str(), ""),
            set: $crate::record::declare::set!($kind ($($path)+)),
        }
    };
}

macro_rules! get {
    ($kind:ident $it:ident => $value:expr, $none:expr) => {
        |record| {
            if let $crate::Record::$kind($it) = record { $value } else { $none }
        }
    };
}

macro_rules! set {
    ($kind:ident ($($path:tt)+)) => {
        |record, value| {
            if let $crate::Record::$kind(it) = record {
                it.$($path)+ = value;
            }
        }
    };
}

macro_rules! clear {
    ($kind:ident ($($path:tt)+)) => {
        |record| {
            if let $crate::Record::$kind(it) = record {
                it.$($path)+.clear();
            }
        }
    };
}

pub(crate) use {
    access, check, choice, clear, field_type, get, id, key, record, required, same, set, spec, specs, text,
    words,
};
