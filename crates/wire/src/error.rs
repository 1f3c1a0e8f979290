//! Why bytes are not what they should be.

/// Bytes that are no frame, or no chunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// They end too early.
    #[error("cut short")]
    CutShort,
    /// They go on after the end.
    #[error("bytes after the end")]
    Trailing,
    /// Something is longer than [`crate::limits`] allow.
    #[error("larger than allowed")]
    TooLarge,
    /// The same could be said in other bytes: a number with needless zeros, a list that is not in order.
    #[error("not in the one way in which it is written")]
    NotCanonical,
    /// A value that means nothing, such as fragment 3 of 2.
    #[error("a value that means nothing")]
    Meaningless,
    /// A text that is not UTF-8, or not of the letters allowed there.
    #[error("not a text of the letters allowed")]
    NotText,
    /// A frame of a type that this version does not know.
    #[error("a frame of unknown type {0}")]
    UnknownFrame(u8),
    /// A chunk of a version that this program does not know: probably of a newer one.
    #[error("a chunk of unknown version {0}")]
    UnknownVersion(u8),
}

/// Something that may not be written, because nobody would read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EncodeError {
    /// It is larger than [`crate::limits`] allow.
    #[error("larger than allowed")]
    TooLarge,
    /// It means nothing, or is not in order.
    #[error("a value that means nothing, or is not in order")]
    Meaningless,
}
