//! What a blob holds: a list of items, each with its length before it.

use crate::padding::{length, take_length};
use crate::{BLOB_BYTES, BLOB_ITEMS, SealError};

/// The items in a row, as bytes.
///
/// # Errors
/// Where they are larger than [`BLOB_BYTES`], four bytes counted for each length, or more than [`BLOB_ITEMS`].
pub fn join(items: &[impl AsRef<[u8]>]) -> Result<Vec<u8>, SealError> {
    // A length takes at most 4 bytes.
    let most = items.iter().fold(0_usize, |sum, item| sum.saturating_add(item.as_ref().len() + 4));
    if most > BLOB_BYTES || items.len() > BLOB_ITEMS {
        return Err(SealError::TooLarge);
    }
    let mut bytes = Vec::with_capacity(most);
    for item in items {
        length(&mut bytes, item.as_ref().len());
        bytes.extend_from_slice(item.as_ref());
    }
    Ok(bytes)
}

/// The items that lie in these bytes, without a copy; `None` where they are not a row of items, or larger or more than
/// a blob may hold.
#[must_use]
pub fn split(bytes: &[u8]) -> Option<Vec<&[u8]>> {
    let mut rest = bytes;
    let mut items = Vec::new();
    if bytes.len() > BLOB_BYTES {
        return None;
    }
    while !rest.is_empty() {
        if items.len() == BLOB_ITEMS {
            return None;
        }
        let length = take_length(&mut rest, BLOB_BYTES)?;
        let (item, after) = rest.split_at_checked(length)?;
        items.push(item);
        rest = after;
    }
    Some(items)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn items_come_back(items in proptest::collection::vec(any::<Vec<u8>>(), 0..20)) {
            let bytes = join(&items).unwrap();
            prop_assert_eq!(split(&bytes).unwrap(), items);
        }

        #[test]
        fn any_bytes_are_items_in_one_way_or_refused(bytes: Vec<u8>) {
            if let Some(items) = split(&bytes) {
                prop_assert_eq!(join(&items).unwrap(), bytes);
            }
        }
    }
}
