//! Altered changes, documents and histories: whatever is accepted holds.

use crate::accepted;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn whatever_change_is_accepted_holds(data in prop::collection::vec(any::<u8>(), 1..24)) {
        accepted::changes(&data);
    }

    #[test]
    fn whatever_document_is_accepted_holds(data in prop::collection::vec(any::<u8>(), 1..24)) {
        accepted::documents(&data);
    }

    #[test]
    fn whatever_backup_is_accepted_holds(data in prop::collection::vec(any::<u8>(), 1..24)) {
        let (_, parts) = accepted::altered_parts(&data);
        accepted::restores(&parts);
    }

    #[test]
    fn whatever_history_is_accepted_holds(data in prop::collection::vec(any::<u8>(), 1..60)) {
        accepted::histories(&data);
    }
}

#[test]
fn what_is_not_altered_is_accepted() {
    assert!(accepted::changes(&[]));
    assert!(accepted::changes(&[0]) || accepted::changes(&[1]));
    assert!(accepted::documents(&[]));
}
