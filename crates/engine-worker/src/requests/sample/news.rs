//! What the sample's groups did, tell and announce.

use crate::random;
use groundswell_model::{Achievement, Announcement, Record, Ref, Story, Town, message::EngineError};

/// The records; `targets` are what they may speak of, by towns and topics.
pub(super) fn records(targets: &[(String, Ref)]) -> Result<Vec<Record>, EngineError> {
    let find = |places: &[&str]| -> Vec<Ref> {
        let of = |place: &&str| targets.iter().find(|(name, _)| name == place).map(|(_, of)| *of);
        places.iter().filter_map(of).collect()
    };
    let vote = Achievement {
        id: random::id()?,
        name: "The county put the question on the ballot".to_owned(),
        date: "2013-04-02".to_owned(),
        by: find(&["Racine", "Move to Amend"]).into_iter().collect(),
        place: "Racine County".to_owned(),
        people: "Forty volunteers, eleven of them at the doors for the first time".to_owned(),
        outcome: "The county board voted 18 to 3 to ask the voters whether corporations are people. 72 of 100 said no."
            .to_owned(),
        figures: ["2,140 signatures", "18 of 21 votes"].map(str::to_owned).into(),
        thanks: "To the library for its basement, and to everybody who brought soup.".to_owned(),
        ..Achievement::default()
    };
    let wells = Achievement {
        id: random::id()?,
        name: "Thirty wells tested for nitrate".to_owned(),
        date: "2014-09".to_owned(),
        by: find(&["Clean water"]).into_iter().collect(),
        place: "Kewaunee County".to_owned(),
        outcome:
            "Nine were above the limit. The families have filters now, and the county tests twice a year."
                .to_owned(),
        figures: ["30 wells", "9 filters"].map(str::to_owned).into(),
        ..Achievement::default()
    };
    let story = Story {
        id: random::id()?,
        name: "How we got a question onto the county ballot".to_owned(),
        about: find(&["Racine", "Move to Amend"]).into_iter().chain([Ref::new(groundswell_model::Kind::Achievement, vote.id)]).collect(),
        place: "Racine County".to_owned(),
        town: Town::City,
        topics: ["Move to Amend", "Elections"].map(str::to_owned).into(),
        happened: "We asked each of the 21 supervisors for half an hour, in their kitchens and not at the courthouse."
            .to_owned(),
        worked: "Two neighbors of the supervisor's own district at every visit. A one-page resolution that they could read at once."
            .to_owned(),
        failed: "The petition table at the mall: two Saturdays, nine signatures.".to_owned(),
        steps: "1. Find two people in each district.\n2. Visit every supervisor.\n3. Ask for a place on the agenda.\n4. Fill the room."
            .to_owned(),
        cost: "$180 for printing, some 400 hours".to_owned(),
        ..Story::default()
    };
    let assembly = Announcement {
        id: random::id()?,
        name: "Help wanted for the fall assembly".to_owned(),
        from: find(&["network"]).into_iter().collect(),
        words: "We need six people for the kitchen and four who drive. Write to the task force.".to_owned(),
        ..Announcement::default()
    };
    let call = Announcement {
        id: random::id()?,
        name: "The national call has a new number".to_owned(),
        from: find(&["Move to Amend"]).into_iter().collect(),
        words: "From now on we dial in at the number on the group's page. The PINs stay the same.".to_owned(),
        public: true,
        ..Announcement::default()
    };
    Ok(vec![
        Record::Achievement(vote),
        Record::Achievement(wells),
        Record::Story(story),
        Record::Announcement(assembly),
        Record::Announcement(call),
    ])
}
