//! Addresses within texts, and the ways to places.

use groundswell_model::contact::{Maps, Piece, directions, linked};
use proptest::prelude::*;

fn links(line: &str) -> Vec<(&str, String)> {
    let link = |piece| match piece {
        Piece::Link(words, address) => Some((words, address)),
        Piece::Words(_) => None,
    };
    linked(line).into_iter().filter_map(link).collect()
}

#[test]
fn addresses_in_texts_are_links_without_what_stands_around_them() {
    for (line, words, address) in [
        ("See https://example.org/a?b=c.", "https://example.org/a?b=c", "https://example.org/a?b=c"),
        ("(www.example.org)", "www.example.org", "https://www.example.org"),
        ("Write to Rosa@Example.org, please", "Rosa@Example.org", "mailto:rosa@example.org"),
        ("«http://example.org»", "http://example.org", "http://example.org"),
    ] {
        assert_eq!(links(line), [(words, address.to_owned())], "{line}");
    }
    assert_eq!(links("https://a.example.org and b@example.org").len(), 2);
}

#[test]
fn nothing_else_becomes_a_link() {
    for line in [
        "javascript:alert(1)",
        "data:text/html,hello",
        "https://user:secret@example.org",
        "file:///etc/passwd",
        "a@b",
        "see example.org",
        "http://",
        "1.5 3/4 @ 7 pm",
        "",
    ] {
        assert_eq!(links(line), [], "{line}");
    }
}

#[test]
fn a_place_is_led_to_by_what_is_known_of_it() {
    let position = Some((43.07, -89.4));
    for (maps, place, position, expect) in [
        (Maps::Geo, "Madison, WI", position, Some("geo:43.07,-89.4?q=43.07,-89.4")),
        (Maps::Geo, "Madison, WI", None, Some("geo:0,0?q=Madison%2C%20WI")),
        (Maps::Apple, "Madison, WI", None, Some("https://maps.apple.com/?daddr=Madison%2C%20WI")),
        (Maps::Web, "x", position, Some("https://www.openstreetmap.org/directions?to=43.07,-89.4")),
        (Maps::Web, "a&b=c#d", None, Some("https://www.openstreetmap.org/search?query=a%26b%3Dc%23d")),
        (Maps::Web, "", Some((91.0, 0.0)), None),
        (Maps::Web, " ", None, None),
    ] {
        assert_eq!(directions(maps, place, position).as_deref(), expect, "{place}");
    }
}

proptest! {
    #[test]
    fn pieces_together_are_the_line(line in "\\PC{0,60}") {
        let whole: String = linked(&line).into_iter().map(|piece| match piece {
            Piece::Words(words) | Piece::Link(words, _) => words.to_owned(),
        }).collect();
        prop_assert_eq!(whole, line);
    }

    #[test]
    fn links_are_of_three_schemes(line in "(https?://|mailto:|javascript:|www[.]|[a-z.@:/ ]){1,12}") {
        for (_, address) in links(&line) {
            prop_assert!(["http://", "https://", "mailto:"].iter().any(|it| address.starts_with(it)), "{}", address);
        }
    }
}
