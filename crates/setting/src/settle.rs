//! What an event of one register does to another: an assessment made is its duty done, a friendship ends with whoever
//! leaves.

use crate::assessments;
use crate::duties::{self, Duties, Risk, Subject};
use crate::friendships::{self, AGREEMENT, REVIEW, TOLD};
use crate::online::End;
use crate::pictures::To;
use crate::private::{Private, SETTING};
use crate::state::{Event, Line, State};
use crate::tools::{self, PERMITTED};
use crate::{adoption, children, day, devices, journeys, occasions, outings, people, posts};
use jiff::civil::Date;

/// Settles the other registers after an event has been applied to its own.
pub(crate) fn settle(state: &mut State, line: &Line) {
    online(state, line);
    match &line.event {
        Event::Assessments(event) => assessment(state, event, line),
        Event::Friendships(event) => friendship(state, event, line),
        Event::Tools(tools::Event::Approved { tool }) => {
            state.duties.did(PERMITTED, Subject::Tool(tool.clone()), line, None);
        }
        Event::Tools(tools::Event::Withdrawn { tool, .. } | tools::Event::Retired { tool, .. }) => {
            state.duties.undo(PERMITTED, &Subject::Tool(tool.clone()), None);
        }
        Event::People(people::Event::Left { person }) => {
            let over = state.friendships.end_where(|there| there.person == *person, line.at);
            over.into_iter().for_each(|id| state.duties.forget(&Subject::Friendship(id)));
        }
        Event::Children(children::Event::Left { child }) => {
            let over = state.friendships.end_where(|there| there.child == *child, line.at);
            over.into_iter().for_each(|id| state.duties.forget(&Subject::Friendship(id)));
        }
        Event::Journeys(event) => journey(state, event, line),
        Event::Posts(event) => post(state, event, line),
        Event::Occasions(occasions::Event::Reminded { occasion, .. }) => {
            state.duties.did(REMINDED, Subject::Occasion(occasion.clone()), line, None);
        }
        Event::Occasions(occasions::Event::Ended { occasion } | occasions::Event::Cancelled { occasion }) => {
            state.duties.forget(&Subject::Occasion(occasion.clone()))
        }
        _ => {}
    }
}

/// A supervised session ends when whoever supervises it, its last child or its last device is gone, and with the day.
fn online(state: &mut State, line: &Line) {
    let (online, at) = (&mut state.online, line.at);
    match &line.event {
        Event::Day(
            day::Event::Out { person }
            | day::Event::BreakStarted { person }
            | day::Event::Supervising { person, yes: false },
        )
        | Event::People(people::Event::Left { person }) => {
            online.end_where(at, End::Supervisor, |there| there.supervisor == *person);
        }
        // Whoever leaves on an outing is not with a tablet here.
        Event::Outings(outings::Event::Left { outing, .. }) => {
            let Some(there) = state.outings.all.get(outing) else { return };
            online.end_where(at, End::Supervisor, |session| there.people.contains(&session.supervisor));
            there.children.iter().for_each(|child| online.gone(Some(child), None, at));
        }
        // What is asked before children go online may be another thing now.
        Event::Policy(adoption::Event::Adopted { .. }) => online.end_where(at, End::Policy, |_| true),
        Event::Day(day::Event::Closed { .. } | day::Event::Opened { .. }) => {
            online.end_where(at, End::DayClosed, |_| true);
        }
        Event::Day(day::Event::ChildOut { child }) | Event::Children(children::Event::Left { child }) => {
            online.gone(Some(child), None, at);
        }
        Event::Devices(devices::Event::Retired { device, .. } | devices::Event::Returned { device, .. }) => {
            online.gone(None, Some(device), at);
        }
        Event::Devices(devices::Event::Set { device, particulars })
            if !particulars.for_children || particulars.owner != devices::Owner::Setting =>
        {
            online.gone(None, Some(device), at);
        }
        _ => {}
    }
}

/// The duty of reminding parents at an event.
const REMINDED: &str = "cameras.event-reminder/reminded";

/// A picture goes into a journey with its entry, and out of it again.
fn journey(state: &mut State, event: &journeys::Event, line: &Line) {
    match event {
        journeys::Event::Written { entry, child, pictures, .. } => {
            for picture in pictures {
                let to = To::Journey { child: child.clone(), entry: entry.clone() };
                let (purpose, words) = ("learning journey".to_owned(), Private::new(picture, ""));
                state.pictures.used(picture, entry.as_str().into(), purpose, to, words, false, line);
            }
        }
        journeys::Event::PictureTakenOut { entry, picture, why } => {
            state.pictures.end_use(picture, &entry.as_str().into(), why.clone(), line);
        }
        journeys::Event::TakenOut { entry, why } => {
            let pictures = state.journeys.all.get(entry).map(|there| there.pictures.clone());
            for picture in pictures.unwrap_or_default() {
                let what = why.clone();
                state.pictures.end_use(&picture, &entry.as_str().into(), what, line);
            }
        }
    }
}

