//! What the commands about pictures share.

use crate::deciding::input::new_id;
use crate::deciding::refusal::Refusal;
use crate::reading::context::Context;
use crate::reading::roles;
use crate::record::author::Author;
use crate::record::ids::{ChildId, PersonId, PictureId};
use crate::record::moment::date_of;
use crate::record::private::Private;
use crate::registers::pictures::command::FileText;
use crate::registers::pictures::event::File;
use crate::registers::pictures::refused::Refused;
use crate::registers::pictures::state::Picture;

/// At most this many children are named in one picture.
const CHILDREN_MAX: usize = 60;

pub(crate) fn find<'a>(picture: &PictureId, context: &Context<'a>) -> Result<&'a Picture, Refusal> {
    let known = context.state.pictures.all.get(picture);
    known.ok_or_else(|| Refusal::from(Refused::NoSuchPicture))
}

/// A picture that is there, or the sentence that it was erased.
pub(crate) fn retained<'a>(picture: &PictureId, context: &Context<'a>) -> Result<&'a Picture, Refusal> {
    let known = find(picture, context)?;
    match known.erased {
        Some((_, at)) => Err(Refused::Erased { on: date_of(at).to_string() }.into()),
        None => Ok(known),
    }
}

/// The same, where no use of it goes by this id yet: an entry or a post gives its own to its pictures' uses.
pub(crate) fn unused_as(picture: &PictureId, id: &str, context: &Context<'_>) -> Result<(), Refusal> {
    new_id(id, retained(picture, context)?.uses.contains_key(id), "a use")
}

/// Those who lead, and those who safeguard.
pub(crate) fn answers_for_pictures(context: &Context<'_>) -> Result<(), Refusal> {
    let Author::Person(id) = context.author else { return Ok(()) };
    let person = context.state.people.active(id)?;
    if roles::safeguards(person, context) {
        return Ok(());
    }
    Err(Refused::NotForYou.into())
}

pub(crate) fn named(children: &[ChildId], adults: &[PersonId], context: &Context<'_>) -> Result<(), Refusal> {
    if children.len() + adults.len() > CHILDREN_MAX {
        return Err(Refused::TooMany { children_max: CHILDREN_MAX.to_string() }.into());
    }
    for child in children {
        context.state.children.active(child)?;
    }
    for adult in adults {
        context.state.people.active(adult)?;
    }
    Ok(())
}

/// Everybody once, in the order given: who is tapped twice is not in it twice.
pub(crate) fn once<T: PartialEq>(all: Vec<T>) -> Vec<T> {
    let mut each = Vec::with_capacity(all.len());
    for known in all {
        if !each.contains(&known) {
            each.push(known);
        }
    }
    each
}

pub(crate) fn sealed(picture: &PictureId, files: Vec<FileText>) -> Vec<File> {
    let file = |file: FileText| File {
        rendition: file.rendition,
        blob: file.blob,
        key: Private::new(picture, file.key),
        bytes: file.bytes,
    };
    files.into_iter().map(file).collect()
}
