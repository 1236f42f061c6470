//! Where each clause stands, with the evidence behind it.

use crate::reading::attention::look;
use crate::reading::due::item::{Item, Status};
use crate::reading::due::{items, subjects};
use crate::reading::standing::evidence::{ClauseStanding, Evidence};
use crate::reading::standing::level::Standing;
use crate::reading::wording::evidence;
use crate::record::moment::date_of;
use crate::record::state::State;
use crate::registers::channels::watch;
use crate::registers::concerns::{route, tally};
use crate::registers::duties::event::Subject;
use belisha_policy::Shows;
use belisha_policy::{Adoption, Carrying, Clause, Policy};
use jiff::Timestamp;

/// Where every clause stands now.
pub fn all(state: &State, policy: &Policy, now: Timestamp) -> Vec<ClauseStanding> {
    let items = items::all(state, policy, now);
    policy.pack.clauses.iter().map(|clause| standing_of_clause(clause, state, policy, now, &items)).collect()
}

fn standing_of_clause(
    clause: &Clause,
    state: &State,
    policy: &Policy,
    now: Timestamp,
    items: &[Item],
) -> ClauseStanding {
    let mut evidence = Vec::new();
    for adoption in policy.of_clause(&clause.id) {
        evidence.extend(of_adoption(adoption, state, policy, now, items));
    }
    let says = |standing, words| Evidence { control: clause.id.clone(), standing, words, line: None };
    match &clause.carrying {
        Carrying::InPart(missing) => {
            evidence.push(says(Standing::InPart, format!("carried out in part; not this: {missing}")));
        }
        Carrying::ByHand(what) => evidence.push(by_hand(clause, what, state)),
        Carrying::CarriedOut | Carrying::Statement => {}
    }
    let standing = evidence.iter().map(|piece| piece.standing).max().unwrap_or(Standing::NotStarted);
    ClauseStanding { clause: clause.id.clone(), standing, evidence }
}

fn of_adoption(
    adoption: &Adoption,
    state: &State,
    policy: &Policy,
    now: Timestamp,
    items: &[Item],
) -> Vec<Evidence> {
    let piece = |standing, words: String, line| Evidence {
        control: adoption.control.to_string(),
        standing,
        words,
        line,
    };
    if let Some(missing) = &adoption.not_yet {
        return vec![piece(Standing::NotYetCarriedOut, format!("not yet carried out: {missing}"), None)];
    }
    if state.adoption.in_force().is_none() {
        return vec![piece(Standing::NotStarted, "the policy has not been adopted".into(), None)];
    }
    let mut found = Vec::new();
    if adoption.signed {
        found.push(signatures(adoption, state, policy));
    }
    let prefix = format!("{}/", adoption.control);
    let mine = |item: &&Item| {
        item.duty.starts_with(&prefix) && item.clauses.iter().any(|known| **known == *adoption.clause)
    };
    let mine: Vec<&Item> = items.iter().filter(mine).collect();
    // Nobody is asked for a fact: that none is on record shows nothing.
    let of_adoption = |duty: &&belisha_policy::DutyInForce| {
        duty.clause == adoption.clause && duty.key.starts_with(&prefix) && !duty.optional
    };
    let asked = policy.duties.iter().any(|duty| of_adoption(&duty));
    if asked && mine.is_empty() {
        found.push(piece(Standing::Kept, "nothing on the registers needs it yet".into(), None));
    }
    for item in mine {
        let last = state.duties.last(&item.duty, &item.subject);
        let (standing, words) = match &item.status {
            Status::Done { next } => {
                let when = last.map_or(String::new(), |last| format!(" on {}", last.date()));
                let next = next.map_or(String::new(), |next| format!("; again by {next}"));
                (Standing::Kept, format!("done{when}: {}{next}", item.does))
            }
            Status::Due { by } => (Standing::Due, format!("due by {by}: {}", item.does)),
            Status::Overdue { by } => (Standing::Broken, format!("overdue since {by}: {}", item.does)),
            Status::Failed { on } => {
                (Standing::Broken, format!("failed on {on}, nothing put right yet: {}", item.does))
            }
        };
        found.push(piece(standing, words, last.map(|last| last.line)));
    }
    for watch in &adoption.watches {
        let wrong = look::look(*watch, adoption, state, policy, now);
        if wrong.is_empty() {
            found.push(piece(Standing::Kept, "looked out for all day; nothing is wrong now".into(), None));
        }
        found.extend(wrong.into_iter().map(|(_, words)| piece(Standing::Broken, words, None)));
    }
    found.extend(routed(adoption, state, policy, now).map(|(standing, words)| piece(standing, words, None)));
    found.extend(
        shown(adoption, state, policy).into_iter().map(|(standing, words)| piece(standing, words, None)),
    );
    let of_channels = watch::evidence(adoption, state).into_iter();
    let of_words = evidence::evidence(adoption, state).into_iter();
    found.extend(of_channels.chain(of_words).map(|(standing, words)| piece(standing, words, None)));
    if adoption.rules > 0 {
        let since = state.adoption.since().unwrap_or_else(|| date_of(now));
        found.push(piece(Standing::Kept, format!("its rules decide every question since {since}"), None));
    }
    found
}

