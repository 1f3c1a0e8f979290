//! What is in the directory, and how it came to be.

use crate::{Device, author, ids::*, newer};
use anyhow::Context as _;
use groundswell_directory::Directory;
use groundswell_model::{
    Audience, Awg, Command, ContactKind, ContactWay, DeviceId, Field, Group, Id, Kind, Level, Membership,
    Meta, Network, Part, Person, Place, Record, Ref, Region, Role, Status, Timestamp,
};

pub(crate) const NAME: &str = "Red de Vecinos — Wisconsin Grassroots Network";
pub(crate) const SEED: [u8; 32] = [0x5e; 32];

/// Two devices that hold the same: conflicts of every sort are open, texts of both are merged, records are deleted,
/// and a newer version of the app has been there too.
pub(crate) fn common() -> anyhow::Result<(Device, Device)> {
    let network = Network {
        name: NAME.to_owned(),
        about: "Groups across the state, from the ground up.\n\n¡Bienvenidos!".to_owned(),
        time_zone: "America/Chicago".to_owned(),
        notes: "Keys hang behind the door.".to_owned(),
        contacts: ways(&[0, 2]),
        ..Network::default()
    };
    let (directory, applied) = Directory::create(ID, &network, author(1), Timestamp(crate::BEGIN))?;
    let mut rosa = Device::new(directory, applied);
    rosa.run(&Command::NameDevice { device: DeviceId([1; 8]), name: "Rosa's phone".to_owned() })?;
    regions().into_iter().try_for_each(|region| rosa.create(Record::Region(region)))?;
    groups().into_iter().try_for_each(|group| rosa.create(Record::Group(group)))?;
    awgs().into_iter().try_for_each(|awg| rosa.create(Record::Awg(awg)))?;
    people().into_iter().try_for_each(|person| rosa.create(Record::Person(person)))?;
    let mut carl = rosa.neighbor(2)?;
    carl.run(&Command::NameDevice { device: DeviceId([2; 8]), name: "Portátil de Carl 💻".to_owned() })?;
    differ(&mut rosa, &mut carl)?;
    meet(&mut rosa, &mut carl)?;
    let saved = Part::ALL.map(|part| (part, rosa.directory.save(part)));
    let newer = newer::changes(saved)?;
    rosa.hear(&newer)?;
    settle(&mut rosa)?;
    rosa.run(&Command::Verify { kind: Kind::Group, id: LAKE })?;
    meet(&mut rosa, &mut carl)?;
    Ok((rosa, carl))
}

/// Both write to the same, without having heard of each other.
fn differ(rosa: &mut Device, carl: &mut Device) -> anyhow::Result<()> {
    for (device, mark) in [(rosa, "rosa"), (carl, "carl")] {
        let is_rosa = mark == "rosa";
        device.edit(Kind::Group, LAKE, |record| {
            let Record::Group(group) = record else { return };
            group.name = format!("Lake Neighbors ({mark})");
            group.status = if is_rosa { Status::Forming } else { Status::Paused };
            group.place.latitude = Some(if is_rosa { 43.1 } else { 43.2 });
            group.place.longitude = Some(-89.3);
            group.topics.insert(format!("topic of {mark}"));
            group.about.push_str(&format!("\n\nSays {mark}: naïve 🌊 words at the end."));
            group.notes.insert_str(0, &format!("{mark} first. "));
            for way in group.contacts.iter_mut().take(1) {
                way.value = format!("{mark}@example.org");
                way.entered.clear();
            }
        })?;
        device.edit(Kind::Region, COUNTY, |record| {
            if let Record::Region(region) = record {
                region.parent = Some(if is_rosa { NATION } else { STATE });
                region.level = if is_rosa { Level::Region } else { Level::State };
            }
        })?;
        device.edit(Kind::Person, ROSA, |record| {
            if let Record::Person(person) = record {
                person.name = format!("Rosa Ibáñez ({mark})");
            }
        })?;
        device.edit(Kind::Awg, AMEND, |record| {
            if let Record::Awg(awg) = record {
                awg.meets = format!("As {mark} says");
            }
        })?;
        device.edit(Kind::Group, CREEK, |record| {
            if let Record::Group(group) = record {
                group.meets = format!("On {mark}'s days");
            }
        })?;
        if is_rosa {
            device.run(&Command::Delete { kind: Kind::Group, id: IN_DOUBT })?;
            device.run(&Command::Delete { kind: Kind::Group, id: GONE })?;
            device.run(&Command::Delete { kind: Kind::Person, id: JOSE })?;
        } else {
            device.edit(Kind::Group, IN_DOUBT, |record| {
                if let Record::Group(group) = record {
                    group.founded = "2019".to_owned();
                }
            })?;
        }
    }
    Ok(())
}

