//! Which outlet a channel on the register is.

use crate::registers::channels::event::ChannelKind;
use belisha_policy::TextOutlet as Outlet;

/// The outlet that a channel of this kind is.
pub fn outlet_of(kind: ChannelKind) -> Outlet {
    match kind {
        ChannelKind::Mailbox | ChannelKind::Account => Outlet::Email,
        ChannelKind::Page => Outlet::Page,
        ChannelKind::Group => Outlet::Group,
        ChannelKind::Website => Outlet::Website,
        ChannelKind::Publicity => Outlet::Publicity,
        ChannelKind::Messages => Outlet::Message,
    }
}
