//! The Automerge document behind a directory: its two parts, commands, merges, conflicts, migrations
