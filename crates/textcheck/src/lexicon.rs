//! Every word that means something, and the phrases that such words make.

use crate::roster::Whose;
use crate::words::Tag;
use foldhash::fast::FixedState;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// No phrase is longer than this.
pub(crate) const PHRASE_WORDS_MAX: usize = 12;

/// Words of up to so many bytes are kept as one number.
pub(crate) const SHORT_BYTES_MAX: usize = 16;

/// A short word as one number.
pub(crate) fn short(word: &[u8]) -> Option<u128> {
    let mut bytes = [0; SHORT_BYTES_MAX];
    bytes.get_mut(..word.len())?.copy_from_slice(word);
    Some(u128::from_le_bytes(bytes))
}

/// What a phrase is. Where one phrase is several, the first that holds is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Form {
    /// First name and surname.
    Full,
    /// The whole name of the setting.
    Setting,
    /// The name of the setting without what kind of setting it is.
    SettingStem,
    /// `N. Fairclough`.
    InitialSurname,
    /// `Noah F`.
    FirstInitial,
    /// A first name or a nickname.
    First,
    /// A surname.
    Surname,
    /// `the Faircloughs`.
    Family,
    /// Half of a double first name.
    PartOfFirst,
    /// Half of a double surname.
    PartOfSurname,
    /// `ALP` for Amber Lane Preschool.
    SettingInitials,
    /// A child's initials.
    Initials,
    /// A remark about work.
    Remark,
    /// What may be a remark about work.
    MaybeRemark,
    /// `turned 4 today`.
    Turned,
    /// Says of a date that it is one of birth.
    Born,
    /// Says of a date that it may be one of birth.
    Birthday,
    /// A name in it is nobody's.
    Saying,
}

/// What is known about a word.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Known {
    /// Its number, or that of [`Known::NOTHING`].
    pub(crate) word: u32,
    /// Bits of [`Tag`].
    pub(crate) tags: u32,
}

impl Known {
    /// About a word that means nothing here.
    pub(crate) const NOTHING: Self = Self { word: u32::MAX, tags: 0 };
}

/// What a phrase means.
#[derive(Debug, Clone)]
pub(crate) struct Meaning {
    pub(crate) form: Form,
    /// The people it may mean.
    pub(crate) of: Arc<[String]>,
    pub(crate) whose: Option<Whose>,
    /// Every word of it is an ordinary one too.
    pub(crate) ordinary: bool,
    /// Tags of its first word.
    pub(crate) tags: u32,
}

/// The words and the phrases, for looking up.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    short: HashMap<u128, Known, FixedState>,
    long: HashMap<Box<str>, Known, FixedState>,
    /// For each word, the node of the phrase of this one word.
    roots: Vec<u32>,
    steps: HashMap<(u32, u32), u32, FixedState>,
    nodes: Vec<Node>,
}

/// The words of a phrase so far.
#[derive(Debug, Default)]
struct Node {
    /// A bit for each of the words that may follow, by their numbers modulo 64: most words are turned down by it.
    follow: u64,
    meanings: Vec<Meaning>,
}

impl Lexicon {
    /// What is known about a folded word.
    pub(crate) fn known(&self, word: &str) -> Known {
        match short(word.as_bytes()) {
            Some(word) => self.short(word),
            None => self.long.get(word).copied().unwrap_or(Known::NOTHING),
        }
    }

    /// The same of a word as one number.
    #[inline]
    pub(crate) fn short(&self, word: u128) -> Known {
        self.short.get(&word).copied().unwrap_or(Known::NOTHING)
    }

    /// The node of a phrase's first word.
    pub(crate) fn root(&self, word: u32) -> Option<u32> {
        self.roots.get(usize::try_from(word).ok()?).copied().filter(|node| *node != u32::MAX)
    }

    /// The node after a further word.
    pub(crate) fn step(&self, node: u32, word: u32) -> Option<u32> {
        let follow = self.node(node)?.follow;
        let may = word != Known::NOTHING.word && follow & follow_bit(word) != 0;
        may.then(|| self.steps.get(&(node, word)).copied()).flatten()
    }

    /// What the phrase that ends at a node means, in the order of [`Form`].
    pub(crate) fn meanings(&self, node: u32) -> &[Meaning] {
        self.node(node).map_or(&[], |node| &node.meanings)
    }

