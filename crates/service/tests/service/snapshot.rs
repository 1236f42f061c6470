//! A snapshot is read by a program with the same shape of the state, and by no other.

use crate::shape::shape_of;
use belisha_setting::State;
use belisha_setting::codec::STATE_SHAPE;
use serde::Deserialize;

/// A changed field changes the shape; the shape is in every snapshot's first bytes. So nobody has to remember anything:
/// this test says what to do.
#[test]
fn the_shape_of_the_state_is_the_one_on_record() {
    let shape = shape_of::<State>();
    if shape == STATE_SHAPE {
        return;
    }
    let made = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("state-shape.txt");
    std::fs::write(&made, &shape).unwrap();
    let known: Vec<&str> = STATE_SHAPE.lines().collect();
    let new: Vec<&str> = shape.lines().filter(|line| !known.contains(line)).take(10).collect();
    panic!(
        "The state has another shape, so snapshots of before are not read any more. If that is meant:\n\
         cp {} crates/setting/src/record/codec/state-shape.txt\nNew in it: {new:#?}",
        made.display()
    );
}

#[test]
fn a_snapshot_of_another_shape_is_not_read() {
    let bytes = State::default().to_snapshot().unwrap();
    assert_eq!(State::from_snapshot(&bytes), Some(State::default()));
    // As an earlier program began it, and with one digit of the shape changed.
    let (begin, state) = bytes.split_at("belisha state 0123456789abcdef ".len());
    assert_eq!(State::from_snapshot(&[b"belisha state 5 ", state].concat()), None);
    let mut other = begin.to_vec();
    other[20] ^= 1;
    assert_eq!(State::from_snapshot(&[&other, state].concat()), None);
}

#[test]
fn every_change_of_a_type_is_a_change_of_its_shape() {
    #[derive(Deserialize)]
    #[expect(dead_code, reason = "only the shape is looked at")]
    struct Before {
        first: u32,
        choice: Option<Choice>,
    }
    #[derive(Deserialize)]
    #[expect(dead_code, reason = "only the shape is looked at")]
    enum Choice {
        One,
        Other(Inner),
        Both { left: Inner, right: std::collections::BTreeMap<u8, Vec<jiff::Timestamp>> },
    }
    #[derive(Deserialize)]
    enum Inner {
        Yes,
        No,
    }
    let shape = "Before\n  first u32\n  choice option Choice\nChoice\n  One\n  Other Inner\n  \
                 Both left right of (Inner, map u8 to list str)\nInner\n  Yes\n  No\n";
    assert_eq!(shape_of::<Before>(), shape);

    mod renamed {
        #[derive(serde::Deserialize)]
        #[expect(dead_code, reason = "only the shape is looked at")]
        pub(super) struct Before {
            second: u32,
        }
    }
    assert_eq!(shape_of::<renamed::Before>(), "Before\n  second u32\n");
}
