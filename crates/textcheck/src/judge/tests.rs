//! The rules for names, one by one.

use crate::testing::{certain, nothing, possible};

#[test]
fn a_name_that_is_no_word() {
    for text in
        ["Asha is here", "asha is here", "ASHA IS HERE", "with Asha's coat", "(Asha)", "Asha", "hi Asha!"]
    {
        let name = &text[text.to_lowercase().find("asha").unwrap()..][..4];
        certain(text, &[&format!("{name}: first-name")]);
    }
    possible("Asha Somebodyelse sang", &["Asha: first-name"]);
    possible("a trip to Florence", &["Florence: first-name"]);
    certain("and Florence drew it", &["Florence: first-name"]);
    for text in ["St Asha's Church", "Asha Street", "Ashanti", "Florence Road"] {
        nothing(text);
    }
    possible("bo was here", &["bo: first-name"]);
    certain("and Bo was here", &["Bo: first-name"]);
}

#[test]
fn a_name_that_is_a_word() {
    for text in [
        "Will you come?",
        "the will of the people",
        "Grace before meals",
        "It ended. Will that do?",
        "WILL ALL PARENTS NOTE",
        "In May we plant",
        "May half term",
        "since last May, all",
        "May 2026",
        "Saying grace",
        "Mark the day",
        "Grace Church",
        "St Mark's",
        "“Will we go?”",
    ] {
        nothing(text);
    }
    for text in [
        "with Grace today",
        "little Grace slept",
        "Grace said no",
        "so Grace was cross",
        "Grace's coat",
        "Grace and her mum",
    ] {
        certain(text, &["Grace: first-name"]);
    }
    for text in ["Grace is a word", "Grace, please", "GRACE!"] {
        possible(text, &[&format!("{}: first-name", &text[..5])]);
    }
    certain("Will and Grace, May too", &["Will: first-name", "Grace: first-name", "May: first-name"]);
    possible("May's hat", &["May: first-name"]);
    certain("little May sat", &["May: first-name"]);
}

#[test]
fn whole_names() {
    for text in [
        "Asha Verrin",
        "asha verrin",
        "Verrin, Asha",
        "Verrin Asha",
        "Asha-Verrin",
        "Will Hartnoll",
        "May Thistlewood",
    ] {
        certain(&format!("so {text}, too"), &[&format!("{text}: full-name")]);
    }
    certain("with grace penhallow", &["grace penhallow: full-name"]);
    certain("Asha\nVerrin", &["Asha: first-name", "Verrin: surname"]);
    certain("Faith Young's talk", &["Faith Young: full-name"]);
    possible("faith young and old", &["faith young: full-name"]);
}

#[test]
fn surnames() {
    for text in ["Mrs Verrin", "the Verrin family", "the Verrin twins", "Verrin was late"] {
        certain(text, &["Verrin: surname"]);
    }
    certain("at the Verrins’ house", &["Verrins: surname"]);
    certain("Mr. Young rang", &["Young: surname"]);
    certain("with A. Verrin", &["A. Verrin: surname"]);
    possible("with N. Verrin", &["Verrin: surname"]);
    possible("verrin was late", &["verrin: surname"]);
    possible("Gwendal Verrin", &["Verrin: surname"]);
    possible("the Youngs are here", &["Youngs: surname"]);
    for text in ["Young children", "the young", "brown bears", "Brown Class", "A Young person"] {
        nothing(text);
    }
    possible("ask Webb", &["Webb: surname"]);
}

#[test]
fn initials() {
    for text in ["AV", "A.V"] {
        possible(&format!("saw {text} today"), &[&format!("{text}: initials")]);
    }
    for text in ["av", "A V", "GOOD AV DAY", "a.v.", "AVA", "U.A.V.", "NV"] {
        nothing(text);
    }
    certain("Asha V and Asha B.", &["Asha V: first-name", "Asha B: first-name"]);
}

#[test]
fn the_setting() {
    for text in [
        "Amber Lane Pre-school",
        "amber lane preschool",
        "AMBER LANE PRE SCHOOL",
        "Amber-Lane Playgroup",
        "Amber Lane",
        "AmberLanePreschool",
        "amberlane",
    ] {
        certain(&format!("we love {text}!"), &[&format!("{text}: setting-name")]);
    }
    certain("@amberlane #AmberLane", &["amberlane: setting-name", "AmberLane: setting-name"]);
    possible("at ALP and ALPS", &["ALP: setting-name", "ALPS: setting-name"]);
    possible("amber lane", &["amber lane: setting-name"]);
    for text in ["amber. Lane", "alps", "Amber", "the preschool"] {
        nothing(text);
    }
}

#[test]
fn remarks() {
    certain("omg my boss is", &["my boss: remark-about-work"]);
    certain("I hate my job", &["hate my job: remark-about-work"]);
    possible("at work today", &["at work today: remark-about-work"]);
    for text in ["the work of art", "homework today", "bossy boots"] {
        nothing(text);
    }
}
