//! The published test set: how much of what a careful reader would want to see is found, and how much beside it.
//!
//! `cargo test -p belisha-textcheck --test set -- --nocapture` prints the figures of `docs/textcheck.md` and every post
//! that came out otherwise than expected.

#[cfg(test)]
mod tests {
    use belisha_textcheck::{Checker, Finding, Named, Names, Sure, What};
    use serde::Deserialize;

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Set {
        setting: Vec<String>,
        people: Vec<Named>,
        held_back: Vec<Post>,
        develop: Vec<Post>,
    }

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Post {
        text: String,
        #[serde(default)]
        certain: Vec<String>,
        #[serde(default)]
        possible: Vec<String>,
    }

    /// What is expected of one finding.
    struct Wanted<'a> {
        words: &'a str,
        what: What,
        sure: Sure,
    }

    /// Found and expected, found, expected.
    #[derive(Default, Clone, Copy)]
    struct Count {
        right: u32,
        found: u32,
        wanted: u32,
    }

    impl Count {
        fn precision(self) -> f64 {
            f64::from(self.right) / f64::from(self.found)
        }

        fn recall(self) -> f64 {
            f64::from(self.right) / f64::from(self.wanted)
        }
    }

    #[derive(Default)]
    struct Figures {
        certain: Count,
        all: Count,
        posts: usize,
        innocuous: usize,
        /// Innocuous posts in which something was found, and in which something was found for certain.
        troubled: (usize, usize),
    }

    fn wanted(post: &Post) -> Vec<Wanted<'_>> {
        let read = |sure: Sure| {
            move |line: &'_ String| -> (String, What, Sure) {
                let (words, kind) = line.rsplit_once(": ").unwrap();
                (words.to_owned(), toml::Value::String(kind.to_owned()).try_into().unwrap(), sure)
            }
        };
        let lines = post
            .certain
            .iter()
            .map(read(Sure::Certain))
            .chain(post.possible.iter().map(read(Sure::Possible)));
        lines
            .map(|(words, what, sure)| {
                let at =
                    post.text.find(&words).unwrap_or_else(|| panic!("`{words}` is not in `{}`", post.text));
                Wanted { words: &post.text[at..at + words.len()], what, sure }
            })
            .collect()
    }

    /// The same kind and the same words. Where a remark begins and ends is a matter of taste.
    fn agrees(text: &str, finding: &Finding, wanted: &Wanted<'_>) -> bool {
        let words = &text[finding.at.clone()];
        let remark = finding.what == What::RemarkAboutWork;
        finding.what == wanted.what
            && (words == wanted.words
                || remark && (words.contains(wanted.words) || wanted.words.contains(words)))
    }

    /// How many of the wanted ones were found, each finding counting once.
    fn matched(text: &str, found: &[&Finding], wanted: &[&Wanted<'_>]) -> u32 {
        let mut left: Vec<&Wanted<'_>> = wanted.to_vec();
        let mut right = 0;
        for finding in found {
            if let Some(at) = left.iter().position(|wanted| agrees(text, finding, wanted)) {
                left.remove(at);
                right += 1;
            }
        }
        right
    }

    fn add(count: &mut Count, text: &str, found: &[&Finding], wanted: &[&Wanted<'_>]) -> bool {
        let right = matched(text, found, wanted);
        count.right += right;
        count.found += found.len() as u32;
        count.wanted += wanted.len() as u32;
        right == found.len() as u32 && right == wanted.len() as u32
    }

    fn figures(checker: &Checker, posts: &[Post]) -> Figures {
        let mut figures = Figures { posts: posts.len(), ..Figures::default() };
        for post in posts {
            let (found, wanted) = (checker.check(&post.text), wanted(post));
            let sure_found: Vec<&Finding> =
                found.iter().filter(|found| found.sure == Sure::Certain).collect();
            let sure_wanted: Vec<&Wanted<'_>> =
                wanted.iter().filter(|wanted| wanted.sure == Sure::Certain).collect();
            let certain = add(&mut figures.certain, &post.text, &sure_found, &sure_wanted);
            let (every, each): (Vec<&Finding>, Vec<&Wanted<'_>>) =
                (found.iter().collect(), wanted.iter().collect());
            let all = add(&mut figures.all, &post.text, &every, &each);
            if wanted.is_empty() {
                figures.innocuous += 1;
                figures.troubled.0 += usize::from(!found.is_empty());
                figures.troubled.1 += usize::from(!sure_found.is_empty());
            }
            if !certain || !all {
                let words = |found: &Finding| {
                    format!("{:?} {:?} {:?}", &post.text[found.at.clone()], found.what, found.sure)
                };
                let found: Vec<String> = found.iter().map(words).collect();
                println!(
                    "{:?}\n  wanted {:?} ? {:?}\n  found  {found:?}",
                    post.text, post.certain, post.possible
                );
            }
        }
        figures
    }

    fn percent(share: f64) -> String {
        format!("{:.0} %", share * 100.0)
    }

    #[test]
    fn the_published_set() {
        let text = include_str!("set.toml");
        let set: Set = toml::from_str(text).unwrap();
        let checker = Checker::new(&Names { people: set.people, setting: set.setting }).unwrap();
        let halves = [("held back", &set.held_back), ("develop", &set.develop)];
        let figures = halves.map(|(name, posts)| {
            println!("--- {name}");
            (name, figures(&checker, posts))
        });
        for (name, figures) in &figures {
            let Figures { certain, all, posts, innocuous, troubled } = figures;
            println!(
                "| {name} | {posts} | {} | {} | {} | {} | {} of {innocuous}, {} for certain |",
                percent(certain.precision()),
                percent(certain.recall()),
                percent(all.precision()),
                percent(all.recall()),
                troubled.0,
                troubled.1
            );
        }
    }
}
