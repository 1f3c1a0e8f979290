use groundswell_model::{
    Audience, ContactKind, ContactWay, Group, Id, Kind, Level, Membership, Meta, Person, Place, Ref, Region,
    Role, Status,
};

const TOWNS: &[(&str, &str, &str, &str, f64, f64)] = &[
    ("Madison", "Dane", "WI", "55025", 43.0731, -89.4012),
    ("Eau Claire", "Eau Claire", "WI", "55035", 44.8113, -91.4985),
    ("Peoria", "Peoria", "IL", "17143", 40.6936, -89.589),
    ("Las Cruces", "Doña Ana", "NM", "35013", 32.3199, -106.7637),
    ("Duluth", "St. Louis", "MN", "27137", 46.7867, -92.1005),
    ("Toledo", "Lucas", "OH", "39095", 41.6528, -83.5379),
    ("Fresno", "Fresno", "CA", "06019", 36.7378, -119.7871),
    ("Bangor", "Penobscot", "ME", "23019", 44.8016, -68.7712),
];
const ENDINGS: &[&str] = &["Neighbors", "Community Assembly", "Roots", "Vecinos Unidos", "United", "Table"];
const TOPICS: &[&str] = &["Move to Amend", "Education", "Environment", "Housing", "Clean water", "Food"];
const MEETS: &[&str] =
    &["1st and 3rd Tuesday, 7:00 pm", "Last Wednesday of the month, 6 pm", "Every other Thursday 7 pm", ""];

const ABOUT: &[&str] = &[
    "",
    "We meet in the library basement; coffee is on. New people always welcome.",
    "Focused on clean water and family farms.",
    "We register voters, watch the county board and host a summer picnic.",
];

/// Numbers that are the same for the same seed (SplitMix64, <https://prng.di.unimi.it/splitmix64.c>).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut number = self.0;
        number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        number ^ (number >> 31)
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        // Chosen by the index, so that it is within the list.
        let index = (self.next() % of.len() as u64) as usize;
        of.get(index).copied().unwrap_or_else(|| unreachable!("a list of choices is not empty"))
    }

    fn id(&mut self) -> Id {
        let mut bytes = [0; 12];
        bytes[..8].copy_from_slice(&self.next().to_be_bytes());
        bytes[8..].copy_from_slice(&self.next().to_be_bytes()[..4]);
        Id::from_bytes(bytes)
    }

    fn contact(&mut self, kind: ContactKind, value: String, audience: Audience) -> ContactWay {
        ContactWay { id: self.id(), kind, value, entered: String::new(), label: String::new(), audience }
    }
}

/// The region that all of [`groups`] belong to.
#[must_use]
pub fn region(seed: u64) -> Region {
    let id = Numbers(seed ^ 0x7265_6769_6f6e).id();
    Region { id, name: "Upper Midwest".to_owned(), level: Level::Region, ..Region::default() }
}

/// So many groups as a spreadsheet of a network has them, the same for the same seed: a dozen fields, two
/// contact ways of which one is for members, notes in every eighth.
#[must_use]
pub fn groups(count: usize, seed: u64) -> Vec<Group> {
    let mut numbers = Numbers(seed);
    let region = region(seed).id;
    (0..count).map(|number| group(number, region, &mut numbers)).collect()
}

fn group(number: usize, region: Id, numbers: &mut Numbers) -> Group {
    let (town, county, state, fips, latitude, longitude) = numbers.pick(TOWNS);
    let shift = |numbers: &mut Numbers| (numbers.next() % 2000) as f64 / 10_000.0 - 0.1;
    let round = |degrees: f64| (degrees * 10_000.0).round() / 10_000.0;
    let mut contacts =
        vec![numbers.contact(ContactKind::Email, format!("group{number}@example.org"), Audience::Public), {
            let line = numbers.next() % 100;
            numbers.contact(ContactKind::Phone, format!("+160855501{line:02}"), Audience::Members)
        }];
    contacts.sort_by_key(|way| (way.kind, way.id));
    Group {
        id: numbers.id(),
        name: format!("{town} {} {number}", numbers.pick(ENDINGS)),
        status: numbers.pick(&[Status::Active, Status::Active, Status::Active, Status::Forming]),
        place: Place {
            town: town.to_owned(),
            county: county.to_owned(),
            state: state.to_owned(),
            county_fips: fips.to_owned(),
            latitude: Some(round(latitude + shift(numbers))),
            longitude: Some(round(longitude + shift(numbers))),
        },
        region: Some(region),
        time_zone: "America/Chicago".to_owned(),
        topics: [numbers.pick(TOPICS), numbers.pick(TOPICS)].map(str::to_owned).into(),
        founded: format!("{}", 2008 + numbers.next() % 17),
        meets: numbers.pick(MEETS).to_owned(),
        about: numbers.pick(ABOUT).to_owned(),
        notes: if number.is_multiple_of(8) { "Ring twice; park behind.".to_owned() } else { String::new() },
        contacts,
        meta: Meta { source: "groups.csv".to_owned(), ..Meta::default() },
    }
}

/// So many people, each the contact of one of these groups, in turns.
#[must_use]
pub fn people(count: usize, groups: &[Group], seed: u64) -> Vec<Person> {
    let mut numbers = Numbers(seed);
    let of = groups.iter().map(|group| Ref::new(Kind::Group, group.id)).cycle();
    (0..count)
        .zip(of)
        .map(|(number, of)| Person {
            id: numbers.id(),
            name: format!("{} {number}", numbers.pick(&["Rosa", "Carl", "Hoa", "Ming", "Dolores"])),
            roles: [Membership { of, role: Role::Contact }].into(),
            contacts: vec![numbers.contact(
                ContactKind::Email,
                format!("person{number}@example.org"),
                Audience::Members,
            )],
            ..Person::default()
        })
        .collect()
}
