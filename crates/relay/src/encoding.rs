//! Which of the stored encodings a request takes, after RFC 9110 section 12.5.3.

use axum::http::{HeaderMap, header};

/// A form in which a file is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// Brotli, the smallest.
    Brotli,
    /// Gzip, for whoever does not take Brotli.
    Gzip,
    /// As it is.
    Identity,
}

impl Encoding {
    /// The value of `content-encoding`, absent for a file sent as it is.
    pub(crate) fn token(self) -> Option<&'static str> {
        match self {
            Self::Brotli => Some("br"),
            Self::Gzip => Some("gzip"),
            Self::Identity => None,
        }
    }
}

/// The encodings a request takes, best first. As it is comes last and always: a client that refuses
/// even that gets it all the same, as the RFC allows.
pub(crate) fn accepted(headers: &HeaderMap) -> Vec<Encoding> {
    let mut taken = Vec::with_capacity(3);
    for encoding in [Encoding::Brotli, Encoding::Gzip] {
        if encoding.token().is_some_and(|token| takes(headers, token)) {
            taken.push(encoding);
        }
    }
    taken.push(Encoding::Identity);
    taken
}

/// Whether the request names the coding with a weight above nought, or takes any by `*`.
fn takes(headers: &HeaderMap, token: &str) -> bool {
    let mut any = false;
    for value in headers.get_all(header::ACCEPT_ENCODING) {
        let Ok(value) = value.to_str() else { continue };
        for offer in value.split(',') {
            let mut parts = offer.split(';').map(str::trim);
            let name = parts.next().unwrap_or_default();
            let refused = parts.any(|part| {
                part.split_once('=').is_some_and(|(key, weight)| {
                    key.trim().eq_ignore_ascii_case("q")
                        && weight.trim().parse::<f32>().is_ok_and(|q| q <= 0.0)
                })
            });
            if name.eq_ignore_ascii_case(token) {
                return !refused;
            }
            any |= name == "*" && !refused;
        }
    }
    any
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(value: &str) -> Vec<Encoding> {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_ENCODING, value.parse().unwrap());
        accepted(&headers)
    }

    #[test]
    fn the_smallest_that_is_taken_comes_first() {
        assert_eq!(of("gzip, deflate, br, zstd"), [Encoding::Brotli, Encoding::Gzip, Encoding::Identity]);
        assert_eq!(of("gzip"), [Encoding::Gzip, Encoding::Identity]);
        assert_eq!(of("BR;q=0.5"), [Encoding::Brotli, Encoding::Identity]);
        assert_eq!(accepted(&HeaderMap::new()), [Encoding::Identity]);
    }

    #[test]
    fn a_weight_of_nought_is_a_refusal() {
        assert_eq!(of("br;q=0, gzip;q=1.0"), [Encoding::Gzip, Encoding::Identity]);
        assert_eq!(of("*, br; q=0.000"), [Encoding::Gzip, Encoding::Identity]);
        assert_eq!(of("*;q=0"), [Encoding::Identity]);
    }
}
