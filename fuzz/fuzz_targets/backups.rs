//! A backup, altered: as an archive, and in the documents within it.
#![no_main]

use groundswell_fuzz::accepted;
use groundswell_interchange::backup::{Backup, Contents, read, write};
use groundswell_model::Timestamp;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let half = bytes.len() / 2;
    let (of_document, of_archive) = bytes.split_at(half);
    let (directory, parts) = accepted::altered_parts(of_document);
    let backup = Backup {
        directory,
        name: "Network".to_owned(),
        created: Timestamp(1_700_000_000_000),
        parts,
        seed: [7; 32],
        json: "{}".to_owned(),
    };
    let mut archive = write(&backup).expect("it reads back");
    for change in of_archive.chunks_exact(3) {
        let at = usize::from(u16::from_le_bytes([change[0], change[1]])) % archive.len();
        archive[at] = change[2];
    }
    if let Ok(Contents::Archive(read)) = read(&archive) {
        accepted::restores(&read.parts);
    }
});
