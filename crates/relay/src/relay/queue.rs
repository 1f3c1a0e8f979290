//! What waits for one client, and how it is put together into messages.

use std::collections::VecDeque;

use axum::body::Bytes;

/// Frames are joined into one message up to this size, in bytes; a larger frame is a message of its own. A
/// message is small enough not to hold up what comes behind it, and large enough that its cost is small.
const MESSAGE: usize = 64 << 10;

/// What a frame costs besides its bytes, in bytes: many small ones would take up far more than they say.
const OVERHEAD: usize = 64;

/// A frame, already encoded: what it begins with, and what is shared with whoever gets the same, by whatever number
/// they call the room.
#[derive(Debug, Clone, Default)]
pub(super) struct Frame {
    pub(super) head: Bytes,
    pub(super) body: Bytes,
}

impl Frame {
    pub(super) fn len(&self) -> usize {
        self.head.len() + self.body.len()
    }
}

/// Frames in the order in which they are to be sent.
#[derive(Debug, Default)]
pub(super) struct Queue {
    frames: VecDeque<Frame>,
    bytes: usize,
}

impl Queue {
    pub(super) fn push(&mut self, frame: Frame) {
        self.bytes += frame.len() + OVERHEAD;
        self.frames.push_back(frame);
    }

    /// Bytes that wait, and what it costs to keep them.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    pub(super) fn is_empty(&self) -> bool {
        self.frames.is_empty()
    }

    /// Takes the frames of one message; none where nothing waits.
    pub(super) fn message(&mut self) -> Vec<Bytes> {
        let mut taken = Vec::new();
        let mut bytes = 0;
        while let Some(frame) = self.frames.front() {
            if bytes > 0 && bytes + frame.len() > MESSAGE {
                break;
            }
            bytes += frame.len();
            self.bytes -= frame.len() + OVERHEAD;
            if let Some(Frame { head, body }) = self.frames.pop_front() {
                taken.extend([head, body].into_iter().filter(|part| !part.is_empty()));
            }
        }
        // An idle connection keeps nothing of a busy hour.
        if self.frames.is_empty() {
            self.frames = VecDeque::new();
        }
        taken
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_frames_are_joined_and_large_ones_go_alone() {
        let mut queue = Queue::default();
        let sizes = [10, 20, 64 << 10, 30, 200 << 10, 5];
        sizes.iter().for_each(|size| queue.push(Frame { head: vec![0; *size].into(), ..Frame::default() }));
        assert_eq!(queue.bytes(), sizes.iter().map(|size| size + OVERHEAD).sum::<usize>());
        let mut messages = Vec::new();
        while !queue.is_empty() {
            messages.push(queue.message().iter().map(Bytes::len).collect::<Vec<_>>());
        }
        assert_eq!(messages, [vec![10, 20], vec![64 << 10], vec![30], vec![200 << 10], vec![5]]);
        assert_eq!(queue.bytes(), 0);
        assert!(queue.message().is_empty());
    }
}
