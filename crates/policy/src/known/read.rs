//! Typed parameters: checked when a catalogue is loaded, parsed once when a policy is compiled.

use crate::catalogue::control::Control;
use crate::catalogue::param::Param;
use crate::catalogue::watch::Watch;
use crate::template::Params;
use std::any::Any;
use std::sync::Arc;

/// Selector controls a type speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Selector {
    /// The control of that id.
    Control(&'static str),
    /// Every control with this watch.
    Watching(Watch),
}

impl Selector {
    /// Whether a control is among them.
    pub(crate) fn holds(self, id: &str, control: &Control) -> bool {
        match self {
            Self::Control(known) => known == id,
            Self::Watching(watch) => control.watch.contains(&watch),
        }
    }
}

/// A control, or every control with a property, that the program acts on; the fields of the type are the parameters
/// that it acts on.
pub trait Known: Sized + Send + Sync + std::fmt::Debug + 'static {
    /// Selector controls these are.
    const SELECTOR: Selector;

    /// Reads the parameters of an adoption.
    ///
    /// # Errors
    /// The name of the parameter that says nothing that can be read.
    fn read(params: &Params) -> Result<Self, &'static str>;

    /// What the type and a control of the catalogue disagree about.
    fn disagreements(control: &Control) -> Vec<String>;
}

/// Parameters of an adoption, typed.
pub(crate) type Typed = Arc<dyn Any + Send + Sync>;

/// A type of [`Known`], where only its existence matters.
pub(crate) struct Entry {
    pub(crate) name: &'static str,
    pub(crate) selector: Selector,
    pub(crate) disagreements: fn(&Control) -> Vec<String>,
    pub(crate) read: fn(&Params) -> Result<Typed, &'static str>,
}

impl Entry {
    pub(crate) const fn new<T: Known>(name: &'static str) -> Self {
        Self { name, selector: T::SELECTOR, disagreements: T::disagreements, read: read::<T> }
    }
}

fn read<T: Known>(params: &Params) -> Result<Typed, &'static str> {
    T::read(params).map(|typed| Arc::new(typed) as Typed)
}

/// Whether a parameter of the catalogue can be read as the type of a field.
type Fits = fn(&Param) -> Result<(), String>;

/// What the parameters read, the duties done, and a control of the catalogue disagree about.
pub(crate) fn disagreements(control: &Control, params: &[(&str, Fits)], duties: &[&str]) -> Vec<String> {
    let mut all = Vec::new();
    for (name, fits) in params {
        match control.params.get(*name).map(fits) {
            None => all.push(format!("the parameter `{name}` is missing")),
            Some(Err(wrong)) => all.push(format!("the parameter `{name}` {wrong}")),
            Some(Ok(())) => {}
        }
    }
    for key in duties {
        let id = key.split_once('/').map_or("", |(_, id)| id);
        if !control.duty.iter().any(|duty| duty.id == id) {
            all.push(format!("the duty `{id}` is missing"));
        }
    }
    all
}
