//! Room for the pixels of one large picture, kept from one picture to the next on the same thread. Asking the system for
//! forty megabytes and giving them back takes a tenth of the time that a picture takes. It ends with its thread.

use std::cell::Cell;

/// More than this is given back at once: room for 21 million pixels.
const KEPT_BYTES_MAX: usize = 64 << 20;

thread_local! {
    static ROOM: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// So many zeros, in room that was given back before where there is any. Of what was in it before, nothing is left.
pub(super) fn take(bytes: usize) -> Vec<u8> {
    let mut room = ROOM.take();
    room.clear();
    room.resize(bytes, 0);
    room
}

/// Gives room back for the next picture.
pub(super) fn give_back(room: Vec<u8>) {
    let kept = ROOM.take();
    let better = (kept.capacity()..=KEPT_BYTES_MAX).contains(&room.capacity());
    ROOM.set(if better { room } else { kept });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_left_in_room_that_was_used() {
        give_back(vec![7; 1_000_000]);
        assert!(take(500_000).into_iter().all(|byte| byte == 0));
        give_back(vec![7; 1_000_000]);
        assert_eq!(take(2_000_000), vec![0; 2_000_000]);
    }

    #[test]
    fn the_larger_room_is_kept_and_too_much_is_not() {
        give_back(Vec::with_capacity(2_000));
        give_back(Vec::with_capacity(1_000));
        assert!(take(1).capacity() >= 2_000);
        give_back(Vec::with_capacity(KEPT_BYTES_MAX + 1));
        assert!(take(1).capacity() <= KEPT_BYTES_MAX);
    }
}
