//! Everything that is kept, looked over: every line, every word, every key.

use super::Setting;
use crate::error::Error;
use belisha_setting::{PictureId, Subject as _, online};
use std::collections::BTreeSet;

impl Setting {
    /// Checks every line against the signed checkpoints, opens every word, and looks at the keys of pictures. What is
    /// wrong, in words; nothing when nothing is.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn check_all(&self) -> Result<Vec<String>, Error> {
        let mut wrong = Vec::new();
        if let Err(fault) = self.reader.verify().await? {
            wrong.push(format!("The log is not as it was written: {fault}."));
        }
        let words = self.reader.words().await?;
        let erased = self.erased_keys();
        let lost: Vec<_> = words
            .unopened
            .iter()
            .filter(|(key, _)| !erased.contains(*key) && !words.damaged.contains(*key))
            .collect();
        if let Some((_, line)) = lost.first() {
            let count = lost.len();
            wrong.push(format!("The words of {count} people or things cannot be read; their keys are gone. The first is in line {line}."));
        }
        if let Some(key) = words.damaged.first() {
            let line = words
                .unopened
                .get(key)
                .map_or(String::new(), |line| format!(" The first is in line {line}."));
            wrong.push(format!(
                "{} keys are damaged: the words that they sealed cannot be read.{line}",
                words.damaged.len()
            ));
        }
        let unreadable = self.pictures_without_keys();
        if unreadable > 0 {
            wrong.push(format!("{unreadable} pictures cannot be opened: their keys are gone."));
        }
        Ok(wrong)
    }

    /// The names of the keys that were destroyed as the log says.
    fn erased_keys(&self) -> BTreeSet<String> {
        let now = self.now();
        let pictures = now.state.pictures.all.iter().filter(|(_, known)| known.erased.is_some());
        let of_pictures = pictures.flat_map(|(id, known)| {
            let kept = known.files.iter().map(|file| file.key.key_name().to_owned());
            kept.chain([id.to_string(), id.key_name()])
        });
        let sessions = now.state.online.sessions.iter();
        let erased = sessions
            .filter(|(_, known)| known.looked_up.as_ref().is_some_and(|looked| looked.names.is_none()));
        let people = now.state.data_requests.erased.keys().flat_map(|whom| self.keys_of(whom));
        let sessions = erased.map(|(id, _)| online::names_of(id).key_name());
        of_pictures.chain(sessions).chain(people).collect()
    }

    fn pictures_without_keys(&self) -> usize {
        let now = self.now();
        let readable = |id: &PictureId| {
            now.state
                .pictures
                .all
                .get(id)
                .is_some_and(|known| known.files.iter().all(|file| file.key.known().is_some()))
        };
        now.state.pictures.here().filter(|(id, _)| !readable(id)).count()
    }
}
