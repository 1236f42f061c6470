//! What the program looks out for, and what it checks before it goes out.

use serde::Deserialize;

/// What a control has checked before it goes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Checks {
    /// The words of a text: names, the setting, ways to reach somebody, remarks about work.
    Words,
    /// A post as a whole, by somebody other than its author.
    Posts,
}

/// What the program looks out for all day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Watch {
    /// Somebody is in whose phone is not put away, nor declared to be at home.
    PhonesNotPutAway,
    /// The same for watches, where the policy has them stored.
    WatchesNotPutAway,
    /// A device is not in its store after the day was closed.
    DevicesNotBack,
    /// A device that should stay is off the premises after the day was closed.
    OffPremisesAtClose,
    /// A voice assistant was used today and is not off at the mains at the close.
    AssistantLeftOn,
    /// A slip (a child told it something personal) whose recording is not deleted.
    AssistantSlips,
    /// A child's device was found and has not been handed over at the close.
    ChildDeviceNotHandedOver,
    /// A visitor has not been signed out at the close.
    VisitorsAtClose,
    /// A post is held by nobody.
    Posts,
    /// A risk assessment was not looked at again by its day, or nobody here answers for it any more.
    AssessmentsOverdue,
    /// A mailbox is held by nobody, or by somebody whom the policy does not name.
    Mailboxes,
    /// A page is run by somebody whom the policy does not name, or a family that has left is still on it.
    OfficialPages,
    /// A device that makes pictures was put back without its gallery being looked at and emptied.
    GalleryNotEmptied,
    /// A picture is kept after its erase-by date, and nothing holds it.
    PicturesPastDate,
    /// A child can be seen in a picture that is kept without permission.
    PicturesAgainstPermission,
    /// A phone kept for pictures, without its SIM, is not in the place that the policy names.
    SimlessPhones,
    /// The filter's own test failed, or a device of the setting that goes online is not known to the resolver.
    Filter,
}
