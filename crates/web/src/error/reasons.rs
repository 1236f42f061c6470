//! Why there is no page, as data; the one place of the sentences about it.

use belisha_invariant::Broken;
use thiserror::Error;

/// What is not here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Missing {
    #[error("There is no such assessment.")]
    Assessment,
    #[error("There is no such channel.")]
    Channel,
    #[error("There is no such child here.")]
    Child,
    #[error("There is no such clause.")]
    Clause,
    #[error("There is a code for adults and one for children.")]
    Code,
    #[error("There is no such concern.")]
    Concern,
    #[error("There is no such device.")]
    Device,
    #[error("There is no such event.")]
    Event,
    #[error("This link leads nowhere any more: please ask the setting for a new one.")]
    FamilyLink,
    #[error("There is no such file.")]
    File,
    #[error("There is no such list.")]
    List,
    #[error("There is no such notice.")]
    Notice,
    #[error("There is no such page.")]
    Page,
    #[error("This use is not on paper.")]
    PaperUse,
    #[error("That parcel is not here any more: please make it again, it takes a minute.")]
    Parcel,
    #[error("There is nobody of that name here.")]
    Person,
    #[error("There is no such picture.")]
    Picture,
    #[error("There is no such post.")]
    Post,
    #[error("That file is not arriving any more: please begin again.")]
    Upload,
    #[error("There is no such version.")]
    Version,
}

/// Whom it is for, or where it is done, when not by this person or here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Denied {
    /// For those who lead.
    #[error("This page is for the manager or the deputy.")]
    Leaders,
    /// For those who may see where every clause stands.
    #[error("The report is for the committee, the manager, the deputy and the designated persons.")]
    Report,
    /// For those who lead or safeguard.
    #[error("This view is for the manager and those who safeguard.")]
    Overview,
    /// The first run is over.
    #[error("This setting has begun already: please sign in.")]
    BegunAlready,
    /// A second proof is set once by its owner.
    #[error("A second proof is set already.")]
    SecondProofSet,
    /// What is kept of children stays on devices of the setting.
    #[error("A personal device opens no records and no concerns (house.3).")]
    RecordsOnOwnDevice,
    /// Pictures stay on devices of the setting.
    #[error("A personal device opens no pictures (house.3).")]
    PicturesOnOwnDevice,
    /// A picture is printed for a use on record.
    #[error("A picture is printed for a use that is on record: put the use on record first.")]
    PrintWithoutUse,
    /// A picture leaves with a use on record.
    #[error("A picture leaves with a use that is on record: put the use on record first.")]
    DownloadWithoutUse,
}

/// What cannot be read of what was sent.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Unreadable {
    /// A form is not one.
    #[error("That form could not be read: please go back and send it again.")]
    Form,
    /// Something that a form needs was not filled in.
    #[error("That form is not complete. Please go back and fill it in.")]
    Incomplete,
    /// The body of a request to the API; the detail names the place.
    #[error("{detail}")]
    Json {
        /// Where reading it stopped, and why.
        detail: String,
    },
    /// A request to the API that does not call itself JSON.
    #[error("This takes JSON: send it with `Content-Type: application/json`.")]
    NotJson,
    /// The parts of a form with files.
    #[error("Those files could not be read: please go back and send them again.")]
    Files,
    /// A file ended in the middle.
    #[error("A file broke off: please send it again.")]
    BrokenOff,
    /// A piece of a file is not the next one.
    #[error("That piece does not begin where the last one ended.")]
    Offset,
    /// No region was drawn.
    #[error("Draw over what is to be covered first.")]
    NoRegion,
    /// No address of the network.
    #[error("`{word}` is no address, such as 192.168.1.20: please go back and put it right.")]
    NetworkAddress {
        /// What was entered.
        word: String,
    },
    /// No text was pasted.
    #[error("There are no words to check: please go back and paste them.")]
    NoWords,
    /// No known channel for a text was named.
    #[error("Say where the words are to go: {known}.")]
    Outlet {
        /// The channels that there are, in words.
        known: String,
    },
    /// A list is no text.
    #[error("That list could not be read: it must be a text file in UTF-8.")]
    List,
    /// Nothing is in force that could be adopted anew.
    #[error("There is no policy to adopt.")]
    NoPolicy,
}

impl Unreadable {
    /// The field of the form that is to be put right, by its name.
    pub fn field(&self) -> Option<&'static str> {
        match self {
            Self::NoRegion => Some("region"),
            Self::NetworkAddress { .. } => Some("addresses"),
            Self::NoWords | Self::List => Some("text"),
            Self::Outlet { .. } => Some("channel"),
            _ => None,
        }
    }
}

