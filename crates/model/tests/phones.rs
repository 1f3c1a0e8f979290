//! Phone numbers of the world, as their countries write them: `data/phone-examples.csv` holds the example numbers of
//! libphonenumber 9.0.43 (Apache-2.0), in the forms that it gives them.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

use groundswell_model::{ContactKind, Problem, contact::uniform as uniform_of};

/// Ten digits in the groups of the North American plan, which nothing tells from one of its numbers.
const ALIKE: [&str; 2] = ["(601) 2345678", "312 345 6789"];

fn uniform(entered: &str) -> Result<String, Problem> {
    uniform_of(ContactKind::Phone, entered)
}

/// Region, international form, national form, E.164.
fn examples() -> impl Iterator<Item = [&'static str; 4]> {
    include_str!("data/phone-examples.csv").lines().skip(1).map(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        cells.try_into().unwrap()
    })
}

#[test]
fn with_its_countrys_code_each_is_read() {
    assert!(examples().count() > 60);
    for [_, international, _, expected] in examples() {
        let bare = international.trim_start_matches('+');
        for entered in [
            international.to_owned(),
            format!("00{bare}"),
            format!("00 {bare}"),
            format!("{international} x12"),
        ] {
            let expected =
                if entered.ends_with("x12") { format!("{expected};ext=12") } else { expected.to_owned() };
            assert_eq!(uniform(&entered), Ok(expected), "{entered}");
        }
    }
}

#[test]
fn the_zero_that_is_dialled_only_at_home_goes() {
    for [region, international, national, expected] in examples() {
        let Some(rest) = national.trim_start_matches('(').strip_prefix('0').filter(|_| region != "IT") else {
            continue;
        };
        // Argentina dials 15 within its numbers besides.
        if region == "AR" {
            continue;
        }
        let code = international.split(' ').next().unwrap();
        for zero in ["(0)", "(0) ", "0"] {
            let entered = format!("{code} {zero}{}", rest.replace(')', ""));
            assert_eq!(uniform(&entered).as_deref(), Ok(expected), "{entered}");
        }
    }
}

#[test]
fn without_it_none_becomes_a_number_of_north_america() {
    for [region, _, national, expected] in examples() {
        let is_north_american = matches!(region, "US" | "CA" | "DO");
        match uniform(national) {
            Ok(read) => {
                assert!(is_north_american || ALIKE.contains(&national), "{national} became {read}");
                assert_eq!(read == expected, is_north_american, "{national}");
            }
            Err(problem) => {
                assert_eq!((problem, is_north_american), (Problem::NotAPhone, false), "{national}")
            }
        }
    }
}
