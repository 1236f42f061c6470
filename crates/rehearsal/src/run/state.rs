//! What is expected of everything that follows from the state: what is due, what is wrong, where clauses stand, what is
//! shown, what is on record.

use super::{concern, pictures};
use crate::scenario::Expect;
use belisha_policy::Policy;
use belisha_setting::due::Status;
use belisha_setting::duties::Subject;
use belisha_setting::{State, attention, due, notices, standing, visitors};
use jiff::Timestamp;

pub(super) fn judge(
    expect: &Expect,
    state: &State,
    policy: &Policy,
    now: Timestamp,
    say: &mut dyn FnMut(String),
) {
    duties(expect, &due::all(state, policy, now), say);
    alarms(expect, &attention::all(state, policy, now), say);
    if !expect.standing.is_empty() || !expect.evidence.is_empty() {
        standings(expect, &standing::all(state, policy, now), say);
    }
    shown(expect, &notices::all(state, policy), say);
    openings(expect, state, say);
    for (id, wanted) in &expect.concern {
        concern::judge(id, wanted, state, policy, now, say);
    }
    pictures::judge(expect, state, policy, now, say);
    versions(expect, state, say);
    let read = visitors::rule(policy);
    for clause in &expect.visitors_read {
        if !read.iter().any(|(rule, _)| **rule == **clause) {
            say(format!("visitors should read {clause}"));
        }
    }
}

fn duties(expect: &Expect, items: &[due::Item], say: &mut dyn FnMut(String)) {
    let find = |named: &str| {
        let (duty, subject) = named.split_once(" of ").unwrap_or((named, "setting"));
        items.iter().find(|item| item.duty == duty && subject_id(&item.subject) == subject)
    };
    let status = |named: &str| find(named).map(|item| &item.status);
    let mut judge = |named: &[String], word: &str, wanted: fn(Option<&Status>) -> bool| {
        for named in named.iter().filter(|named| !wanted(status(named))) {
            say(format!("{named} should be {word}, and is {:?}", status(named)));
        }
    };
    judge(&expect.due, "due", |status| matches!(status, Some(Status::Due { .. })));
    judge(&expect.overdue, "overdue", |status| {
        matches!(status, Some(Status::Overdue { .. } | Status::Failed { .. }))
    });
    judge(&expect.not_due, "done or not asked", |status| matches!(status, None | Some(Status::Done { .. })));
    for (named, words) in &expect.due_says {
        let item = find(named);
        if !item.is_some_and(|item| item.does.contains(words.as_str())) {
            say(format!("{named} should say \"{words}\", and says {:?}", item.map(|item| &item.does)));
        }
    }
}

fn alarms(expect: &Expect, alarms: &[attention::Alarm], say: &mut dyn FnMut(String)) {
    let rings = |named: &str| {
        let (clause, about) = named.split_once(" about ").unwrap_or((named, ""));
        let of_clause = alarms.iter().filter(|alarm| alarm.clauses.iter().any(|cited| cited == clause));
        of_clause.into_iter().any(|alarm| about.is_empty() || alarm.about == about)
    };
    let listed = || {
        let each = alarms.iter().map(|alarm| format!("{:?} about {}", alarm.clauses, alarm.about));
        each.collect::<Vec<_>>()
    };
    for named in expect.alarms.iter().filter(|named| !rings(named)) {
        say(format!("the alarm {named} is missing; there are {:?}", listed()));
    }
    for named in expect.no_alarms.iter().filter(|named| rings(named)) {
        say(format!("the alarm {named} should not be there"));
    }
}

fn standings(expect: &Expect, standings: &[standing::ClauseStanding], say: &mut dyn FnMut(String)) {
    let find = |clause: &str| standings.iter().find(|standing| standing.clause == *clause);
    for (clause, wanted) in &expect.standing {
        let found = find(clause);
        if found.is_none_or(|found| found.standing != *wanted) {
            let is = found.map_or("not there".to_owned(), |found| {
                let words: Vec<&str> = found.evidence.iter().map(|piece| piece.words.as_str()).collect();
                format!("{} ({})", found.standing.words(), words.join("; "))
            });
            say(format!("{clause} should be {}, and is {is}", wanted.words()));
        }
    }
    for (clause, controls) in &expect.evidence {
        let given = |control: &&String| {
            find(clause).is_some_and(|found| found.evidence.iter().any(|piece| piece.control == **control))
        };
        for control in controls.iter().filter(|control| !given(control)) {
            say(format!("{clause} should have evidence from `{control}`"));
        }
    }
}

fn shown(expect: &Expect, notices: &[notices::Notice], say: &mut dyn FnMut(String)) {
    let says = |clause: &str, words: &str| {
        notices.iter().any(|notice| notice.clause == *clause && notice.words.contains(words))
    };
    for (clause, words) in expect.shown.iter().filter(|(clause, words)| !says(clause, words)) {
        say(format!("{clause} should put \"{words}\" on pages"));
    }
    for (clause, words) in expect.not_shown.iter().filter(|(clause, words)| says(clause, words)) {
        say(format!("{clause} should not put \"{words}\" on pages"));
    }
}

fn openings(expect: &Expect, state: &State, say: &mut dyn FnMut(String)) {
    for (id, wanted) in &expect.openings {
        let opened = state.records.openings.iter().find(|(subject, _)| subject_id(subject) == id);
        let times = opened.map_or(0, |(_, opening)| opening.times);
        if times != *wanted {
            say(format!("the record of {id} was opened {times} times"));
        }
    }
}

fn versions(expect: &Expect, state: &State, say: &mut dyn FnMut(String)) {
    let on_record = |wanted: &String| {
        let mut versions = state.adoption.versions.iter();
        versions.any(|adopted| adopted.version == *wanted && !adopted.text.is_empty())
    };
    for version in expect.versions.iter().filter(|version| !on_record(version)) {
        say(format!("the version of {version} should be there to read"));
    }
}

fn subject_id(subject: &Subject) -> &str {
    match subject {
        Subject::Setting => "setting",
        Subject::Person(id) => id.as_str(),
        Subject::Device(id) => id.as_str(),
        Subject::Place(id) => id.as_str(),
        Subject::Child(id) => id.as_str(),
        Subject::Mailbox(id) => id.as_str(),
        Subject::Occasion(id) => id.as_str(),
        Subject::Kind(id) | Subject::Policy(id) => id,
        Subject::Friendship(id) => id.as_str(),
        Subject::Tool(id) => id.as_str(),
        Subject::Assessment(id) => id.as_str(),
    }
}
