//! Acts.

use crate::known::words::known_words;

known_words! {
    /// An act that the program itself asks about, before it does something or shows something.
    KnownAct {
        /// Use a device.
        Use = "use",
        /// Carry or wear a device.
        Carry = "carry",
        /// Make or take a call.
        Call = "call",
        /// Photograph or film children.
        PhotographChild = "photograph-child",
        /// Photograph the rooms.
        PhotographSetting = "photograph-setting",
        /// Photograph children's work.
        PhotographWork = "photograph-work",
        /// Take a device out of its store.
        TakeOut = "take-out",
        /// Take a device off the premises.
        TakeOffPremises = "take-off-premises",
        /// Put a SIM card in.
        InsertSim = "insert-sim",
        /// Let children use a device for the first time.
        BringIntoUse = "bring-into-use",
        /// Take children online.
        GoOnline = "go-online",
        /// Open a site.
        OpenSite = "open-site",
        /// Read or send email.
        Email = "email",
        /// Befriend a parent or child online.
        Befriend = "befriend",
        /// Publish a picture.
        PublishPhoto = "publish-photo",
        /// Use a picture on record.
        UsePicture = "use-picture",
        /// Take a picture into the setting's gallery.
        ImportPicture = "import-picture",
        /// Leave on an outing.
        LeaveOnOuting = "leave-on-outing",
        /// Open the records about people.
        OpenRecords = "open-records",
        /// Open pictures.
        OpenPictures = "open-pictures",
        /// Open a concern.
        OpenConcern = "open-concern",
        /// Open what happened, line by line.
        OpenHistory = "open-history",
        /// Open a mailbox.
        OpenMailbox = "open-mailbox",
        /// Open an event for families.
        OpenEvent = "open-event",
        /// Look through a colleague's phone.
        CheckPictures = "check-pictures",
        /// Use an online tool or journal for work.
        UseTool = "use-tool",
        /// Send something personal.
        SendPersonal = "send-personal",
    }
}
