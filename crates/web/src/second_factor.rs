//! Six figures that change every half minute (TOTP, RFC 6238): the second proof before history.

use belisha_setting::PersonId;
use jiff::Timestamp;
use qrcode::QrCode;
use qrcode::render::svg;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Mutex;
use totp_rs::{Builder, Secret, Totp};

/// How many steps of half a minute a clock may be off.
const SKEW_STEPS: u16 = 1;

/// The half minute of the latest figures that each person used: figures serve once (RFC 6238, section 5.2), also after a
/// restart where a file remembers them.
#[derive(Default)]
pub(crate) struct Used {
    latest: Mutex<HashMap<PersonId, u64>>,
    file: Option<PathBuf>,
}

impl Used {
    /// What a file remembers; one that is not there is made.
    pub(crate) fn remembered_in(file: PathBuf) -> Self {
        let latest = std::fs::read(&file).ok().and_then(|json| serde_json::from_slice(&json).ok());
        Self { latest: Mutex::new(latest.unwrap_or_default()), file: Some(file) }
    }

    /// Whether this half minute is a later one than any before.
    pub(crate) fn first(&self, person: &PersonId, step: u64) -> bool {
        let mut latest = self.latest.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if latest.get(person).is_some_and(|latest| *latest >= step) {
            return false;
        }
        latest.insert(person.clone(), step);
        let kept = self.file.as_ref().map_or(Ok(()), |file| {
            let json = serde_json::to_vec(&*latest).map_err(std::io::Error::other)?;
            let arriving = file.with_extension("json.new");
            std::fs::write(&arriving, json).and_then(|()| std::fs::rename(&arriving, file))
        });
        if let Err(error) = &kept {
            // What could serve twice serves not at all.
            tracing::error!(%error, "used figures could not be remembered");
        }
        kept.is_ok()
    }
}

/// A seed, and the figures that come of it.
pub(crate) struct SecondFactor(String);

impl SecondFactor {
    /// A new seed of 160 bits, as RFC 4226 recommends.
    pub(crate) fn new() -> Self {
        let bytes = belisha_ledger::random::bytes::<20>();
        Self(Secret::from(bytes.as_slice()).to_base32().to_string())
    }

    /// A seed that was written down.
    pub(crate) fn from_seed(seed: &str) -> Option<Self> {
        let known = Self(seed.to_owned());
        known.totp("", "").is_some().then_some(known)
    }

    /// The seed, in letters and digits.
    pub(crate) fn seed(&self) -> String {
        self.0.clone()
    }

    fn totp(&self, setting: &str, person: &str) -> Option<Totp> {
        // The two names stand before and after a colon in the address, so they hold none.
        let plain = |name: &str| name.replace(':', " ");
        let setting = if setting.is_empty() { "Belisha".to_owned() } else { plain(setting) };
        let person = if person.is_empty() { "you".to_owned() } else { plain(person) };
        let secret = Secret::try_from_base32(&self.0).ok()?;
        Builder::new()
            .with_secret(secret)
            .with_skew(SKEW_STEPS)
            .with_issuer(Some(setting))
            .with_account_name(person)
            .build()
            .ok()
    }

    /// The half minute whose figures these are, where it is this one or one beside it.
    pub(crate) fn fits(&self, figures: &str, now: Timestamp) -> Option<u64> {
        let Ok(seconds) = u64::try_from(now.as_second()) else {
            tracing::error!(%now, "the clock is before 1970: no figures are right");
            return None;
        };
        self.totp("", "")?.check(figures, seconds)
    }

    /// The picture that an app reads, as SVG.
    pub(crate) fn picture(&self, setting: &str, person: &str) -> String {
        let address = self.totp(setting, person).and_then(|totp| totp.to_url().ok());
        let code = address.and_then(|address| QrCode::new(address.as_bytes()).ok());
        let svg = code.and_then(|code| {
            let svg = code.render::<svg::Color<'_>>().min_dimensions(220, 220).build();
            // Without the declaration, which has no place inside a page.
            svg.find("<svg").and_then(|start| svg.get(start..)).map(str::to_owned)
        });
        svg.unwrap_or_else(|| {
            tracing::error!(
                "the picture of a second factor could not be drawn: its seed is shown in letters alone"
            );
            String::new()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_figures_of_the_standard_fit_within_half_a_minute_and_no_longer() {
        // RFC 6238, appendix B: the seed "12345678901234567890", at 1111111109 seconds: 07081804, here its last six.
        let factor = SecondFactor::from_seed("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ").unwrap();
        let at = |seconds| Timestamp::from_second(seconds).unwrap();
        assert!(factor.fits("081804", at(1_111_111_109)).is_some());
        assert!(factor.fits("081804", at(1_111_111_109 + 30)).is_some(), "a clock may be a little off");
        assert!(factor.fits("081804", at(1_111_111_109 + 90)).is_none());
        assert!(factor.fits("081805", at(1_111_111_109)).is_none());
        assert!(factor.fits("", at(1_111_111_109)).is_none());
        assert!(SecondFactor::from_seed("not a seed!").is_none());
    }

    #[test]
    fn figures_serve_once() {
        let (used, nia) = (Used::default(), PersonId::from("nia"));
        assert!(used.first(&nia, 7));
        assert!(!used.first(&nia, 7) && !used.first(&nia, 6));
        assert!(used.first(&nia, 8) && used.first(&PersonId::from("mo"), 7));
    }

    #[test]
    fn figures_serve_once_across_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let (file, nia) = (folder.path().join("figures.json"), PersonId::from("nia"));
        assert!(Used::remembered_in(file.clone()).first(&nia, 7));
        let again = Used::remembered_in(file.clone());
        assert!(!again.first(&nia, 7) && again.first(&nia, 8));
        assert!(
            !Used::remembered_in(folder.path().join("gone/figures.json")).first(&nia, 9),
            "not remembered"
        );
    }

    #[test]
    fn every_seed_is_new_and_its_picture_can_be_drawn() {
        let (one, other) = (SecondFactor::new(), SecondFactor::new());
        assert_ne!(one.seed(), other.seed());
        assert!(one.picture("Amber: Lane", "Mo Tern").starts_with("<svg"));
    }
}