    fn node(&self, node: u32) -> Option<&Node> {
        self.nodes.get(usize::try_from(node).ok()?)
    }
}

fn follow_bit(word: u32) -> u64 {
    1 << (word % 64)
}

/// A node in the making: the words of its phrase, and what it means for whom.
type Growing = (Vec<u32>, BTreeMap<Form, BTreeSet<usize>>);

/// A lexicon in the making. People are numbers until the end.
#[derive(Default)]
pub(crate) struct Builder {
    words: BTreeMap<String, Known>,
    roots: BTreeMap<u32, u32>,
    steps: BTreeMap<(u32, u32), u32>,
    nodes: Vec<Growing>,
}

impl Builder {
    /// Puts a word into lists.
    pub(crate) fn tag(&mut self, word: &str, tags: u32) -> u32 {
        let number = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        let known = self.words.entry(word.to_owned()).or_insert(Known { word: number, tags: 0 });
        known.tags |= tags;
        known.word
    }

    pub(crate) fn tags(&self, word: &str) -> u32 {
        self.words.get(word).map_or(0, |known| known.tags)
    }

    /// Gives a phrase a meaning, for a person if it is about one. Phrases that are too long are left out.
    pub(crate) fn phrase(&mut self, words: &[String], form: Form, person: Option<usize>) {
        let Some((first, rest)) = words.split_first() else { return };
        if words.len() > PHRASE_WORDS_MAX || words.iter().any(String::is_empty) {
            return;
        }
        let first = self.tag(first, Tag::Begins.bit());
        let mut path = vec![first];
        let mut node = match self.roots.get(&first) {
            Some(node) => *node,
            None => {
                let node = self.node(&path);
                self.roots.insert(first, node);
                node
            }
        };
        for word in rest {
            let word = self.tag(word, 0);
            path.push(word);
            node = match self.steps.get(&(node, word)) {
                Some(next) => *next,
                None => {
                    let next = self.node(&path);
                    self.steps.insert((node, word), next);
                    next
                }
            };
        }
        if let Some((_, forms)) = usize::try_from(node).ok().and_then(|node| self.nodes.get_mut(node)) {
            forms.entry(form).or_default().extend(person);
        }
    }

    fn node(&mut self, path: &[u32]) -> u32 {
        self.nodes.push((path.to_vec(), BTreeMap::new()));
        u32::try_from(self.nodes.len() - 1).unwrap_or(u32::MAX)
    }

    /// The lexicon; `people` tells what to put for a set of numbers.
    pub(crate) fn finish(
        self,
        people: impl Fn(&BTreeSet<usize>) -> (Arc<[String]>, Option<Whose>),
    ) -> Lexicon {
        let mut tags = vec![0; self.words.len()];
        for known in self.words.values() {
            if let Some(slot) = usize::try_from(known.word).ok().and_then(|word| tags.get_mut(word)) {
                *slot = known.tags;
            }
        }
        let of =
            |word: &u32| usize::try_from(*word).ok().and_then(|word| tags.get(word)).copied().unwrap_or(0);
        let node = |(path, forms): Growing| {
            let ordinary = path.iter().all(|word| of(word) & Tag::Ordinary.bit() != 0);
            let tags = path.first().map_or(0, of);
            let meaning = |(form, numbers)| {
                let (of, whose) = people(&numbers);
                Meaning { form, of, whose, ordinary, tags }
            };
            Node { follow: 0, meanings: forms.into_iter().map(meaning).collect() }
        };
        let mut nodes: Vec<Node> = self.nodes.into_iter().map(node).collect();
        for (from, word) in self.steps.keys() {
            if let Some(node) = usize::try_from(*from).ok().and_then(|from| nodes.get_mut(from)) {
                node.follow |= follow_bit(*word);
            }
        }
        let mut roots = vec![u32::MAX; self.words.len()];
        for (word, node) in &self.roots {
            if let Some(slot) = usize::try_from(*word).ok().and_then(|word| roots.get_mut(word)) {
                *slot = *node;
            }
        }
        let words = || self.words.iter().map(|(word, known)| (word, *known));
        Lexicon {
            short: words().filter_map(|(word, known)| Some((short(word.as_bytes())?, known))).collect(),
            long: words().map(|(word, known)| (word.as_str().into(), known)).collect(),
            roots,
            steps: self.steps.into_iter().collect(),
            nodes,
        }
    }
}
