//! What can be done with a file that somebody else made, and doing it: in this process, whichever that is.

use crate::error::Error;
use crate::media::{self, Codec, Looked, Plan, ReadAt, Refused, Region, Sort, Still};
use belisha_invariant::broken;
use serde::{Deserialize, Serialize};

/// What is to be done with a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) enum Job {
    Look,
    Still(Codec),
    Recording,
    Cover(Vec<Region>, Codec),
    Upright(u8),
}

/// What was made of it.
#[derive(Debug, PartialEq)]
pub(super) enum Made {
    Looked(Looked),
    Still(Box<Still>),
    Recording(Plan),
    Upright(Vec<u8>),
}

/// Does a job in this process.
pub(super) fn here(job: Job, file: &dyn ReadAt) -> Result<Made, Error> {
    Ok(match job {
        Job::Look => Made::Looked(look(file)?),
        Job::Still(codec) => {
            let sort = sort(file)?;
            Made::Still(Box::new(media::still(&whole(file)?, sort, codec)?))
        }
        Job::Recording => Made::Recording(match sort(file)? {
            Sort::Mp4 => media::mp4::plan(file)?,
            Sort::WebM => media::webm::plan(file)?,
            Sort::Jpeg | Sort::Png | Sort::WebP | Sort::Heic => {
                return Err(broken!("a still picture has no plan").into());
            }
        }),
        Job::Cover(regions, codec) => Made::Still(Box::new(media::cover(&whole(file)?, &regions, codec)?)),
        Job::Upright(orientation) => Made::Upright(media::upright(&whole(file)?, orientation)?),
    })
}

/// The largest still picture, in bytes.
const STILL_BYTES_MAX: u64 = 64_000_000;

/// All bytes of a still picture.
pub(crate) fn whole(file: &dyn ReadAt) -> Result<Vec<u8>, Error> {
    if file.length() > STILL_BYTES_MAX {
        return Err(Refused::TooLarge { is: "A picture".into(), mb: STILL_BYTES_MAX / 1_000_000 }.into());
    }
    media::read(file, 0, file.length() as usize).map_err(|error| Error::Spool(error.to_string()))
}

/// What sort of file it is, by its first bytes.
pub(crate) fn sort(file: &dyn ReadAt) -> Result<Sort, Error> {
    let length = file.length().min(64) as usize;
    let head = media::read(file, 0, length).map_err(|error| Error::Spool(error.to_string()))?;
    Ok(media::sniff(&head)?)
}

fn look(file: &dyn ReadAt) -> Result<Looked, Error> {
    let sort = sort(file)?;
    let source = match sort {
        // EXIF is among the first segments.
        Sort::Jpeg => {
            let length = file.length().min(512 * 1024) as usize;
            let head = media::read(file, 0, length).map_err(|error| Error::Spool(error.to_string()))?;
            media::Source::of_still(&media::jpeg::without_gaps(&head)).0
        }
        Sort::Png | Sort::WebP | Sort::Heic => media::Source::of_still(&whole(file)?).0,
        Sort::Mp4 => media::mp4::plan(file)?.source,
        Sort::WebM => media::Source::default(),
    };
    Ok(Looked { kind: sort.kind(), source })
}
