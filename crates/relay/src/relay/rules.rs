//! How much anybody may ask of a relay.

macro_rules! rules {
    ($($(#[doc = $doc:literal])* $name:ident: $type:ty = $default:expr, $env:literal;)*) => {
        /// Every limit of a relay. Each is an option of the program and a variable of its environment.
        #[derive(Debug, Clone, PartialEq, Eq, clap::Args)]
        pub struct Rules {
            $($(#[doc = $doc])*
            #[arg(long, env = $env, value_name = "NUMBER", default_value_t = $default)]
            pub $name: $type,)*
        }

        impl Default for Rules {
            fn default() -> Self {
                Self { $($name: $default,)* }
            }
        }
    };
}

rules! {
    /// Connections to `/sync` at once.
    connections: u32 = 16_384, "GROUNDSWELL_CONNECTIONS";
    /// Connections to `/sync` at once from one address (of IPv6: from one /64 network).
    address_connections: u32 = 1_024, "GROUNDSWELL_ADDRESS_CONNECTIONS";
    /// Rooms open at once on a connection.
    channels: u16 = 64, "GROUNDSWELL_CHANNELS";
    /// Bytes of a chunk, at most 262144.
    chunk_bytes: u32 = 262_144, "GROUNDSWELL_CHUNK_BYTES";
    /// Bytes that wait for one client to read them. One that reads more slowly than others write is hung up on.
    queue_bytes: u32 = 2 << 20, "GROUNDSWELL_QUEUE_BYTES";
    /// Bytes that wait to be stored, of all clients. Past it nothing is read from those who put until they are.
    pending_bytes: u32 = 32 << 20, "GROUNDSWELL_PENDING_BYTES";
    /// Bytes of the tails of a room; with checkpoints and notices, which lead to less, it may hold twice as much.
    room_bytes: u64 = 64 << 20, "GROUNDSWELL_ROOM_BYTES";
    /// Tails of a room; with checkpoints and notices it may hold twice as many chunks.
    room_chunks: u32 = 4_096, "GROUNDSWELL_ROOM_CHUNKS";
    /// Chunks that all checkpoints of a room together say they cover.
    room_covers: u32 = 16_384, "GROUNDSWELL_ROOM_COVERS";
    /// Bytes of all rooms together; 0 for as much as the disk holds. The last quarter is for settled rooms.
    store_bytes: u64 = 8 << 30, "GROUNDSWELL_STORE_BYTES";
    /// Rooms that one address may make in a day; 0 for any number.
    address_rooms: u32 = 200, "GROUNDSWELL_ADDRESS_ROOMS";
    /// Bytes that one address may put in a day into rooms that are new, or that nobody else uses; what checkpoints
    /// replace is given back. 0 for any number.
    address_store_bytes: u64 = 256 << 20, "GROUNDSWELL_ADDRESS_STORE_BYTES";
    /// Bytes of messages that have not ended, or wait to be looked at, of all connections of one address.
    address_unfinished_bytes: u32 = 56 << 20, "GROUNDSWELL_ADDRESS_UNFINISHED_BYTES";
    /// Work a second for one address, ten times as much at once; 0 for any amount. A million is about a tenth of a
    /// second of a processor.
    address_work: u32 = 200_000, "GROUNDSWELL_ADDRESS_WORK";
    /// Ephemeral messages a second that are passed on from one address, ten times as many at once; 0 for any number.
    address_whispers: u32 = 10, "GROUNDSWELL_ADDRESS_WHISPERS";
    /// Bytes a second of ephemeral messages from one address, ten times as many at once; 0 for any number.
    address_whisper_bytes: u32 = 4 << 10, "GROUNDSWELL_ADDRESS_WHISPER_BYTES";
    /// Frames a second from one address, ten times as many at once; 0 for any number.
    address_frames: u32 = 1_000, "GROUNDSWELL_ADDRESS_FRAMES";
    /// Bytes a second from one address, ten times as many at once; 0 for any number.
    address_bytes: u32 = 4 << 20, "GROUNDSWELL_ADDRESS_BYTES";
    /// New chunks a second in one room, ten times as many at once; 0 for any number.
    room_frames: u32 = 200, "GROUNDSWELL_ROOM_FRAMES";
    /// Ephemeral messages a second in one room, ten times as many at once; 0 for any number.
    room_whispers: u32 = 50, "GROUNDSWELL_ROOM_WHISPERS";
    /// Bytes a second of ephemeral messages in one room, ten times as many at once; 0 for any number.
    room_whisper_bytes: u32 = 16 << 10, "GROUNDSWELL_ROOM_WHISPER_BYTES";
    /// Seconds in which a client must send its first frame.
    hello_seconds: u32 = 10, "GROUNDSWELL_HELLO_SECONDS";
    /// Seconds of silence after which a client is asked whether it is there.
    ping_seconds: u32 = 40, "GROUNDSWELL_PING_SECONDS";
    /// Seconds of silence after which a client is hung up on.
    idle_seconds: u32 = 100, "GROUNDSWELL_IDLE_SECONDS";
    /// Seconds for which a client may read nothing of what waits for it.
    stall_seconds: u32 = 30, "GROUNDSWELL_STALL_SECONDS";
    /// Seconds for which chunks stay that two checkpoints cover.
    grace_seconds: u32 = 3_600, "GROUNDSWELL_GRACE_SECONDS";
    /// Days after which a room that more than one address uses counts as settled.
    settled_days: u16 = 7, "GROUNDSWELL_SETTLED_DAYS";
    /// Days of running for which a room stays that nobody opens; 0 for ever.
    room_days: u16 = 400, "GROUNDSWELL_ROOM_DAYS";
}

impl Rules {
    /// Those that are sent to a client.
    pub(crate) fn told(&self) -> groundswell_wire::Limits {
        groundswell_wire::Limits {
            chunk_bytes: self.chunk_bytes,
            message_bytes: u32::try_from(groundswell_wire::limits::MESSAGE_BYTES).unwrap_or(u32::MAX),
            channels: self.channels,
            room_bytes: self.room_bytes,
            idle_seconds: self.idle_seconds,
            room_days: self.room_days,
        }
    }
}
