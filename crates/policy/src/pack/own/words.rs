//! Words that a pack brings itself: roles, kinds of device, purposes, acts, sites, concerns, notices, circumstances.

use crate::catalogue::concern::ConcernKind;
use crate::catalogue::library::NoticeKind;
use crate::catalogue::purpose::Purpose;
use crate::catalogue::sites::SiteCategory;
use crate::catalogue::vocabulary::{Act, Circumstance, DeviceKind, FactType, NeedsDevice, RoleInfo};
use crate::catalogue::whole::Catalogue;
use crate::facts::Fact;
use crate::known::ability::Ability;
use crate::mistake::Mistake;
use crate::pack::written::PackText;
use crate::source::Source;
use std::collections::BTreeMap;
use toml::Spanned;

/// The circumstance that a record which parents may see of their own child asks about.
pub(crate) const OWN_CHILD: &str = "own-child";

/// The act of opening a class of record.
pub(crate) fn act_of(id: &str) -> String {
    format!("open-{id}")
}

/// Words that a pack brings itself, by their ids.
#[derive(Debug, Clone, Default)]
pub(crate) struct OwnWords {
    pub(crate) roles: BTreeMap<String, RoleInfo>,
    pub(crate) kinds: BTreeMap<String, DeviceKind>,
    pub(crate) purposes: Vec<Purpose>,
    pub(crate) acts: BTreeMap<String, Act>,
    pub(crate) sites: Vec<SiteCategory>,
    pub(crate) concerns: BTreeMap<String, ConcernKind>,
    pub(crate) notices: BTreeMap<String, NoticeKind>,
    pub(crate) circumstances: BTreeMap<String, Circumstance>,
}

impl OwnWords {
    pub(crate) fn is_empty(&self) -> bool {
        self.roles.is_empty()
            && self.kinds.is_empty()
            && self.purposes.is_empty()
            && self.acts.is_empty()
            && self.sites.is_empty()
            && self.concerns.is_empty()
            && self.notices.is_empty()
            && self.circumstances.is_empty()
    }

    pub(crate) fn add_to(&self, catalogue: &mut Catalogue) {
        catalogue.roles.extend(self.roles.clone());
        catalogue.kinds.extend(self.kinds.clone());
        catalogue.purposes.extend(self.purposes.clone());
        catalogue.acts.extend(self.acts.clone());
        catalogue.sites.categories.extend(self.sites.clone());
        catalogue.concerns.extend(self.concerns.clone());
        catalogue.notices.extend(self.notices.clone());
        catalogue.circumstances.extend(self.circumstances.clone());
    }
}

/// The words of a pack; each is new, and says what it needs.
pub(crate) fn read(
    source: &Source<'_>,
    written: &PackText,
    catalogue: &Catalogue,
    mistakes: &mut Vec<Mistake>,
) -> OwnWords {
    let mut words = OwnWords::default();
    let mut check = Check { source, mistakes };
    for (id, role) in &written.role {
        check.is_new("role", id, catalogue.roles.contains_key(id.get_ref()));
        let classes = catalogue.roles.values().flat_map(|role| &role.counts_as).map(String::as_str);
        let known: Vec<&str> = catalogue.roles.keys().map(String::as_str).chain(classes).collect();
        for class in role.counts_as.iter().filter(|class| !known.contains(&class.as_str())) {
            check.unknown("class of roles", id, class, &known);
        }
        words.roles.insert(id.get_ref().clone(), role.clone());
    }
    for (id, kind) in &written.kind {
        check.is_new("kind of device", id, catalogue.kinds.contains_key(id.get_ref()));
        let known: Vec<&str> = Ability::ALL.iter().map(|one| one.id()).collect();
        for ability in kind.can.iter().filter(|ability| !known.contains(&ability.as_str())) {
            check.unknown("ability of devices", id, ability, &known);
        }
        words.kinds.insert(id.get_ref().clone(), kind.clone());
    }
    for (id, purpose) in &written.purpose {
        check.is_new("purpose", id, catalogue.purpose(id.get_ref()).is_some());
        words.purposes.push(purpose.named(id.get_ref()));
    }
    for (id, act) in &written.act {
        check.is_new("act", id, catalogue.acts.contains_key(id.get_ref()));
        words.acts.insert(id.get_ref().clone(), act.clone());
    }
    for (id, site) in &written.site {
        check.is_new(
            "category of sites",
            id,
            catalogue.sites.categories.iter().any(|one| one.id == *id.get_ref()),
        );
        words.sites.push(SiteCategory {
            id: id.get_ref().clone(),
            title: site.title.clone(),
            says: site.says.clone(),
            names: site.names.iter().map(|name| name.to_lowercase()).collect(),
        });
    }
    of_concerns(written, catalogue, &mut check, &mut words);
    of_records(written, &mut words);
    words
}

