//! Who has been told, has signed, has declared: what a made-up setting has on record of people and families.

use super::{Cast, Teller};
use belisha_policy::Per;
use belisha_setting::families::How;
use belisha_setting::{ChildId, Command, codes, devices, duties, families, library};

/// A round of advice to families comes after so many days.
const ADVICE_DAYS: i32 = 112;

impl Teller {
    /// Before the first day: notices, a library of the setting's own, somebody's laptop, the codes.
    pub(super) fn inform_families(&mut self, cast: &[Cast]) {
        let (Some(manager), Some(person)) = (cast.first(), cast.get(2)) else { return };
        self.notice("assistant", "voice-assistant");
        self.notice("policy", "policy-shown");
        let all: Vec<ChildId> = self.state.children.here().map(|(id, _)| id.clone()).collect();
        let most = all.iter().take(all.len().saturating_sub(2)).cloned().collect();
        self.tell("assistant", all.clone(), How::HandedOut);
        self.tell("policy", most, How::Signed);
        for (resource, title, found, whom) in [
            ("book", "Picture books about being kind", "reading corner, top shelf", "children"),
            ("folder", "What to say when a child has seen something", "office, red folder", "staff"),
        ] {
            let (title, found, for_whom) = (title.to_owned(), found.to_owned(), vec![whom.to_owned()]);
            let add = library::Command::Add { resource: resource.into(), title, found, for_whom };
            self.by(&manager.id, Command::Library(add));
        }
        self.own_laptop(person);
        self.codes(cast, &all);
    }

    /// Advice for home goes out at the beginning and again every few months.
    pub(super) fn advice(&mut self, days: i32) {
        if days % ADVICE_DAYS != 0 {
            return;
        }
        let notice = format!("advice-{days}");
        self.notice(&notice, "advice-for-home");
        let all: Vec<ChildId> = self.state.children.here().map(|(id, _)| id.clone()).collect();
        self.tell(&notice, all, How::Sent);
    }

    fn notice(&mut self, id: &str, kind: &str) {
        let Some(known) = self.policy.catalogue.notices.get(kind) else { return };
        let (title, words) = (known.title.clone(), known.says.clone());
        let write = families::Command::Write { notice: id.into(), kind: kind.to_owned(), title, words };
        self.program(Command::Families(write));
    }

    fn tell(&mut self, id: &str, families: Vec<ChildId>, how: How) {
        self.program(Command::Families(families::Command::Tell {
            notice: id.into(),
            families,
            how,
            on: None,
        }));
    }

    /// Somebody works at home on a laptop of their own, and writes to colleagues on it.
    fn own_laptop(&mut self, person: &Cast) {
        let set = laptop_of(&person.id);
        self.by(&person.id, Command::Devices(set));
        let declared: Vec<String> = self
            .policy
            .duties
            .iter()
            .filter(|duty| duty.per == Per::DeclaredDevice)
            .map(|duty| duty.key.to_string())
            .collect();
        for duty in declared {
            let subject = duties::Subject::Device("own-laptop".into());
            let note = "seen to today".to_owned();
            let done = duties::Command::Do { duty, subject, failed: false, note, risk: None };
            self.by(&person.id, Command::Duties(done));
        }
    }

    /// Most have signed the code; with most children it was talked through.
    fn codes(&mut self, cast: &[Cast], children: &[ChildId]) {
        let version = self.policy.pack.version.clone();
        for known in cast.iter().take(cast.len().saturating_sub(2)) {
            let (person, version) = (known.id.clone(), version.clone());
            self.by(&known.id, Command::Codes(codes::Command::Sign { person, version, shown: None }));
        }
        let Some(teller) = cast.get(1) else { return };
        for child in children.iter().take(children.len() * 2 / 3) {
            let (child, version) = (child.clone(), version.clone());
            self.by(&teller.id, Command::Codes(codes::Command::TalkThrough { child, version, shown: None }));
        }
    }
}

fn laptop_of(owner: &belisha_setting::PersonId) -> devices::Command {
    let owner = devices::Owner::Person(owner.clone());
    let particulars = devices::Particulars::new("own laptop", "computer", owner);
    devices::Command::Set { device: "own-laptop".into(), particulars }
}
