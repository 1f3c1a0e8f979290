//! The columns of a chunk: counted before they are expanded, then read row by row.
//!
//! Automerge encodes each column in exactly one way. Where a reader is *strict*, it takes that way only: no run of
//! one, no two runs that could be one, no number in a longer form.

use super::bytes::{Bytes, inflate};
use std::borrow::Cow;

/// Set in a column's specification where its bytes are deflated.
const DEFLATED: u64 = 0b1000;

/// What of a chunk does not hold, for a log.
pub(crate) type Check<T> = Result<T, &'static str>;

const CUT: &str = "a column that ends within a value";
const LONG: &str = "a column that is not encoded as Automerge does";

/// A chunk's columns by their specifications, unpacked.
#[derive(Debug)]
pub(crate) struct Columns<'a>(Vec<(u64, Cow<'a, [u8]>)>);

impl<'a> Columns<'a> {
    /// The headers that stand next: specification and length in bytes of each column.
    pub(crate) fn headers(input: &mut Bytes<'_>) -> Check<Vec<(u64, usize)>> {
        let count = input.length().ok_or(CUT)?;
        let mut headers = Vec::with_capacity(count.min(32));
        let mut before = None;
        for _ in 0..count {
            let specification = input.unsigned().ok_or(CUT)?;
            let length = input.unsigned().and_then(|length| usize::try_from(length).ok()).ok_or(CUT)?;
            let order = specification & !DEFLATED;
            if before >= Some(order) {
                return Err("columns that are not in order");
            }
            before = Some(order);
            headers.push((specification, length));
        }
        Ok(headers)
    }

    /// The columns of these headers; deflated ones only where they `may` be.
    pub(crate) fn read(input: &mut Bytes<'a>, headers: &[(u64, usize)], may_deflate: bool) -> Check<Self> {
        let mut columns = Vec::with_capacity(headers.len());
        for (specification, length) in headers {
            let bytes = input.take(*length).ok_or(CUT)?;
            if specification & DEFLATED == 0 {
                columns.push((*specification, Cow::Borrowed(bytes)));
            } else if may_deflate {
                let inflated = inflate(bytes).ok_or("a column that does not unpack")?;
                columns.push((specification & !DEFLATED, Cow::Owned(inflated)));
            } else {
                return Err("a deflated column in a change");
            }
        }
        Ok(Self(columns))
    }

    /// How many bytes they have in all.
    pub(crate) fn length(&self) -> usize {
        self.0.iter().map(|(_, bytes)| bytes.len()).sum()
    }

    /// The bytes of one; none if it is not there.
    pub(crate) fn get(&self, specification: u64) -> &[u8] {
        let found = self.0.iter().find(|(it, _)| *it == specification);
        found.map_or(&[], |(_, bytes)| bytes)
    }

    /// Whether there are no others than these, and each holds something but those that `may` be empty.
    pub(crate) fn are(&self, known: &[u64], may_be_empty: &[u64]) -> bool {
        self.0.iter().all(|(specification, bytes)| {
            known.contains(specification) && (!bytes.is_empty() || may_be_empty.contains(specification))
        })
    }
}

/// A value as a column packs it.
pub(crate) trait Packed<'a>: Copy + PartialEq {
    fn read(input: &mut Bytes<'a>) -> Option<Self>;
}

impl<'a> Packed<'a> for u64 {
    fn read(input: &mut Bytes<'a>) -> Option<Self> {
        input.unsigned()
    }
}

impl<'a> Packed<'a> for i64 {
    fn read(input: &mut Bytes<'a>) -> Option<Self> {
        input.signed()
    }
}

impl<'a> Packed<'a> for &'a str {
    fn read(input: &mut Bytes<'a>) -> Option<Self> {
        std::str::from_utf8(input.prefixed()?).ok()
    }
}

#[derive(Clone, Copy, Debug)]
enum Segment<V> {
    /// So many rows more of the same.
    Run(u64, V),
    /// So many rows more, each with its value.
    Literal(u64),
    /// So many rows more without one.
    Nulls(u64),
}

/// A column in runs.
#[derive(Clone, Debug)]
pub(crate) struct Rle<'a, V> {
    input: Bytes<'a>,
    strict: bool,
    segment: Option<Segment<V>>,
    last: Option<V>,
}

