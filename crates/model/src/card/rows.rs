//! Rows as bytes, all of one length: ten thousand are read in the time in which a general decoder reads a few
//! hundred.

use super::{Row, TEXTS};
use crate::{Id, Status, Timestamp};
use serde::{Deserializer, Serializer, de};

/// Id, start, ends, region, status, updated, verified, disputed; numbers little endian, what may be missing led
/// by 0 or 1.
const LENGTH: usize = 12 + 4 + 4 * TEXTS + 13 + 1 + 8 + 9 + 1;

pub(super) fn serialize<S: Serializer>(rows: &[Row], serializer: S) -> Result<S::Ok, S::Error> {
    let mut bytes = Vec::with_capacity(rows.len() * LENGTH);
    rows.iter().for_each(|row| write(row, &mut bytes));
    serializer.serialize_bytes(&bytes)
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Row>, D::Error> {
    deserializer.deserialize_bytes(Rows)
}

struct Rows;

impl de::Visitor<'_> for Rows {
    type Value = Vec<Row>;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("rows")
    }

    fn visit_bytes<E: de::Error>(self, bytes: &[u8]) -> Result<Self::Value, E> {
        let rows = bytes.chunks_exact(LENGTH);
        if !rows.remainder().is_empty() {
            return Err(E::custom("a row cut short"));
        }
        rows.map(|row| read(row).ok_or_else(|| E::custom("not a row"))).collect()
    }
}

fn write(row: &Row, bytes: &mut Vec<u8>) {
    let Row { id, start, ends, region, status, updated, verified, disputed } = row;
    bytes.extend(id.as_bytes());
    bytes.extend(start.to_le_bytes());
    ends.iter().for_each(|end| bytes.extend(end.to_le_bytes()));
    bytes.push(region.is_some().into());
    bytes.extend(region.unwrap_or_default().as_bytes());
    bytes.push(Status::ALL.iter().zip(0..).find(|(one, _)| *one == status).map_or(0, |(_, at)| at));
    bytes.extend(updated.0.to_le_bytes());
    bytes.push(verified.is_some().into());
    bytes.extend(verified.unwrap_or_default().0.to_le_bytes());
    bytes.push((*disputed).into());
}

fn read(row: &[u8]) -> Option<Row> {
    let (id, rest) = row.split_first_chunk()?;
    let (start, mut rest) = rest.split_first_chunk()?;
    let mut ends = [0; TEXTS];
    for end in &mut ends {
        let (bytes, after) = rest.split_first_chunk()?;
        *end = u32::from_le_bytes(*bytes);
        rest = after;
    }
    let (in_region, rest) = rest.split_first()?;
    let (region, rest) = rest.split_first_chunk()?;
    let (status, rest) = rest.split_first()?;
    let (updated, rest) = rest.split_first_chunk()?;
    let (is_verified, rest) = rest.split_first()?;
    let (verified, rest) = rest.split_first_chunk()?;
    let (disputed, rest) = rest.split_first()?;
    rest.is_empty().then_some(Row {
        id: Id::from_bytes(*id),
        start: u32::from_le_bytes(*start),
        ends,
        region: truth(*in_region)?.then(|| Id::from_bytes(*region)),
        status: *Status::ALL.get(usize::from(*status))?,
        updated: Timestamp(i64::from_le_bytes(*updated)),
        verified: truth(*is_verified)?.then(|| Timestamp(i64::from_le_bytes(*verified))),
        disputed: truth(*disputed)?,
    })
}

const fn truth(byte: u8) -> Option<bool> {
    match byte {
        0 => Some(false),
        1 => Some(true),
        _ => None,
    }
}
