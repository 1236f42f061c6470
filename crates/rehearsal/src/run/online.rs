//! What a scenario expects of a look-up, and of supervised sessions.

use crate::scenario::{Expect, LookUpText};
use belisha_policy::Policy;
use belisha_setting::internet::{self, LookUp};
use belisha_setting::{DeviceId, SessionId, State};
use jiff::Timestamp;

pub(super) fn judge(
    look_up: &LookUpText,
    expect: &Expect,
    state: &State,
    policy: &Policy,
    now: Timestamp,
    say: &mut dyn FnMut(String),
) {
    let device = DeviceId::from(look_up.device.as_str());
    let door = match state.devices.all.contains_key(&device) {
        true => internet::door(&device, state, policy, now),
        false => internet::visitors(state, policy, now),
    };
    let answer = door.look_up(&look_up.name, policy, now);
    let (resolves, says, clauses) = match &answer {
        LookUp::Resolves => (true, "", &[][..]),
        LookUp::Refused(why) => (false, why.says.as_str(), why.clauses.as_slice()),
    };
    let is = format!(
        "{} {} ({says}, {clauses:?})",
        look_up.name,
        if resolves { "resolves" } else { "is refused" }
    );
    if expect.resolves.is_some_and(|wanted| wanted != resolves) {
        say(format!("it should be otherwise: {is}"));
    }
    for clause in expect.clauses.iter().filter(|clause| !clauses.contains(clause)) {
        say(format!("{clause} should have shut it: {is}"));
    }
    for clause in expect.no_clauses.iter().filter(|clause| clauses.contains(clause)) {
        say(format!("{clause} should not have shut it: {is}"));
    }
    for words in expect.says.iter().filter(|words| !says.contains(words.as_str())) {
        say(format!("it does not say \"{words}\": {is}"));
    }
}

pub(super) fn sessions(expect: &Expect, state: &State, now: Timestamp, say: &mut dyn FnMut(String)) {
    for (id, wanted) in &expect.session {
        let known = state.online.sessions.get(&SessionId::from(id.as_str()));
        let Some(known) = known else {
            say(format!("there is no session {id}"));
            continue;
        };
        let is = known.over(now).map_or("open", |(_, end)| end.words());
        if !is.contains(wanted.as_str()) {
            say(format!("session {id} should be {wanted}, and is: {is}"));
        }
    }
}