impl<'a, V: Packed<'a>> Rle<'a, V> {
    pub(crate) const fn new(bytes: &'a [u8], strict: bool) -> Self {
        Self { input: Bytes(bytes), strict, segment: None, last: None }
    }

    /// The next run or row of single values. `None` at the end.
    fn next_segment(&mut self) -> Check<Option<Segment<V>>> {
        if self.input.0.is_empty() {
            return Ok(None);
        }
        let segment = match self.input.signed().ok_or(CUT)? {
            0 => Segment::Nulls(self.input.unsigned().ok_or(CUT)?),
            count @ 1.. => Segment::Run(count.unsigned_abs(), V::read(&mut self.input).ok_or(CUT)?),
            count => Segment::Literal(count.unsigned_abs()),
        };
        let holds = match (&segment, &self.segment) {
            (Segment::Nulls(count), before) => *count > 0 && !matches!(before, Some(Segment::Nulls(_))),
            (Segment::Run(count, value), _) => *count > 1 && self.last != Some(*value),
            (Segment::Literal(count), before) => {
                *count <= self.input.0.len() as u64 && !matches!(before, Some(Segment::Literal(_)))
            }
        };
        if self.strict && !holds {
            return Err(LONG);
        }
        if let Segment::Nulls(0) = segment {
            return Err(LONG);
        }
        self.segment = Some(segment);
        Ok(Some(segment))
    }

    fn single(&mut self) -> Check<V> {
        let value = V::read(&mut self.input).ok_or(CUT)?;
        if self.strict && self.last == Some(value) {
            return Err(LONG);
        }
        self.last = Some(value);
        Ok(value)
    }

    /// The next row: a value or none; `None` at the end.
    pub(crate) fn next(&mut self) -> Check<Option<Option<V>>> {
        loop {
            match &mut self.segment {
                Some(Segment::Run(left @ 1.., value)) => {
                    *left -= 1;
                    self.last = Some(*value);
                    return Ok(Some(Some(*value)));
                }
                Some(Segment::Nulls(left @ 1..)) => {
                    *left -= 1;
                    self.last = None;
                    return Ok(Some(None));
                }
                Some(Segment::Literal(left @ 1..)) => {
                    *left -= 1;
                    return self.single().map(|value| Some(Some(value)));
                }
                _ => {
                    if self.next_segment()?.is_none() {
                        return Ok(None);
                    }
                }
            }
        }
    }

    /// How many rows there are, and what a number of each value adds up to, without expanding runs.
    pub(crate) fn measure(mut self, number: impl Fn(V) -> u64) -> Check<(u64, u64)> {
        const MANY: &str = "more rows than can be counted";
        let (mut rows, mut sum) = (0_u64, 0_u64);
        let mut add = |count: u64, each: u64| {
            rows = rows.checked_add(count)?;
            sum = sum.checked_add(each.checked_mul(count)?)?;
            Some(())
        };
        while let Some(segment) = self.next_segment()? {
            match segment {
                Segment::Run(count, value) => {
                    self.last = Some(value);
                    add(count, number(value)).ok_or(MANY)?;
                }
                Segment::Nulls(count) => {
                    self.last = None;
                    add(count, 0).ok_or(MANY)?;
                }
                Segment::Literal(count) => {
                    for _ in 0..count {
                        let value = self.single()?;
                        add(1, number(value)).ok_or(MANY)?;
                    }
                }
            }
        }
        Ok((rows, sum))
    }

    pub(crate) fn rows(self) -> Check<u64> {
        self.measure(|_| 0).map(|(rows, _)| rows)
    }
}

/// A column of numbers that each stand for the difference to the one before.
#[derive(Clone, Debug)]
pub(crate) struct Delta<'a> {
    steps: Rle<'a, i64>,
    at: i64,
}

impl<'a> Delta<'a> {
    pub(crate) const fn new(bytes: &'a [u8], strict: bool) -> Self {
        Self { steps: Rle::new(bytes, strict), at: 0 }
    }

    pub(crate) fn rows(self) -> Check<u64> {
        self.steps.rows()
    }

    pub(crate) fn next(&mut self) -> Check<Option<Option<i64>>> {
        match self.steps.next()? {
            Some(Some(step)) => {
                self.at = self.at.checked_add(step).ok_or("a number out of bounds")?;
                Ok(Some(Some(self.at)))
            }
            other => Ok(other.map(|_| None)),
        }
    }
}

