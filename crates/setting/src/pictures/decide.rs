//! What may be done with pictures: taken in, covered, used, held, erased.

use super::keep::{against, erase_by, pending};
use super::take::take_in;
use super::uses::{Asked, question};
use super::{Command, Event, File, FileText, Picture, Shows, To, Why};
use crate::authority::{self, Author};
use crate::ids::{ChildId, PersonId, PictureId, PlaceId, UseId};
use crate::moment::date_of;
use crate::private::{Private, SETTING};
use crate::refusal::Refusal;
use crate::state::{Context, new_id, words_within};
use crate::wording::{self, Outlet};

/// At most this many children are named in one picture.
const CHILDREN_MAX: usize = 60;

pub(crate) fn decide(command: Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let event = match command {
        Command::TakeIn { picture, incoming } => take_in(picture, *incoming, context)?,
        Command::Cover { picture, from, covered, marks, files, tag, width, height } => {
            new_id(picture.as_str(), context.state.pictures.all.contains_key(&picture), "a picture")?;
            let (covered, marks) = cover(&from, covered, marks, context)?;
            let (files, tag) = (sealed(&picture, files), Private::new(&picture, tag));
            Event::Covered { picture, from, covered, marks, files, tag, width, height }
        }
        Command::Tag { picture, children, adults } => {
            let there = kept(&picture, context)?;
            let (children, adults) = (once(children), once(adults));
            // Whoever is in it already may have left since.
            let joined: Vec<ChildId> =
                children.iter().filter(|child| !there.shot.children.contains(child)).cloned().collect();
            let with: Vec<PersonId> =
                adults.iter().filter(|adult| !there.shot.adults.contains(adult)).cloned().collect();
            named(&joined, &with, context)?;
            if there.shot.children == children && there.shot.adults == adults {
                return Err(Refusal::Contradiction("That is on record already.".into()));
            }
            if there.shot.shows == Shows::Children && children.is_empty() {
                return Err(Refusal::Invalid("Tap the children who can be seen in it.".into()));
            }
            Event::Tagged { picture, children, adults }
        }
        Command::Use { picture, id, purpose, place, whom, words, looked } => {
            return use_it(picture, id, &purpose, place, &whom, &words, looked, context)
                .map(|event| vec![event]);
        }
        Command::EndUse { picture, id, what } => {
            let used = find(&picture, context)?.uses.get(&id);
            match used {
                Some(used) if used.ended.is_none() => {}
                Some(_) => return Err(Refusal::Contradiction("That use is over already.".into())),
                None => return Err(Refusal::Invalid("There is no such use on record.".into())),
            }
            let what = Private::new(SETTING, words_within(&what, 500, "What was done")?);
            Event::UseEnded { picture, id, what }
        }
        Command::Hold { picture, why } => {
            answers_for_pictures(context)?;
            if kept(&picture, context)?.held.is_some() {
                return Err(Refusal::Contradiction("It is held already.".into()));
            }
            let why = Private::new(SETTING, words_within(&why, 500, "Why it is held")?);
            Event::Held { picture, why }
        }
        Command::Release { picture, why } => {
            answers_for_pictures(context)?;
            if kept(&picture, context)?.held.is_none() {
                return Err(Refusal::Contradiction("It is not held.".into()));
            }
            let why = Private::new(SETTING, words_within(&why, 500, "Why it is released")?);
            Event::Released { picture, why }
        }
        Command::Erase { picture, why } => erase(picture, why, context)?,
        Command::EraseDue {} => {
            by_the_program(context)?;
            let due = pending(context.state, context.policy, date_of(context.now));
            return Ok(due.into_iter().map(|picture| Event::Erased { picture, why: Why::Due }).collect());
        }
        Command::Gone { picture } => {
            by_the_program(context)?;
            if !context.state.pictures.leaving.contains(&picture) {
                return Err(Refusal::Contradiction("It is gone already, or was not erased.".into()));
            }
            Event::Gone { picture }
        }
        Command::HandOver { child, pictures, to } => return hand_over(child, pictures, &to, context),
    };
    Ok(vec![event])
}

