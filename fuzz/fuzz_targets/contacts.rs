//! A vCard file out of somebody's address book.
#![no_main]

use groundswell_interchange::{Reader, vcard};
use groundswell_model::Kind;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for contacts in vcard::read(bytes) {
        assert!(contacts.records > 0 && matches!(contacts.kind, Kind::Person | Kind::Group));
        // Each becomes a row of the import.
        let Ok(mut reader) = Reader::of_contacts("a.vcf", contacts.text, contacts.kind) else {
            panic!("a table with headings is not empty");
        };
        while let Ok(progress) = reader.step(100)
            && progress.done < progress.total
        {}
        if let Ok(table) = reader.finish() {
            assert_eq!(table.len(), contacts.records);
            assert_eq!(table.kind(), Some(contacts.kind));
        }
    }
});
