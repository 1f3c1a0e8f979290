//! What a relay says to somebody, in a word.

use std::collections::BTreeMap;
use std::time::Duration;

use groundswell_wire::RelayFrame;
use serde_json::Value;
use tokio::net::TcpStream;

/// How often each answer was given.
#[derive(Debug, Default)]
pub struct Answers(BTreeMap<String, usize>);

impl Answers {
    pub fn add(&mut self, answer: impl Into<String>) {
        *self.0.entry(answer.into()).or_default() += 1;
    }

    pub fn json(&self) -> Value {
        self.0.iter().map(|(answer, count)| (answer.clone(), Value::from(*count))).collect()
    }

    /// Takes down how a connection ends: the last status of HTTP, refusal or close code before it does, or that it
    /// stays.
    pub async fn add_end(&mut self, stream: &TcpStream, patience: Duration) {
        let mut received = Vec::new();
        let read = async {
            let mut bytes = vec![0; 64 << 10];
            loop {
                if stream.readable().await.is_err() {
                    return;
                }
                match stream.try_read(&mut bytes) {
                    Ok(0) => return,
                    Ok(length) => received.extend_from_slice(&bytes[..length]),
                    Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {}
                    Err(_reset) => return,
                }
            }
        };
        let stays = tokio::time::timeout(patience, read).await.is_err();
        let said = last(&received).unwrap_or_else(|| "nothing".to_owned());
        self.add(if stays { format!("{said}, stays open") } else { format!("{said}, closed") });
    }
}

/// The last thing that was said.
fn last(mut received: &[u8]) -> Option<String> {
    let mut said = None;
    if received.starts_with(b"HTTP/1.1 ") {
        said = Some(String::from_utf8_lossy(received.get(9..12)?).into_owned());
        let end = received.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
        received = &received[end..];
    }
    while let [first, second, rest @ ..] = received {
        // The relay says nothing here that would need the longest form.
        let (length, rest) = match (second, rest) {
            (126, [high, low, rest @ ..]) => (usize::from(*high) << 8 | usize::from(*low), rest),
            _ => (usize::from(*second), rest),
        };
        let Some((payload, later)) = rest.split_at_checked(length) else { break };
        received = later;
        match (first, payload) {
            (0x88, [high, low, ..]) => {
                let code = u16::from_be_bytes([*high, *low]);
                let before = said.filter(|said| !said.starts_with("101"));
                said = Some(before.map_or_else(|| code.to_string(), |before| format!("{before}, {code}")));
            }
            (0x82, message) => {
                for frame in RelayFrame::all(message).ok()?.flatten() {
                    match frame {
                        RelayFrame::Refused { reason, .. } => said = Some(format!("refused: {reason:?}")),
                        RelayFrame::Going { reason } => said = Some(format!("going: {reason:?}")),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    said
}
