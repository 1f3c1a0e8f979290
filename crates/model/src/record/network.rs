use super::declare::record;

record! {
    /// The network that the directory is of. There is one, and it is never deleted.
    Network in "network", home Public => {
        /// What it is called.
        name: Line = Name required,
        /// What it says of itself, for everybody.
        about: Long = About,
        /// IANA name of the zone its gatherings are announced in; empty if not said.
        time_zone: TimeZone = TimeZone,
        /// Ways to reach it.
        contacts: Contacts = Contacts,
        /// What members tell each other.
        notes: Long = Notes members,
    }
}
