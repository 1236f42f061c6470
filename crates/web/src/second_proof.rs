//! Whether the figures of a second proof are right now.

use crate::app::App;
use crate::second_factor::SecondFactor;
use belisha_setting::PersonId;

/// Whether figures are right now and were not used before.
pub(crate) fn serve_now(app: &App, person: &PersonId, factor: &SecondFactor, figures: &str) -> bool {
    // A telephone shows its own time: where the computer's is in doubt, either may be right.
    let doubt = app.setting.doubt();
    let times =
        [Some(app.setting.time()), doubt.map(|doubt| doubt.expected), doubt.map(|doubt| doubt.machine)];
    let step = times.into_iter().flatten().find_map(|now| factor.fits(figures, now));
    step.is_some_and(|step| app.figures.first(person, step))
}

/// Whether somebody who set up a second proof gives it with their password; nobody else is asked.
pub(crate) fn given_at_sign_in(app: &App, person: &PersonId, figures: &str) -> Given {
    let seed = {
        let now = app.setting.now();
        let known = now.state.people.active(person).ok();
        known.and_then(|known| known.second_factor.as_ref()).map(|seed| seed.words().to_owned())
    };
    let Some(seed) = seed else { return Given::NotAsked };
    let right = SecondFactor::from_seed(&seed).is_some_and(|factor| serve_now(app, person, &factor, figures));
    if right { Given::Right } else { Given::Wrong }
}

/// What became of the figures at sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Given {
    /// They have no second proof.
    NotAsked,
    Right,
    Wrong,
}
