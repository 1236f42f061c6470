//! The ways in which a setting may be written.

use crate::lexicon::Form;
use crate::names::{Phrase, spellings};

/// The ways of writing the name of a setting. `kinds` are the folded words for kinds of setting.
pub(crate) fn ways(name: &str, kinds: &[Vec<String>]) -> Vec<Phrase> {
    let name = name.replace('&', " and ");
    let chunks: Vec<&str> = name.split_whitespace().collect();
    let mut all = Vec::new();
    for words in spellings(&chunks) {
        let words = words.strip_prefix(&["the".to_owned()]).map_or(words.clone(), <[String]>::to_vec);
        all.push((words.clone(), Form::Setting));
        let kind = kinds.iter().find_map(|kind| {
            let at = words.windows(kind.len()).rposition(|known| known == kind.as_slice())?;
            (at > 0).then_some((at, kind.len()))
        });
        let Some((at, length)) = kind else {
            all.push((vec![words.concat()], Form::Setting));
            all.push((vec![initials(&words)], Form::SettingInitials));
            continue;
        };
        let (stem, after) = (words.get(..at).unwrap_or(&[]), words.get(at + length..).unwrap_or(&[]));
        all.push((stem.to_vec(), Form::SettingStem));
        // Run together it is no longer what it was, be its words ever so ordinary.
        let run_together = if stem.len() > 1 { Form::Setting } else { Form::SettingStem };
        all.push((vec![stem.concat()], run_together));
        for kind in kinds {
            let whole = [stem, kind.as_slice()].concat();
            all.push((vec![whole.concat()], Form::Setting));
            all.push((whole, Form::Setting));
        }
        all.push((vec![words.concat()], Form::Setting));
        // "Pre-school" counts as one word or as two.
        let kind = words.get(at..at + length).unwrap_or(&[]);
        for kind in [kind.to_vec(), vec![kind.concat()]] {
            all.push((vec![initials(&[stem, &kind, after].concat())], Form::SettingInitials));
        }
    }
    for (words, form) in all.clone() {
        let swap = |word: &String| match word.as_str() {
            "st" => "saint".to_owned(),
            "saint" => "st".to_owned(),
            _ => word.clone(),
        };
        all.push((words.iter().map(swap).collect(), form));
    }
    all.retain(|(words, form)| {
        *form != Form::SettingInitials || words.iter().all(|word| word.chars().count() > 2)
    });
    all
}

fn initials(words: &[String]) -> String {
    words.iter().filter_map(|word| word.chars().next()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn has(all: &[String], wanted: &[&str]) {
        for one in wanted {
            assert!(all.iter().any(|known| known == one), "`{one}` is not in {all:#?}");
        }
    }

    #[test]
    fn a_setting_is_written_in_many_ways() {
        let kinds: Vec<Vec<String>> = [&["pre", "school"][..], &["preschool"], &["nursery"]]
            .iter()
            .map(|kind| kind.iter().map(|word| (*word).to_owned()).collect())
            .collect();
        let written = ways("The St Mary's & Oak Pre-School", &kinds);
        let all: Vec<String> =
            written.iter().map(|(words, form)| format!("{} {form:?}", words.join(" "))).collect();
        has(&all, &["st marys and oak pre school Setting", "st marys and oak preschool Setting"]);
        has(
            &all,
            &["st marys and oak nursery Setting", "st marys and oak SettingStem", "stmarysandoak Setting"],
        );
        has(&all, &["saint marys and oak SettingStem", "stmarysandoakpreschool Setting"]);
        has(&all, &["smaop SettingInitials", "smaops SettingInitials"]);
    }
}
