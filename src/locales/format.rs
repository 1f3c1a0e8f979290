use groundswell_model::Language;
use groundswell_model::Timestamp;
use js_sys::{Array, Function, Intl, Object, Reflect};
use std::cell::RefCell;
use wasm_bindgen::JsValue;

/// A language, and the options of its dates.
type Way = (Language, &'static [(&'static str, &'static str)]);

/// Dates, numbers and plurals as a language writes them. The browser knows them already (`Intl`), so that the
/// app carries no tables of its own.
#[derive(Clone, Copy, Debug)]
pub struct Format(pub Language);

/// The plural categories that English and Spanish tell apart in whole numbers (Unicode CLDR; Spanish "many",
/// from a million on, reads as "other" here).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plural {
    /// Exactly one.
    One,
    /// Any other count.
    Other,
}

impl Format {
    /// The plural category of a count.
    pub const fn plural(self, count: usize) -> Plural {
        if count == 1 { Plural::One } else { Plural::Other }
    }

    /// A whole number with its separators: "10,000". By itself, since every list begins with one and
    /// the browser's formatter takes longer to be made than the list's rows.
    pub fn number(self, number: usize) -> String {
        let digits = number.to_string();
        let mut said = String::new();
        for (digit, left) in digits.chars().zip((0..digits.len()).rev()) {
            said.push(digit);
            if left > 0 && left % 3 == 0 {
                said.push(',');
            }
        }
        said
    }

    /// A day: "Nov 22, 2026", "22 nov 2026".
    pub fn day(self, at: Timestamp) -> String {
        self.written(at, &[("dateStyle", "medium")])
    }

    /// A day and the time of day.
    pub fn moment(self, at: Timestamp) -> String {
        self.written(at, &[("dateStyle", "medium"), ("timeStyle", "short")])
    }

    /// The time of day of a moment: "7:00 PM", "7:00 p.m.".
    pub fn clock(self, at: Timestamp) -> String {
        self.written(at, &[("timeStyle", "short")])
    }

    /// A time of day, from minutes after midnight: "7:00 PM", "7:00 p.m.".
    pub fn time(self, minutes: u16) -> String {
        let at = Timestamp(i64::from(minutes) * 60_000);
        self.written(at, &[("timeStyle", "short"), ("timeZone", "UTC")])
    }

    /// A date as far as it is said: "December 3, 2013", "diciembre de 2013", "2013".
    pub fn date(self, date: groundswell_model::Date) -> String {
        const DAY: &[(&str, &str)] =
            &[("year", "numeric"), ("month", "long"), ("day", "numeric"), ("timeZone", "UTC")];
        const MONTH: &[(&str, &str)] = &[("year", "numeric"), ("month", "long"), ("timeZone", "UTC")];
        let Some(month) = date.month() else { return date.year().to_string() };
        let at = js_sys::Date::utc(f64::from(date.year()), f64::from(month) - 1.0);
        let day = date.day().unwrap_or(1);
        let at = Timestamp(at as i64 + (i64::from(day) - 1) * 24 * 60 * 60 * 1000);
        self.written(at, if date.day().is_some() { DAY } else { MONTH })
    }

    /// A number of bytes in the unit that suits it.
    pub fn bytes(self, bytes: u64) -> String {
        let (value, unit) = match bytes as f64 {
            bytes if bytes < 1_000.0 => (bytes, "byte"),
            bytes if bytes < 1_000_000.0 => (bytes / 1_000.0, "kilobyte"),
            bytes if bytes < 1_000_000_000.0 => (bytes / 1_000_000.0, "megabyte"),
            bytes => (bytes / 1_000_000_000.0, "gigabyte"),
        };
        let options = options(&[("style", "unit"), ("unit", unit)]);
        let digits = if value < 10.0 { 1 } else { 0 };
        set(&options, "maximumFractionDigits", &JsValue::from(digits));
        call(&Intl::NumberFormat::new(&self.locales(), &options).format(), &value.into())
    }

    /// Several things in one sentence: "a, b and c".
    pub fn list(self, items: &[String]) -> String {
        let and = match self.0 {
            Language::English => " and ",
            Language::Spanish => " y ",
        };
        match items {
            [] => String::new(),
            [one] => one.clone(),
            [most @ .., last] => format!("{}{and}{last}", most.join(", ")),
        }
    }

    fn written(self, at: Timestamp, entries: &'static [(&'static str, &'static str)]) -> String {
        let format = self.dates(entries);
        let date = js_sys::Date::new(&JsValue::from(at.0 as f64));
        call(&format, &date)
    }

    /// What writes dates in this way. It takes a browser milliseconds to make, so it is kept.
    fn dates(self, entries: &'static [(&'static str, &'static str)]) -> Function {
        thread_local! {
            static MADE: RefCell<Vec<(Way, Function)>> = const { RefCell::new(Vec::new()) };
        }
        let way = (self.0, entries);
        MADE.with_borrow_mut(|made| {
            if let Some((_, format)) = made.iter().find(|(its, _)| *its == way) {
                return format.clone();
            }
            let format = Intl::DateTimeFormat::new(&self.locales(), &options(entries)).format();
            made.push((way, format.clone()));
            format
        })
    }

    /// As both languages are written in the United States.
    fn locales(self) -> Array {
        let tag = match self.0 {
            Language::English => "en-US",
            Language::Spanish => "es-US",
        };
        Array::of1(&tag.into())
    }
}

fn options(entries: &[(&str, &str)]) -> Object {
    let options = Object::new();
    for (key, value) in entries {
        set(&options, key, &JsValue::from_str(value));
    }
    options
}

fn set(options: &Object, key: &str, value: &JsValue) {
    // A plain object takes any property.
    let _ = Reflect::set(options, &key.into(), value);
}

/// What the formatter makes of a value; empty for one that it refuses, such as a date past the end of time.
fn call(format: &js_sys::Function, value: &JsValue) -> String {
    format.call1(&JsValue::UNDEFINED, value).ok().and_then(|text| text.as_string()).unwrap_or_default()
}
