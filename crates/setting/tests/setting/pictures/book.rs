//! What parents said and what became of pictures, kept from the commands that were carried out.

use belisha_policy::Catalogue;
use belisha_setting::consents::Command as Consenting;
use belisha_setting::journeys::Command as Journey;
use belisha_setting::permissions::Command as Permission;
use belisha_setting::pictures::Prepared;
use belisha_setting::pictures::{Command as Picturing, Shows};
use belisha_setting::posts::Command as Posting;
use belisha_setting::{ChildId, Command, PictureId, State, children, date_of};
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// A use as the commands made it.
pub(crate) struct Use {
    picture: PictureId,
    id: String,
    purpose: String,
    journey: Option<ChildId>,
    visible: Vec<ChildId>,
}

#[derive(Default)]
pub(crate) struct Book {
    answers: BTreeMap<(ChildId, String), bool>,
    once: BTreeSet<(ChildId, String, Date)>,
    unwilling: BTreeSet<ChildId>,
    left: BTreeSet<ChildId>,
    entries: BTreeMap<String, Vec<PictureId>>,
    /// The ways of publishing to which the one adult in pictures consents.
    consents: BTreeSet<String>,
    pub(crate) held: BTreeSet<PictureId>,
    pub(crate) uses: Vec<Use>,
}

fn named(purpose: &str) -> String {
    Catalogue::builtin().purpose(purpose).map_or_else(String::new, |known| known.id.clone())
}

/// Who can be seen, from the tags and from what was covered.
fn visible(picture: &PictureId, state: &State) -> (Vec<ChildId>, Date) {
    let known = &state.pictures.all[picture];
    let seen = known.shot.children.iter().filter(|child| !known.covered.contains(child)).cloned();
    let seen = if known.shot.shows == Shows::Children { seen.collect() } else { Vec::new() };
    (seen, date_of(known.shot.taken))
}

fn channel(post: &str, state: &State) -> String {
    match state.posts.all[post].channel.as_str() {
        "site" => "website",
        "fam" => "families page",
        _ => "publicity",
    }
    .to_owned()
}

impl Book {
    fn parents(&self, child: &ChildId, purpose: &str, day: Date) -> bool {
        let said = self.answers.get(&(child.clone(), purpose.to_owned())).copied().unwrap_or(false);
        !self.left.contains(child) && (said || self.once.contains(&(child.clone(), purpose.to_owned(), day)))
    }

    /// Whether an adult can be seen who has not consented to any way in which this purpose publishes.
    fn adult_lacks(&self, picture: &PictureId, purpose: &str, state: &State) -> bool {
        let ways: &[&str] = match purpose {
            "website" => &["website"],
            "families page" => &["page", "group"],
            "publicity" => &["publicity"],
            _ => return false,
        };
        let seen = !state.pictures.all[picture].shot.adults.is_empty();
        seen && !ways.iter().any(|way| self.consents.contains(*way))
    }

    /// What each child who can be seen needs for a use, and whether the child wants it today.
    fn wanting(
        &self,
        picture: &PictureId,
        purpose: &str,
        own: Option<&ChildId>,
        state: &State,
    ) -> Vec<String> {
        let (seen, day) = visible(picture, state);
        let needs = |child: &ChildId| match own {
            Some(own) if own != child => "other journeys".to_owned(),
            _ => purpose.to_owned(),
        };
        seen.iter()
            .filter(|child| !self.parents(child, &needs(child), day) || self.unwilling.contains(*child))
            .map(|child| format!("{child} for {}", needs(child)))
            .collect()
    }

