//! Addresses that lead somewhere on a map. Nothing is asked of a map before somebody presses one.

use super::href::encode;

/// What opens a map on a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Maps {
    /// Whatever app is there for `geo:` ([RFC 5870](https://www.rfc-editor.org/rfc/rfc5870)), as on Android.
    Geo,
    /// The one of Apple's devices, which know no `geo:`.
    Apple,
    /// OpenStreetMap's pages.
    Web,
}

/// The way to a place: by its degrees north and east where they are known, else by its words. `None` where nothing is
/// known.
#[must_use]
pub fn directions(maps: Maps, place: &str, position: Option<(f64, f64)>) -> Option<String> {
    let place = place.trim();
    let position = position.filter(|(north, east)| north.abs() <= 90.0 && east.abs() <= 180.0);
    let to = match position {
        Some((north, east)) => format!("{north},{east}"),
        None if place.is_empty() => return None,
        None => {
            let mut encoded = String::new();
            encode(&mut encoded, place);
            encoded
        }
    };
    Some(match (maps, position) {
        (Maps::Geo, Some(_)) => format!("geo:{to}?q={to}"),
        (Maps::Geo, None) => format!("geo:0,0?q={to}"),
        (Maps::Apple, _) => format!("https://maps.apple.com/?daddr={to}"),
        (Maps::Web, Some(_)) => format!("https://www.openstreetmap.org/directions?to={to}"),
        (Maps::Web, None) => format!("https://www.openstreetmap.org/search?query={to}"),
    })
}
