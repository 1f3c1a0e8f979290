//! A fictional network to look around in: the groups come from a spreadsheet, through the same import as
//! anybody's, and the rest is made here.

mod news;

use crate::random;
use groundswell_directory::{Author, Chunk, Directory};
use groundswell_interchange::{Existing, Planner, Table};
use groundswell_model::{
    Audience, Awg, Command, ContactKind, ContactWay, Id, Kind, Level, Membership, Network, Person, Record,
    Ref, Region, Role, Timestamp, message::EngineError,
};
use std::sync::Arc;

/// 26 fictional groups in real towns, as a shared spreadsheet really looks.
const GROUPS: &[u8] = include_bytes!("../../sample/groups.csv");

/// For each of their towns: name, county code (FIPS), degrees north, degrees east (GeoNames, CC BY 4.0).
const PLACES: &str = include_str!("../../sample/places.csv");

const FILE: &str = "groups.csv";
const NAME: &str = "Badger State Neighbors";
const ABOUT: &str = "A fictional network, to look around in and to try things out. Nothing here is real but \
    the towns.\n\nUna red ficticia para explorar y probar. Aquí nada es real, salvo las localidades.";
const TIME_ZONE: &str = "America/Chicago";
const STATE: &str = "Wisconsin";

/// Name, topic, when it meets, since when, what it says of itself.
const AWGS: [[&str; 5]; 4] = [
    [
        "Move to Amend AWG",
        "Move to Amend",
        "1st and 3rd Tuesday, 8:00 pm",
        "2011",
        "We help towns and counties put the question of corporate personhood on the ballot.",
    ],
    [
        "Clean Water AWG",
        "Clean water",
        "2nd Monday 7 pm",
        "2013",
        "Well testing days, a shared map of results, and comments on permits, county by county.",
    ],
    [
        "Education AWG",
        "Education",
        "Last Thursday, 6:30 pm",
        "2011",
        "School boards, referendums, and meals for every child.",
    ],
    [
        "Fair Maps AWG",
        "Fair maps",
        "3rd Wednesday 7:30 pm",
        "2016",
        "We explain how districts are drawn and bring neighbors to the hearings.",
    ],
];