/// What was entered, can be read, and is not taken: the form is to be filled in otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Unfit {
    /// No ground for sending was chosen.
    #[error("Say on what ground it may be sent.")]
    NoGround,
    /// A parcel with nothing in it.
    #[error("There is nothing in the parcel: write a message or add a file.")]
    EmptyParcel,
    /// A parcel cannot be made of this.
    #[error("No parcel was made: {0}.")]
    Parcel(#[from] belisha_parcel::SealError),
    /// A password or a PIN that is easy to guess.
    #[error(transparent)]
    Secret(#[from] crate::secret::Weak),
    /// Somebody mistyped the recovery key, or has none.
    #[error("That is not the recovery key of this setting. Nothing was done.")]
    RecoveryKey,
    /// Whoever changes their own secret proves first that they are who they are (ASVS 2.1.6).
    #[error("That is not your PIN or password as it is now. Nothing was changed.")]
    CurrentSecret,
    /// A new secret was typed in two ways.
    #[error("The two are not the same: type it twice. Nothing was changed.")]
    SecretsDiffer,
    /// Whoever is to choose their own takes the one that another set.
    #[error("That is the one you came in with, and another knows it: choose one of your own.")]
    SameSecret,
}

impl Unfit {
    /// The field of the form that is to be put right, by its name.
    pub fn field(&self) -> Option<&'static str> {
        match self {
            Self::NoGround => Some("reason"),
            Self::EmptyParcel => Some("message"),
            Self::Parcel(_) => None,
            Self::Secret(_) | Self::SameSecret => Some("secret"),
            Self::SecretsDiffer => Some("again"),
            Self::CurrentSecret => Some("current"),
            Self::RecoveryKey => Some("key"),
        }
    }
}

/// What is too much at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TooLarge {
    /// A text to be checked.
    #[error("That text is too long: at most {megabytes_max} MB are checked at once.")]
    Text {
        /// The limit, in megabytes.
        megabytes_max: usize,
    },
    /// Too much of one person's is arriving.
    #[error(
        "You have as much on its way as one person may: let it arrive, or close those pages, and send this again."
    )]
    OwnUploads,
    /// A parcel.
    #[error(
        "That is too large for one parcel: message and files together are at most {megabytes_max} MB. Nothing was sent or kept: please send the rest in a second parcel."
    )]
    Parcel {
        /// The limit, in megabytes.
        megabytes_max: usize,
    },
}

/// What the program could not do, though it was asked for rightly.
#[derive(Debug, Error)]
pub enum Failure {
    /// No vault is configured.
    #[error("No place for pictures is configured here.")]
    NoGallery,
    /// The resolver does not run here.
    #[error("The filter is not running here.")]
    NoFilter,
    /// As many files arrive as are let arrive at once.
    #[error("Too many files are arriving at once: please try again in a while.")]
    TooManyUploads,
    /// A piece of a file could not be written.
    #[error("That piece could not be kept: please send it again.")]
    Upload,
    /// A policy could not be gone through.
    #[error("The policy could not be gone through. The program's own log says why.")]
    Proof,
    /// A request took longer than its route lets it.
    #[error("That took too long. Please look whether it was done before you try again.")]
    TooSlow,
    /// A text could not be checked.
    #[error("That text could not be checked: please try again.")]
    TextCheck,
    /// A parcel could not be sealed.
    #[error("The parcel could not be made: please try again.")]
    Parcel,
    /// An export could not be sealed.
    #[error("The export could not be sealed. Nothing was changed: please try again.")]
    Export,
    /// An export found no room.
    #[error("The disk is full. Nothing was sealed: please tell the manager, make room, and try again.")]
    ExportDiskFull,
    /// The log found no room.
    #[error("The disk is full. Nothing was written: please tell the manager, make room, and try again.")]
    DiskFull,
    /// More is to be written at once than the log takes.
    #[error("Too much is happening at once. Nothing was written: please try again in a moment.")]
    Overloaded,
    /// The log could not be written, for a reason that is in the program's own log.
    #[error("That could not be written down. Nothing was changed: please try again.")]
    NotWritten,
    /// The program is in a state that cannot be.
    #[error("Something is wrong with the program itself. Nothing was changed: please tell whoever runs it.")]
    Impossible(#[from] Broken),
}