/// What people do by hand: the latest evidence of it, or that there is none.
fn by_hand(clause: &Clause, what: &str, state: &State) -> Evidence {
    let key = format!("{}/{}", clause.id, belisha_policy::BY_HAND);
    let last = state.duties.last(&key, &Subject::Setting);
    let words = match last {
        Some(last) => format!("done by hand ({what}); evidence of {}: {}", last.date(), last.note.words()),
        None => format!("done by hand ({what}); no evidence has been put in"),
    };
    Evidence {
        control: clause.id.clone(),
        standing: Standing::ByHand,
        words,
        line: last.map(|last| last.line),
    }
}

fn signatures(adoption: &Adoption, state: &State, policy: &Policy) -> Evidence {
    let in_scope: Vec<_> =
        state.people.here().filter(|(_, person)| subjects::in_scope(person, policy)).collect();
    let unsigned: Vec<String> = in_scope
        .iter()
        .filter(|(id, _)| !state.adoption.signed_by(id))
        .map(|(_, person)| person.name.words().to_owned())
        .collect();
    let signed = in_scope.len() - unsigned.len();
    let standing = match (signed, unsigned.len()) {
        (0, _) => Standing::NotStarted,
        (_, 0) => Standing::Kept,
        _ => Standing::Due,
    };
    let mut words = format!("signed by {signed} of {}", in_scope.len());
    if !unsigned.is_empty() && signed > 0 {
        words.push_str(&format!("; not yet by {}", belisha_policy::join_and(&unsigned)));
    }
    Evidence { control: adoption.control.to_string(), standing, words, line: None }
}

/// Whether concerns that went this way are within its times. How many there are, and which, is for their routes alone.
fn routed(adoption: &Adoption, state: &State, policy: &Policy, now: Timestamp) -> Option<(Standing, String)> {
    let mine = |route: &&belisha_policy::RouteInForce| {
        route.clause == adoption.clause && route.control == adoption.control
    };
    let route = policy.routes.iter().find(mine)?;
    let late = !route.quiet
        && state.concerns.open().any(|(_, concern)| {
            let way = route::route(concern, state, policy, now);
            !way.quiet
                && way
                    .steps
                    .iter()
                    .any(|step| step.late(now) && step.clauses.contains(&route.clause.to_string()))
        });
    Some(if late {
        (
            Standing::Broken,
            "a concern that went this way waits for a step that is late; its route sees which".into(),
        )
    } else {
        (Standing::Kept, "concerns go this way, and each stays open until its steps are on record".into())
    })
}

/// What the control puts on pages, where that needs something on record.
fn shown(adoption: &Adoption, state: &State, policy: &Policy) -> Vec<(Standing, String)> {
    match adoption.shows {
        Some(Shows::Number) if state.profile.number.is_empty() => {
            vec![(Standing::Due, "the setting's number is not on record yet".to_owned())]
        }
        Some(Shows::Number) => vec![(Standing::Kept, "the number is on every staff page".to_owned())],
        Some(Shows::Risks) => {
            let counted: Vec<String> =
                state.duties.risks.iter().map(|(risk, count)| format!("{} {count}", risk.word())).collect();
            let raised: Vec<String> = tally::by_risk(state, policy)
                .iter()
                .map(|(risk, count)| format!("{} {count}", risk.word()))
                .collect();
            let raised = if raised.is_empty() { "none yet".to_owned() } else { raised.join(", ") };
            let words = if counted.is_empty() { "nothing filed yet".to_owned() } else { counted.join(", ") };
            vec![(Standing::Kept, format!("assessments filed by risk: {words}; concerns: {raised}"))]
        }
        Some(Shows::Posts | Shows::Links | Shows::Resources | Shows::AssistantNotice) | None => Vec::new(),
    }
}

/// How many clauses stand where.
pub fn counts(standings: &[ClauseStanding]) -> Vec<(Standing, usize)> {
    use Standing::{Broken, ByHand, Due, InPart, Kept, NotStarted, NotYetCarriedOut};
    [Kept, ByHand, Due, NotStarted, Broken, InPart, NotYetCarriedOut]
        .into_iter()
        .map(|standing| (standing, standings.iter().filter(|known| known.standing == standing).count()))
        .collect()
}
