//! How large things may be. A relay may allow less ([`crate::Limits`]), nobody allows more.

/// Bytes of a chunk in all: header, ciphertext and signature.
pub const CHUNK_BYTES: usize = 256 << 10;
/// Bytes of a message, that is of the frames in one WebSocket message together.
pub const MESSAGE_BYTES: usize = 1 << 20;
/// Bytes of a frame: its type, its length and its body.
pub const FRAME_BYTES: usize = MESSAGE_BYTES;
/// Chunks that a checkpoint may say it covers.
pub const COVERS: usize = 1024;
/// Chunks into which one blob may be cut.
pub const FRAGMENTS: u16 = 1024;
/// Ids in one frame.
pub const IDS: usize = 16_384;
/// Bytes of an ephemeral message, sealed.
pub const EPHEMERAL_BYTES: usize = 4 << 10;
/// Versions that a `Hello` may offer.
pub const VERSIONS: usize = 16;
/// Bytes of the name by which a client's program calls itself.
pub const AGENT_BYTES: usize = 64;
/// Bytes of a part's label.
pub const LABEL_BYTES: usize = 32;