/// A column of yes and no: how many of each in turn, beginning with no.
#[derive(Clone, Debug)]
pub(crate) struct Booleans<'a> {
    input: Bytes<'a>,
    left: u64,
    value: bool,
    began: bool,
}

impl<'a> Booleans<'a> {
    pub(crate) const fn new(bytes: &'a [u8]) -> Self {
        Self { input: Bytes(bytes), left: 0, value: true, began: false }
    }

    fn next_segment(&mut self) -> Check<Option<u64>> {
        if self.input.0.is_empty() {
            return Ok(None);
        }
        let count = self.input.unsigned().ok_or(CUT)?;
        if count == 0 && (self.began || self.input.0.is_empty()) {
            return Err(LONG);
        }
        self.began = true;
        self.value = !self.value;
        self.left = count;
        Ok(Some(count))
    }

    pub(crate) fn rows(mut self) -> Check<u64> {
        let mut rows = 0_u64;
        while let Some(count) = self.next_segment()? {
            rows = rows.checked_add(count).ok_or("more rows than can be counted")?;
        }
        Ok(rows)
    }

    pub(crate) fn next(&mut self) -> Check<Option<bool>> {
        while self.left == 0 {
            if self.next_segment()?.is_none() {
                return Ok(None);
            }
        }
        self.left -= 1;
        Ok(Some(self.value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(bytes: &[u8], strict: bool) -> Check<Vec<Option<u64>>> {
        let mut column = Rle::<u64>::new(bytes, strict);
        let mut all = Vec::new();
        while let Some(value) = column.next()? {
            all.push(value);
        }
        assert_eq!(Rle::<u64>::new(bytes, strict).rows(), Ok(all.len() as u64));
        Ok(all)
    }

    #[test]
    fn a_column_reads_row_by_row_and_is_counted_without() {
        let column = [3, 1, 0x7e, 5, 6, 0, 2, 2, 6];
        let rows = [Some(1), Some(1), Some(1), Some(5), Some(6), None, None, Some(6), Some(6)];
        assert_eq!(all(&column, true).unwrap(), rows);
        // 2^27 times the number 1.
        let run = [0x80, 0x80, 0x80, 0xc0, 0x00, 1];
        assert_eq!(Rle::<u64>::new(&run, true).measure(|value| value), Ok((1 << 27, 1 << 27)));
    }

    #[test]
    fn what_automerge_would_write_otherwise_is_refused() {
        let otherwise: [&[u8]; 8] = [
            &[1, 5],             // a run of one
            &[2, 5, 2, 5],       // two runs of the same
            &[0x7f, 5, 0x7f, 6], // two rows of single values
            &[0x7e, 5, 5],       // equal values as single ones
            &[2, 5, 0x7f, 5],    // a run that ends too early
            &[0x7f, 5, 2, 5],    // a run that begins too late
            &[0, 1, 0, 1],       // nothing, twice
            &[0x7f, 0x85, 0x00], // a long number
        ];
        for bytes in otherwise {
            assert!(all(bytes, true).is_err(), "{bytes:?}");
        }
        assert_eq!(all(&[1, 5], false), Ok(vec![Some(5)]));
        for bytes in [&[0][..], &[0, 0], &[1, 0], &[0, 1, 0, 1], &[2, 0x81, 0]] {
            assert!(Booleans::new(bytes).rows().is_err(), "{bytes:?}");
        }
        assert_eq!(Booleans::new(&[0, 2, 1]).rows(), Ok(3));
    }

    #[test]
    fn numbers_that_leave_their_bounds_are_refused() {
        let most = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x00];
        let mut column = Delta { steps: Rle::new(&[2, 1], true), at: i64::MAX - 1 };
        assert_eq!(column.next(), Ok(Some(Some(i64::MAX))));
        assert!(column.next().is_err());
        let long: Vec<u8> = [&most[..], &[1], &[0, 1], &most, &[1]].concat();
        assert!(Rle::<u64>::new(&long, true).rows().is_ok());
        let longer: Vec<u8> = [&long[..], &[0, 1], &most, &[1]].concat();
        assert!(Rle::<u64>::new(&longer, true).rows().is_err());
    }
}
