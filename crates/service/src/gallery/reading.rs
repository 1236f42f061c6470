//! Pictures given out: a file as it is on record, upright, piece by piece.

use super::intake::Gallery;
use crate::error::Error;
use belisha_setting::pictures::{File, MediaKind};
use belisha_setting::{PictureId, Refusal};
use belisha_vault::{Blob, Key, Rendition};
use futures_util::StreamExt;

/// How a WebM begins.
const EBML: [u8; 4] = [0x1a, 0x45, 0xdf, 0xa3];

/// A picture for somebody to keep: upright, at full size, without a word about how it was made.
pub struct Upright {
    /// The file.
    pub bytes: Vec<u8>,
    /// `jpg`, `mp4` or `webm`.
    pub ending: &'static str,
}

/// A file of a picture to be handed out piece by piece.
pub struct Film {
    /// Where it is and what opens it.
    pub blob: Blob,
    /// `mp4` or `webm`.
    pub ending: &'static str,
}

impl Gallery {
    /// A file of a picture as it is on record.
    ///
    /// # Errors
    /// [`Error::Refused`] when there is no such picture or it was erased.
    pub fn blob(&self, picture: &PictureId, rendition: &str) -> Result<Blob, Error> {
        let gone = |says: &str| Error::Refused(Refusal::Unreadable(says.to_owned()));
        let now = self.setting.now();
        let on_record =
            now.state.pictures.all.get(picture).ok_or_else(|| gone("There is no such picture."))?;
        if on_record.erased.is_some() {
            return Err(gone("This picture was erased."));
        }
        on_record.file(rendition).and_then(blob_of).ok_or_else(|| gone("It has no such file."))
    }

    /// Opens a file of a picture.
    ///
    /// # Errors
    /// As [`Gallery::blob`], and [`Error::Vault`] when it is missing or altered.
    pub async fn open(&self, picture: &PictureId, rendition: &str) -> Result<Vec<u8>, Error> {
        let blob = self.blob(picture, rendition)?;
        Ok(self.vault.read(&blob).await?.to_vec())
    }

    /// A picture to be handed out: upright and at full size.
    ///
    /// # Errors
    /// As [`Gallery::open`].
    pub async fn upright(&self, picture: &PictureId) -> Result<Upright, Error> {
        let original = self.open(picture, Rendition::Original.word()).await?;
        let (kind, orientation) =
            {
                let now = self.setting.now();
                now.state.pictures.all.get(picture).map_or((MediaKind::Still, 1), |on_record| {
                    (on_record.shot.kind, on_record.shot.orientation)
                })
            };
        if kind == MediaKind::Recording {
            let ending = film_ending(&original);
            return Ok(Upright { bytes: original, ending });
        }
        let bytes = match orientation {
            1 => original,
            turned => self.worked(move |vault| vault.upright(&original, turned)).await?,
        };
        Ok(Upright { bytes, ending: "jpg" })
    }

    /// A recording to be handed out, which may be longer than memory; nothing for a picture that stands still.
    ///
    /// # Errors
    /// As [`Gallery::open`].
    pub async fn film(&self, picture: &PictureId) -> Result<Option<Film>, Error> {
        let blob = self.blob(picture, Rendition::Original.word())?;
        let recording = {
            let now = self.setting.now();
            now.state
                .pictures
                .all
                .get(picture)
                .is_some_and(|on_record| on_record.shot.kind == MediaKind::Recording)
        };
        if !recording {
            return Ok(None);
        }
        let mut head = std::pin::pin!(self.vault.stream(&blob, 0..blob.bytes.min(EBML.len() as u64)));
        let ending = film_ending(&head.next().await.transpose()?.unwrap_or_default());
        Ok(Some(Film { blob, ending }))
    }
}

/// How a recording's file is to be called, by its first bytes.
fn film_ending(head: &[u8]) -> &'static str {
    if head.starts_with(&EBML) { "webm" } else { "mp4" }
}

fn blob_of(file: &File) -> Option<Blob> {
    let key = Key::parse(file.key.words())?;
    Some(Blob { name: file.blob.clone(), key, bytes: file.bytes })
}
