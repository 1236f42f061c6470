//! Commands on their way into a page: built from the real types, serialised here alone.

use belisha_setting::Command;
use std::borrow::Cow;

/// Stands for the id of something new: `POST /commands` puts a random one in its place.
const NEW: &str = "$new";

/// The id of something that the command makes.
pub(crate) fn new_id<Id: From<&'static str>>() -> Id {
    Id::from(NEW)
}

/// Stands for text or an id that an input of the form fills in.
pub(crate) fn blank<Text: From<&'static str>>() -> Text {
    Text::from("")
}

/// Stands for a day that an input of the form fills in.
pub(crate) fn blank_date() -> jiff::civil::Date {
    jiff::civil::Date::ZERO
}

/// The hidden fields of a form: a command, and the page that follows it. Where the form has inputs, the command holds
/// stand-ins that the inputs replace; their names are JSON pointers into it.
#[derive(Debug)]
pub(crate) struct Action {
    /// The command as JSON.
    pub(crate) command: String,
    /// The address of the page that follows.
    pub(crate) back: Cow<'static, str>,
}

impl Action {
    /// A command after which Today follows.
    pub(crate) fn new(command: &Command) -> Self {
        let command = serde_json::to_string(command).unwrap_or_else(|error| {
            // An empty command is refused when it is sent.
            tracing::error!(%error, "a command could not be written into a page");
            String::new()
        });
        Self { command, back: Cow::Borrowed("/") }
    }

    /// The same, followed by another page.
    pub(crate) fn back(self, back: impl Into<Cow<'static, str>>) -> Self {
        Self { back: back.into(), ..self }
    }
}

/// A form of one button and no input.
#[derive(Debug)]
pub(crate) struct Button {
    pub(crate) label: Cow<'static, str>,
    /// A class of the style sheet: `main`, `quiet`, `danger`, or none.
    pub(crate) class: &'static str,
    pub(crate) action: Action,
}

impl Button {
    /// A plain button after which Today follows.
    pub(crate) fn new(label: impl Into<Cow<'static, str>>, command: &Command) -> Self {
        Self { label: label.into(), class: "", action: Action::new(command) }
    }

    /// The same in another class.
    pub(crate) fn class(self, class: &'static str) -> Self {
        Self { class, ..self }
    }

    /// The same, followed by another page.
    pub(crate) fn back(self, back: impl Into<Cow<'static, str>>) -> Self {
        Self { action: self.action.back(back), ..self }
    }
}
