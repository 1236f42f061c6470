//! Where the clauses stood at the end of each month: the log folded once, then only what is new.

use belisha_policy::{Catalogue, Pack, Policy};
use belisha_service::{Error, Setting};
use belisha_setting::standing::{self, Standing};
use belisha_setting::{Event, Line, State, adoption, date_of, from_london};
use jiff::ToSpan;
use jiff::civil::{Date, Time};

/// At most this many lines are read at once: writers wait meanwhile.
const LINES_AT_ONCE: u64 = 2_000;
/// How many month ends are kept: a year, and the one it is compared with.
const MONTHS_MAX: i64 = 13;

/// Where every clause stood at the end of a month.
#[derive(Debug, Clone)]
pub(crate) struct Month {
    pub(crate) end: Date,
    pub(crate) clauses: Vec<(String, Standing)>,
}

impl Month {
    pub(crate) fn count(&self, standing: Standing) -> usize {
        self.clauses.iter().filter(|(_, clause)| *clause == standing).count()
    }
}

#[derive(Default)]
struct Folded {
    state: State,
    policy: Option<Policy>,
    months: Vec<Month>,
    /// The last month end that was looked at.
    until: Option<Date>,
}

/// The log as it was, month end by month end.
#[derive(Default)]
pub(crate) struct MonthEnds(tokio::sync::Mutex<Folded>);

impl MonthEnds {
    /// The last month ends before today, oldest first.
    pub(crate) async fn months(&self, setting: &Setting) -> Result<Vec<Month>, Error> {
        let mut folded = self.0.lock().await;
        let today = date_of(setting.time());
        let from = today.saturating_sub(MONTHS_MAX.months());
        let length = setting.now().state.lines;
        while folded.state.lines < length {
            let first = folded.state.lines;
            let lines = setting.lines(first, length.min(first + LINES_AT_ONCE)).await?;
            if lines.is_empty() {
                break;
            }
            for line in &lines {
                folded.take(line, from);
            }
        }
        folded.close(today, from);
        Ok(folded.months.clone())
    }
}

impl Folded {
    fn take(&mut self, line: &Line, from: Date) {
        self.close(date_of(line.at), from);
        self.state.apply(line);
        if let Event::Policy(adoption::Event::Adopted { text, .. }) = &line.event {
            let catalogue = Catalogue::builtin();
            let pack = Pack::parse("the policy of then", text, &catalogue);
            let policy = pack.and_then(|pack| Policy::compile(pack, catalogue));
            let unread = |error: &_| {
                tracing::warn!(?error, "a policy of then cannot be read: its months are left out")
            };
            self.policy = policy.inspect_err(unread).ok();
        }
    }

    /// Looks at every month end before a day that was not looked at yet.
    fn close(&mut self, before: Date, from: Date) {
        let Some(latest) = self.state.latest.map(date_of) else { return };
        let mut end = self.until.map_or(latest, |until| until.saturating_add(1.day())).last_of_month();
        while end < before {
            let at = from_london(end, Time::constant(23, 59, 0, 0));
            if let (Some(policy), Some(at), true) = (&self.policy, at, end >= from) {
                let stands = standing::all(&self.state, policy, at);
                let clauses = stands.into_iter().map(|known| (known.clause, known.standing)).collect();
                self.months.push(Month { end, clauses });
            }
            self.until = Some(end);
            end = end.saturating_add(1.day()).last_of_month();
        }
        self.months.retain(|month| month.end >= from);
    }
}
