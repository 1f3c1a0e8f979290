//! Who else is here now, as far as it can be told without telling the relay.
//!
//! Devices say so to each other in ephemeral messages, sealed for whoever holds the room's key: a version (one byte) and
//! the name the device has in the document (8 bytes). A device sends it when it connects, answers one that it did not
//! know of, and repeats it for as long as it is not alone; who is silent for a while is taken for gone.

use crate::DeviceName;
use std::collections::BTreeMap;

/// The version of the message.
const VERSION: u8 = 2;
/// So many devices are remembered.
const DEVICES: usize = 64;
/// Past each so many others a device sends less often.
const CROWD: u64 = 16;
/// So many silences and a device is taken for gone.
const SILENCES: u64 = 3;

/// The devices that are here, and what this one has sent.
#[derive(Clone, Debug, Default)]
pub(crate) struct Presence {
    /// When each was last seen.
    here: BTreeMap<DeviceName, u64>,
    send_at: Option<u64>,
    is_joined: bool,
}

impl Presence {
    /// How long a device is silent, where so many others are here.
    fn silence(&self, presence_ms: u64) -> u64 {
        let others = u64::try_from(self.here.len()).unwrap_or(u64::MAX);
        presence_ms.saturating_mul(1 + others / CROWD)
    }

    /// Everything of before has been exchanged: from now on this device is here for others.
    pub(crate) const fn join(&mut self, now: u64) {
        if !self.is_joined {
            self.is_joined = true;
            self.send_at = Some(now);
        }
    }

    /// The connection ended: who is there is not known any more.
    pub(crate) fn leave(&mut self) {
        *self = Self::default();
    }

    /// The message to send now, if any.
    pub(crate) fn next(&mut self, me: &DeviceName, now: u64, presence_ms: u64) -> Option<Vec<u8>> {
        let longest = self.silence(presence_ms).saturating_mul(SILENCES);
        self.here.retain(|_, heard| heard.saturating_add(longest) > now);
        if self.send_at.is_none_or(|due| due > now) {
            return None;
        }
        self.send_at = (!self.here.is_empty()).then(|| now.saturating_add(self.silence(presence_ms)));
        Some([&[VERSION][..], me].concat())
    }

    /// An ephemeral message came. A relay can repeat an old one: what is shown is no more than that somebody who
    /// holds the key was here, once.
    pub(crate) fn receive(&mut self, bytes: &[u8], me: &DeviceName, now: u64, answer_ms: u64) {
        let Some((&VERSION, device)) = bytes.split_first() else { return };
        let Ok(device) = DeviceName::try_from(device) else { return };
        if device == *me || (self.here.len() >= DEVICES && !self.here.contains_key(&device)) {
            return;
        }
        if self.here.insert(device, now).is_none() && self.is_joined {
            // It does not know of this one.
            let soon = now.saturating_add(answer_ms);
            self.send_at = Some(self.send_at.map_or(soon, |due| due.min(soon)));
        }
    }

    /// When there is something to send, or somebody to forget.
    pub(crate) fn due(&self, presence_ms: u64) -> Option<u64> {
        let longest = self.silence(presence_ms).saturating_mul(SILENCES);
        let gone = self.here.values().min().map(|heard| heard.saturating_add(longest));
        [self.send_at, gone].into_iter().flatten().min()
    }

    /// The others that are here.
    pub(crate) fn others(&self) -> Vec<DeviceName> {
        self.here.keys().copied().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVERY: u64 = 1_000;

    /// Devices in one room for so long; each is there from its first time on until its second.
    fn room(devices: &mut [(DeviceName, Presence, u64, u64)], until: u64) -> u32 {
        let mut said = 0;
        for now in (0..until).step_by(50) {
            for at in 0..devices.len() {
                let Some((me, presence, from, to)) = devices.get_mut(at) else { continue };
                if !(*from..*to).contains(&now) {
                    continue;
                }
                presence.join(now);
                let me = *me;
                let Some(text) = presence.next(&me, now, EVERY) else { continue };
                said += 1;
                for (other, presence, from, to) in &mut *devices {
                    if *other != me && (*from..*to).contains(&now) {
                        presence.receive(&text, other, now, 100);
                    }
                }
            }
        }
        said
    }

    fn device(name: u8, from: u64, to: u64) -> (DeviceName, Presence, u64, u64) {
        ([name; 8], Presence::default(), from, to)
    }

    #[test]
    fn those_who_are_here_know_each_other_whoever_came_first() {
        let mut devices = [device(1, 0, 9_000), device(2, 700, 9_000), device(3, 2_000, 9_000)];
        room(&mut devices, 2_500);
        for (me, presence, ..) in &devices {
            let others: Vec<_> = [[1; 8], [2; 8], [3; 8]].into_iter().filter(|it| it != me).collect();
            assert_eq!(presence.others(), others);
        }
    }

    #[test]
    fn who_left_without_a_word_is_forgotten() {
        let mut devices = [device(1, 0, 20_000), device(2, 0, 3_000)];
        room(&mut devices, 3_000);
        assert_eq!(devices[0].1.others(), [[2; 8]]);
        room(&mut devices, 12_000);
        assert!(devices[0].1.others().is_empty());
    }

    #[test]
    fn who_is_alone_says_it_once() {
        assert_eq!(room(&mut [device(1, 0, 100_000)], 100_000), 1);
    }

    #[test]
    fn a_crowd_speaks_less_often_and_a_flood_of_names_is_bounded() {
        let mut it = Presence::default();
        for name in 0..=u8::MAX {
            it.receive(&[&[VERSION][..], &[name; 8]].concat(), &[1; 8], 0, 100);
        }
        assert_eq!(it.others().len(), DEVICES);
        assert_eq!(it.silence(EVERY), 5 * EVERY);
    }

    #[test]
    fn bytes_that_say_nothing_are_passed_over() {
        let mut it = Presence::default();
        for bad in [&[][..], &[2], &[1; 9], &[2; 8], &[2; 10]] {
            it.receive(bad, &[7; 8], 0, 100);
        }
        it.receive(&[2; 9], &[2; 8], 0, 100);
        assert!(it.others().is_empty(), "nor is this device another");
    }
}
