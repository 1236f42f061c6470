//! Children going online in a made-up setting: addresses of its devices, what the children are taught, sessions and what
//! was looked up in them.

use super::{Cast, Teller};
use belisha_setting::network::{self, Counts};
use belisha_setting::{ChildId, Command, DeviceId, PersonId, internet, online, sites, teaching};
use jiff::civil::Date;

/// The devices get addresses of the machine's own, so that each can be played on it.
const ADDRESSES_FROM: u8 = 21;
/// What is looked up in a session, and how often.
const NAMES: [(&str, u32); 4] =
    [("www.bbc.co.uk", 14), ("songs.example.org", 6), ("bbci.co.uk", 9), ("ads.example.net", 3)];

impl Teller {
    /// Before the first day: the filter knows the devices, a site is approved, parents have answered.
    pub(super) fn online(&mut self, cast: &[Cast]) {
        let Some(manager) = cast.first().map(|known| known.id.clone()) else { return };
        let online: Vec<DeviceId> =
            internet::devices(&self.state, &self.policy).into_iter().map(|(id, _)| id.clone()).collect();
        // The donated laptop is not in use, and nobody has said what its address is.
        for (at, device) in
            (ADDRESSES_FROM..).zip(online.into_iter().filter(|id| id.as_str() != "old-laptop"))
        {
            let addresses = vec![core::net::IpAddr::from([127, 0, 0, at])];
            let place = network::Command::Place { device, addresses, name: None };
            self.by(&manager, Command::Network(place));
        }
        let approve = sites::Command::Approve {
            site: "songs".into(),
            title: "Songs and rhymes".into(),
            names: vec!["songs.example.org".into()],
            why: "looked through on two afternoons: no advertisements, nothing to type in".into(),
        };
        self.by(&manager, Command::Sites(approve));
        let children: Vec<ChildId> = self.state.children.here().map(|(id, _)| id.clone()).collect();
        for (at, child) in children.iter().enumerate().filter(|(at, _)| at % 10 != 9) {
            let by = "the child's mother".to_owned();
            let permit = online::Command::Permit { child: child.clone(), yes: at % 10 != 8, by, on: None };
            self.by(&manager, Command::Online(permit));
        }
    }

    /// In the first days the children are taught, most of them all of it.
    pub(super) fn taught(&mut self, staff: &[PersonId]) {
        let Some(person) = staff.get(1) else { return };
        let children: Vec<ChildId> = self.state.children.here().map(|(id, _)| id.clone()).collect();
        let most: Vec<ChildId> = children.iter().take(children.len() * 4 / 5).cloned().collect();
        let controls: Vec<String> = teaching::controls(&self.policy).into_iter().map(str::to_owned).collect();
        for control in controls {
            let all = teaching::topics(&control, &self.policy);
            let some = all.iter().take(2).cloned().collect::<Vec<_>>();
            for (children, topics) in [(children.clone(), some), (most.clone(), all)] {
                let teach = teaching::Command::Teach {
                    children,
                    control: control.clone(),
                    topics,
                    by: None,
                    on: None,
                    note: "with the puppets, in the circle".into(),
                };
                self.by(person, Command::Teaching(teach));
            }
        }
    }

    /// On some days a few children go online with somebody, for a little while.
    pub(super) fn online_day(&mut self, staff: &[PersonId], day: Date) {
        if self.state.teaching.lessons.is_empty() {
            self.taught(staff);
        }
        let Some(person) = staff.get(1).cloned() else { return };
        if day.day() % 2 == 0 {
            let purpose = online::purposes(&self.policy).into_iter().next().unwrap_or_default();
            let able = |child: &ChildId| {
                let gaps = teaching::stay_safe_gaps(child, &self.policy, &self.state);
                online::permitted(child, &self.state) && gaps.is_empty()
            };
            let children: Vec<ChildId> =
                self.state.day.children.iter().filter(|id| able(id)).take(3).cloned().collect();
            let id = self.id("online");
            let open = online::Command::Open {
                session: id.as_str().into(),
                supervisor: person.clone(),
                devices: vec!["childs-pc".into()],
                children,
                purpose,
                sites: Vec::new(),
                minutes: 20,
            };
            if self.by(&person, Command::Online(open)) {
                self.pass(15 * 60);
                self.by(&person, Command::Online(online::Command::End { session: id.as_str().into() }));
                self.pass(4);
                let lines = NAMES.map(|(name, times)| {
                    let word = if name.starts_with("ads.") { "refused" } else { "answered" };
                    format!("{name}: {times} {word}")
                });
                let looked = online::Prepared::LookedUp {
                    session: id.as_str().into(),
                    names: lines.join("\n"),
                    opened: 29,
                    refused: 3,
                };
                self.program(looked.into());
            }
        }
        let online = internet::devices(&self.state, &self.policy);
        let ids: Vec<DeviceId> = online.into_iter().map(|(id, _)| id.clone()).collect();
        let devices =
            ids.into_iter().filter(|id| self.state.network.known.contains_key(id)).collect::<Vec<_>>();
        let counted = devices.into_iter().zip(1_u64..).map(|(id, at)| {
            let opened = 20 + (at * 97 + u64::try_from(day.day_of_year()).unwrap_or(0) * 31) % 380;
            (id, Counts { opened, refused: opened / 30 })
        });
        let devices = counted.collect();
        self.program(network::Prepared::Count { on: day, devices }.into());
    }

    /// On the last morning a site is asked for.
    pub(super) fn asked_for(&mut self, staff: &[PersonId]) {
        let Some(person) = staff.get(1).cloned() else { return };
        let ask = sites::Command::Ask {
            ask: "ask-1".into(),
            name: "dinosaurs.example.org".into(),
            device: Some("childs-pc".into()),
            why: "the children want to know how large they were".into(),
        };
        self.by(&person, Command::Sites(ask));
    }
}
