//! A backup, altered: as an archive, and in the documents within it.
#![no_main]

use groundswell_fuzz::accepted;
use groundswell_interchange::backup::{Backup, Contents, read, write};
use groundswell_model::Timestamp;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let (of_document, of_archive) = accepted::of_backup(bytes);
    let (directory, parts) = accepted::altered_parts(of_document);
    let backup = Backup {
        directory,
        name: "Network".to_owned(),
        created: Timestamp(1_700_000_000_000),
        parts,
        seed: Some([7; 32]),
        sharing: groundswell_interchange::backup::Sharing::NotSaid,
        json: "{}".to_owned(),
    };
    let mut archive = write(&backup).expect("it reads back");
    if let [low, high, byte] = of_archive {
        let at = usize::from(u16::from_le_bytes([*low, *high])) % archive.len();
        archive[at] = *byte;
    }
    if let Ok(Contents::Archive(read)) = read(&archive) {
        accepted::restores(&read.parts);
    }
});
