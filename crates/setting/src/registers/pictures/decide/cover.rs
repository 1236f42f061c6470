//! A new picture of one, with parts of it covered.

use crate::deciding::input::words_within;
use crate::deciding::refusal::Refusal;
use crate::reading::context::Context;
use crate::record::ids::{ChildId, PictureId};
use crate::registers::pictures::decide::parts::retained;
use crate::registers::pictures::event as pictures;
use crate::registers::pictures::refused::Refused;
use crate::registers::pictures::retention::against;

pub(crate) fn cover(
    from: &PictureId,
    covered: Vec<ChildId>,
    marks: Vec<String>,
    context: &Context<'_>,
) -> Result<(Vec<ChildId>, Vec<String>), Refusal> {
    let known = retained(from, context)?;
    if known.shot.kind != pictures::MediaKind::Still {
        return Err(Refused::Recording.into());
    }
    if covered.is_empty() && marks.is_empty() {
        return Err(Refused::NothingCovered.into());
    }
    let stranger = covered.iter().find(|child| !context.state.children.all.contains_key(*child));
    if stranger.is_some() {
        return Err(Refused::NoSuchChildCovered.into());
    }
    let still: Vec<String> = against(known, context.state)
        .into_iter()
        .filter(|against| !covered.contains(&against.child))
        .map(|against| context.state.children.name(&against.child))
        .collect();
    if !still.is_empty() {
        // A new picture with them in it would be kept anew from today.
        let names = belisha_policy::join_and(&still);
        return Err(Refused::StillVisible { names: names.to_string() }.into());
    }
    let marks = marks
        .into_iter()
        .take(10)
        .map(|mark| words_within(&mark, 60, "What is covered"))
        .collect::<Result<_, _>>()?;
    Ok((covered, marks))
}
