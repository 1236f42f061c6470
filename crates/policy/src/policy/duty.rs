//! Duties of a policy.

use crate::catalogue::control::Control;
use crate::catalogue::duty::{EvidencedBy, Per};
use crate::catalogue::shown::RenewedBy;
use crate::known::read::{Known, Selector};
use crate::pack::clause::Clause;
use crate::pack::narrowing::Narrowing;
use crate::period::{Every, Trigger};
use crate::template::{self, Params};
use jiff::civil::Date;
use std::sync::Arc;

/// A duty of the policy.
#[derive(Debug, Clone)]
pub struct DutyInForce {
    /// `control/duty`: the same for all clauses that ask for it.
    pub key: Arc<str>,
    /// The clause that asks.
    pub clause: Arc<str>,
    /// What is done, with `{subject}`.
    pub does: String,
    /// For whom or what.
    pub per: Per,
    /// How often.
    pub every: Every,
    /// Which roles do it; empty: anyone on the team.
    pub who: Vec<String>,
    /// Whether its result can be "failed".
    pub finds: bool,
    /// Whether something must be written down.
    pub note: bool,
    /// Whether the first period counts from the adoption of the version.
    pub from_adoption: bool,
    /// The parameters of the adoption.
    pub params: Params,
    /// Of which roles it is asked; empty: of all that `per` names.
    pub of: Vec<String>,
    /// The key of the duty that must be done before this one can be.
    pub after: Option<Arc<str>>,
    /// Whether somebody else than the person it is about puts it on record.
    pub by_another: bool,
    /// The register by which it is kept, where that is not the register of duties.
    pub evidenced_by: Option<EvidencedBy>,
    /// What renews it, where that is not a line in the register of duties.
    pub renewed_by: Option<RenewedBy>,
    /// It is asked only where the setting has a device that can do this.
    pub if_device: Option<String>,
    /// What is declared, point by point, by whoever does it.
    pub points: Vec<String>,
    /// Whether it is asked of people's own devices alone, and not of the setting's.
    pub own_devices: bool,
    /// After what it is to be done, in place of a period.
    pub on: Option<Trigger>,
    /// Within which time after that.
    pub within: Option<Every>,
    /// How long something new may wait for it.
    pub grace: Option<Every>,
    /// Whether nobody is asked for it: it is so or not, and rules wait for it.
    pub optional: bool,
    /// Of which roles it is not asked.
    pub except: Vec<String>,
    /// From which day on it is asked.
    pub since: Option<Date>,
    /// Until which day it is asked.
    pub until: Option<Date>,
}

impl DutyInForce {
    /// The parameters of its control as a type, where the control is the one that the type speaks of.
    pub fn known<T: Known>(&self) -> Option<T> {
        let same = matches!(T::SELECTOR, Selector::Control(id) if id == self.control());
        same.then(|| T::read(&self.params).ok()).flatten()
    }

    /// The control that brings it.
    pub fn control(&self) -> &str {
        self.key.split('/').next().unwrap_or_default()
    }
}

/// The duties that an adoption brings.
pub(crate) fn of_control(
    clause: &Clause,
    id: &str,
    control: &Control,
    params: &Params,
    narrowing: Option<&Narrowing>,
) -> Vec<DutyInForce> {
    let switched_on = |only_if: &Option<String>| {
        only_if
            .as_ref()
            .is_none_or(|param| params.get(param).is_some_and(|values| values.iter().any(|v| v != "no")))
    };
    control
        .duty
        .iter()
        .filter(|duty| switched_on(&duty.only_if))
        .filter_map(|duty| {
            Some(DutyInForce {
                key: format!("{id}/{}", duty.id).into(),
                clause: clause.id.as_str().into(),
                does: template::sentence(&duty.does, params),
                per: duty.per,
                every: Every::parse(&template::sentence(&duty.every, params))?,
                who: duty.who.given(params),
                finds: duty.finds,
                note: duty.note,
                from_adoption: duty.from.as_deref() == Some("adoption"),
                params: params.clone(),
                of: match narrowing {
                    Some(narrowing) if !narrowing.only_for.is_empty() => narrowing.only_for.clone(),
                    _ => duty.of.given(params),
                },
                after: match &duty.after_key {
                    Some(key) => Some(key.as_str().into()),
                    None => duty.after.as_ref().map(|after| format!("{id}/{after}").into()),
                },
                by_another: duty.by_another,
                evidenced_by: duty.evidenced_by.clone(),
                renewed_by: duty.renewed_by,
                if_device: duty.if_device.clone(),
                points: duty.points.clone(),
                own_devices: duty.own_devices,
                on: duty.on,
                within: duty.within.as_deref().and_then(Every::parse),
                grace: duty.grace.as_deref().and_then(Every::parse),
                optional: duty.optional,
                except: narrowing.map_or(Vec::new(), |narrowing| narrowing.except_for.clone()),
                since: narrowing.and_then(|narrowing| narrowing.since),
                until: narrowing.and_then(|narrowing| narrowing.until),
            })
        })
        .collect()
}
