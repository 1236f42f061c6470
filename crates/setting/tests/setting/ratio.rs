//! The law's floor of adults and qualifications, as the register has it.

use belisha_policy::Catalogue;
use belisha_setting::ratio::{Qualified, Sum};

fn sum(adults: u32, level_3: u32, level_2: u32, unknown: u32) -> Sum {
    let qualified = Qualified { level_3_needed: 1, level_3, level_2_share: 0.5, level_2, unknown };
    Sum { children: vec![("2".into(), 8)], needed: 2, adults, qualified }
}

#[test]
fn one_level_3_and_half_of_the_others_level_2() {
    assert!(sum(3, 1, 1, 0).qualified());
    assert!(!sum(3, 0, 3, 0).qualified(), "nobody with level 3");
    assert!(!sum(4, 1, 1, 2).qualified(), "one of three others is less than half");
    assert!(sum(4, 1, 2, 0).qualified());
}

#[test]
fn the_sum_shows_its_numbers_and_never_says_safe() {
    let words = sum(4, 1, 1, 2).qualifications().unwrap();
    assert!(words.contains("level 3 or above 1 (needed by law: 1)"), "{words}");
    assert!(words.contains("1 of the 3 others (needed: 50%)"), "{words}");
    assert!(words.contains("2 with none on record"), "{words}");
    assert!(!words.to_lowercase().contains("safe"));
    let nobody = Sum { needed: 0, ..sum(4, 1, 1, 0) };
    assert_eq!(nobody.qualifications(), None, "no children, nothing asked");
}

#[test]
fn what_is_asked_is_the_strictest_of_the_ages_that_are_in() {
    let table = &Catalogue::builtin().ratios;
    assert_eq!(table.qualifications(&[0, 0, 0]), (0, 0.0));
    assert_eq!(table.qualifications(&[0, 3, 9]), (1, 0.5));
}