fn find<'a>(picture: &PictureId, context: &Context<'a>) -> Result<&'a Picture, Refusal> {
    let there = context.state.pictures.all.get(picture);
    there.ok_or_else(|| Refusal::Invalid("There is no such picture.".into()))
}

/// A picture that is there, or the sentence that it was erased.
pub(crate) fn kept<'a>(picture: &PictureId, context: &Context<'a>) -> Result<&'a Picture, Refusal> {
    let there = find(picture, context)?;
    match there.erased {
        Some((_, at)) => Err(Refusal::Contradiction(format!("This picture was erased on {}.", date_of(at)))),
        None => Ok(there),
    }
}

/// The same, where no use of it goes by this id yet: an entry or a post gives its own to its pictures' uses.
pub(crate) fn unused_as(picture: &PictureId, id: &str, context: &Context<'_>) -> Result<(), Refusal> {
    new_id(id, kept(picture, context)?.uses.contains_key(id), "a use")
}

fn by_the_program(context: &Context<'_>) -> Result<(), Refusal> {
    match context.author {
        Author::Program => Ok(()),
        _ => Err(Refusal::Authority("Belisha does this by itself.".into())),
    }
}

/// Those who lead, and those who safeguard.
fn answers_for_pictures(context: &Context<'_>) -> Result<(), Refusal> {
    let Author::Person(id) = context.author else { return Ok(()) };
    let person = context.state.people.active(id)?;
    let safeguards = person.is_any(&["dsl".into(), "deputy-dsl".into()], &context.policy.catalogue);
    if safeguards || authority::leads(person, context) {
        return Ok(());
    }
    Err(Refusal::Authority("This is for the manager, the deputy or the safeguarding lead.".into()))
}

