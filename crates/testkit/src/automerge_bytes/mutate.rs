//! Changes and documents altered as somebody would who knows the format: in their numbers, names and runs, not in
//! single bits.

use super::{Column, Columns, Kind, RawChange, RawDocument, Segment, signed, unsigned};

/// Decisions taken from bytes, as a fuzzer gives them: none left means always the first.
#[derive(Clone, Copy, Debug)]
pub struct Choices<'a>(pub &'a [u8]);

/// Numbers at which programs break.
const ENDS: [u64; 12] =
    [0, 1, 2, 63, 127, 1 << 16, (1 << 31) - 1, 1 << 31, (1 << 32) - 2, (1 << 32) - 1, 1 << 53, u64::MAX];

impl Choices<'_> {
    /// Whether decisions are left.
    #[must_use]
    pub const fn is_over(&self) -> bool {
        self.0.is_empty()
    }

    fn byte(&mut self) -> u8 {
        let Some((byte, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        *byte
    }

    /// One of so many; 0 of none.
    pub fn below(&mut self, count: usize) -> usize {
        let two = usize::from(self.byte()) | usize::from(if count > 256 { self.byte() } else { 0 }) << 8;
        two.checked_rem(count).unwrap_or_default()
    }

    fn number(&mut self, near: u64) -> u64 {
        let few = u64::from(self.byte());
        match few % 4 {
            0 => near.wrapping_add(few / 4 % 8).wrapping_sub(4),
            1 => few / 4,
            2 => near.wrapping_mul(few / 4),
            _ => ENDS.get(self.below(ENDS.len())).copied().unwrap_or_default(),
        }
    }
}

/// Alters one thing of a change.
pub(super) fn change(change: &mut RawChange, choices: &mut Choices<'_>) {
    match choices.below(16) {
        0 => change.first = choices.number(change.first),
        1 => change.number = choices.number(change.number),
        2 => change.time = choices.number(change.time.cast_unsigned()).cast_signed(),
        3 => list(&mut change.deps, choices),
        4 => list(&mut change.actors, choices),
        5 => bytes(&mut change.message, choices),
        6 => bytes(&mut change.rest, choices),
        _ => columns(&mut change.columns, choices),
    }
}

/// Alters one thing of a document.
pub(super) fn document(document: &mut RawDocument, choices: &mut Choices<'_>) {
    match choices.below(16) {
        0 => list(&mut document.actors, choices),
        1 => list(&mut document.heads, choices),
        2 => bytes(&mut document.rest, choices),
        3..=7 => columns(&mut document.changes, choices),
        _ => columns(&mut document.operations, choices),
    }
}

impl RawChange {
    /// Alters one thing of it.
    pub fn alter(&mut self, choices: &mut Choices<'_>) {
        change(self, choices);
    }
}

impl RawDocument {
    /// Alters one thing of it.
    pub fn alter(&mut self, choices: &mut Choices<'_>) {
        document(self, choices);
    }
}

fn list(list: &mut Vec<Vec<u8>>, choices: &mut Choices<'_>) {
    let count = list.len();
    if count == 0 {
        return list.push(vec![choices.byte(); 16]);
    }
    let (at, other) = (choices.below(count), choices.below(count));
    match choices.below(5) {
        0 => list.swap(at, other),
        1 => drop(list.remove(at)),
        2 => list.insert(other, list.get(at).cloned().unwrap_or_default()),
        3 => list.insert(at, vec![choices.byte(); 16]),
        _ => list.get_mut(at).into_iter().for_each(|one| bytes(one, choices)),
    }
}

fn bytes(bytes: &mut Vec<u8>, choices: &mut Choices<'_>) {
    let at = choices.below(bytes.len() + 1);
    match choices.below(3) {
        0 => bytes.insert(at, choices.byte()),
        1 if at < bytes.len() => drop(bytes.remove(at)),
        _ => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte = choices.byte();
            }
        }
    }
}

fn columns(columns: &mut Columns, choices: &mut Choices<'_>) {
    let count = columns.len();
    if count == 0 {
        return columns.push((u64::from(choices.byte()), vec![0x7f, 1]));
    }
    let (at, other) = (choices.below(count), choices.below(count));
    match choices.below(24) {
        0 => columns.swap(at, other),
        1 => drop(columns.remove(at)),
        2 => columns.insert(at, (u64::from(choices.byte()), vec![0x7f, 1])),
        3 => {
            let one = columns.get(at).cloned().unwrap_or_default();
            columns.insert(other, one);
        }
        _ => {
            let Some((specification, bytes)) = columns.get_mut(at) else { return };
            let mut column = Column::read(Kind::of(*specification), bytes);
            segments(&mut column, choices);
            *bytes = column.write();
        }
    }
}

fn segments(column: &mut Column, choices: &mut Choices<'_>) {
    let kind = column.kind;
    let at = choices.below(column.segments.len());
    match choices.below(8) {
        0 => {
            let other = choices.below(column.segments.len());
            column.segments.swap(at, other);
        }
        1 if column.segments.len() > 1 => drop(column.segments.remove(at)),
        2 => {
            let one = column.segments.get(at).cloned();
            column.segments.extend(one);
        }
        // The same rows, packed otherwise.
        3 => repack(column, at),
        _ => match column.segments.get_mut(at) {
            Some(Segment::Nulls(count)) => *count = choices.number(*count),
            Some(Segment::Run(count, packed)) => {
                if choices.below(2) == 0 {
                    *count = choices.number(count.cast_unsigned()).cast_signed();
                } else {
                    value(kind, packed, choices);
                }
            }
            Some(Segment::Literal(values)) => {
                let (one, other) = (choices.below(values.len()), choices.below(values.len()));
                match choices.below(5) {
                    0 if !values.is_empty() => values.swap(one, other),
                    1 if !values.is_empty() => drop(values.remove(one)),
                    2 => {
                        let again = values.get(one).cloned();
                        values.extend(again);
                    }
                    _ => values.get_mut(one).into_iter().for_each(|packed| value(kind, packed, choices)),
                }
            }
            None => {}
        },
    }
}

fn repack(column: &mut Column, at: usize) {
    let Some(segment) = column.segments.get(at).cloned() else { return };
    let others: Vec<Segment> = match segment {
        Segment::Run(count @ 2..=64, value) => vec![Segment::Literal(vec![value; count as usize])],
        Segment::Run(count, value) => vec![Segment::Run(1, value.clone()), Segment::Run(count - 1, value)],
        Segment::Literal(values) => values.into_iter().map(|value| Segment::Run(1, value)).collect(),
        Segment::Nulls(count) => vec![Segment::Nulls(1), Segment::Nulls(count.saturating_sub(1))],
    };
    column.segments.splice(at..=at, others);
}

fn value(kind: Kind, packed: &mut Vec<u8>, choices: &mut Choices<'_>) {
    match kind {
        Kind::Unsigned | Kind::Boolean => {
            let near = super::Input(packed).unsigned().unwrap_or_default();
            *packed = unsigned(choices.number(near));
        }
        Kind::Delta => {
            let near = super::Input(packed).signed().unwrap_or_default();
            *packed = signed(choices.number(near.cast_unsigned()).cast_signed());
        }
        Kind::Text => {
            let mut text = super::Input(packed).prefixed().unwrap_or_default().to_vec();
            bytes(&mut text, choices);
            *packed = [unsigned(text.len() as u64), text].concat();
        }
        Kind::Raw => bytes(packed, choices),
    }
}
