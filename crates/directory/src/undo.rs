//! Taking an action back.

use crate::document::Ops;
use automerge::ScalarValue;
use groundswell_model::{DeviceId, Id, Kind, Part};

/// Takes an action back, field by field, as far as each still has what the action wrote. It is worth something
/// only to the directory that gave it, while that is open.
#[derive(Clone, Debug, PartialEq)]
pub struct Undo {
    pub(crate) steps: Vec<Step>,
    pub(crate) public: Option<Ops>,
    pub(crate) members: Option<Ops>,
}

impl Undo {
    /// The operations by which the action wrote to a part.
    pub(crate) const fn ops(&self, part: Part) -> Option<&Ops> {
        match part {
            Part::Public => self.public.as_ref(),
            Part::Members => self.members.as_ref(),
        }
    }
}

/// One thing that an action did.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Step {
    /// A record was made.
    Created { kind: Kind, id: Id },
    /// A record was deleted.
    Deleted { kind: Kind, id: Id },
    /// A record was brought back.
    Restored { kind: Kind, id: Id },
    /// A value was written.
    Cell(Cell),
    /// A long text was changed.
    Text { part: Part, kind: Kind, id: Id, key: String, before: String, after: String },
    /// A device got a name.
    Device { device: DeviceId, before: Option<ScalarValue> },
}

/// A value that was written.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Cell {
    pub(crate) part: Part,
    pub(crate) kind: Kind,
    pub(crate) id: Id,
    pub(crate) key: String,
    /// What was there.
    pub(crate) before: Option<ScalarValue>,
    /// Whether something was written, not taken away.
    pub(crate) set: bool,
}
