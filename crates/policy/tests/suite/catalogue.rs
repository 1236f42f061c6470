//! A catalogue that disagrees with the program, or with itself, is not loaded.

use belisha_policy::{Ability, Adopted, Every, KnownAct, KnownRole, Policy, controls};
use belisha_policy::{Catalogue, CatalogueFiles, Error, PutAwayState, builtin_pack, controls::PutAway};

/// The mistakes of the built-in catalogue after one change, as people read them.
fn after(file: &str, from: &str, to: &str) -> Vec<String> {
    let files = CatalogueFiles::builtin();
    let text = files.text(file);
    assert!(text.contains(from), "{file} has no `{from}`");
    // A control is renamed with all its parts; anything else is changed once.
    let changed = if from.starts_with('[') && !from.contains(']') {
        text.replace(from, to)
    } else {
        text.replacen(from, to, 1)
    };
    match Catalogue::read(&files.with(file, changed)) {
        Err(Error::Mistakes(mistakes)) => mistakes.iter().map(ToString::to_string).collect(),
        Err(other) => vec![other.to_string()],
        Ok(_) => Vec::new(),
    }
}

fn says(mistakes: &[String], words: &[&str]) -> bool {
    mistakes.iter().any(|mistake| words.iter().all(|word| mistake.contains(word)))
}

#[test]
fn a_control_that_the_program_acts_on_must_exist() {
    let found = after("controls/internet", "[parent-permission", "[parents-permission");
    assert!(
        says(&found, &["internet.parent-permission", "is missing", "internet.parents-permission"]),
        "{found:?}"
    );
}

#[test]
fn a_parameter_that_the_program_reads_must_exist() {
    let found = after("controls/phones", "[put-away.params.state]", "[put-away.params.stat]");
    assert!(says(&found, &["phones.put-away", "the parameter `state` is missing"]), "{found:?}");
}

#[test]
fn a_parameter_that_the_program_reads_has_the_type_that_it_reads() {
    let found = after(
        "controls/phones",
        "[put-away.params.places]\nis = \"places\"",
        "[put-away.params.places]\nis = \"words\"",
    );
    assert!(
        says(&found, &["phones.put-away", "`places` is words, and the program reads places"]),
        "{found:?}"
    );
}

#[test]
fn the_choices_of_a_parameter_are_those_that_the_program_knows() {
    let found = after(
        "controls/phones",
        "of = [\"off\", \"silent\", \"stored\"]",
        "of = [\"off\", \"quiet\", \"stored\"]",
    );
    assert!(says(&found, &["phones.put-away", "`state` offers off, quiet, stored"]), "{found:?}");
}

#[test]
fn a_duty_that_the_program_does_itself_must_exist() {
    let found = after("controls/internet", "id = \"test\"", "id = \"tests\"");
    assert!(says(&found, &["internet.filtering", "the duty `test` is missing"]), "{found:?}");
}

#[test]
fn abilities_roles_and_acts_that_the_program_knows_are_in_the_data() {
    let found = after("kinds", "\"camera\"", "\"kamera\"");
    assert!(says(&found, &["`kamera`", "no ability", "did you mean `camera`?"]), "{found:?}");
    let found = after("roles", "[chair]", "[chairman]");
    assert!(says(&found, &["roles.toml", "`chair` is missing", "did you mean `chairman`?"]), "{found:?}");
    let found = after("acts", "[take-out]", "[takeout]");
    assert!(says(&found, &["acts.toml", "`take-out` is missing", "did you mean `takeout`?"]), "{found:?}");
    let found = after("purposes", "id = \"website\"", "id = \"web site\"");
    assert!(says(&found, &["purposes.toml", "`website` is missing"]), "{found:?}");
    assert_eq!(Ability::named("assistant"), Some(Ability::Assistant));
    assert_eq!((KnownRole::Chair.id(), KnownAct::TakeOut.id()), ("chair", "take-out"));
}

#[test]
fn a_fact_that_nothing_gives_is_refused_with_the_nearest_that_exists() {
    let found = after("facts", "[ratio_holds]", "[ratio_hold]");
    assert!(
        says(&found, &["nothing gives the fact `ratio_hold`", "did you mean `ratio_holds`?"]),
        "{found:?}"
    );
    assert!(says(&found, &["the fact `ratio_holds` is not described"]), "{found:?}");
}

#[test]
fn parameters_come_typed_as_the_clause_has_them() {
    let catalogue = Catalogue::builtin();
    let policy = Policy::compile(builtin_pack("jigsaw", &catalogue).unwrap(), catalogue.clone()).unwrap();
    let all: Vec<Adopted<'_, PutAway>> = policy.adopted().collect();
    assert!(!all.is_empty());
    for one in &all {
        let words: Vec<&str> = one.params.state.iter().map(|state| state.word()).collect();
        assert_eq!(words, one.adoption.params["state"]);
        assert_eq!(*one.params.places, *one.adoption.params["places"]);
        assert!(one.params.state.iter().all(|state| PutAwayState::ALL.contains(state)));
        assert_eq!(one.adoption.control.as_ref(), "phones.put-away");
    }
    assert_eq!(
        policy.adopts::<controls::StaffWatches>(),
        policy.of_control("watches.staff").next().is_some()
    );
    assert_eq!(Every::parse("1 year").map(|every| every.to_string()).as_deref(), Some("every year"));
}

