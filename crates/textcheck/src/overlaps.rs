//! One finding for each place of a text.

use crate::finding::{Finding, Sure};

/// Puts findings in order and settles which of those that overlap stays: the surer, then the longer, then the earlier.
/// An address or a handle that nobody is known for takes over the people whose names are in it, and keeps the names.
pub(crate) fn resolve_overlaps(mut all: Vec<Finding>) -> Vec<Finding> {
    all.sort_by_key(|finding| finding.at.start);
    let mut kept: Vec<Finding> = Vec::with_capacity(all.len());
    for mut finding in all {
        let mut stays = true;
        while let Some(last) = kept.last_mut().filter(|last| last.at.end > finding.at.start) {
            if weight(&finding) > weight(last) {
                take_over(&mut finding, last);
                kept.pop();
            } else {
                take_over(last, &finding);
                stays = false;
                break;
            }
        }
        if stays {
            kept.push(finding);
        }
    }
    kept
}

fn weight(finding: &Finding) -> (Sure, usize) {
    (finding.sure, finding.at.len())
}

fn take_over(winner: &mut Finding, loser: &Finding) {
    if winner.of.is_empty() {
        winner.of = loser.of.clone();
        winner.whose = loser.whose;
    }
    if winner.kind.is_address() {
        winner.names.extend(loser.names.iter().cloned());
        if loser.kind.is_name() {
            winner.names.push(loser.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::FindingKind;
    use std::ops::Range;

    fn finding(at: Range<usize>, sure: Sure) -> Finding {
        Finding { at, kind: FindingKind::FirstName, of: [].into(), whose: None, sure, names: Vec::new() }
    }

    fn settled(all: &[(Range<usize>, Sure)]) -> Vec<(usize, usize)> {
        let all = all.iter().map(|(at, sure)| finding(at.clone(), *sure)).collect();
        resolve_overlaps(all).into_iter().map(|finding| (finding.at.start, finding.at.end)).collect()
    }

    #[test]
    fn the_surer_then_the_longer_then_the_earlier() {
        use Sure::{Certain, Possible};
        assert_eq!(settled(&[(4..9, Certain), (0..2, Possible)]), [(0, 2), (4, 9)]);
        assert_eq!(settled(&[(0..4, Certain), (0..9, Certain), (5..9, Certain)]), [(0, 9)]);
        assert_eq!(settled(&[(0..9, Possible), (5..9, Certain)]), [(5, 9)]);
        assert_eq!(settled(&[(0..4, Certain), (2..6, Certain)]), [(0, 4)]);
        assert_eq!(settled(&[(0..4, Certain), (4..6, Certain)]), [(0, 4), (4, 6)]);
        assert_eq!(settled(&[(0..2, Possible), (0..4, Possible), (1..9, Certain)]), [(1, 9)]);
        assert!(settled(&[]).is_empty());
    }

    #[test]
    fn a_handle_takes_over_whose_name_is_in_it() {
        let name = Finding { of: ["c1".to_owned()].into(), ..finding(1..5, Sure::Certain) };
        let handle = Finding { kind: FindingKind::Handle, ..finding(0..9, Sure::Certain) };
        let settled = resolve_overlaps(vec![handle, name]);
        assert_eq!((settled.len(), &*settled[0].of), (1, &["c1".to_owned()][..]));
        assert_eq!(settled[0].names.len(), 1, "and the name is still known to be one");
    }
}
