//! Somebody's words, gone for good: their key is destroyed in the store, and what was opened with it is folded out of memory
//! and of the snapshot.

use super::Setting;
use crate::error::Error;
use belisha_setting::data_requests::{Prepared, Whom};
use belisha_setting::{Author, Subject as _};
use std::sync::Arc;
use std::time::Duration;

/// How long to wait for what is in flight before it is looked again.
const QUIET_AFTER: Duration = Duration::from_millis(10);

impl Setting {
    /// Erases whose data the log says is erased and whose key is still there, and puts on record that it is gone. A program
    /// that was killed between the two does it at its next start.
    ///
    /// # Errors
    /// When the log or the store cannot be read or written: it is tried again.
    pub async fn finish_erasures(self: &Arc<Self>) -> Result<usize, Error> {
        let leaving: Vec<(Whom, Vec<String>)> = {
            let now = self.now();
            let keys = |whom: &Whom| (whom.clone(), self.keys_of(whom));
            now.state.data_requests.leaving().map(keys).collect()
        };
        for (whom, keys) in &leaving {
            self.erase_words(keys).await?;
            self.submit(Author::Program, Prepared::Gone { whom: whom.clone() }.into()).await?;
        }
        Ok(leaving.len())
    }

    /// The names of somebody's keys. Before November 2026 a key was under the id alone: where something else has the same
    /// id, its words would go with them, and that key stays.
    pub(super) fn keys_of(&self, whom: &Whom) -> Vec<String> {
        let now = self.now();
        let (state, id) = (&now.state, whom.id());
        let others = [
            !matches!(whom, Whom::Person(_)) && state.people.all.contains_key(id),
            !matches!(whom, Whom::Child(_)) && state.children.all.contains_key(id),
            !matches!(whom, Whom::Visit(_)) && state.visitors.here.contains_key(id),
            state.concerns.all.contains_key(id),
            state.pictures.all.contains_key(id),
            id == "setting",
        ];
        let mut keys = vec![whom.key_name()];
        if !others.contains(&true) {
            keys.push(id.to_owned());
        }
        keys
    }

    /// Destroys keys, and folds the log anew without the words that they opened.
    async fn erase_words(&self, of: &[String]) -> Result<(), Error> {
        let mut writer = loop {
            let writer = self.writer().await?;
            if writer.is_quiet() {
                break writer;
            }
            drop(writer);
            tokio::time::sleep(QUIET_AFTER).await;
        };
        writer.log.begin_erase(of.to_vec()).durable().await?;
        let current = self.current.clone();
        let folded = tokio::task::spawn_blocking(move || {
            let folded = writer.fold_anew(&current);
            (writer, folded)
        });
        let (writer, folded) = folded.await.map_err(|_| Error::Stopping)?;
        folded?;
        let snapshot = writer.begin_snapshot(&self.current);
        drop(writer);
        Ok(snapshot.durable().await?)
    }
}
