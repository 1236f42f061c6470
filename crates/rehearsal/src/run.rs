//! Running a scenario.

mod concern;
mod online;
mod pictures;
mod state;

use crate::scenario::{ChildText, Expect, PersonText, Scenario, Step};
use belisha_policy::Policy;
use belisha_setting::adoption::{self, Event as Adopted};
use belisha_setting::in_memory::carry_out;
use belisha_setting::{
    Answer, Author, Command, Event, Line, Refusal, State, ask, children, devices, from_london, people,
    places, profile,
};
use jiff::Timestamp;
use jiff::civil::{Date, Time};

/// Something that was not as expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The step, from 1; 0 when the scenario could not begin.
    pub step: usize,
    /// What was not as expected.
    pub fault: String,
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "step {}: {}", self.step, self.fault)
    }
}

/// Runs a scenario against a policy. An empty list is a pass.
pub fn run(scenario: &Scenario, policy: Policy) -> Vec<Failure> {
    let mut stage = match Stage::set(scenario, policy) {
        Ok(stage) => stage,
        Err(fault) => return vec![Failure { step: 0, fault }],
    };
    let mut failures = Vec::new();
    for (at, step) in scenario.step.iter().enumerate() {
        let mut say = |fault: String| failures.push(Failure { step: at + 1, fault });
        if let Err(fault) = stage.step(step, &mut say) {
            say(fault);
            break;
        }
    }
    failures
}

struct Stage {
    state: State,
    policy: Policy,
    now: Timestamp,
    day: Date,
}

impl Stage {
    fn set(scenario: &Scenario, policy: Policy) -> Result<Self, String> {
        let now =
            from_london(scenario.starts, Time::constant(7, 0, 0, 0)).ok_or("the first day is no day")?;
        let mut stage = Self { state: State::default(), policy, now, day: scenario.starts };
        let name = scenario.setting.clone().unwrap_or_else(|| "The rehearsed setting".to_owned());
        stage.must(Command::Setting(profile::Command::Found { name, number: scenario.number.clone() }))?;
        stage.adopted(stage.policy.pack.version.clone());
        for weekday in 1..=5 {
            let (from, to) = (Some(Time::constant(8, 30, 0, 0)), Some(Time::constant(15, 30, 0, 0)));
            stage.must(Command::Setting(profile::Command::SetHours { weekday, from, to }))?;
        }
        let of_pack = stage.policy.pack.places.clone();
        for place in of_pack {
            let id = place.name.replace(' ', "-").into();
            let (name, kind) = (place.name, place.kind);
            let set = places::Command::Set {
                place: id,
                name,
                kind,
                children: place.children,
                sighted: place.sighted,
                store: place.store,
            };
            stage.must(Command::Places(set))?;
        }
        for (name, place) in &scenario.places {
            let set = places::Command::Set {
                place: name.replace(' ', "-").into(),
                name: name.clone(),
                kind: place.kind.clone(),
                children: place.children,
                sighted: place.sighted,
                store: place.store,
            };
            stage.must(Command::Places(set))?;
        }
        for (id, person) in &scenario.people {
            stage.must(person_added(id, person))?;
        }
        for (id, child) in &scenario.children {
            stage.must(child_added(id, child))?;
        }
        for (id, can) in &scenario.kinds {
            let set = devices::Command::SetKind {
                kind: id.clone(),
                title: id.clone(),
                can: can.clone(),
                sim: false,
            };
            stage.must(Command::Devices(set))?;
        }
        for (id, device) in &scenario.devices {
            stage.must(device.set(id)?)?;
        }
        Ok(stage)
    }

    fn must(&mut self, command: Command) -> Result<(), String> {
        self.give(command, &Author::Program).map_err(|refusal| format!("setting the stage: {refusal}"))
    }

    fn give(&mut self, command: Command, author: &Author) -> Result<(), Refusal> {
        carry_out(&mut self.state, command, &self.policy, self.now, author).map(|_| ())
    }

    fn apply(&mut self, event: Event, author: Author) {
        let line = Line { seq: self.state.lines, at: self.now, author, event };
        self.state.apply(&line);
    }

    /// The policy in hand is adopted under a version. Its text is not needed: it is compiled already.
    fn adopted(&mut self, version: String) {
        let policy = self.policy.pack.id.clone();
        let builtin = belisha_policy::pack_text(&policy);
        let old = format!("version = \"{}\"", self.policy.pack.version);
        let text = builtin.unwrap_or_default().replacen(&old, &format!("version = \"{version}\""), 1);
        let event = Adopted::Adopted { policy, version: version.clone(), text };
        self.policy.pack.version = version;
        self.apply(Event::Policy(event), Author::Program);
    }

