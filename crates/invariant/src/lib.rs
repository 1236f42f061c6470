//! States that cannot be. Where the code relies on one, it says so with [`invariant!`] or [`broken!`]: should the state
//! come about all the same, that is logged as an error with its place in the code, and the operation is refused.
//!
//! Deliberately absent: a way to go on, and a panic. A default in place of a key, a nonce, a length or a hash would do
//! harm in silence; a panic would take others' requests with it.

use std::fmt;
use std::io;

/// An impossible state was met. The error type of a crate takes it in (`#[from] Broken`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    says: String,
}

impl Broken {
    /// Logs the state and makes the error; [`broken!`] fills in the place.
    pub fn new(says: String, file: &'static str, line: u32) -> Self {
        tracing::error!(file, line, "impossible state: {says}");
        Self { says }
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the program found itself in an impossible state and stopped short: {}", self.says)
    }
}

impl std::error::Error for Broken {}

impl From<Broken> for io::Error {
    fn from(broken: Broken) -> Self {
        Self::other(broken)
    }
}

/// Logs an impossible state and gives it as a [`Broken`], for `ok_or_else` and `map_err`.
#[macro_export]
macro_rules! broken {
    ($($says:tt)+) => {
        $crate::Broken::new(::std::format!($($says)+), ::std::file!(), ::std::line!())
    };
}

/// Returns from the function with [`Broken`], turned into its error, unless the condition holds.
#[macro_export]
macro_rules! invariant {
    ($holds:expr, $($says:tt)+) => {
        if !$holds {
            return ::std::result::Result::Err($crate::broken!($($says)+).into());
        }
    };
}

#[cfg(test)]
mod tests {
    use super::Broken;
    use std::io::{self, Write};
    use std::sync::{Arc, Mutex};

    #[derive(Clone, Default)]
    struct Written(Arc<Mutex<Vec<u8>>>);

    impl Write for Written {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn halved(number: u32) -> Result<u32, Broken> {
        invariant!(number.is_multiple_of(2), "`{number}` is odd");
        Ok(number / 2)
    }

    fn written(number: u32) -> io::Result<()> {
        invariant!(number > 0, "nothing is written");
        Ok(())
    }

    #[test]
    fn a_state_that_holds_goes_on_and_one_that_does_not_is_refused_and_logged() {
        let log = Written::default();
        let sink = log.clone();
        let subscriber =
            tracing_subscriber::fmt().with_writer(move || sink.clone()).with_ansi(false).finish();
        tracing::subscriber::with_default(subscriber, || {
            assert_eq!(halved(4), Ok(2));
            assert!(log.0.lock().unwrap().is_empty());
            let error = halved(3).unwrap_err().to_string();
            assert!(error.ends_with("stopped short: `3` is odd"), "{error}");
        });
        let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
        assert!(log.contains("ERROR") && log.contains("`3` is odd") && log.contains("lib.rs"), "{log}");
        assert!(written(0).unwrap_err().to_string().contains("nothing is written"));
    }
}
