use crate::locales::texts;
use leptos::prelude::*;
use qrcodegen::{QrCode, QrCodeEcc};
use std::fmt::Write;

/// Light modules around a code (ISO/IEC 18004).
const QUIET: i32 = 4;

/// A link as a QR code: dark on light in every theme, which is what all cameras read.
#[component]
pub fn Qr(
    /// The link.
    address: String,
    /// What it is, for those who do not see it.
    label: String,
) -> impl IntoView {
    // Paper is folded and screens mirror: more of a code may be missing, where it stays as small.
    match QrCode::encode_text(&address, QrCodeEcc::Medium) {
        Ok(code) => {
            let side = code.size() + 2 * QUIET;
            let side = side.to_string();
            view! {
                <svg class="qr" role="img" aria-label=label viewBox=format!("0 0 {side} {side}")>
                    <rect class="qr-ground" width=side.clone() height=side.clone()/>
                    <path class="qr-ink" d=modules(&code)/>
                </svg>
            }
            .into_any()
        }
        Err(_) => view! { <p class="hint">{texts().sharing().qr_too_long()}</p> }.into_any(),
    }
}

/// The dark modules as one path, a run of each row at a time.
fn modules(code: &QrCode) -> String {
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let run = (x..code.size()).take_while(|x| code.get_module(*x, y)).count();
            let run = i32::try_from(run).unwrap_or_default();
            if run > 0 {
                // Nothing can go wrong with writing to a string.
                let _ = write!(path, "M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET);
            }
            x += run.max(1);
        }
    }
    path
}
