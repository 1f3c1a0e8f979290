//! A backup that an earlier version of the app made is read, and restores what it held.

use groundswell_directory::{Author, Directory};
use groundswell_interchange::backup::{self, Contents, Sharing};
use groundswell_model::{DeviceId, Part, projection::Section};
use groundswell_seal::{Capability, Grant, Link, Seed};

macro_rules! golden {
    ($name:literal) => {
        include_bytes!(concat!("../../directory/tests/golden/2026-11/", $name))
    };
}

#[test]
fn a_backup_of_then_restores_what_it_held() {
    let Contents::Archive(archive) = backup::read(golden!("backup.zip")).unwrap() else {
        panic!("no archive")
    };
    let author = Author { device: DeviceId([5; 8]), session: [5; 8] };
    let (restored, quarantined) = Directory::open_checked(archive.directory, author, &archive.parts).unwrap();
    assert_eq!(quarantined, []);
    let documents: [(Part, Vec<u8>); 2] = [
        (Part::Public, golden!("public.automerge").to_vec()),
        (Part::Members, golden!("members.automerge").to_vec()),
    ];
    let (expected, _) = Directory::open(archive.directory, author, &documents).unwrap();
    assert_eq!(restored.heads(), expected.heads());
    for section in Section::all() {
        assert_eq!(restored.projections().encode(section), expected.projections().encode(section));
    }
    assert_eq!(archive.name, "Red de Vecinos — Wisconsin Grassroots Network");
    assert_eq!(archive.created.0, 1_793_534_400_000);

    // With its link it is found again where it was shared.
    let Sharing::By(link) = &archive.sharing else { panic!("it was shared") };
    let link = Link::parse(link).unwrap();
    assert_eq!(link.capability().grant(), Grant::Edit);
    assert_eq!(link.directory(), archive.directory.as_bytes());
    assert_eq!(link.relay(), Some("wss://relay.example.org/sync"));
    let seed = Seed::from_bytes(archive.seed.unwrap());
    let same = Link::new(Capability::edit(seed), *archive.directory.as_bytes(), 0);
    let same = same.with_relay("wss://relay.example.org/sync").unwrap().with_name(&archive.name);
    assert_eq!(same.fragment(), link.fragment());
}
