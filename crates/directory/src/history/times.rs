//! Times of changes, as far as they are believed.

/// The times of changes in the order in which they build on each other, the last first, brought in order: as many as can
/// be are believed, and a change whose clock was wrong, or lied, takes the time of the one before it.
pub(super) fn believed(times: &[i64]) -> Vec<i64> {
    // The longest row of times that never grow (patience sorting): the last of each length, and what stands before each.
    let mut lasts: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(times.len());
    let time = |place: &usize| times.get(*place).copied().unwrap_or_default();
    for place in 0..times.len() {
        let length = lasts.partition_point(|last| time(last) >= time(&place));
        before.push(length.checked_sub(1).and_then(|length| lasts.get(length)).copied());
        match lasts.get_mut(length) {
            Some(last) => *last = place,
            None => lasts.push(place),
        }
    }
    let mut next = lasts.last().copied();
    let mut believed = vec![0; times.len()];
    let mut known = next.map(|place| time(&place)).unwrap_or_default();
    for (place, to) in believed.iter_mut().enumerate().rev() {
        if next == Some(place) {
            known = time(&place);
            next = before.get(place).copied().flatten();
        }
        *to = known;
    }
    believed
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn clocks_that_were_wrong_are_not_believed() {
        assert_eq!(believed(&[]), [0; 0]);
        assert_eq!(believed(&[9, 7, 7, 3]), [9, 7, 7, 3]);
        assert_eq!(believed(&[9, 8, 0, -5, 7, 6, 5]), [9, 8, 7, 7, 7, 6, 5]);
        assert_eq!(believed(&[9, 8, 99, 7, 6, 5]), [9, 8, 7, 7, 6, 5]);
        assert_eq!(believed(&[9, 8, 7, 0]), [9, 8, 7, 0]);
        assert_eq!(believed(&[9, 8, 7, 70]), [9, 8, 7, 7]);
    }

    proptest! {
        #[test]
        fn what_is_believed_is_in_order(times: Vec<i64>) {
            let believed = believed(&times);
            prop_assert_eq!(believed.len(), times.len());
            prop_assert!(believed.is_sorted_by(|one, other| one >= other));
        }
    }
}