/// What somebody does: where, which is "network", a group's town or an AWG's topic, and as what.
type Place = (&'static str, Role);

/// Name, mail address, and what they do.
const PEOPLE: [(&str, &str, &[Place]); 6] = [
    (
        "Rosa Delgado",
        "rosa.delgado@example.org",
        &[("network", Role::TaskForce), ("Milwaukee", Role::Convener), ("Move to Amend", Role::Facilitator)],
    ),
    (
        "Mai Xiong",
        "mai.xiong@example.org",
        &[("Eau Claire", Role::Representative), ("Clean water", Role::Convener)],
    ),
    (
        "Walter Kowalski",
        "walter.kowalski@example.org",
        &[("network", Role::TaskForce), ("Education", Role::Convener)],
    ),
    (
        "June Whitecloud",
        "june.whitecloud@example.org",
        &[("Green Bay", Role::Facilitator), ("Clean water", Role::Member)],
    ),
    (
        "Samuel Okafor",
        "samuel.okafor@example.org",
        &[("Madison", Role::Representative), ("Fair maps", Role::Convener)],
    ),
    (
        "Ingrid Halvorsen",
        "ingrid.halvorsen@example.org",
        &[("La Crosse", Role::Convener), ("Education", Role::Member), ("Fair maps", Role::Member)],
    ),
];

/// Makes the sample network.
pub(crate) fn make(id: Id, author: Author, now: Timestamp) -> Result<(Directory, Vec<Chunk>), EngineError> {
    let network = Network {
        name: NAME.to_owned(),
        about: ABOUT.to_owned(),
        time_zone: TIME_ZONE.to_owned(),
        ..Network::default()
    };
    let (mut directory, mut applied) = Directory::create(id, &network, author, now)?;
    let commands = commands()?;
    directory.begin(now);
    for command in &commands {
        directory.step(command)?;
    }
    applied.chunks.extend(directory.finish()?.chunks);
    Ok((directory, applied.chunks))
}

/// The groups, as the import of their spreadsheet makes them.
fn imported() -> Result<Vec<Command>, EngineError> {
    let table = Arc::new(Table::read(FILE, GROUPS)?);
    let columns = table.opened().guess;
    let planner = Planner::new(table, &columns, Existing::default(), Box::new(random::some_id))?;
    Ok(planner.finish().commit(&[]).commands)
}

fn commands() -> Result<Vec<Command>, EngineError> {
    let state =
        Region { id: random::id()?, name: STATE.to_owned(), level: Level::State, ..Region::default() };
    let mut commands = imported()?;
    for command in &mut commands {
        complete(command, state.id);
    }
    commands.insert(0, save(Record::Region(state)));
    let mut targets = vec![("network".to_owned(), Ref::NETWORK)];
    commands.iter().for_each(|command| groups(command, &mut targets));
    for [name, topic, meets, founded, about] in AWGS {
        let awg = Awg {
            id: random::id()?,
            name: name.to_owned(),
            topic: topic.to_owned(),
            meets: meets.to_owned(),
            founded: founded.to_owned(),
            about: about.to_owned(),
            ..Awg::default()
        };
        targets.push((topic.to_owned(), Ref::new(Kind::Awg, awg.id)));
        commands.push(save(Record::Awg(awg)));
    }
    for (name, email, roles) in PEOPLE {
        let contact = ContactWay::entered(random::id()?, ContactKind::Email, Audience::Members, email);
        let find = |place: &str| targets.iter().find(|(name, _)| name == place).map(|(_, of)| *of);
        let person = Person {
            id: random::id()?,
            name: name.to_owned(),
            roles: roles
                .iter()
                .filter_map(|(place, role)| find(place).map(|of| Membership { of, role: *role }))
                .collect(),
            contacts: contact.into_iter().collect(),
            ..Person::default()
        };
        commands.push(save(Record::Person(person)));
    }
    commands.extend(news::records(&targets)?.into_iter().map(save));
    Ok(commands)
}

fn save(record: Record) -> Command {
    Command::Save { before: None, after: Box::new(record) }
}

/// Adds what the spreadsheet does not say: the state around the regions, and where the towns are.
fn complete(command: &mut Command, state: Id) {
    match command {
        Command::Batch(commands) => commands.iter_mut().for_each(|command| complete(command, state)),
        Command::Save { after, .. } => {
            if let Record::Region(region) = &mut **after {
                region.parent = Some(state);
            } else if let Record::Group(group) = &mut **after {
                group.time_zone = TIME_ZONE.to_owned();
                let row = PLACES.lines().find_map(|line| {
                    let (town, rest) = line.split_once(',')?;
                    (town == group.place.town).then_some(rest)
                });
                let mut values = row.unwrap_or_default().split(',');
                group.place.county_fips = values.next().unwrap_or_default().to_owned();
                group.place.latitude = values.next().and_then(|degrees| degrees.parse().ok());
                group.place.longitude = values.next().and_then(|degrees| degrees.parse().ok());
            }
        }
        Command::Delete { .. }
        | Command::Restore { .. }
        | Command::Verify { .. }
        | Command::Resolve { .. }
        | Command::NameDevice { .. } => {}
    }
}

/// The groups that a command saves, by their towns.
fn groups(command: &Command, found: &mut Vec<(String, Ref)>) {
    match command {
        Command::Batch(commands) => commands.iter().for_each(|command| groups(command, found)),
        Command::Save { after, .. } => {
            if let Record::Group(group) = &**after {
                found.push((group.place.town.clone(), Ref::new(Kind::Group, group.id)));
            }
        }
        Command::Delete { .. }
        | Command::Restore { .. }
        | Command::Verify { .. }
        | Command::Resolve { .. }
        | Command::NameDevice { .. } => {}
    }
}
