//! What may be done with a risk assessment, and by whom.

use crate::deciding::input::{new_id, words_within};
use crate::deciding::refusal::Refusal;
use crate::reading::context::Context;
use crate::reading::roles;
use crate::record::author::Author;
use crate::record::ids::PersonId;
use crate::record::moment::date_of;
use crate::record::private::{Private, SETTING};
use crate::registers::assessments::command::{Command, HazardText};
use crate::registers::assessments::event::Score;
use crate::registers::assessments::event::{Event, Hazard, Of, Particulars};
use crate::registers::assessments::refused::Refused;
use crate::registers::duties::decide::asked;
use crate::registers::duties::event::Risk;
use crate::registers::friendships::decide as friendships;
use jiff::ToSpan;
use jiff::civil::Date;

/// At most this many hazards are in one assessment: more are better read as two.
const HAZARDS_MAX: usize = 30;

/// An assessment is looked at again within this many years, whatever a policy says or leaves out.
const REVIEW_YEARS_MAX: i32 = 5;

pub(crate) fn decide(command: Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let assessments = &context.state.assessments;
    let event = match command {
        Command::Make { assessment, of, title, risk, hazards, owner, review, duties } => {
            new_id(assessment.as_str(), assessments.all.contains_key(&assessment), "an assessment")?;
            let of = known(of, context)?;
            let particulars = Written { title, risk, hazards, owner, review }.read(&of, context)?;
            does(&duties, &of, review, context)?;
            Event::Made { assessment, of, particulars, duties }
        }
        Command::Revise { assessment, title, risk, hazards, owner, review } => {
            let known = assessments.active(&assessment)?;
            let particulars = Written { title, risk, hazards, owner, review }.read(&known.of, context)?;
            does(&known.asked(context.policy), &known.of, review, context)?;
            Event::Revised { assessment, particulars }
        }
        Command::SignOff { assessment, duties } => {
            let known = assessments.active(&assessment)?;
            between_few(&known.of, context)?;
            if duties.is_empty() {
                return Err(Refused::NoDuties.into());
            }
            does(&duties, &known.of, known.particulars.review, context)?;
            Event::SignedOff { assessment, duties }
        }
        Command::Review { assessment, note, review } => {
            let known = assessments.active(&assessment)?;
            between_few(&known.of, context)?;
            later(review, context)?;
            does(&known.asked(context.policy), &known.of, review, context)?;
            let note = words_within(&note, 2_000, "What was looked at")?;
            Event::Reviewed { assessment, note: about(&known.of, note, context), review }
        }
        Command::Retire { assessment, why } => {
            let known = assessments.active(&assessment)?;
            between_few(&known.of, context)?;
            if let Author::Person(id) = context.author {
                let person = context.state.people.active(id)?;
                if *id != known.particulars.owner && !roles::leads(person, context) {
                    return Err(Refused::NotYours.into());
                }
            }
            let why = words_within(&why, 300, "The reason")?;
            Event::Retired { assessment, why: about(&known.of, why, context) }
        }
    };
    Ok(vec![event])
}

/// What is assessed is on the registers; a site is an address and nothing else.
fn known(of: Of, context: &Context<'_>) -> Result<Of, Refusal> {
    between_few(&of, context)?;
    if let Some(subject) = of.subject() {
        asked::exists(&subject, context)?;
        return Ok(of);
    }
    match of {
        Of::Outing(outing) if !context.state.outings.all.contains_key(&outing) => {
            Err(Refused::NoSuchOuting.into())
        }
        Of::Site(address) => {
            let address = words_within(&address, 200, "The address of the site")?;
            let plain = |c: char| c.is_ascii_alphanumeric() || ".-/:_~?=&%".contains(c);
            if address.chars().all(plain) && address.contains('.') {
                Ok(Of::Site(address))
            } else {
                Err(Refused::NoSite.into())
            }
        }
        other => Ok(other),
    }
}

/// The assessment of a friendship is for those who were told of it, never for the friend.
fn between_few(of: &Of, context: &Context<'_>) -> Result<(), Refusal> {
    let Of::Friendship(friendship) = of else { return Ok(()) };
    friendships::must_be_told(context.state.friendships.open(friendship)?, context).map(|_| ())
}

