//! A message of a client: what is read is written to the same bytes.
#![no_main]

use groundswell_wire::ClientFrame;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|message: &[u8]| {
    let Ok(frames) = ClientFrame::all(message) else { return };
    let (mut again, mut whole) = (Vec::new(), true);
    for frame in frames {
        match frame {
            Ok(frame) => frame.encode(&mut again).expect("what was read can be written"),
            Err(_) => whole = false,
        }
    }
    assert!(message.starts_with(&again) && (!whole || again == message));
});
