//! The ids of the directory and of its records.

use groundswell_model::Id;

pub(crate) const ID: Id = id(0x60, 0);
pub(crate) const NATION: Id = id(0x10, 1);
pub(crate) const STATE: Id = id(0x10, 2);
pub(crate) const COUNTY: Id = id(0x10, 3);
pub(crate) const LAKE: Id = id(0x20, 1);
pub(crate) const CREEK: Id = id(0x20, 2);
pub(crate) const HILLS: Id = id(0x20, 3);
pub(crate) const GONE: Id = id(0x20, 4);
pub(crate) const IN_DOUBT: Id = id(0x20, 5);
pub(crate) const LATER: Id = id(0x20, 6);
pub(crate) const AMEND: Id = id(0x30, 1);
pub(crate) const SCHOOLS: Id = id(0x30, 2);
pub(crate) const ROSA: Id = id(0x40, 1);
pub(crate) const CARL: Id = id(0x40, 2);
pub(crate) const JOSE: Id = id(0x40, 3);
pub(crate) const STORY: Id = id(0x70, 1);
pub(crate) const BARTER: Id = id(0x71, 1);

/// A record's id. Those of one sort differ in all their bytes, as random ones do.
pub(crate) const fn id(sort: u8, number: u8) -> Id {
    let base = sort.wrapping_mul(31).wrapping_add(number.wrapping_mul(57));
    let mut bytes = [sort; 12];
    let (_, mut rest) = bytes.split_at_mut(1);
    let mut at: u8 = 1;
    while let [byte, others @ ..] = rest {
        *byte = base.wrapping_add(at.wrapping_mul(83));
        rest = others;
        at += 1;
    }
    Id::from_bytes(bytes)
}