/// The duties are asked of this, and are the author's to do; none of them waits longer than its policy says.
fn does(keys: &[String], of: &Of, review: Date, context: &Context<'_>) -> Result<(), Refusal> {
    for key in keys {
        let Some(subject) = of.subject().filter(|_| key.ends_with("/assessment")) else {
            return Err(Refused::NotAsked { key: key.to_string() }.into());
        };
        let asked = asked::asked(key, &subject, context)?;
        if !matches!(of, Of::Friendship(_)) {
            asked::by_whom(asked, &subject, context)?;
        }
        if asked.every.after(date_of(context.now)).is_some_and(|last| review > last) {
            let says = format!("it is looked at again {}", asked.every);
            return Err(Refusal::clause(&*asked.clause, says));
        }
    }
    Ok(())
}

/// A review is ahead, and not so far ahead that nobody will be there to remember it.
fn later(review: Date, context: &Context<'_>) -> Result<(), Refusal> {
    let today = date_of(context.now);
    if review <= today {
        return Err(Refused::ReviewPast.into());
    }
    if review > today.saturating_add(REVIEW_YEARS_MAX.years()) {
        return Err(Refused::ReviewTooLate { review_years_max: REVIEW_YEARS_MAX.to_string() }.into());
    }
    Ok(())
}

/// Words of an assessment: of a friendship under the friend's own key.
fn about(of: &Of, words: String, context: &Context<'_>) -> Private {
    let friend = match of {
        Of::Friendship(friendship) => {
            context.state.friendships.all.get(friendship).map(|known| &known.person)
        }
        _ => None,
    };
    friend.map_or_else(|| Private::new(SETTING, words.clone()), |person| Private::new(person, words.clone()))
}

/// What somebody wrote down, not looked at yet.
struct Written {
    title: String,
    risk: Option<Risk>,
    hazards: Vec<HazardText>,
    owner: PersonId,
    review: Date,
}

impl Written {
    fn read(self, of: &Of, context: &Context<'_>) -> Result<Particulars, Refusal> {
        between_few(of, context)?;
        asked::filed_rightly(self.risk, context)?;
        context.state.people.active(&self.owner)?;
        later(self.review, context)?;
        let title = about(of, words_within(&self.title, 120, "The title")?, context);
        let written = |row: &&HazardText| {
            [&row.hazard, &row.harmed, &row.controls].into_iter().any(|words| !words.trim().is_empty())
        };
        let rows: Vec<&HazardText> = self.hazards.iter().filter(written).collect();
        if rows.is_empty() {
            return Err(Refused::NoHazards.into());
        }
        if rows.len() > HAZARDS_MAX {
            return Err(Refused::TooManyHazards { hazards_max: HAZARDS_MAX.to_string() }.into());
        }
        let hazards: Result<Vec<Hazard>, Refusal> =
            rows.into_iter().map(|row| hazard(row, of, context)).collect();
        let (risk, owner, review) = (self.risk, self.owner, self.review);
        Ok(Particulars { title, risk, hazards: hazards?, owner, review })
    }
}

fn hazard(row: &HazardText, of: &Of, context: &Context<'_>) -> Result<Hazard, Refusal> {
    let name = words_within(&row.hazard, 300, "The hazard")?;
    let out_of_range = || Refused::ScoreOutOfRange { name: name.to_string() }.into();
    let score = row.likelihood.zip(row.severity).and_then(|(likely, severe)| Score::new(likely, severe));
    let score = score.ok_or_else(out_of_range)?;
    let left = match (row.left_likelihood, row.left_severity) {
        (None, None) => None,
        (Some(likelihood), Some(severity)) => {
            Some(Score::new(likelihood, severity).ok_or_else(out_of_range)?)
        }
        _ => return Err(out_of_range()),
    };
    if left.is_some_and(|left| left.rating() > score.rating()) {
        return Err(Refused::LeftWorse { name: name.to_string() }.into());
    }
    let harmed = words_within(&row.harmed, 300, &format!("Who may be harmed by \"{name}\""))?;
    let controls = words_within(&row.controls, 1_000, &format!("What is done about \"{name}\""))?;
    let private = |words: String| about(of, words, context);
    Ok(Hazard { harmed: private(harmed), controls: private(controls), hazard: private(name), score, left })
}
