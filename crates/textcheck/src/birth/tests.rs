//! Dates of birth in texts.

use crate::testing::{certain, nothing, possible};

#[test]
fn a_date_beside_a_word_for_birth() {
    for date in ["1/2/2021", "01.02.21", "2021-02-01", "1 February 2021", "1st of Feb", "February 1st, 2021"]
    {
        certain(&format!("born {date}, at home"), &[&format!("{date}: date-of-birth")]);
        certain(&format!("{date} (d.o.b.)"), &[&format!("{date}: date-of-birth")]);
    }
    possible("a birthday party on 1 February", &["1 February: date-of-birth"]);
    possible("he turned 4 today", &["turned 4 today: date-of-birth"]);
}

#[test]
fn the_birthday_of_somebody_on_the_roster() {
    certain("12 March 2022", &["12 March 2022: date-of-birth"]);
    certain("her birthday is 12 March", &["12 March: date-of-birth"]);
    possible("since 4 June 2022", &["4 June 2022: date-of-birth"]);
    nothing("on 12 March");
}

#[test]
fn other_dates() {
    for text in ["4 June 1998", "on 14 May", "31/02/2022", "born 40 March", "1/2", "1.2.3.4", "1/2-2022"] {
        nothing(text);
    }
}

#[test]
fn the_word_must_be_near() {
    nothing(&format!("born in a barn, {} on 1 February", "and so on ".repeat(6)));
}