pub(super) fn named(children: &[ChildId], adults: &[PersonId], context: &Context<'_>) -> Result<(), Refusal> {
    if children.len() + adults.len() > CHILDREN_MAX {
        return Err(Refusal::Invalid(format!("At most {CHILDREN_MAX} people are named in one picture.")));
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
pub(super) fn once<T: PartialEq>(all: Vec<T>) -> Vec<T> {
    let mut each = Vec::with_capacity(all.len());
    for there in all {
        if !each.contains(&there) {
            each.push(there);
        }
    }
    each
}

pub(super) fn sealed(picture: &PictureId, files: Vec<FileText>) -> Vec<File> {
    let file = |file: FileText| File {
        rendition: file.rendition,
        blob: file.blob,
        key: Private::new(picture, file.key),
        bytes: file.bytes,
    };
    files.into_iter().map(file).collect()
}

fn cover(
    from: &PictureId,
    covered: Vec<ChildId>,
    marks: Vec<String>,
    context: &Context<'_>,
) -> Result<(Vec<ChildId>, Vec<String>), Refusal> {
    let there = kept(from, context)?;
    if there.shot.kind != super::Kind::Still {
        return Err(Refusal::Invalid(
            "A recording cannot be covered: erase it, or keep it out of use.".into(),
        ));
    }
    if covered.is_empty() && marks.is_empty() {
        return Err(Refusal::Invalid("Say who or what is covered.".into()));
    }
    let stranger = covered.iter().find(|child| !context.state.children.all.contains_key(*child));
    if stranger.is_some() {
        return Err(Refusal::Invalid("There is no such child on the register.".into()));
    }
    let still: Vec<String> = against(there, context.state)
        .into_iter()
        .filter(|against| !covered.contains(&against.child))
        .map(|against| context.state.children.name(&against.child))
        .collect();
    if !still.is_empty() {
        // A new picture with them in it would be kept anew from today.
        let names = belisha_policy::join_and(&still);
        return Err(Refusal::Contradiction(format!(
            "{names} can still be seen, without permission: cover them too, or erase it."
        )));
    }
    let marks = marks
        .into_iter()
        .take(10)
        .map(|mark| words_within(&mark, 60, "What is covered"))
        .collect::<Result<_, _>>()?;
    Ok((covered, marks))
}

#[expect(clippy::too_many_arguments, reason = "one use, field by field, as the command has it")]
fn use_it(
    picture: PictureId,
    id: UseId,
    purpose: &str,
    place: Option<PlaceId>,
    whom: &str,
    words: &str,
    looked: bool,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    let there = kept(&picture, context)?;
    new_id(id.as_str(), there.uses.contains_key(&id), "a use")?;
    let Some(of) = context.policy.catalogue.purpose(purpose) else {
        return Err(Refusal::Invalid(format!("Pictures are not used for `{purpose}`.")));
    };
    let (to, outlet) = match of.id.as_str() {
        "display" => {
            if let Some(place) = &place
                && !context.state.places.all.contains_key(place)
            {
                return Err(Refusal::Invalid("There is no such place on the register.".into()));
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
            return Err(Refusal::Invalid(
                "It goes into a learning journey with an entry, on the child's own page.".into(),
            ));
        }
        _ => return Err(Refusal::Invalid("It goes out with a post, which somebody else approves.".into())),
    };
    must_be_let(&picture, &of.id, None, looked, context)?;
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
pub(crate) fn must_be_let(
    picture: &PictureId,
    purpose: &str,
    journey: Option<&ChildId>,
    looked: bool,
    context: &Context<'_>,
) -> Result<(), Refusal> {
    let who =
        if let Author::Person(person) = context.author { Some(person.as_str()) } else { Some("manager") };
    let asked = Asked { who, purpose, journey, looked, own_device: false };
    question(picture, &asked, context.policy).must_be_let(context)
}

/// No child is named beside a picture.
fn caption(words: &str, outlet: Outlet, context: &Context<'_>) -> Result<(), Refusal> {
    let found = wording::beside_picture(words, outlet, context.state, context.policy);
    wording::stopped(&found)
}

fn erase(picture: PictureId, why: Why, context: &Context<'_>) -> Result<Event, Refusal> {
    let there = kept(&picture, context)?;
    if there.held.is_some() {
        return Err(Refusal::Contradiction("It is held: release it first, with the reason.".into()));
    }
    let today = date_of(context.now);
    let own = there.by == *context.author && date_of(there.at) == today;
    if !own && against(there, context.state).is_empty() {
        answers_for_pictures(context)?;
    }
    let due = erase_by(there, context.state, context.policy).is_some_and(|day| day <= today);
    let why = if due { Why::Due } else { why };
    Ok(Event::Erased { picture, why })
}

/// The pictures of a child who left, handed over and erased. In the same breath those that are held stay.
fn hand_over(
    child: ChildId,
    pictures: Vec<PictureId>,
    to: &str,
    context: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    let state = context.state;
    match state.children.all.get(&child) {
        Some(there) if there.left.is_some() => {}
        Some(_) => {
            return Err(Refusal::Contradiction(
                "The child is still here: their pictures are kept for them.".into(),
            ));
        }
        None => return Err(Refusal::Invalid("There is no such child on the register.".into())),
    }
    let to = Private::new(&child, words_within(to, 120, "To whom they were handed")?);
    let mut events = vec![Event::HandedOver { child: child.clone(), pictures: pictures.clone(), to }];
    for picture in pictures {
        let there = kept(&picture, context)?;
        if !there.shot.children.contains(&child) {
            return Err(Refusal::Invalid("One of the pictures is not of this child.".into()));
        }
        if there.held.is_none() {
            events.push(Event::Erased { picture, why: Why::HandedOver });
        }
    }
    Ok(events)
}
