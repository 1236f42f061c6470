//! Events folded into state, commands decided into events.

use crate::private::{Private, SETTING};
use crate::refusal::Refusal;
use crate::{
    Author, adoption, assessments, authority, channels, children, codes, concerns, consents, day, devices,
    disclosures, duties, exceptions, families, finds, friendships, journeys, library, network, occasions,
    online, outings, people, permissions, pictures, places, posts, profile, records, settle, sites, teaching,
    tools, visitors,
};
use belisha_policy::Policy;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

macro_rules! registers {
    ($($variant:ident $field:ident : $module:ident, $part:ty;)*) => {
        /// Something that happened, filed under its register.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Event {
            $(#[doc = concat!("In the register of ", stringify!($field), ".")] $variant($module::Event),)*
            /// A line of the log is put right by this one.
            Corrected {
                /// The number of the line.
                line: u64,
                /// What is right.
                words: Private,
            },
        }

        /// Something somebody wants done.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Command {
            $(#[doc = concat!("In the register of ", stringify!($field), ".")] $variant($module::Command),)*
            /// Put a line of the log right.
            Correct {
                /// The number of the line.
                line: u64,
                /// What is right.
                words: String,
            },
        }

        /// Everything that follows from the log of one setting.
        #[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
        pub struct State {
            $(#[doc = concat!("The register of ", stringify!($field), ".")] pub $field: $part,)*
            /// How many lines were folded.
            pub lines: u64,
            /// The time of the latest line.
            pub latest: Option<Timestamp>,
            /// Lines put right, with the number of the line that does so.
            pub corrections: std::collections::BTreeMap<u64, u64>,
            /// Lines that only a few may read: of concerns, records, friendships and disclosures. They are not put
            /// right in the log, which everybody reads.
            pub for_few: std::collections::BTreeSet<u64>,
        }

        impl State {
            /// Folds one line into the state.
            pub fn apply(&mut self, line: &Line) {
                match &line.event {
                    $(Event::$variant(event) => self.$field.apply(event, line),)*
                    Event::Corrected { line: wrong, .. } => {
                        self.corrections.insert(*wrong, line.seq);
                    }
                }
                if let Event::Devices(devices::Event::Returned { device, .. }) = &line.event {
                    self.day.missing.retain(|missing| missing != device);
                }
                settle::settle(self, line);
                if let Event::People(people::Event::Left { person }) = &line.event {
                    self.channels.left(person, line);
                }
                let for_few = matches!(
                    line.event,
                    Event::Concerns(_) | Event::Records(_) | Event::Friendships(_) | Event::Disclosures(_)
                );
                if for_few {
                    self.for_few.insert(line.seq);
                }
                self.lines = line.seq + 1;
                self.latest = Some(line.at);
            }
        }

        fn decided(command: Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
            Ok(match command {
                $(Command::$variant(command) => $module::decide(command, context)?.into_iter().map(Event::$variant).collect(),)*
                Command::Correct { line, words } => {
                    if line >= context.state.lines {
                        return Err(Refusal::Invalid(format!("There is no line {line} in the log yet.")));
                    }
                    if context.state.for_few.contains(&line) {
                        return Err(Refusal::Invalid(
                            "This line is for few to read: what is right is added on its own page.".into(),
                        ));
                    }
                    let words = words_within(&words, 2_000, "The correction")?;
                    vec![Event::Corrected { line, words: Private::new(SETTING, words) }]
                }
            })
        }
    };
}

registers! {
    Setting profile: profile, profile::Profile;
    Policy adoption: adoption, adoption::Adoption;
    People people: people, people::People;
    Children children: children, children::Children;
    Places places: places, places::Places;
    Devices devices: devices, devices::Devices;
    Day day: day, day::Day;
    Exceptions exceptions: exceptions, exceptions::Exceptions;
    Visitors visitors: visitors, visitors::Visitors;
    Outings outings: outings, outings::Outings;
    Finds finds: finds, finds::Finds;
    Duties duties: duties, duties::Duties;
    Concerns concerns: concerns, concerns::Concerns;
    Records records: records, records::Records;
    Codes codes: codes, codes::Codes;
    Families families: families, families::Families;
    Library library: library, library::Library;
    Assessments assessments: assessments, assessments::Assessments;
    Friendships friendships: friendships, friendships::Friendships;
    Tools tools: tools, tools::Tools;
    Channels channels: channels, channels::Channels;
    Consents consents: consents, consents::Consents;
    Posts posts: posts, posts::Posts;
    Disclosures disclosures: disclosures, disclosures::Disclosures;
    Permissions permissions: permissions, permissions::Permissions;
    Pictures pictures: pictures, pictures::Pictures;
    Journeys journeys: journeys, journeys::Journeys;
    Occasions occasions: occasions, occasions::Occasions;
    Online online: online, online::Online;
    Teaching teaching: teaching, teaching::Teaching;
    Sites sites: sites, sites::Sites;
    Network network: network, network::Network;
}

/// A line of the log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// Its number, from 0.
    pub seq: u64,
    /// When it was written.
    pub at: Timestamp,
    /// Who wrote it.
    pub author: Author,
    /// What happened.
    pub event: Event,
}

/// What a command is decided against.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// What has happened.
    pub state: &'a State,
    /// The policy in force.
    pub policy: &'a Policy,
    /// Now, never before the latest line.
    pub now: Timestamp,
    /// Who gives the command.
    pub author: &'a Author,
}

/// Decides a command into events, or refuses it. Nothing else may make events.
///
/// # Errors
/// The [`Refusal`], in words for whoever gave the command.
pub fn decide(command: Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    authority::check(&command, context)?;
    decided(command, context)
}

/// Words that were entered, trimmed: neither empty nor longer than `length_max` characters.
pub(crate) fn words_within(words: &str, length_max: usize, what: &str) -> Result<String, Refusal> {
    // Browsers send the ends of lines as two characters.
    let words = words.replace("\r\n", "\n");
    let words = words.trim();
    if words.is_empty() {
        return Err(Refusal::Invalid(format!("{what} is empty: please fill it in.")));
    }
    if words.chars().count() > length_max {
        return Err(Refusal::Invalid(format!("{what} is too long: at most {length_max} characters.")));
    }
    if words.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
        return Err(Refusal::Invalid(format!("{what} holds characters that cannot be shown.")));
    }
    Ok(words.to_owned())
}

/// An id that was passed in for something new: short, plain, and not taken.
pub(crate) fn new_id(id: &str, taken: bool, what: &str) -> Result<(), Refusal> {
    let plain = !id.is_empty()
        && id.len() <= 64
        && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if !plain {
        return Err(Refusal::Invalid(format!("The id of {what} is not plain letters, digits and dashes.")));
    }
    if taken {
        return Err(Refusal::Contradiction(format!("There is already {what} with that id.")));
    }
    Ok(())
}