/// Kinds of concern, notices and circumstances.
fn of_concerns(written: &PackText, catalogue: &Catalogue, check: &mut Check<'_, '_>, words: &mut OwnWords) {
    for (id, concern) in &written.concern {
        check.is_new("kind of concern", id, catalogue.concerns.contains_key(id.get_ref()));
        for role in concern.to.iter().filter(|role| !catalogue.roles.contains_key(*role)) {
            let known: Vec<&str> = catalogue.roles.keys().map(String::as_str).collect();
            check.unknown("role", id, role, &known);
        }
        for body in concern.step.iter().flat_map(|step| step.bodies()) {
            if !catalogue.bodies.contains_key(body) {
                let known: Vec<&str> = catalogue.bodies.keys().map(String::as_str).collect();
                check.unknown("body", id, body, &known);
            }
        }
        words.concerns.insert(id.get_ref().clone(), concern.clone());
    }
    for (id, notice) in &written.notice {
        check.is_new("notice", id, catalogue.notices.contains_key(id.get_ref()));
        words.notices.insert(id.get_ref().clone(), notice.clone());
    }
    for (id, circumstance) in &written.circumstance {
        check.is_new("fact", id, Fact::named(id.get_ref()).is_some());
        if !matches!(circumstance.kind, FactType::YesNo | FactType::Number) {
            check.say(id, "a circumstance is a yes-no or a number");
        }
        if circumstance.change_to.is_some() != circumstance.change.is_some() {
            check.say(id, "`change_to` and `change` go together: what would help, and how it is said");
        }
        words.circumstances.insert(id.get_ref().clone(), circumstance.clone());
    }
}

/// What classes of record bring: the act of opening each, and what parents are asked.
fn of_records(written: &PackText, words: &mut OwnWords) {
    for record in written.clause.iter().flat_map(|clause| &clause.record) {
        let field = |name: &str| {
            let mut fields = record.get_ref().iter();
            fields.find(|(known, _)| known.get_ref() == name).and_then(|(_, value)| value.get_ref().as_str())
        };
        let (Some(id), Some(title)) = (field("id"), field("title")) else { continue };
        words.acts.insert(
            act_of(id),
            Act {
                asks: format!("open {title}"),
                does: format!("opening {title}"),
                device: NeedsDevice::None,
                cues: vec![title.to_lowercase()],
            },
        );
    }
    let shows_parents = written.clause.iter().flat_map(|clause| &clause.record);
    let asks_parents = shows_parents.into_iter().any(|record| {
        record.get_ref().iter().any(|(name, value)| {
            name.get_ref() == "parents_own" && *value.get_ref() == toml::Value::Boolean(true)
        })
    });
    if asks_parents {
        words.circumstances.entry(OWN_CHILD.to_owned()).or_insert_with(|| Circumstance {
            asks: "Is it only about your own child?".into(),
            kind: FactType::YesNo,
            change_to: Some(true),
            change: Some("see only what is about your own child".into()),
        });
    }
}

struct Check<'a, 's> {
    source: &'a Source<'s>,
    mistakes: &'a mut Vec<Mistake>,
}

impl Check<'_, '_> {
    fn say(&mut self, id: &Spanned<String>, says: impl Into<String>) {
        self.mistakes.push(self.source.mistake_at(id.span(), says));
    }

    /// The id is plain, and not taken by the catalogue.
    fn is_new(&mut self, what: &str, id: &Spanned<String>, taken: bool) {
        let word = id.get_ref();
        if word.is_empty()
            || word.len() > 60
            || !word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c))
        {
            self.say(id, format!("the id `{word}` is in small letters, digits and dashes"));
        }
        if taken {
            self.say(id, format!("there is a {what} `{word}` already: use it, or give yours another id"));
        }
    }

    fn unknown(&mut self, what: &str, id: &Spanned<String>, given: &str, known: &[&str]) {
        let given = Spanned::new(id.span(), given.to_owned());
        self.mistakes.push(self.source.unknown(what, &given, known.iter().copied()));
    }
}
