//! The one door through which writing to the store leaves the async executor: a thread that does what it is handed, in
//! that order. So a later snapshot is never replaced by an earlier one, and nobody waits for the disk with a lock held.

use crate::error::Error;
use crate::in_flight::InFlight;
use std::io;
use std::sync::mpsc::{SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;

/// At most this many pieces of work wait; one more is answered with [`Error::Overloaded`]. Each may hold a whole state.
const WAITING_MAX: usize = 16;

type Work = Box<dyn FnOnce() + Send>;

/// The thread. What was handed over is done before it ends.
pub(crate) struct Background {
    queue: Option<SyncSender<Work>>,
    thread: Option<JoinHandle<()>>,
}

impl Background {
    pub(crate) fn start() -> io::Result<Self> {
        let (queue, work) = sync_channel::<Work>(WAITING_MAX);
        let thread = std::thread::Builder::new()
            .name("ledger-background".into())
            .spawn(move || work.iter().for_each(|work| work()))?;
        Ok(Self { queue: Some(queue), thread: Some(thread) })
    }

    /// Hands work over without waiting for it.
    pub(crate) fn begin<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Error> + Send + 'static,
    ) -> InFlight<T> {
        let (answer, in_flight) = InFlight::new();
        let work: Work = Box::new(move || {
            let _ = answer.send(work());
        });
        // Work that is not taken is dropped, and its answer with it.
        match self.queue.as_ref().map(|queue| queue.try_send(work)) {
            Some(Ok(())) => in_flight,
            Some(Err(TrySendError::Full(_))) => InFlight::failed(Error::Overloaded),
            Some(Err(TrySendError::Disconnected(_))) | None => InFlight::failed(Error::Closed),
        }
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        self.queue = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Background, WAITING_MAX};
    use crate::error::Error;
    use std::sync::mpsc::channel;

    #[tokio::test]
    async fn work_is_done_in_order_and_too_much_of_it_is_refused() {
        let background = Background::start().unwrap();
        let (go, wait) = channel::<()>();
        let (begun, begins) = channel::<()>();
        let first = background.begin(move || {
            let _ = begun.send(());
            let _ = wait.recv();
            Ok(0)
        });
        begins.recv().unwrap();
        let (done, order) = channel();
        let waiting: Vec<_> = (1..=WAITING_MAX)
            .map(|number| {
                let done = done.clone();
                background.begin(move || {
                    let _ = done.send(number);
                    Ok(number)
                })
            })
            .collect();
        let refused = background.begin(|| Ok(0)).durable().await;
        assert!(matches!(refused, Err(Error::Overloaded)), "{refused:?}");
        go.send(()).unwrap();
        assert_eq!(first.durable().await.unwrap(), 0);
        drop(background);
        for (number, work) in (1..).zip(waiting) {
            assert_eq!(work.durable().await.unwrap(), number);
        }
        drop(done);
        assert!(order.iter().eq(1..=WAITING_MAX));
    }

    #[tokio::test]
    async fn work_that_panics_is_an_error_and_so_is_what_follows() {
        let background = Background::start().unwrap();
        let panicked = background.begin(|| -> Result<(), Error> { panic!("on purpose") });
        assert!(matches!(panicked.durable().await, Err(Error::Closed)));
        assert!(matches!(background.begin(|| Ok(())).durable().await, Err(Error::Closed)));
    }
}
