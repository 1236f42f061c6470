//! Which outlet a channel on the register is.

use crate::registers::channels::event::Kind;
use belisha_policy::TextOutlet as Outlet;

/// The outlet that a channel of this kind is.
pub fn outlet_of(kind: Kind) -> Outlet {
    match kind {
        Kind::Mailbox | Kind::Account => Outlet::Email,
        Kind::Page => Outlet::Page,
        Kind::Group => Outlet::Group,
        Kind::Website => Outlet::Website,
        Kind::Publicity => Outlet::Publicity,
        Kind::Messages => Outlet::Message,
    }
}
