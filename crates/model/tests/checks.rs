//! What does not hold is said for what it is.

use groundswell_model::{Field, Group, Problem, Record};

fn problems(of: impl FnOnce(&mut Group)) -> Vec<(Field, Problem)> {
    let mut group = Group { name: "Madison Neighbors".into(), ..Group::default() };
    of(&mut group);
    Record::Group(group).problems().into_iter().map(|error| (error.field, error.problem)).collect()
}

#[test]
fn degrees_beyond_the_poles_are_numbers_out_of_their_range() {
    let at = |latitude, longitude| {
        problems(|group| {
            group.place.latitude = Some(latitude);
            group.place.longitude = Some(longitude);
        })
    };
    assert_eq!(at(90.0, -180.0), []);
    assert_eq!(at(91.0, -89.4), [(Field::Latitude, Problem::TooManyDegrees(90))]);
    assert_eq!(at(43.0, -181.0), [(Field::Longitude, Problem::TooManyDegrees(180))]);
}
