use proptest::prelude::*;

const NAMES: &[&str] = &[
    "Driftless Neighbors",
    "Kenosha Community Assembly",
    "Comunidad Unida de Racine",
    "Fox Valley — Move to Amend",
    "O’Brien’s Kitchen Table",
    "Carl Núñez",
    "Nguyễn Thị Hoa",
    "李明",
    "محمد",
    "Ho-Chunk Nation: Waazija",
    "Group 🌻 of the Prairie",
];

const TOPICS: &[&str] =
    &["Move to Amend", "Education", "Environment", "Clean water", "Vivienda", "Voting / ballots", "Food"];

const SENTENCES: &[&str] = &[
    "We meet at the library. ",
    "Bring soup.\n",
    "Nos reunimos en la biblioteca. ",
    "Parking behind the church; ring twice. ",
    "🌽 potluck 👩🏽‍🌾 ",
    "e\u{301}quipe ",
];

/// A name that holds.
pub fn arb_name() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => prop::sample::select(NAMES).prop_map(str::to_owned),
        3 => "[A-Z][a-zé]{1,12}( [A-Z][a-z]{1,12})?",
        1 => Just("n".repeat(200)),
    ]
}

/// A short text that holds, or none.
pub fn arb_short() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => Just(String::new()),
        4 => arb_name(),
        2 => "[a-zA-Z0-9áéñ,.:/ -]{1,24}",
    ]
}

/// An issue.
pub fn arb_topic() -> impl Strategy<Value = String> {
    prop_oneof![6 => prop::sample::select(TOPICS).prop_map(str::to_owned), 1 => "[a-z/]{1,8}"]
}

/// A long text, or none.
pub fn arb_long() -> impl Strategy<Value = String> {
    prop_oneof![
        2 => Just(String::new()),
        5 => prop::collection::vec(prop::sample::select(SENTENCES), 1..5).prop_map(|parts| parts.concat()),
    ]
}