/// Pictures go out with their post, and come back when it is taken down.
fn post(state: &mut State, event: &posts::Event, line: &Line) {
    let (posts::Event::Published { post: id, .. } | posts::Event::TakenDown { post: id, .. }) = event else {
        return;
    };
    let Some(there) = state.posts.all.get(id) else { return };
    let (pictures, looked) =
        (there.pictures.clone(), there.approved.as_ref().is_some_and(|there| there.looked));
    let purpose = posts::purpose(there, state);
    for picture in pictures {
        let key = id.as_str().into();
        match event {
            posts::Event::TakenDown { why, .. } => {
                let what = why.clone();
                state.pictures.end_use(&picture, &key, what, line);
            }
            _ => {
                let (to, words) = (To::Post { post: id.clone() }, Private::new(&picture, ""));
                state.pictures.used(&picture, key, purpose.clone(), to, words, looked, line);
            }
        }
    }
}

fn assessment(state: &mut State, event: &assessments::Event, line: &Line) {
    let Some(there) = state.assessments.all.get(event.assessment()) else { return };
    match event {
        assessments::Event::Made { is, .. } => state.duties.file(is.risk, None),
        assessments::Event::Revised { is, .. } => {
            state.duties.file(is.risk, there.before().and_then(|before| before.risk));
        }
        _ => {}
    }
    let Some(subject) = there.of.subject() else { return };
    for duty in &there.duties {
        match event {
            assessments::Event::Retired { .. } => state.duties.undo(duty, &subject, there.signed),
            _ => state.duties.did(duty, subject.clone(), line, Some(there.is.review)),
        }
    }
}

fn friendship(state: &mut State, event: &friendships::Event, line: &Line) {
    let subject = Subject::Friendship(event.friendship().clone());
    let duties = &mut state.duties;
    match event {
        friendships::Event::Declared { .. } => duties.did(REVIEW, subject, line, None),
        friendships::Event::Acknowledged { .. } => {
            duties.did(TOLD, subject.clone(), line, None);
            duties.did(REVIEW, subject, line, None);
        }
        friendships::Event::BoundsSet { .. } => duties.undo(AGREEMENT, &subject, None),
        friendships::Event::Agreed { .. } => duties.did(AGREEMENT, subject, line, None),
        friendships::Event::Reviewed { .. } => duties.did(REVIEW, subject, line, None),
        friendships::Event::Ended { .. } => duties.forget(&subject),
    }
}

impl Duties {
    /// An assessment is filed under a risk, and no more under the one it was filed under before.
    fn file(&mut self, risk: Option<Risk>, before: Option<Risk>) {
        if risk == before {
            return;
        }
        if let Some(count) = before.and_then(|before| self.risks.get_mut(&before)) {
            *count = count.saturating_sub(1);
        }
        if let Some(risk) = risk {
            *self.risks.entry(risk).or_default() += 1;
        }
    }

    /// Something of another register did a duty: an assessment was made, a friendship acknowledged, a journal permitted.
    fn did(&mut self, duty: &str, subject: Subject, line: &Line, review: Option<Date>) {
        let note = Private::new(SETTING, String::new());
        let done = duties::Event::Done {
            duty: duty.to_owned(),
            subject: subject.clone(),
            passed: true,
            note,
            risk: None,
        };
        self.apply(&done, line);
        let done = self.done.get_mut(duty).and_then(|done| done.get_mut(&subject));
        if let Some(done) = done {
            done.review = review;
        }
    }

    /// What did a duty no longer stands; `line` says which doing of it is meant, any when left out.
    fn undo(&mut self, duty: &str, subject: &Subject, line: Option<u64>) {
        if let Some(done) = self.done.get_mut(duty)
            && done.get(subject).is_some_and(|last| line.is_none_or(|line| last.line == line))
        {
            done.remove(subject);
        }
    }

    /// Nothing is asked any more of a subject that is over.
    fn forget(&mut self, subject: &Subject) {
        for done in self.done.values_mut() {
            done.remove(subject);
        }
    }
}
