//! What is expected of pictures, of a month of them, and of permissions.

use crate::scenario::{Expect, MonthExpect, PictureExpect};
use belisha_policy::KnownRole;
use belisha_policy::Policy;
use belisha_setting::{State, date_of, occasions, permissions, pictures};
use jiff::Timestamp;

pub(super) fn judge(
    expect: &Expect,
    state: &State,
    policy: &Policy,
    now: Timestamp,
    say: &mut dyn FnMut(String),
) {
    for (id, wanted) in &expect.pictures {
        picture(id, wanted, state, policy, say);
    }
    for (name, wanted) in &expect.month {
        month(name, wanted, state, say);
    }
    let recalls = pictures::recalls(state, policy);
    let listed: Vec<String> = recalls.iter().map(|known| format!("{}: {}", known.went, known.todo)).collect();
    for words in
        expect.recall.iter().filter(|words| !listed.iter().any(|known| known.contains(words.as_str())))
    {
        say(format!("nothing to call back says \"{words}\"; there are {listed:?}"));
    }
    if expect.no_recall && !listed.is_empty() {
        say(format!("nothing should be called back; there are {listed:?}"));
    }
    for (wanted, lists) in [(true, &expect.permitted), (false, &expect.not_permitted)] {
        for (purpose, children) in lists {
            for child in children {
                let standing = permissions::standing(&child.as_str().into(), purpose, date_of(now), state);
                if standing.permits() != wanted {
                    say(format!("{child} for {purpose}: {}", standing.words()));
                }
            }
        }
    }
    if let Some(wanted) = &expect.unread_by {
        let team =
            state.people.here().filter(|(_, person)| person.has_role(KnownRole::Team, &policy.catalogue));
        let unread: Vec<&str> = team
            .filter(|(id, _)| state.permissions.unread(id).next().is_some())
            .map(|(id, _)| id.as_str())
            .collect();
        same(wanted, &unread, "have not read what changed", say);
    }
    for (id, wanted) in &expect.event_lacks {
        let Some(known) = state.occasions.all.get(id.as_str()) else {
            say(format!("there is no event {id}"));
            continue;
        };
        let lacking = occasions::without_permission(known, state);
        let lacking: Vec<&str> = lacking.iter().map(|child| child.as_str()).collect();
        same(wanted, &lacking, "lack permission", say);
    }
}

fn same(wanted: &[String], is: &[&str], what: &str, say: &mut dyn FnMut(String)) {
    let (mut wanted, mut is): (Vec<&str>, Vec<&str>) =
        (wanted.iter().map(String::as_str).collect(), is.to_vec());
    wanted.sort_unstable();
    is.sort_unstable();
    if wanted != is {
        say(format!("those who {what} should be {wanted:?}, and are {is:?}"));
    }
}

fn picture(id: &str, wanted: &PictureExpect, state: &State, policy: &Policy, say: &mut dyn FnMut(String)) {
    let Some(known) = state.pictures.all.get(id) else {
        say(format!("there is no picture {id}"));
        return;
    };
    let erase_by = pictures::erase_by(known, state, policy);
    if wanted.erase_by.is_some() && erase_by != wanted.erase_by {
        say(format!("{id} is erased by {erase_by:?}"));
    }
    for (wanted, is, what) in
        [(wanted.erased, known.erased.is_some(), "erased"), (wanted.gone, known.gone, "gone")]
    {
        if wanted.is_some_and(|wanted| wanted != is) {
            say(format!("{id}: {what} is {is}"));
        }
    }
    if let Some(wanted) = &wanted.visible {
        let visible: Vec<&str> = known.visible().iter().map(|child| child.as_str()).collect();
        same(wanted, &visible, "can be seen", say);
    }
    if let Some(wanted) = &wanted.against {
        let against = pictures::against(known, state);
        let against: Vec<&str> = against.iter().map(|known| known.child.as_str()).collect();
        same(wanted, &against, "can be seen without permission", say);
    }
    if wanted.device.as_ref().is_some_and(|device| *device != known.shot.device.as_str()) {
        say(format!("{id} was made with {}", known.shot.device));
    }
    let uses = known.live().count();
    if wanted.uses.is_some_and(|wanted| wanted != uses) {
        say(format!("{id} has {uses} uses that go on"));
    }
}

fn month(name: &str, wanted: &MonthExpect, state: &State, say: &mut dyn FnMut(String)) {
    let Ok(day) = format!("{name}-01").parse() else {
        say(format!("`{name}` is no month such as 2026-09"));
        return;
    };
    let is = pictures::month(day, state);
    if wanted.total.is_some_and(|total| total != is.total) {
        say(format!("{} pictures were taken in {name}", is.total));
    }
    let mut counted =
        |wanted: &std::collections::BTreeMap<String, usize>, is: Vec<(&str, usize)>, what: &str| {
            for (id, count) in wanted {
                let known = is.iter().find(|(known, _)| known == id).map(|(_, count)| *count);
                if known != Some(*count) {
                    say(format!("{what} {id}: {known:?} pictures in {name}"));
                }
            }
        };
    counted(&wanted.people, is.people.iter().map(|known| (known.of.as_str(), known.count)).collect(), "by");
    counted(
        &wanted.children,
        is.children.iter().map(|known| (known.of.as_str(), known.count)).collect(),
        "of",
    );
    counted(
        &wanted.devices,
        is.devices.iter().map(|known| (known.of.as_str(), known.count)).collect(),
        "with",
    );
    counted(
        &wanted.purposes,
        is.purposes.iter().map(|known| (known.of.as_str(), known.count)).collect(),
        "for",
    );
    if let Some(wanted) = &wanted.outliers {
        let pairs: Vec<String> =
            is.pairs.iter().map(|(person, child, _)| format!("{person} of {child}")).collect();
        let pairs: Vec<&str> = pairs.iter().map(String::as_str).collect();
        same(wanted, &pairs, "stand out", say);
    }
    if let Some(wanted) = &wanted.out_of_hours {
        let people: Vec<&str> = is.out_of_hours.iter().map(|(person, _)| person.as_str()).collect();
        same(wanted, &people, "took pictures out of hours", say);
    }
}
