//! Postcodes and addresses in texts.

use crate::testing::{certain, nothing, possible};

#[test]
fn postcodes() {
    for code in ["BS7 9ZZ", "BS79ZZ", "TA1 1ZZ", "EC1A 1BB", "M1 1AE", "W1A 0AX"] {
        certain(&format!("near {code}, please"), &[&format!("{code}: postcode")]);
    }
    possible("near bs7 9zz", &["bs7 9zz: postcode"]);
    for text in ["B12 5mg", "ZZ1 1ZZ", "A4 100g", "KS2 SATs", "BS7", "BS7 9CK", "3G 4GB", "M4. 3AB"] {
        nothing(text);
    }
}

#[test]
fn streets_with_a_number() {
    certain("at 14 Copperfield Road, 2 till 4", &["14 Copperfield Road: address"]);
    certain("Flat 2, 119 High St", &["Flat 2, 119 High St: address"]);
    certain("we moved to 27b Tanner's Row", &["27b Tanner's Row: address"]);
    certain("3 The Old Mill Lane", &["3 The Old Mill Lane: address"]);
    possible("2 Tanner's Row", &["2 Tanner's Row: address"]);
    possible("meet at 12 mill lane", &["12 mill lane: address"]);
    for text in [
        "5 minutes walk",
        "2 Steps Forward",
        "in 2026 Road works",
        "20000 Leagues Road",
        "2. Mill Lane",
        "3 lane",
    ] {
        nothing(text);
    }
}
