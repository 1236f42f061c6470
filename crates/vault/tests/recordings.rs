//! Recordings: copied as they are, but for everything that tells who, where and with what.
#![expect(clippy::unwrap_used, reason = "tests stop at the first surprise")]

use crate::common::films::{atom, talkative_mp4, talkative_webm};
use crate::common::{holds, prepared, says_nothing, vault};
use belisha_vault::media::{Plan, mp4, webm};
use belisha_vault::{MediaKind, Refused};
use proptest::prelude::*;

fn cleaned(
    bytes: &[u8],
    plan: fn(&dyn belisha_vault::media::ReadAt) -> Result<Plan, Refused>,
) -> Result<(Vec<u8>, Plan), Refused> {
    let bytes = bytes.to_vec();
    let plan = plan(&bytes)?;
    let mut out = Vec::new();
    plan.copy(&bytes, &mut |_| {}, &mut out).unwrap();
    Ok((out, plan))
}

#[test]
fn a_film_says_what_made_it_and_comes_out_saying_nothing() {
    let bytes = talkative_mp4(0);
    let (out, plan) = cleaned(&bytes, mp4::plan).unwrap();
    assert_eq!(plan.source.make.as_deref(), Some("Heron"));
    assert_eq!(plan.source.model.as_deref(), Some("H10"));
    assert_eq!(plan.source.taken.unwrap().local.date().year(), 2026);
    assert_eq!((plan.width, plan.height), (640, 480));
    says_nothing(&out);
    assert_eq!(out.len(), bytes.len(), "whatever points into it still does");
    assert!(holds(&out, "PPPPP"), "the picture's sample is there");
    // Cleaned once, there is nothing left to clean.
    let (again, plan) = cleaned(&out, mp4::plan).unwrap();
    assert_eq!(again, out);
    assert_eq!((plan.source.make, plan.source.taken), (None, None));
}

#[test]
fn a_browsers_recording_keeps_its_pictures_and_nothing_else() {
    let (out, plan) = cleaned(&talkative_webm(), webm::plan).unwrap();
    says_nothing(&out);
    assert!(holds(&out, "PICTURE"));
    assert_eq!((plan.width, plan.height), (640, 480));
    assert_eq!(out.len(), talkative_webm().len());
}

/// A fragmented film, as browsers write them: the samples of its run stay, what lies between goes.
#[test]
fn fragments_keep_the_samples_of_their_runs() {
    let be = |numbers: &[u32]| numbers.iter().flat_map(|number| number.to_be_bytes()).collect::<Vec<u8>>();
    let whole = talkative_mp4(0);
    let moov_at = whole.windows(4).position(|known| known == b"moov").unwrap() - 4;
    let length = u32::from_be_bytes(whole[moov_at..moov_at + 4].try_into().unwrap()) as usize;
    let moov = whole[moov_at + 8..moov_at + length].to_vec();
    let trex = atom(b"mvex", &atom(b"trex", &be(&[0, 1, 1, 0, 7, 0])));
    let fragment = |offset: u32| {
        let tfhd = atom(b"tfhd", &be(&[0x02_0000, 1]));
        let trun = atom(b"trun", &be(&[0x201, 1, offset, 7]));
        atom(b"moof", &[atom(b"mfhd", &be(&[0, 1])), atom(b"traf", &[tfhd, trun].concat())].concat())
    };
    let size = u32::try_from(fragment(0).len()).unwrap();
    let mdat = atom(b"mdat", b"SAMPLE!TRAILER-BEHIND-THE-END");
    let file = |moov: Vec<u8>| {
        [
            atom(b"ftyp", b"isom"),
            atom(b"moov", &[moov, trex.clone()].concat()),
            fragment(size + 8),
            mdat.clone(),
        ]
        .concat()
    };
    let error = cleaned(&file(moov.clone()), mp4::plan).unwrap_err();
    assert!(error.to_string().contains("data of another sort"), "{error}");
    // The same with its picture track alone.
    let track_at = moov.windows(4).position(|known| known == b"trak").unwrap() - 4;
    let length = u32::from_be_bytes(moov[track_at..track_at + 4].try_into().unwrap()) as usize;
    let (out, _) = cleaned(&file(moov[..track_at + length].to_vec()), mp4::plan).unwrap();
    assert!(holds(&out, "SAMPLE!"));
    says_nothing(&out);
}

#[test]
fn broken_films_are_refused_and_end() {
    let bytes = talkative_mp4(0);
    let sentence = |bytes: &[u8]| cleaned(bytes, mp4::plan).unwrap_err().to_string();
    assert!(sentence(&bytes[..bytes.len() / 2]).contains("cut short"));
    assert!(sentence(&atom(b"ftyp", b"isom")).contains("neither picture nor sound"));
    let mut deep = atom(b"stbl", b"");
    for _ in 0..40 {
        deep = atom(b"edts", &deep);
    }
    let _ = cleaned(&[atom(b"ftyp", b"isom"), atom(b"moov", &deep)].concat(), mp4::plan);
    let many = [atom(b"ftyp", b"isom"), atom(b"free", b"").repeat(50_000)].concat();
    assert!(sentence(&many).contains("too many parts"));
}

#[tokio::test]
async fn a_film_is_kept_and_given_back_in_parts() {
    let (_folder, vault) = vault();
    let bytes = talkative_mp4(900_000);
    let prepared = prepared(&vault, &bytes).unwrap();
    assert_eq!((prepared.kind, prepared.files.len()), (MediaKind::Recording, 1));
    vault.keep(&prepared).await.unwrap();
    let blob = &prepared.files[0].1;
    let whole = vault.read(blob).await.unwrap();
    let (out, _) = cleaned(&bytes, mp4::plan).unwrap();
    assert_eq!(*whole, out);
    for range in [0..10, 65_530..65_540, 0..blob.bytes, blob.bytes - 3..blob.bytes, 600_000..700_001] {
        let mut got = Vec::new();
        let mut parts = std::pin::pin!(vault.stream(blob, range.clone()));
        while let Some(part) = futures_util::StreamExt::next(&mut parts).await {
            got.extend_from_slice(&part.unwrap());
        }
        assert_eq!(got, out[range.start as usize..range.end as usize], "{range:?}");
    }
}

proptest! {
    #![proptest_config(crate::common::cases(2_000))]

    #[test]
    fn any_bytes_are_a_film_or_a_refusal(
        of_webm in any::<bool>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8),
        end in any::<prop::sample::Index>(),
        cut in any::<bool>(),
    ) {
        let mut bytes = if of_webm { talkative_webm() } else { talkative_mp4(30) };
        for (at, value) in changes {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        if cut {
            bytes.truncate(end.index(bytes.len()));
        }
        for plan in [mp4::plan, webm::plan] {
            if let Ok((out, _)) = cleaned(&bytes, plan) {
                assert_eq!(out.len(), bytes.len());
            }
        }
    }
}
