//! What a setting has on paper: risk assessments, tools and a journal, a friendship from before.

use super::{Cast, Teller};
use belisha_setting::assessments::{Command as Assess, HazardText, Of};
use belisha_setting::duties::Risk;
use belisha_setting::friendships::{ASSESSMENT, Command as Befriend};
use belisha_setting::tools::{Command as Tool, ToolKind};
use belisha_setting::{Command, PersonId, date_of, due};
use jiff::ToSpan;

/// Hazard, who may be harmed, likelihood, severity, what is done, likelihood and severity that are left.
type Row = (&'static str, &'static str, u8, u8, &'static str, u8, u8);

const ONLINE: [Row; 4] = [
    ("Adverts and links beside a game", "Children", 4, 3, "Approved sites only, opened by staff", 2, 3),
    ("A stranger writes to a child", "Children", 2, 5, "No messages on children's devices", 1, 5),
    (
        "A picture leaves with names in it",
        "Children and families",
        3,
        4,
        "Pictures are looked through by two",
        2,
        4,
    ),
    ("A child is upset by a video", "Children", 3, 2, "An adult sits with them", 2, 2),
];
const PLACE: [Row; 2] = [
    ("A screen is seen by children", "Children", 2, 2, "The door is kept shut", 1, 2),
    ("A picture is taken in passing", "Children", 2, 4, "No child comes in here", 1, 4),
];
const SITE: [Row; 2] = [
    ("A link leads to a shop", "Children", 3, 2, "An adult opens every page", 2, 2),
    ("Videos by anybody start by themselves", "Children", 4, 4, "Not opened until looked at again", 4, 4),
];
const JOURNAL: [Row; 2] = [
    ("A family sees another child", "Children and families", 3, 4, "One child in each picture", 1, 4),
    ("A login is shared at home", "Families", 3, 3, "Told at the first evening", 2, 3),
];
const FRIENDS: [Row; 1] =
    [("Talk about work among friends", "Children and families", 3, 3, "The bounds that were agreed", 1, 3)];

impl Teller {
    /// What was written down in the first week, as far as the policy asks for it or lets it.
    pub(super) fn assess_risks(&mut self, cast: &[Cast]) {
        let id = |at: usize| cast.get(at).map(|known| known.id.clone());
        let (Some(manager), Some(deputy), Some(practitioner)) = (id(0), id(1), id(2)) else { return };
        self.assess(&manager, "assessment-1", Of::Setting, "Going online with the children", &ONLINE, 300);
        for (at, place) in ["staff-room", "kitchen", "office"].into_iter().enumerate() {
            let (id, title) = (format!("assessment-place-{at}"), format!("The {}", place.replace('-', " ")));
            self.assess(&manager, &id, Of::Place(place.into()), &title, &PLACE, 330);
        }
        let site = Of::Site("games.example.org".into());
        self.assess(&practitioner, "assessment-2", site, "A site with number games", &SITE, 10);
        for (tool, name, kind, purpose) in [
            ("leaves", "Leaves", ToolKind::Journal, "Sharing next steps with families"),
            ("chirp", "Chirp", ToolKind::Social, "News for families"),
        ] {
            let (name, purpose) = (name.to_owned(), purpose.to_owned());
            self.by(&practitioner, Command::Tools(Tool::Propose { tool: tool.into(), name, kind, purpose }));
        }
        self.assess(&manager, "assessment-3", Of::Tool("leaves".into()), "The journal Leaves", &JOURNAL, 300);
        if let Some(chair) = id(3) {
            self.by(&chair, Command::Tools(Tool::Approve { tool: "leaves".into() }));
        }
        self.friends(&deputy, &manager, "friendship-1", "c0");
        self.friends(&practitioner, &manager, "friendship-2", "c1");
        let bounds =
            "Nothing about the preschool, its children or staff; no messages in working hours.".to_owned();
        let friendship = || "friendship-2".into();
        self.by(&manager, Command::Friendships(Befriend::Acknowledge { friendship: friendship() }));
        self.by(&manager, Command::Friendships(Befriend::SetBounds { friendship: friendship(), bounds }));
        self.by(&practitioner, Command::Friendships(Befriend::Agree { friendship: friendship(), bounds: 1 }));
        if self.policy.duties.iter().any(|duty| *duty.key == *ASSESSMENT) {
            let of = Of::Friendship(friendship());
            self.assess(&manager, "assessment-4", of, "A friendship from before", &FRIENDS, 330);
        }
    }

    fn friends(&mut self, person: &PersonId, told_to: &PersonId, id: &str, child: &str) {
        let Some(came) = self.state.children.all.get(child).map(|child| child.since) else { return };
        let declare = Befriend::Declare {
            friendship: id.into(),
            person: person.clone(),
            child: child.into(),
            with: "the child's mother".into(),
            since: came.saturating_sub(7.years()),
            told_to: Some(told_to.clone()),
        };
        self.by(person, Command::Friendships(declare));
    }

    /// Makes an assessment that does whatever the policy asks of it.
    fn assess(&mut self, by: &PersonId, id: &str, of: Of, title: &str, rows: &[Row], days: i32) {
        let asked = |duty: &&belisha_policy::DutyInForce| {
            let subject = of.subject();
            duty.key.ends_with("/assessment")
                && subject.is_some_and(|of| due::asked_for(duty, &of, &self.state, &self.policy))
        };
        let mut duties: Vec<String> =
            self.policy.duties.iter().filter(asked).map(|duty| duty.key.to_string()).collect();
        duties.dedup();
        let hazard = |row: &Row| HazardText {
            hazard: row.0.into(),
            harmed: row.1.into(),
            likelihood: Some(row.2),
            severity: Some(row.3),
            controls: row.4.into(),
            left_likelihood: Some(row.5),
            left_severity: Some(row.6),
        };
        let make = Assess::Make {
            assessment: id.into(),
            of,
            title: title.to_owned(),
            risk: Some(Risk::Contact),
            hazards: rows.iter().map(hazard).collect(),
            owner: by.clone(),
            review: date_of(self.now).saturating_add(days.days()),
            duties,
        };
        self.pass(120);
        self.by(by, Command::Assessments(make));
    }
}
