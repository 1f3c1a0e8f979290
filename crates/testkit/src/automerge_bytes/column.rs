//! A column as its runs.

use super::{Input, signed, unsigned};

/// How a column packs its rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Runs of numbers that are not negative.
    Unsigned,
    /// Runs of numbers, each a step from the one before.
    Delta,
    /// Runs of texts.
    Text,
    /// How many of no and of yes, in turn.
    Boolean,
    /// Bytes.
    Raw,
}

impl Kind {
    /// Of a column of this specification.
    #[must_use]
    pub const fn of(specification: u64) -> Self {
        match specification & 7 {
            3 => Self::Delta,
            4 => Self::Boolean,
            5 => Self::Text,
            7 => Self::Raw,
            _ => Self::Unsigned,
        }
    }
}

/// Rows in a run. Values are as they are packed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Segment {
    /// So many times the same.
    Run(i64, Vec<u8>),
    /// Single values.
    Literal(Vec<Vec<u8>>),
    /// So many without a value; or of a column of booleans, so many.
    Nulls(u64),
}

/// A column's rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// How they are packed.
    pub kind: Kind,
    /// Its runs.
    pub segments: Vec<Segment>,
}

impl Column {
    /// Takes a column apart; what does not read as one is single bytes.
    #[must_use]
    pub fn read(kind: Kind, bytes: &[u8]) -> Self {
        let segments = segments(kind, bytes).unwrap_or_default();
        if segments.is_empty() {
            let raw = bytes.iter().map(|byte| vec![*byte]).collect();
            return Self { kind: Kind::Raw, segments: vec![Segment::Literal(raw)] };
        }
        Self { kind, segments }
    }

    /// Puts it together.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for segment in &self.segments {
            match segment {
                Segment::Run(count, value) => bytes.extend([signed(*count), value.clone()].concat()),
                Segment::Nulls(count) => {
                    if self.kind != Kind::Boolean {
                        bytes.push(0);
                    }
                    bytes.extend(unsigned(*count));
                }
                Segment::Literal(values) => {
                    if self.kind != Kind::Raw {
                        bytes.extend(signed(-(values.len() as i64)));
                    }
                    bytes.extend(values.concat());
                }
            }
        }
        bytes
    }
}

fn segments(kind: Kind, bytes: &[u8]) -> Option<Vec<Segment>> {
    let mut input = Input(bytes);
    let mut segments = Vec::new();
    if kind == Kind::Raw {
        return None;
    }
    while !input.0.is_empty() {
        if kind == Kind::Boolean {
            segments.push(Segment::Nulls(input.unsigned()?));
            continue;
        }
        let value = |input: &mut Input<'_>| {
            let before = input.0;
            if kind == Kind::Text { input.prefixed() } else { input.number() }?;
            before.get(..before.len() - input.0.len()).map(<[u8]>::to_vec)
        };
        segments.push(match input.signed()? {
            0 => Segment::Nulls(input.unsigned()?),
            count @ 1.. => Segment::Run(count, value(&mut input)?),
            count => {
                Segment::Literal((0..count.unsigned_abs()).map(|_| value(&mut input)).collect::<Option<_>>()?)
            }
        });
    }
    Some(segments)
}
