//! The device's clock.

use groundswell_model::Timestamp;

/// Now, by the device's clock.
pub(crate) fn now() -> Timestamp {
    // Whole milliseconds up to the year 287396: exact in a double.
    Timestamp(js_sys::Date::now() as i64)
}

/// Today's date where the device is, as `2026-11-22`: for the names of files.
pub(crate) fn today() -> String {
    let now = js_sys::Date::new_0();
    let two =
        |number: u32| if number < 10 { ["0", &number.to_string()].concat() } else { number.to_string() };
    [now.get_full_year().to_string(), two(now.get_month() + 1), two(now.get_date())].join("-")
}
