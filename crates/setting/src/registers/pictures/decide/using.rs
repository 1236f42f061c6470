//! A picture used for a display, the press or training.

use crate::deciding::input::{new_id, words_within};
use crate::deciding::refusal::Refusal;
use crate::deciding::stopped;
use crate::reading::context::Context;
use crate::reading::wording::check;
use crate::record::author::Author;
use crate::record::ids::{ChildId, PictureId, PlaceId, UseId};
use crate::record::private::{Private, SETTING};
use crate::registers::pictures::decide::parts::retained;
use crate::registers::pictures::event::{Event, To};
use crate::registers::pictures::refused::Refused;
use crate::registers::pictures::uses::{Asked, question};
use belisha_policy::KnownRole;
use belisha_policy::TextOutlet as Outlet;

#[expect(clippy::too_many_arguments, reason = "one use, field by field, as the command has it")]
pub(crate) fn use_it(
    picture: PictureId,
    id: UseId,
    purpose: &str,
    place: Option<PlaceId>,
    whom: &str,
    words: &str,
    looked: bool,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    let known = retained(&picture, context)?;
    new_id(id.as_str(), known.uses.contains_key(&id), "a use")?;
    let Some(of) = context.policy.catalogue.purpose(purpose) else {
        return Err(Refused::NoSuchPurpose { purpose: purpose.to_string() }.into());
    };
    let (to, outlet) = match of.id.as_str() {
        "display" => {
            if let Some(place) = &place
                && !context.state.places.all.contains_key(place)
            {
                return Err(Refused::NoSuchPlace.into());
            }
            (To::Display { place }, Outlet::Display)
        }
        "publicity" => {
            // Not under the picture's own key: whom to write to is wanted when the picture is long erased.
            let whom = Private::new(SETTING, words_within(whom, 200, "To whom it goes")?);
            (To::Press { whom }, Outlet::Publicity)
        }
        "training" => (To::Training, Outlet::Display),
        "learning journey" => {
            return Err(Refused::WithEntry.into());
        }
        _ => return Err(Refused::WithPost.into()),
    };
    require(&picture, &of.id, None, looked, context)?;
    let words = if words.trim().is_empty() {
        String::new()
    } else {
        words_within(words, 2_000, "What is written with it")?
    };
    caption(&words, outlet, context)?;
    let words = Private::new(&picture, words);
    Ok(Event::Used { picture, id, purpose: of.id.clone(), to, words, looked })
}

/// Asks whether a picture may be used, now and for this; refuses with the clause otherwise.
pub(crate) fn require(
    picture: &PictureId,
    purpose: &str,
    journey: Option<&ChildId>,
    looked: bool,
    context: &Context<'_>,
) -> Result<(), Refusal> {
    let who = if let Author::Person(person) = context.author {
        Some(person.as_str())
    } else {
        Some(KnownRole::Manager.id())
    };
    let asked = Asked { who, purpose, journey, looked, own_device: false };
    question(picture, &asked, context.policy).require(context)
}

/// No child is named beside a picture.
fn caption(words: &str, outlet: Outlet, context: &Context<'_>) -> Result<(), Refusal> {
    let found = check::beside_picture(words, outlet, context.state, context.policy);
    stopped::stopped(&found)
}
