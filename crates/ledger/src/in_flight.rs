//! What was handed to another thread and is not answered yet.

use crate::error::Error;
use tokio::sync::oneshot;

/// Something that was queued to be written.
#[must_use = "it is durable, or failed, only when this says so"]
#[derive(Debug)]
pub struct InFlight<T = ()> {
    answer: oneshot::Receiver<Result<T, Error>>,
}

impl<T> InFlight<T> {
    /// Waits until it is durable, and gives what came of it.
    ///
    /// # Errors
    /// Nothing was written: [`Error::Closed`] when the thread is gone, or what it met.
    pub async fn durable(self) -> Result<T, Error> {
        self.answer.await.unwrap_or(Err(Error::Closed))
    }

    pub(crate) fn new() -> (oneshot::Sender<Result<T, Error>>, Self) {
        let (sender, answer) = oneshot::channel();
        (sender, Self { answer })
    }

    pub(crate) fn failed(error: Error) -> Self {
        let (sender, in_flight) = Self::new();
        let _ = sender.send(Err(error));
        in_flight
    }
}

impl From<oneshot::Receiver<Result<(), Error>>> for InFlight {
    fn from(answer: oneshot::Receiver<Result<(), Error>>) -> Self {
        Self { answer }
    }
}
