//! What stands around every page.

use crate::app::App;
use crate::asker::Asker;
use belisha_policy::Shows;
use belisha_setting::{Author, Context, notices, roles};

/// A link of the navigation.
#[derive(Debug)]
pub(crate) struct Link {
    pub(crate) href: &'static str,
    pub(crate) label: &'static str,
    pub(crate) here: bool,
}

/// What stands around a page: names, navigation, notices.
#[derive(Debug)]
pub(crate) struct Layout {
    pub(crate) title: String,
    pub(crate) setting: String,
    pub(crate) person: Option<String>,
    pub(crate) links: Vec<Link>,
    /// The setting's number and the holders of its posts, with the clause each is there for.
    pub(crate) notices: Vec<(String, String)>,
    pub(crate) done: Option<String>,
    /// Whether script keeps the page up to date.
    pub(crate) live: bool,
    pub(crate) leads: bool,
    pub(crate) lines: u64,
    /// Whether a concern can be raised from here: by whoever is signed in, and at the door.
    pub(crate) raises: bool,
    /// Whether the policy lets whoever asks open records, from where they are.
    pub(crate) records: bool,
}

const LINKS: [(&str, &str); 15] = [
    ("/", "Today"),
    ("/ask", "May I…?"),
    ("/pictures", "Pictures"),
    ("/internet", "Internet"),
    ("/words", "Words"),
    ("/due", "Due"),
    ("/devices", "Devices"),
    ("/people", "People"),
    ("/visitors", "Visitors"),
    ("/outings", "Outings"),
    ("/concerns", "Concerns"),
    ("/policy", "Policy"),
    ("/log", "Log"),
    ("/settings", "Settings"),
    ("/help", "Help"),
];

impl Layout {
    /// Around a page for nobody in particular.
    pub(crate) fn plain(title: &str) -> Self {
        Self {
            title: title.to_owned(),
            setting: "Belisha".into(),
            person: None,
            links: Vec::new(),
            notices: Vec::new(),
            done: None,
            live: false,
            leads: false,
            lines: 0,
            raises: false,
            records: false,
        }
    }

    /// Around a page for whoever asks.
    pub(crate) fn new(app: &App, asker: &Asker, title: &str, here: &str) -> Self {
        let now = app.setting.now();
        let state = &now.state;
        let time = app.setting.time();
        let person = asker.person.as_ref().and_then(|person| state.people.all.get(person));
        let leads = asker.person.clone().zip(person).is_some_and(|(id, person)| {
            let author = Author::Person(id);
            let context = Context { state, policy: &now.policy, now: time, author: &author };
            roles::leads(person, &context)
        });
        let shown = |(href, _): &&(&str, &str)| person.is_some() && (leads || *href != "/settings");
        let on_every_page = |sort| matches!(sort, Shows::Number | Shows::Posts);
        let notices =
            person.map(|_| notices::of_sorts(state, &now.policy, on_every_page)).unwrap_or_default();
        let mut seen = Vec::new();
        let notices = notices
            .into_iter()
            .filter(|notice| {
                !seen.contains(&notice.words) && {
                    seen.push(notice.words.clone());
                    true
                }
            })
            .map(|notice| (notice.words, notice.clause))
            .collect();
        Self {
            title: title.to_owned(),
            setting: state.profile.name.clone(),
            person: person.map(|person| person.name.words().to_owned()),
            links: LINKS
                .iter()
                .filter(shown)
                .map(|(href, label)| Link { href, label, here: *href == here })
                .collect(),
            notices,
            done: None,
            live: true,
            leads,
            lines: state.lines,
            raises: person.is_some() || asker.author().is_ok(),
            records: asker
                .person
                .as_ref()
                .is_some_and(|person| app.links_to_records.shown(person, asker.own_device, &now, time)),
        }
    }

    /// With a sentence about what was just done.
    pub(crate) fn with_done(mut self, done: Option<String>) -> Self {
        self.done = done;
        self
    }
}