/// What Cedar's validator says of the catalogue after one change that loading it does not notice.
fn rules_after(file: &str, from: &str, to: &str) -> Vec<String> {
    let files = CatalogueFiles::builtin();
    let text = files.text(file);
    assert!(text.contains(from), "{file} has no `{from}`");
    let changed = text.replacen(from, to, 1);
    let catalogue = Catalogue::read(&files.with(file, changed)).unwrap();
    catalogue.rule_mistakes().iter().map(ToString::to_string).collect()
}

#[test]
fn every_rule_of_the_catalogue_is_well_typed() {
    let found = Catalogue::builtin().rule_mistakes();
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn a_rule_that_names_a_fact_that_does_not_exist_is_refused_by_name() {
    let found = after("controls/phones", "context.in_hours", "context.in_hour");
    assert!(
        says(&found, &["phones.put-away", "rule `use`", "`in_hour`", "did you mean `in_hours`?"]),
        "{found:?}"
    );
    let found = after("controls/phones", "{done:assessment}", "{done:assesment}");
    assert!(says(&found, &["phones.safe-place", "rule `assessed`", "is no fact"]), "{found:?}");
}

#[test]
fn a_rule_that_compares_a_yes_or_no_with_a_word_is_refused_by_name() {
    let found = rules_after("controls/phones", "context.in_hours", "context.in_hours == \"yes\"");
    assert!(says(&found, &["phones.put-away", "rule `use`"]), "{found:?}");
    // What stands behind a parameter is checked whatever the parameter says by default.
    let found = rules_after(
        "controls/phones",
        "({is:worn:yes} || !context.worn)",
        "({is:worn:yes} || context.worn == \"\")",
    );
    assert!(says(&found, &["phones.put-away", "rule `use`"]), "{found:?}");
}

#[test]
fn what_a_fact_usually_is_is_of_its_type() {
    let found = after("facts", "is = \"yes-no\"\nusually = false", "is = \"yes-no\"\nusually = \"no\"");
    assert!(says(&found, &["facts.toml", "is not of its type"]), "{found:?}");
}

#[test]
fn what_is_shown_on_no_page_or_turns_on_nothing_is_refused() {
    let found = after("controls/phones", "shown_on = [\"outings\"]", "shown_on = [\"outing\"]");
    assert!(says(&found, &["controls/phones.toml", "outing", "did you mean `outings`?"]), "{found:?}");
    let found = after("controls/phones", "shown_on = [\"outings\"]", "shown_on = []");
    assert!(says(&found, &["no control is shown on Outings"]), "{found:?}");
    let found = after("controls/social", "only_if = { mode = \"never\" }", "only_if = { mode = \"ever\" }");
    assert!(says(&found, &["social.no-naming-setting", "waits for `mode` to be `ever`"]), "{found:?}");
    let found = after("controls/data", "within = \"channels\"", "within = \"channel\"");
    assert!(says(&found, &["data.publication-consent", "`channel`, which is no parameter"]), "{found:?}");
    let found = after("controls/social", "finds = [\"setting-name\"]", "finds = [\"settings-name\"]");
    assert!(says(&found, &["controls/social.toml", "did you mean `setting-name`?"]), "{found:?}");
}

#[test]
fn an_opinion_holds_only_as_the_parameters_of_the_clause_have_it() {
    let catalogue = Catalogue::builtin();
    for (id, _) in belisha_policy::builtin_packs() {
        let policy = Policy::compile(builtin_pack(id, &catalogue).unwrap(), catalogue.clone()).unwrap();
        for adoption in &policy.adoptions {
            for opinion in &adoption.opinions {
                for (param, word) in &opinion.only_if {
                    assert!(adoption.params[param].contains(word), "{id} {}", adoption.control);
                }
                let named = opinion.within.as_ref().map(|param| &adoption.params[param]);
                let left = |outlet: &str| {
                    named.is_none_or(|all| all.is_empty() || all.iter().any(|one| one == outlet))
                };
                assert!(
                    opinion.outlets.iter().all(|outlet| left(outlet.word())),
                    "{id} {}",
                    adoption.control
                );
            }
        }
    }
}

#[test]
fn what_tells_who_a_child_is_is_one_list() {
    let catalogue = Catalogue::builtin();
    for (id, _) in belisha_policy::builtin_packs() {
        let policy = Policy::compile(builtin_pack(id, &catalogue).unwrap(), catalogue.clone()).unwrap();
        let adopted = policy.adoptions.iter().find(|adoption| &*adoption.control == "cameras.publicity");
        let usual = ["name".to_owned(), "sweatshirt".to_owned(), "badge".to_owned()].to_vec();
        let expected = adopted.map_or(usual, |adoption| adoption.params["identifiers"].clone());
        assert_eq!(policy.identifiers(), expected, "{id}");
    }
}
