//! Time that never runs backwards, whatever the device's clock does.

/// Counts the milliseconds that passed. A clock that was set back counts as one that stood still.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Clock {
    wall: Option<i64>,
    elapsed: u64,
}

impl Clock {
    /// The device's clock shows this: milliseconds since 1970, UTC.
    pub(crate) fn advance(&mut self, wall: i64) {
        if let Some(last) = self.wall {
            self.elapsed = self.elapsed.saturating_add(u64::try_from(wall.saturating_sub(last)).unwrap_or(0));
        }
        self.wall = Some(wall);
    }

    /// Milliseconds since the first look at the clock.
    pub(crate) const fn elapsed(self) -> u64 {
        self.elapsed
    }

    /// What the device's clock showed last.
    pub(crate) fn wall(self) -> i64 {
        self.wall.unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_is_set_back_stands_still() {
        let mut clock = Clock::default();
        clock.advance(10_000);
        clock.advance(12_000);
        clock.advance(-5_000);
        clock.advance(-4_000);
        assert_eq!(clock.elapsed(), 3_000);
        assert_eq!(clock.wall(), -4_000);
    }
}