    /// The permissions that a command which was carried out did not have.
    pub(crate) fn lacking(
        &self,
        given: &Command,
        before: &State,
        after: &State,
        _: Timestamp,
    ) -> Vec<String> {
        match given {
            Command::Pictures(Picturing::Prepared(Prepared::TakeIn { picture, incoming })) => {
                self.wanting(picture, &named(&incoming.purpose), None, after)
            }
            Command::Pictures(Picturing::Prepared(Prepared::Cover { picture, .. })) => {
                let (seen, day) = visible(picture, after);
                let purpose = &after.pictures.all[picture].shot.purpose;
                let lacks = |child: &&ChildId| !self.parents(child, purpose, day);
                seen.iter().filter(lacks).map(ToString::to_string).collect()
            }
            Command::Pictures(Picturing::Use { picture, purpose, .. }) => {
                self.using(picture, &named(purpose), None, before)
            }
            Command::Journeys(Journey::Write { child, pictures, .. }) => {
                let each = pictures.iter();
                each.flat_map(|picture| self.using(picture, "learning journey", Some(child), before))
                    .collect()
            }
            Command::Posts(Posting::Approve { post, .. } | Posting::Publish { post, .. }) => {
                let purpose = channel(post.as_str(), before);
                let each = before.posts.all[post].pictures.iter();
                each.flat_map(|picture| self.using(picture, &purpose, None, before)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// What a use of a picture lacks: the picture itself, parents' permissions, the adult's consent.
    fn using(&self, picture: &PictureId, purpose: &str, own: Option<&ChildId>, state: &State) -> Vec<String> {
        let gone =
            state.pictures.all[picture].erased.is_some().then(|| format!("{picture}, which is erased"));
        let adult = self.adult_lacks(picture, purpose, state).then(|| format!("an adult for {purpose}"));
        gone.into_iter().chain(self.wanting(picture, purpose, own, state)).chain(adult).collect()
    }

    /// Writes down a command that was carried out.
    pub(crate) fn write(&mut self, given: &Command, state: &State, now: Timestamp) {
        match given {
            Command::Permissions(given) => self.said(given),
            Command::Consents(Consenting::Give { purpose, .. }) => {
                self.consents.insert(purpose.clone());
            }
            Command::Consents(Consenting::Withdraw { purpose, .. }) => {
                self.consents.remove(purpose);
            }
            Command::Children(children::Command::Leave { child }) => {
                self.left.insert(child.clone());
            }
            Command::Pictures(Picturing::Hold { picture, .. }) => {
                self.held.insert(picture.clone());
            }
            Command::Pictures(Picturing::Release { picture, .. }) => {
                self.held.remove(picture);
            }
            Command::Pictures(Picturing::Use { picture, id, purpose, .. }) => {
                self.used(picture, id.as_str(), &named(purpose), None, state);
            }
            Command::Pictures(Picturing::EndUse { picture, id, .. }) => {
                self.uses.retain(|known| known.picture != *picture || known.id != id.as_str());
            }
            Command::Journeys(Journey::Write { entry, child, pictures, .. }) => {
                for picture in pictures.iter().collect::<BTreeSet<_>>() {
                    self.used(picture, entry.as_str(), "learning journey", Some(child), state);
                }
                self.entries.insert(entry.to_string(), pictures.clone());
            }
            Command::Journeys(Journey::TakePictureOut { entry, picture, .. }) => {
                self.uses.retain(|known| known.picture != *picture || known.id != entry.as_str());
            }
            Command::Journeys(Journey::TakeOut { entry, .. }) => {
                let pictures = self.entries.remove(entry.as_str()).unwrap_or_default();
                self.uses.retain(|known| known.id != entry.as_str() || !pictures.contains(&known.picture));
            }
            Command::Posts(Posting::Publish { post, .. }) => {
                let purpose = channel(post.as_str(), state);
                for picture in state.posts.all[post].pictures.iter().collect::<BTreeSet<_>>() {
                    self.used(picture, post.as_str(), &purpose, None, state);
                }
            }
            Command::Posts(Posting::TakeDown { post, .. }) => {
                let pictures = &state.posts.all[post].pictures;
                self.uses.retain(|known| known.id != post.as_str() || !pictures.contains(&known.picture));
            }
            _ => {}
        }
        let _ = now;
    }

    fn said(&mut self, given: &Permission) {
        match given {
            Permission::Answer { child, answers, .. } => {
                for (purpose, yes) in answers {
                    self.answers.insert((child.clone(), named(purpose)), *yes);
                }
            }
            Permission::AllowOnce { child, purpose, on, .. } => {
                self.once.insert((child.clone(), named(purpose), *on));
            }
            Permission::Withdraw { child, purpose, .. } => {
                let purpose = named(purpose);
                self.once.retain(|(of, for_what, _)| of != child || *for_what != purpose);
                self.answers.insert((child.clone(), purpose), false);
            }
            Permission::Wish { child, wants: true, .. } => {
                self.unwilling.remove(child);
            }
            Permission::Wish { child, .. } => {
                self.unwilling.insert(child.clone());
            }
            _ => {}
        }
    }

    fn used(
        &mut self,
        picture: &PictureId,
        id: &str,
        purpose: &str,
        journey: Option<&ChildId>,
        state: &State,
    ) {
        let (seen, _) = visible(picture, state);
        let (id, purpose, journey) = (id.to_owned(), purpose.to_owned(), journey.cloned());
        self.uses.push(Use { picture: picture.clone(), id, purpose, journey, visible: seen });
    }

    /// The uses that go on without the parents' permission or an adult's consent: of who could be seen then, and of who is known to be now.
    pub(crate) fn to_call_back(&self, state: &State) -> BTreeSet<(String, String)> {
        let lacking = |known: &&Use| {
            let (now, day) = visible(&known.picture, state);
            known.visible.iter().chain(&now).any(|child| {
                let others = known.journey.as_ref().is_some_and(|own| own != child);
                !self.parents(child, if others { "other journeys" } else { &known.purpose }, day)
            }) || self.adult_lacks(&known.picture, &known.purpose, state)
        };
        self.uses.iter().filter(lacking).map(|known| (known.picture.to_string(), known.id.clone())).collect()
    }
}
