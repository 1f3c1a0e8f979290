use proptest::collection::vec;
use proptest::prelude::*;

use super::*;

const MOST: usize = 1_000;

fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
    let mask = [1, 2, 3, 4];
    let mut out = vec![first];
    match payload.len() {
        length @ 0..=125 => out.push(0x80 | length as u8),
        length @ 126..=0xffff => {
            out.push(0x80 | 126);
            out.extend((length as u16).to_be_bytes());
        }
        length => {
            out.push(0x80 | 127);
            out.extend((length as u64).to_be_bytes());
        }
    }
    out.extend(mask);
    out.extend(payload.iter().zip(mask.iter().cycle()).map(|(byte, mask)| byte ^ mask));
    out
}

fn read(parts: &[&[u8]]) -> Result<Vec<Event>, Violation> {
    let mut decoder = Decoder::new(MOST);
    let mut events = Vec::new();
    for part in parts {
        let mut rest = *part;
        while let Some(event) = decoder.next(&mut rest)? {
            events.push(event);
        }
        assert!(rest.is_empty(), "bytes that nobody took");
    }
    Ok(events)
}

#[test]
fn a_fragmented_message_with_a_ping_between_is_one_message() {
    let bytes = [frame(0x02, b"ab"), frame(0x89, b"p"), frame(0x00, b""), frame(0x80, b"c")].concat();
    assert_eq!(read(&[&bytes]), Ok(vec![Event::Ping(b"p".to_vec()), Event::Message(b"abc".to_vec())]));
}

#[test]
fn what_the_protocol_forbids_is_refused() {
    let unmasked = vec![0x82, 4, 7, 7, 7, 7];
    let too_long_a_form = [vec![0x82, 0x80 | 126, 0, 5], vec![0; 9]].concat();
    for (bytes, violation) in [
        (unmasked, Violation::Protocol),
        (too_long_a_form, Violation::Protocol),
        (frame(0xc2, b"rsv"), Violation::Protocol),
        (frame(0x83, b"opcode"), Violation::Protocol),
        (frame(0x81, b"text"), Violation::Text),
        (frame(0x80, b"goes on before it began"), Violation::Protocol),
        ([frame(0x02, b"a"), frame(0x82, b"begins again")].concat(), Violation::Protocol),
        (frame(0x09, b"a ping in pieces"), Violation::Protocol),
        (frame(0x89, &[0; 126]), Violation::Protocol),
        (frame(0x82, &[0; MOST + 1]), Violation::TooBig),
        ([frame(0x02, &[0; 600]), frame(0x80, &[0; 600])].concat(), Violation::TooBig),
        ([vec![0x82, 0xff], vec![0xff; 12]].concat(), Violation::Protocol),
        ([vec![0x82, 0xff, 0x7f], vec![0xff; 11]].concat(), Violation::TooBig),
        ([frame(0x02, b""), frame(0x00, b"").repeat(2_000)].concat(), Violation::Fragments),
    ] {
        assert_eq!(read(&[&bytes]), Err(violation), "{:?}", &bytes[..bytes.len().min(16)]);
    }
}

#[test]
fn a_large_message_that_is_only_announced_takes_no_memory() {
    let mut decoder = Decoder::new(1 << 30);
    let mut head: &[u8] = &[0x82, 0xff, 0, 0, 0, 0, 0x3f, 0, 0, 0, 1, 2, 3, 4];
    assert_eq!(decoder.next(&mut head), Ok(None));
    assert!(decoder.message.capacity() <= 64 << 10);
}

proptest! {
    #[test]
    fn it_is_the_same_however_the_bytes_arrive(
        payloads in vec(vec(any::<u8>(), 0..300), 1..6),
        cuts in vec(1usize..40, 1..20),
    ) {
        let bytes: Vec<u8> = payloads.iter().flat_map(|payload| frame(0x82, payload)).collect();
        let mut parts = Vec::new();
        let (mut rest, mut cuts) = (bytes.as_slice(), cuts.iter().cycle());
        while !rest.is_empty() {
            let (part, after) = rest.split_at(rest.len().min(*cuts.next().unwrap()));
            parts.push(part);
            rest = after;
        }
        let expected: Vec<_> = payloads.into_iter().map(Event::Message).collect();
        prop_assert_eq!(read(&parts), Ok(expected));
    }

    #[test]
    fn no_bytes_make_it_panic_or_keep_more_than_a_message(bytes in vec(any::<u8>(), 0..400)) {
        let mut decoder = Decoder::new(MOST);
        let mut rest = bytes.as_slice();
        while let Ok(Some(_)) = decoder.next(&mut rest) {}
        prop_assert!(decoder.message.len() <= MOST && decoder.control.len() <= 125);
    }
}
