//! A whole decision beside bare Cedar on the same rules.

use crate::table::{Table, in_turn, short, time};
use belisha_policy::{Catalogue, Clause, Fact, Facts, Pack, Policy, Supposed, Value, builtin_pack};
use belisha_rehearsal::story::{Scale, Telling, tell};
use belisha_setting::{Question, ask};
use cedar_policy::{Authorizer, Context, Entities, EntityUid, PolicySet, Request, RestrictedExpression};
use std::hint::black_box;
use std::time::Duration;

const EACH: u32 = 500;

pub(crate) fn measure(table: &mut Table) -> anyhow::Result<()> {
    let catalogue = Catalogue::builtin();
    let id = "all-saints";
    let pack = builtin_pack(id, &catalogue)?;
    let policy = Policy::compile(pack.clone(), catalogue.clone())?;
    let text =
        belisha_policy::builtin_packs().iter().find(|(known, _)| *known == id).map_or("", |(_, text)| text);
    let until = "2026-09-16T10:00:00Z".parse()?;
    let scale = Scale { adults: 15, children: 60, weeks: 4 };
    let story = tell(&Telling { policy: text, scale, until, seed: 1, hash: &|_| "$argon2id$".into() })?;
    let question = Question {
        act: "use".into(),
        who: Some("p2".into()),
        device: Some("phone".into()),
        owner: Some("personal".into()),
        place: Some("play room".into()),
        ..Question::default()
    };
    let decided = belisha_setting::ask::verdict(&story.state, &policy, until, &question);
    anyhow::ensure!(
        decided.word() == "no",
        "the question measured should be refused, and is {}",
        decided.word()
    );

    // Bare Cedar: the same rules, the request ready made.
    let policies: PolicySet = policy.cedar("use").parse()?;
    let asker: EntityUid = "Belisha::\"question\"".parse()?;
    let request = Request::new(asker.clone(), asker.clone(), asker, context(&policy, &catalogue)?, None)?;
    let (authorizer, entities) = (Authorizer::new(), Entities::empty());
    let bare = || repeat(|| black_box(authorizer.is_authorized(black_box(&request), &policies, &entities)));
    let whole = || {
        repeat(|| {
            black_box(belisha_setting::ask::verdict(&story.state, &policy, until, black_box(&question)))
        })
    };
    let (ours, beside, ratio) = in_turn(whole, bare);
    let rules = policy.rules("use").len();
    let name = format!("a whole decision / bare `is_authorized` on the same {rules} rules");
    table.at_most(&name, short(ours / EACH), short(beside / EACH), ratio, 1.3);

    let doubled = Policy::compile(doubled(&pack, &policy), catalogue)?;
    let other = || {
        repeat(|| {
            black_box(belisha_setting::ask::verdict(&story.state, &doubled, until, black_box(&question)))
        })
    };
    let (ours, beside, ratio) = in_turn(other, whole);
    table.at_most(
        "the same with the pack's other clauses doubled",
        short(ours / EACH),
        short(beside / EACH),
        ratio,
        1.1,
    );

    let remedies = || repeat(|| black_box(ask(&story.state, &policy, until, black_box(&question))));
    let (ours, beside, ratio) = in_turn(remedies, whole);
    table.at_most(
        "a no with its remedies / a decision",
        short(ours / EACH),
        short(beside / EACH),
        ratio,
        20.0,
    );
    Ok(())
}

fn repeat<T>(mut work: impl FnMut() -> T) -> Duration {
    time(|| (0..EACH).for_each(|_| drop(work()))).1
}

/// The facts of the question measured, all of them, as a context ready made.
fn context(policy: &Policy, catalogue: &Catalogue) -> anyhow::Result<Context> {
    let mut facts = Supposed::new(catalogue.usually());
    facts.suppose(Fact::Owner, "personal").suppose(Fact::Place, "play room");
    for fact in [Fact::Calls, Fact::Messages, Fact::Internet, Fact::Camera] {
        facts.suppose(fact, true);
    }
    let text = policy.cedar("use");
    let mut names: Vec<&str> = text
        .split("\"")
        .chain(text.split("context."))
        .filter_map(|part| part.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next())
        .collect();
    names.sort_unstable();
    names.dedup();
    let pairs = names.into_iter().filter_map(|name| {
        let value = match Fact::named(name) {
            Some(fact) => match facts.get(&belisha_policy::FactKey::Known(fact)) {
                Value::Bool(yes) => RestrictedExpression::new_bool(yes),
                Value::Word(word) => RestrictedExpression::new_string(word.into_owned()),
                Value::Number(number) => RestrictedExpression::new_long(number),
                Value::Words(words) => RestrictedExpression::new_set(
                    words.into_iter().map(|word| RestrictedExpression::new_string(word.into_owned())),
                ),
            },
            None if name.starts_with("done__") => RestrictedExpression::new_bool(false),
            None => return None,
        };
        Some((name.to_owned(), value))
    });
    Ok(Context::from_pairs(pairs)?)
}

/// The pack with every clause that has no rule about the act there twice.
fn doubled(pack: &Pack, policy: &Policy) -> Pack {
    let about = |clause: &Clause| policy.rules("use").iter().any(|rule| *rule.clause == *clause.id);
    let again = pack.clauses.iter().filter(|clause| !about(clause));
    let again: Vec<Clause> =
        again.map(|clause| Clause { id: format!("{}b", clause.id), ..clause.clone() }).collect();
    let mut pack = pack.clone();
    pack.clauses.extend(again);
    pack
}
