//! The states and territories of the United States, by the two letters of the Postal Service and by name.

/// Code and name of each (USPS Publication 28, appendix B), one a line.
const STATES: &str = "\
AL Alabama
AK Alaska
AS American Samoa
AZ Arizona
AR Arkansas
CA California
CO Colorado
CT Connecticut
DE Delaware
DC District of Columbia
FL Florida
GA Georgia
GU Guam
HI Hawaii
ID Idaho
IL Illinois
IN Indiana
IA Iowa
KS Kansas
KY Kentucky
LA Louisiana
ME Maine
MD Maryland
MA Massachusetts
MI Michigan
MN Minnesota
MS Mississippi
MO Missouri
MT Montana
NE Nebraska
NV Nevada
NH New Hampshire
NJ New Jersey
NM New Mexico
NY New York
NC North Carolina
ND North Dakota
MP Northern Mariana Islands
OH Ohio
OK Oklahoma
OR Oregon
PA Pennsylvania
PR Puerto Rico
RI Rhode Island
SC South Carolina
SD South Dakota
TN Tennessee
TX Texas
UT Utah
VT Vermont
VI Virgin Islands
VA Virginia
WA Washington
WV West Virginia
WI Wisconsin
WY Wyoming";

/// Code and name of every state and territory.
pub fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
    STATES.lines().filter_map(|line| line.split_once(' '))
}

/// The code of a state that is written as its code or its name, in capitals or not; what is neither, as it is.
#[must_use]
pub fn key(written: &str) -> &str {
    let is_it = |(code, name): &(&str, &str)| {
        code.eq_ignore_ascii_case(written) || name.eq_ignore_ascii_case(written)
    };
    all().find(is_it).map_or(written, |(code, _)| code)
}

/// The name of the state with this code; what is no code, as it is.
#[must_use]
pub fn name(key: &str) -> &str {
    all().find(|(code, _)| *code == key).map_or(key, |(_, name)| name)
}
