//! Lines folded into the state: each into its own register, then what it does to the others.

use crate::record::event::Event;
use crate::record::line::Line;
use crate::record::occurrence::Occurrence;
use crate::record::state::State;
use crate::registers::registers;

macro_rules! react {
    (reacts $module:ident $event:ident $stamp:ident $state:ident) => {
        crate::registers::$module::reactions::react($event, $stamp, $state)
    };
    (alone $module:ident $event:ident $stamp:ident $state:ident) => {};
}

macro_rules! fold {
    ($($variant:ident $module:ident $part:ident $reacts:ident;)*) => {
        impl State {
            /// Folds one line into the state.
            pub fn apply(&mut self, line: &Line) {
                let stamp = line.stamp();
                match &line.event {
                    $(Event::$variant(event) => {
                        self.$module.apply(event, stamp);
                        let state = &mut *self;
                        react!($reacts $module event stamp state);
                        let _ = state;
                    })*
                    Event::Corrected { line: wrong, .. } => {
                        self.corrections.insert(*wrong, line.seq);
                    }
                }
                if let Some(occurrence) = Occurrence::of(&line.event) {
                    self.occurrences.note(occurrence, line.at);
                }
                if matches!(line.event, Event::People(_) | Event::Children(_) | Event::Setting(_)) {
                    // Whom a text can name has changed.
                    self.checker.forget();
                }
                if !line.event.audience().takes_corrections() {
                    self.for_few.insert(line.seq);
                }
                self.lines = line.seq + 1;
                self.latest = Some(line.at);
            }
        }
    };
}

registers!(fold);
