use super::{Status, declare::record};
use crate::Id;

record! {
    /// An Action Work Group: one issue, across groups. Its people say so in their own [`crate::Person::roles`].
    Awg in "awgs" by Id, home Public => {
        /// What it is called.
        name: Line = Name required,
        /// Whether it is active.
        status: Choice<Status> = Status,
        /// The issue it works on, spelled as groups spell it in their topics.
        topic: Line = Topic,
        /// Since when, as people write it.
        founded: Line = Founded,
        /// When it meets, in its own words.
        meets: Line = Meets,
        /// What it says of itself, for everybody.
        about: Long = About,
        /// What members tell each other.
        notes: Long = Notes members,
        /// Ways to reach it.
        contacts: Contacts = Contacts,
    }
}