    fn step(&mut self, step: &Step, say: &mut dyn FnMut(String)) -> Result<(), String> {
        if let Some(at) = &step.at {
            self.move_to(at)?;
        }
        let author = step.by.as_ref().map_or(Author::Program, |by| {
            match self.state.devices.all.get_key_value(by.as_str()) {
                Some((door, _)) => Author::Door(door.clone()),
                None => Author::Person(by.as_str().into()),
            }
        });
        if let Some(version) = &step.adopt {
            self.adopted(version.clone());
        }
        for person in &step.sign {
            let person: belisha_setting::PersonId = person.as_str().into();
            let version = self.policy.pack.version.clone();
            let sign = Command::Policy(adoption::Command::Sign { person: person.clone(), version });
            self.give(sign, &Author::Person(person)).map_err(|refusal| refusal.to_string())?;
        }
        if let Some(command) = &step.command {
            let result = self.give(command.clone(), &author);
            judge_command(&step.expect, result, say);
        }
        if let Some(question) = &step.ask {
            judge_answer(&step.expect, &ask(&self.state, &self.policy, self.now, question), say);
        }
        if let Some(words) = &step.words {
            crate::words::judge(words, &step.expect, &self.state, &self.policy, say);
        }
        if let Some(look_up) = &step.look_up {
            online::judge(look_up, &step.expect, &self.state, &self.policy, self.now, say);
        }
        online::sessions(&step.expect, &self.state, self.now, say);
        state::judge(&step.expect, &self.state, &self.policy, self.now, say);
        Ok(())
    }

    fn move_to(&mut self, at: &str) -> Result<(), String> {
        let (day, time) = match at.split_once(' ') {
            Some((day, time)) => (day.parse::<Date>().map_err(|_| format!("`{day}` is no date"))?, time),
            None => (self.day, at),
        };
        let time: Time =
            format!("{time}:00").parse().map_err(|_| format!("`{time}` is no time such as 09:00"))?;
        let now = from_london(day, time).ok_or("there is no such moment")?;
        if now < self.now {
            return Err(format!("`{at}` is before the step before it"));
        }
        (self.now, self.day) = (now, day);
        Ok(())
    }
}

fn person_added(id: &str, person: &PersonText) -> Command {
    let (name, roles, counted) = match person {
        PersonText::Role(role) => (id.to_owned(), vec![role.clone()], false),
        PersonText::Roles(roles) => (id.to_owned(), roles.clone(), false),
        PersonText::Full { name, roles, counted } => {
            (name.clone().unwrap_or_else(|| id.to_owned()), roles.clone(), *counted)
        }
    };
    Command::People(people::Command::Add { person: id.into(), name, roles, counted, level: None })
}

fn child_added(id: &str, child: &ChildText) -> Command {
    let (name, born, family) = match child {
        ChildText::Born(born) => (None, *born, String::new()),
        ChildText::Full { name, born, family } => (name.clone(), *born, family.clone()),
    };
    let name = name.unwrap_or_else(|| id.to_owned());
    Command::Children(children::Command::Add { child: id.into(), name, born, family })
}

fn judge_command(expect: &Expect, result: Result<(), Refusal>, say: &mut dyn FnMut(String)) {
    match (&expect.refused, result) {
        (None, Ok(())) => {}
        (None, Err(refusal)) => say(format!("was refused: {refusal}")),
        (Some(_), Ok(())) => say("was carried out and should have been refused".to_owned()),
        (Some(wanted), Err(refusal)) => {
            let cited = refusal.clauses();
            for clause in wanted.iter().filter(|clause| !cited.contains(&clause.as_str())) {
                say(format!("was refused, but not by {clause}: {refusal}"));
            }
            if wanted.is_empty() && !cited.is_empty() {
                say(format!("was refused by the policy, and should have been for another reason: {refusal}"));
            }
            let sentence = refusal.to_string();
            for words in expect.says.iter().filter(|words| !sentence.contains(words.as_str())) {
                say(format!("the refusal does not say \"{words}\": {sentence}"));
            }
        }
    }
}

fn judge_answer(expect: &Expect, answer: &Answer, say: &mut dyn FnMut(String)) {
    let is = format!("{} by {:?}", answer.word(), answer.verdict.clauses());
    // Where the answer turns on what was not said, it is the strictest until that is said.
    let given = [answer.word(), answer.verdict.word()];
    if expect.verdict.as_ref().is_some_and(|wanted| !given.contains(&wanted.as_str())) {
        say(format!("the answer should be {}, and is {is}", expect.verdict.as_deref().unwrap_or_default()));
    }
    for clause in expect.clauses.iter().filter(|clause| !answer.verdict.clauses().contains(&clause.as_str()))
    {
        say(format!("{clause} should have decided; the answer is {is}"));
    }
    for clause in
        expect.no_clauses.iter().filter(|clause| answer.verdict.clauses().contains(&clause.as_str()))
    {
        say(format!("{clause} should not have decided; the answer is {is}"));
    }
    for name in expect.asks.iter().filter(|name| !answer.asks.iter().any(|asked| asked.name == **name)) {
        say(format!("`{name}` should have been asked for; the answer is {is}"));
    }
    if expect.verdict.as_deref() != Some("not understood") {
        answer.unknown.iter().for_each(|unknown| say(format!("not understood: {unknown}")));
    }
    let remedies: Vec<String> = answer.remedies.iter().map(ToString::to_string).collect();
    for words in &expect.remedies {
        if !remedies.iter().any(|remedy| words.iter().all(|word| remedy.contains(word.as_str()))) {
            say(format!("no remedy says {words:?}; there are {remedies:?}"));
        }
    }
    let sentence = answer.sum.clone().unwrap_or_default();
    for words in expect.says.iter().filter(|words| !sentence.contains(words.as_str())) {
        say(format!("the answer does not say \"{words}\": {sentence}"));
    }
}