/// One conflict is ended for good, and another one is ended and open again.
fn settle(rosa: &mut Device) -> anyhow::Result<()> {
    for (kind, id, is_undone) in [(Kind::Awg, AMEND, false), (Kind::Group, CREEK, true)] {
        let view = rosa.directory.read(kind, id).context("a record in dispute")?;
        let conflict =
            view.conflicts.into_iter().find(|it| it.field == Field::Meets).context("a conflict")?;
        let keep = conflict.values.last().context("a value")?.key.clone();
        let resolve = Command::Resolve { kind, id, field: conflict.field, contact: None, keep };
        let applied = rosa.run(&resolve)?;
        if is_undone {
            rosa.undo(&applied)?;
        }
    }
    Ok(())
}

fn meet(one: &mut Device, other: &mut Device) -> anyhow::Result<()> {
    one.hear(&other.chunks.clone())?;
    other.hear(&one.chunks.clone())
}

/// What one of them writes later on, while newer versions of the app write too.
pub(crate) fn go_on(carl: &mut Device) -> anyhow::Result<()> {
    carl.edit(Kind::Group, LAKE, |record| {
        if let Record::Group(group) = record {
            group.meets = "2nd Monday, 6:30 pm".to_owned();
            group.about.insert_str(0, "Read this first. ");
            group.notes.push_str(" And mind the step.");
            group.topics.remove("Clean water / creeks");
        }
    })?;
    carl.edit(Kind::Network, Id::NETWORK, |record| {
        if let Record::Network(network) = record {
            network.about.push_str("\nSince 2011.");
        }
    })?;
    let contacts = ways(&[3, 4]);
    carl.create(Record::Group(Group {
        id: LATER,
        name: "Späte Gruppe".to_owned(),
        contacts,
        ..Group::default()
    }))?;
    carl.run(&Command::Restore { kind: Kind::Group, id: GONE })?;
    carl.run(&Command::Delete { kind: Kind::Awg, id: SCHOOLS })?;
    carl.edit(Kind::Person, CARL, |record| {
        if let Record::Person(person) = record {
            person.public = true;
        }
    })?;
    let view = carl.directory.read(Kind::Region, COUNTY).context("a region in dispute")?;
    let conflict = view.conflicts.into_iter().find(|it| it.field == Field::Level).context("a conflict")?;
    let keep = conflict.values.last().context("a value")?.key.clone();
    carl.run(&Command::Resolve { kind: Kind::Region, id: COUNTY, field: Field::Level, contact: None, keep })?;
    carl.run(&Command::Verify { kind: Kind::Group, id: HILLS })?;
    carl.run(&Command::NameDevice { device: DeviceId([2; 8]), name: "Carl's laptop".to_owned() }).map(drop)
}

fn regions() -> Vec<Region> {
    let region = |id, name: &str, level, parent| Region {
        id,
        name: name.to_owned(),
        level,
        parent,
        about: format!("About {name}."),
        notes: format!("For members of {name}."),
        meta: meta("regions"),
    };
    vec![
        region(NATION, "United States", Level::Nation, None),
        region(STATE, "Wisconsin", Level::State, Some(NATION)),
        region(COUNTY, "Dane", Level::County, Some(STATE)),
    ]
}

