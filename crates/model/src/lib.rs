//! What a network knows: records, validation, commands, deltas, the projection and the messages that carry them
