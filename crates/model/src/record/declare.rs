//! How a kind of record is declared: once, by `record!`. The typed struct, and everything that a program needs to know
//! of its fields, follow from it.
//!
//! A declaration gives each field its type, its [`Field`](crate::Field), whose key it has in documents, and what else is
//! to be said of it. What goes through all fields of all kinds (the documents' codec, validation, generators of tests,
//! the schema) reads the [`Declaration`](super::Declaration); what is about one kind uses its struct.

/// A choice between a few values, each with its key in documents and files and what people call it.
macro_rules! choice {
    (
        $(#[$meta:meta])*
        $name:ident { $( $(#[$doc:meta])* $variant:ident $key:literal [$en:literal, $es:literal], )* }
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

            /// What people call it.
            #[must_use]
            pub const fn label(self) -> $crate::Label {
                match self { $(Self::$variant => $crate::Label($en, $es),)* }
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
///     Name in "map" by Id, home Public, icon "drawing", called ["Name", "Nombre"], check |it, found| … => {
///         /// What it is called.
///         name: Line = Name ["Name", "Nombre"] required card search,
///         …
///     }
/// }
/// ```
///
/// What follows a field's label are methods of [`Options`](super::Options).
macro_rules! record {
    (
        $(#[doc = $about:literal])*
        $kind:ident in $map:literal $(by $id:ident)?, home $home:ident, icon $icon:literal,
        called [$en_kind:literal, $es_kind:literal]
        $(, list { $($word:ident: $en_word:literal, $es_word:literal;)* })?
        $(, check $check:expr)? => {
            $(
                $(#[doc = $doc:literal])*
                $name:ident: $type:ident $(<$($of:ident),+>)?
                $(= $field:ident $(($key:literal))? [$en:literal, $es:literal]
                    $($option:ident $(($($argument:expr),+))?)*)?,
            )*
        }
    ) => {
        $(#[doc = $about])*
        #[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
        pub struct $kind {
            $(
                /// What it is known by.
                pub id: $id,
            )?
            $( $(#[doc = $doc])* pub $name: $crate::record::declare::field_type!($type $($($of)+)?), )*
            /// Dates and origins.
            pub meta: $crate::Meta,
        }

        impl $kind {
            /// Everything that is said of this kind.
            pub const DECLARATION: $crate::record::Declaration = $crate::record::Declaration {
                map: $map,
                address: concat!("/", $map),
                home: $crate::Part::$home,
                icon: $icon,
                called: $crate::Label($en_kind, $es_kind),
                list: $crate::record::declare::list!($({ $($word: $en_word, $es_word;)* })?),
                empty: |_id| $crate::Record::$kind(
                    Self { $(id: $crate::record::declare::same!(_id $id),)? ..Self::default() }
                ),
                check: $crate::record::declare::check!($kind $($check)?),
                fields: &[ $( $crate::record::declare::specs!(
                    $kind $home $name $type $(<$($of),+>)?
                    $($field $(($key))? [$en, $es] { $($option $(($($argument),+))?)* })?
                ), )* ],
            };

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

/// The words around a list of records of a kind.
macro_rules! list {
    () => {
        None
    };
    ({ $($word:ident: $en:literal, $es:literal;)* }) => {
        Some($crate::record::ListWords { $($word: $crate::Label($en, $es),)* })
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
    (Refs $($of:ident)+) => { std::collections::BTreeSet<$crate::Ref> };
    (Roles) => { std::collections::BTreeSet<$crate::Membership> };
    (Contacts) => { Vec<$crate::ContactWay> };
    (Place) => { $crate::Place };
    ($text:ident) => { String };
}

/// What is said of a field; of a place, of all its fields.
macro_rules! specs {
    ($kind:ident $home:ident $place:ident Place) => {
        &[
            $crate::record::declare::spec!($kind $home ($place.town) Line Town ["Town", "Ciudad"] { when_and_where narrow }),
            $crate::record::declare::spec!($kind $home ($place.county) Line County ["County", "Condado"] { when_and_where narrow }),
            $crate::record::declare::spec!($kind $home ($place.state) Line State ["State", "Estado"] { when_and_where narrow }),
            $crate::record::declare::spec!(
                $kind $home ($place.county_fips) CountyCode CountyFips
                ["County code (FIPS)", "Código de condado (FIPS)"] { when_and_where narrow folded }
            ),
            $crate::record::declare::spec!(
                $kind $home ($place.latitude) Degrees<90> Latitude ["Latitude", "Latitud"] { when_and_where narrow folded }
            ),
            $crate::record::declare::spec!(
                $kind $home ($place.longitude) Degrees<180> Longitude ["Longitude", "Longitud"] { when_and_where narrow folded }
            ),
        ]
    };
    ($kind:ident $home:ident $name:ident $type:ident $(<$($of:tt),+>)? $field:ident $(($key:literal))? [$($label:tt)*] { $($options:tt)* }) => {
        &[$crate::record::declare::spec!(
            $kind $home ($name) $type $(<$($of),+>)? $field $(($key))? [$($label)*] { $($options)* }
        )]
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
    (
        $kind:ident $home:ident ($($path:tt)+) $type:ident $(<$($of:tt),+>)? $field:ident $(($key:literal))?
        [$en:literal, $es:literal] { $($option:ident $(($($argument:expr),+))?)* }
    ) => {
        $crate::record::FieldSpec {
            field: $crate::Field::$field,
            key: $crate::record::declare::key!($field $($key)?),
            label: $crate::Label($en, $es),
            options: $crate::record::Options::NONE $(.$option($($($argument),+)?))*,
            value: $crate::record::declare::access!(
                $kind ($($path)+) $type $(<$($of),+>)?
                { $crate::record::Options::NONE $(.$option($($($argument),+)?))* .part($crate::Part::$home) }
            ),
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

/// The way to a field's value.
macro_rules! access {
    ($kind:ident ($($path:tt)+) Line $part:block) => {
        $crate::record::Access::Line($crate::record::declare::text!($kind ($($path)+)))
    };
    ($kind:ident ($($path:tt)+) TimeZone $part:block) => {
        $crate::record::Access::TimeZone($crate::record::declare::text!($kind ($($path)+)))
    };
    ($kind:ident ($($path:tt)+) CountyCode $part:block) => {
        $crate::record::Access::CountyCode($crate::record::declare::text!($kind ($($path)+)))
    };
    ($kind:ident ($($path:tt)+) Date $part:block) => {
        $crate::record::Access::Date($crate::record::declare::text!($kind ($($path)+)))
    };
    ($kind:ident ($($path:tt)+) Day $part:block) => {
        $crate::record::Access::Day($crate::record::declare::text!($kind ($($path)+)))
    };
    ($kind:ident ($($path:tt)+) Long $part:block) => {
        $crate::record::Access::Long($part, $crate::record::declare::text!($kind ($($path)+)))
    };
    ($kind:ident ($($path:tt)+) Choice<$of:ident> $part:block) => {
        $crate::record::Access::Choice {
            keys: || $of::ALL.map($of::key).to_vec(),
            label: |key| $of::from_key(key).map($of::label),
            get: $crate::record::declare::get!($kind it => it.$($path)+.key(), $of::default().key()),
            set: |record, key| {
                if let $crate::Record::$kind(it) = record {
                    it.$($path)+ = $of::from_key(key).unwrap_or_default();
                }
            },
        }
    };
    ($kind:ident ($($path:tt)+) Degrees<$most:literal> $part:block) => {
        $crate::record::Access::Degrees {
            most: $most as f64,
            get: $crate::record::declare::get!($kind it => it.$($path)+, None),
            set: $crate::record::declare::set!($kind ($($path)+)),
        }
    };
    ($kind:ident ($($path:tt)+) Reference $part:block) => {
        $crate::record::Access::Reference {
            get: $crate::record::declare::get!($kind it => it.$($path)+, None),
            set: $crate::record::declare::set!($kind ($($path)+)),
        }
    };
    ($kind:ident ($($path:tt)+) Flag $part:block) => {
        $crate::record::Access::Flag {
            get: $crate::record::declare::get!($kind it => it.$($path)+, false),
            set: $crate::record::declare::set!($kind ($($path)+)),
        }
    };
    ($kind:ident ($($path:tt)+) Set $part:block) => {
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
    ($kind:ident ($($path:tt)+) Refs<$($of:ident),+> $part:block) => {
        $crate::record::Access::Refs(
            &[$($crate::Kind::$of),+],
            $crate::record::Members {
                get: $crate::record::declare::get!(
                    $kind it => it.$($path)+.iter().map(|member| member.to_string().into()).collect(), Vec::new()
                ),
                insert: |record, member| {
                    const OF: &[$crate::Kind] = &[$($crate::Kind::$of),+];
                    if let ($crate::Record::$kind(it), Ok(member)) = (record, member.parse::<$crate::Ref>())
                        && OF.contains(&member.kind)
                    {
                        it.$($path)+.insert(member);
                    }
                },
                clear: $crate::record::declare::clear!($kind ($($path)+)),
            },
        )
    };
    ($kind:ident ($($path:tt)+) Roles $part:block) => {
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
    ($kind:ident ($($path:tt)+) Contacts $part:block) => {
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
    access, check, choice, clear, field_type, get, id, key, list, record, same, set, spec, specs, text, words,
};