fn groups() -> Vec<Group> {
    let group = |id, name: &str, status| Group { id, name: name.to_owned(), status, ..Group::default() };
    let full = Group {
        place: Place {
            town: "Monona".to_owned(),
            county: "Dane".to_owned(),
            state: "WI".to_owned(),
            county_fips: "55025".to_owned(),
            latitude: Some(43.0622),
            longitude: Some(-89.334),
        },
        region: Some(COUNTY),
        time_zone: "America/Chicago".to_owned(),
        topics: ["Education", "Clean water / creeks", "Vivienda", "水"].map(str::to_owned).into(),
        founded: "spring 2011".to_owned(),
        meets: "1st and 3rd Tuesday, 7:00 pm".to_owned(),
        about: "Neighbors around the lake. Ring the bell: \"ding\".".to_owned(),
        notes: "Parking behind the church.".to_owned(),
        contacts: ways(&[0, 1, 2, 3, 4]),
        meta: meta("groups"),
        ..group(LAKE, "Lake Neighbors", Status::Active)
    };
    let hills = Group {
        region: Some(STATE),
        meta: meta("hügel"),
        ..group(HILLS, "Nachbarn der Hügel — Ünïcode עברית 山", Status::Ended)
    };
    vec![
        full,
        group(CREEK, "Creek Circle", Status::Forming),
        hills,
        group(GONE, "Was Once", Status::Paused),
        group(IN_DOUBT, "Here or Not", Status::Active),
    ]
}

fn awgs() -> Vec<Awg> {
    let amend = Awg {
        id: AMEND,
        name: "Move to Amend".to_owned(),
        status: Status::Active,
        topic: "Democracy".to_owned(),
        founded: "2012".to_owned(),
        meets: "Sundays".to_owned(),
        about: "We the people.".to_owned(),
        notes: "Minutes are with Carl.".to_owned(),
        contacts: ways(&[0, 1]),
        meta: meta("awgs"),
    };
    let schools = Awg { id: SCHOOLS, name: "Escuelas".to_owned(), status: Status::Forming, ..Awg::default() };
    vec![amend, schools]
}

fn people() -> Vec<Person> {
    let person = |id, name: &str, public, of: Ref| Person {
        id,
        name: name.to_owned(),
        public,
        roles: Role::ALL.into_iter().map(|role| Membership { of, role }).collect(),
        contacts: ways(&[0, 1, 4]),
        notes: format!("{name} sings."),
        meta: meta("people"),
    };
    let mut rosa = person(ROSA, "Rosa Ibáñez", true, Ref::new(Kind::Group, LAKE));
    rosa.roles.insert(Membership { of: Ref::NETWORK, role: Role::TaskForce });
    rosa.roles.insert(Membership { of: Ref::new(Kind::Region, STATE), role: Role::Representative });
    vec![
        rosa,
        person(CARL, "Carl", false, Ref::new(Kind::Awg, AMEND)),
        person(JOSE, "José", true, Ref::new(Kind::Region, COUNTY)),
    ]
}

/// Contact ways of these kinds, those of even places for everybody.
fn ways(kinds: &[u8]) -> Vec<ContactWay> {
    let values = [
        (ContactKind::Email, "lake@example.org", "Lake@Example.org", "office"),
        (ContactKind::Phone, "+16085550142;ext=7", "(608) 555-0142 ext. 7", "después de las 18"),
        (ContactKind::Web, "https://lake.example.org/", "lake.example.org", ""),
        (ContactKind::Post, "1 Lake Ave, Monona WI 53716", "", "letters"),
        (ContactKind::Other, "Signal: lake.01", "", ""),
    ];
    let all = values.into_iter().zip(0_u8..).filter(|(_, number)| kinds.contains(number));
    all.map(|((kind, value, entered, label), number)| ContactWay {
        id: id(0x50, number),
        kind,
        value: value.to_owned(),
        entered: entered.to_owned(),
        label: label.to_owned(),
        audience: if number % 2 == 0 { Audience::Public } else { Audience::Members },
    })
    .collect()
}

fn meta(source: &str) -> Meta {
    let external = [("murmurations".to_owned(), "17".to_owned()), ("sheet/row".to_owned(), "ñ 4".to_owned())];
    Meta { source: format!("{source}.csv"), external: external.into(), ..Meta::default() }
}
