//! What the program's own code asks for: as a command, and as the text of a scenario.

use crate::deciding::command::Command;
use serde::Deserialize;
use serde_json::Value;

macro_rules! prepared {
    ($($variant:ident $module:ident;)*) => {
        /// A command that the program's own code makes, filed under its register. A scenario may play the program's
        /// part; a form and the API may not, and read [`Command`]s.
        #[derive(Debug, Clone, PartialEq, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Prepared {
            $(#[doc = concat!("In the register of ", stringify!($module), ".")]
            $variant(crate::registers::$module::command::Prepared),)*
        }

        $(impl From<crate::registers::$module::command::Prepared> for Command {
            fn from(prepared: crate::registers::$module::command::Prepared) -> Self {
                Self::$variant(crate::registers::$module::command::Command::Prepared(prepared))
            }
        })*

        impl From<Prepared> for Command {
            fn from(prepared: Prepared) -> Self {
                match prepared { $(Prepared::$variant(prepared) => prepared.into(),)* }
            }
        }
    };
}

prepared! {
    People people;
    Devices devices;
    Permissions permissions;
    Pictures pictures;
    Online online;
    Network network;
    Clock clock;
    Day day;
    DataRequests data_requests;
    SignIns sign_ins;
}

impl Prepared {
    /// A command as a scenario plays it: one that anybody may give, or one that the program's own code makes.
    ///
    /// # Errors
    /// What of it cannot be read, as serde says it.
    pub fn command_in_scenario(json: Value) -> Result<Command, serde_json::Error> {
        let unknown = |error: &serde_json::Error| error.to_string().starts_with("unknown variant");
        match serde_json::from_value::<Self>(json.clone()) {
            Ok(prepared) => Ok(prepared.into()),
            Err(error) if unknown(&error) => Command::from_json(json),
            Err(error) => Err(error),
        }
    }
}
