//! The grain of the house, read from the code: which file imports which, on which floor it stands, and in how many
//! places the registers are named.

use belisha_policy::Catalogue;
use belisha_policy::controls::{EventReminder, JournalApproval, PriorFriendship};
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

type Module = Vec<String>;

/// The files of one crate, by the path of their module.
struct Crate {
    name: String,
    files: BTreeMap<Module, (PathBuf, TokenStream)>,
    /// What a module's `pub use` leads on to: by module and name.
    passed_on: BTreeMap<(Module, String), Module>,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn sources(folder: &Path, all: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, all);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            all.push(path);
        }
    }
}

fn words(module: &[&str]) -> Module {
    module.iter().map(|word| (*word).to_owned()).collect()
}

impl Crate {
    fn read(name: &str) -> Self {
        let src = root().join("crates").join(name).join("src");
        let mut paths = Vec::new();
        sources(&src, &mut paths);
        let mut files = BTreeMap::new();
        for path in paths {
            let inside = path.strip_prefix(&src).unwrap().with_extension("");
            let mut module: Module = inside.iter().map(|part| part.to_str().unwrap().to_owned()).collect();
            if ["mod", "lib", "main"].contains(&module.last().unwrap().as_str()) {
                module.pop();
            }
            let text = std::fs::read_to_string(&path).unwrap();
            let tokens = text.parse().unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            files.insert(module, (path, tokens));
        }
        let mut crate_ = Self { name: name.to_owned(), files, passed_on: BTreeMap::new() };
        for (module, (_, tokens)) in &crate_.files {
            let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
            for (path, public) in used(&tokens) {
                if public && let (Some(to), Some(name)) = (crate_.absolute(module, &path), path.last()) {
                    crate_.passed_on.insert((module.clone(), name.clone()), to);
                }
            }
        }
        crate_
    }

    /// A path from the root of the crate; `None` where it leads out of it.
    fn absolute(&self, module: &Module, path: &[String]) -> Option<Module> {
        let (first, rest) = path.split_first()?;
        let mut from = module.clone();
        match first.as_str() {
            "crate" => Some(rest.to_vec()),
            "self" => Some([from, rest.to_vec()].concat()),
            "super" => {
                from.pop()?;
                match rest.first() {
                    Some(again) if again == "super" => self.absolute(&from, rest),
                    _ => Some([from, rest.to_vec()].concat()),
                }
            }
            child => {
                from.push(child.to_owned());
                self.files.contains_key(&from).then(|| [from, rest.to_vec()].concat())
            }
        }
    }

    /// The file in which what a path names is defined: names that a module only passes on are followed.
    fn defined_in(&self, path: &[String]) -> Module {
        let mut path = path.to_vec();
        for _ in 0..8 {
            let length =
                (0..=path.len()).rev().find(|length| self.files.contains_key(&path[..*length])).unwrap();
            let Some(name) = path.get(length) else { return path };
            match self.passed_on.get(&(path[..length].to_vec(), name.clone())) {
                Some(on) => path = [on.clone(), path[length + 1..].to_vec()].concat(),
                None => return path[..length].to_vec(),
            }
        }
        path
    }

    /// Which modules each module imports. What it only declares (`mod`) is none of them.
    fn imports(&self) -> BTreeMap<Module, BTreeSet<Module>> {
        let of = |module: &Module, tokens: &TokenStream| {
            let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
            let mut named: Vec<Module> = used(&tokens).into_iter().map(|(path, _)| path).collect();
            inline(&tokens, &mut named);
            let inside = named.iter().filter_map(|path| self.absolute(module, path));
            let all = inside.flat_map(|path| self.expanded(path));
            all.map(|path| self.defined_in(&path)).filter(|to| to != module).collect()
        };
        self.files.iter().map(|(module, (_, tokens))| (module.clone(), of(module, tokens))).collect()
    }

    /// A path with a macro's `$module` in it stands for one through every module there.
    fn expanded(&self, path: Module) -> Vec<Module> {
        let Some(at) = path.iter().position(|word| word == "$") else { return vec![path] };
        let siblings =
            self.files.keys().filter(|module| module.len() == at + 1 && module[..at] == path[..at]);
        let through = siblings.map(|module| [module.clone(), path[at + 1..].to_vec()].concat());
        through.filter(|path| self.files.contains_key(&path[..(at + 2).min(path.len())])).collect()
    }
}

fn is(tree: Option<&TokenTree>, sign: char) -> bool {
    matches!(tree, Some(TokenTree::Punct(known)) if known.as_char() == sign)
}

/// The path that begins at `at`, and where it ends: `a::b::{…}` gives one for each leaf.
fn paths(tokens: &[TokenTree], at: &mut usize, before: &[String], all: &mut Vec<Module>) {
    let mut path = before.to_vec();
    loop {
        match tokens.get(*at) {
            Some(TokenTree::Ident(word)) => {
                path.push(word.to_string());
                *at += 1;
            }
            Some(TokenTree::Punct(sign)) if sign.as_char() == '$' => {
                path.push("$".to_owned());
                *at += 2;
            }
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                let mut next = 0;
                while next < inner.len() {
                    paths(&inner, &mut next, &path, all);
                    while next < inner.len() && !is(inner.get(next), ',') {
                        next += 1;
                    }
                    next += 1;
                }
                *at += 1;
                return;
            }
            _ => break,
        }
        if is(tokens.get(*at), ':') && is(tokens.get(*at + 1), ':') {
            *at += 2;
        } else {
            break;
        }
    }
    if path.last().is_some_and(|last| last == "self") && path.len() > 1 {
        path.pop();
    }
    if path.len() > before.len() {
        all.push(path);
    }
}

/// The paths of every `use`, each with whether it is passed on.
fn used(tokens: &[TokenTree]) -> Vec<(Module, bool)> {
    let mut all = Vec::new();
    let declared = |at: usize| at > 1 && matches!(&tokens[at - 2], TokenTree::Ident(word) if word == "mod");
    for at in 0..tokens.len() {
        match &tokens[at] {
            TokenTree::Ident(word) if word == "use" => {
                let public = at > 0
                    && match &tokens[at - 1] {
                        TokenTree::Ident(word) => word == "pub",
                        TokenTree::Group(group) => {
                            group.delimiter() == Delimiter::Parenthesis
                                && matches!(tokens.get(at.wrapping_sub(2)), Some(TokenTree::Ident(word)) if word == "pub")
                        }
                        _ => false,
                    };
                let (mut next, mut found) = (at + 1, Vec::new());
                paths(tokens, &mut next, &[], &mut found);
                all.extend(found.into_iter().map(|path| (path, public)));
            }
            TokenTree::Group(group) => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                let mut found = used(&inner);
                if declared(at) {
                    // In a module inside the file, its parent is the file itself.
                    found.iter_mut().for_each(|(path, _)| outer(path));
                }
                all.extend(found);
            }
            _ => {}
        }
    }
    all
}

fn outer(path: &mut Module) {
    if let Some(first) = path.first_mut().filter(|first| *first == "super") {
        "self".clone_into(first);
    }
}

/// Paths in the code itself that begin with `crate`, `super` or `self`.
fn inline(tokens: &[TokenTree], all: &mut Vec<Module>) {
    let mut at = 0;
    while at < tokens.len() {
        match &tokens[at] {
            TokenTree::Ident(word)
                if (word == "crate" || word == "super" || word == "self") && is(tokens.get(at + 1), ':') =>
            {
                paths(tokens, &mut at, &[], all);
                continue;
            }
            TokenTree::Group(group) => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                let before = all.len();
                inline(&inner, all);
                if at > 1 && matches!(&tokens[at - 2], TokenTree::Ident(word) if word == "mod") {
                    all[before..].iter_mut().for_each(outer);
                }
            }
            _ => {}
        }
        at += 1;
    }
}

/// The groups of modules that import each other in a circle.
fn circles(imports: &BTreeMap<Module, BTreeSet<Module>>) -> Vec<Vec<Module>> {
    let reached = |from: &Module| {
        let (mut seen, mut waiting) = (BTreeSet::new(), vec![from.clone()]);
        while let Some(next) = waiting.pop() {
            for to in imports.get(&next).into_iter().flatten() {
                if seen.insert(to.clone()) {
                    waiting.push(to.clone());
                }
            }
        }
        seen
    };
    let all: BTreeMap<&Module, BTreeSet<Module>> = imports.keys().map(|key| (key, reached(key))).collect();
    let mut groups: BTreeSet<Vec<Module>> = BTreeSet::new();
    for (module, reaches) in &all {
        let group: Vec<Module> = reaches
            .iter()
            .filter(|other| all.get(other).is_some_and(|back| back.contains(*module)))
            .cloned()
            .collect();
        if group.len() > 1 {
            groups.insert(group);
        }
    }
    groups.into_iter().collect()
}

fn crates() -> Vec<Crate> {
    let folders = std::fs::read_dir(root().join("crates")).unwrap();
    let names = folders.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.map(|name| Crate::read(&name)).collect()
}

#[test]
fn no_more_than_two_files_import_each_other_in_a_circle() {
    let mut found = Vec::new();
    for crate_ in crates() {
        for circle in circles(&crate_.imports()).into_iter().filter(|circle| circle.len() > 2) {
            let names: Vec<String> = circle.iter().map(|module| module.join("::")).collect();
            found.push(format!("{}: {}", crate_.name, names.join(", ")));
        }
    }
    assert!(found.is_empty(), "circles of files:\n{}", found.join("\n"));
}

/// What is on record knows no policy; what is read knows no command; what is decided stands on both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Floor {
    Record,
    Reading,
    Deciding,
}

/// The floor of a file of `crates/setting`; `None` for one that only lists what is in its folder.
fn floor(module: &Module) -> Option<Floor> {
    let parts: Vec<&str> = module.iter().map(String::as_str).collect();
    Some(match parts.as_slice() {
        ["record", _, ..] => Floor::Record,
        ["reading", _, ..] => Floor::Reading,
        ["deciding", _, ..] => Floor::Deciding,
        ["registers", _, "event" | "state" | "reactions"] => Floor::Record,
        ["registers", _, "command" | "refused"] | ["registers", _, "decide", ..] => Floor::Deciding,
        ["registers", _, _, ..] => Floor::Reading,
        _ => return None,
    })
}

#[test]
fn no_floor_of_the_setting_imports_a_higher_one() {
    let setting = Crate::read("setting");
    let mut counted = BTreeMap::new();
    for (module, imported) in setting.imports() {
        let Some(here) = floor(&module) else { continue };
        *counted.entry(here).or_insert(0) += 1;
        for other in imported {
            let name = module.join("::");
            match floor(&other) {
                Some(known) => {
                    assert!(known <= here, "{name} ({here:?}) imports {} ({known:?})", other.join("::"));
                }
                None => assert_eq!(
                    other,
                    words(&["registers"]),
                    "{name} imports {} by its list",
                    other.join("::")
                ),
            }
        }
    }
    assert!(counted.values().all(|count| *count > 10) && counted.len() == 3, "{counted:?}");
    for (module, (path, tokens)) in &setting.files {
        if floor(module) == Some(Floor::Record) {
            let text = tokens.to_string();
            assert!(!text.contains("belisha_policy"), "{} knows the policy", path.display());
        }
    }
}

/// The folder of a register and the one list: whoever adds a register writes in these two places. A file that names
/// nearly all of them would be a third.
#[test]
fn adding_a_register_takes_its_folder_and_one_list() {
    let registers: BTreeSet<String> = std::fs::read_dir(root().join("crates/setting/src/registers"))
        .unwrap()
        .filter_map(|entry| Some(entry.unwrap()).filter(|entry| entry.path().is_dir()))
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    assert!(registers.len() > 30);
    let mut lists = Vec::new();
    for crate_ in crates() {
        for (path, tokens) in crate_.files.values() {
            let mut named = BTreeSet::new();
            idents(tokens.clone(), &mut named);
            if registers.iter().filter(|register| named.contains(*register)).count() * 10
                > registers.len() * 9
            {
                lists.push(path.strip_prefix(root()).unwrap().display().to_string());
            }
        }
    }
    assert_eq!(lists, ["crates/setting/src/registers/mod.rs"]);
    for register in &registers {
        let folder = root().join("crates/setting/src/registers").join(register);
        for file in ["event.rs", "state.rs", "sentence.rs", "command.rs", "decide.rs"] {
            assert!(folder.join(file).exists(), "{register} has no {file}");
        }
    }
}

fn idents(tokens: TokenStream, all: &mut BTreeSet<String>) {
    for tree in tokens {
        match tree {
            TokenTree::Ident(word) => {
                all.insert(word.to_string());
            }
            TokenTree::Group(group) => idents(group.stream(), all),
            _ => {}
        }
    }
}

/// Who may do and read what is said one by one: in a register's own rooms no `_ =>` stands over its commands or events.
#[test]
fn rights_are_said_one_by_one() {
    let setting = Crate::read("setting");
    for (module, (path, tokens)) in &setting.files {
        let parts: Vec<&str> = module.iter().map(String::as_str).collect();
        let said = matches!(
            parts.as_slice(),
            ["registers", _, "event" | "command" | "reactions" | "sentence"]
                | ["record", "fold" | "event"]
                | ["deciding", "authority" | "command" | "needs"]
        );
        if said {
            let text = tokens.to_string();
            assert!(!text.contains("_ =>"), "{} has a `_ =>`", path.display());
        }
    }
}

/// The texts that stand in a file as literals.
fn literals(tokens: TokenStream, all: &mut BTreeSet<String>) {
    for tree in tokens {
        match tree {
            TokenTree::Literal(literal) => {
                all.insert(literal.to_string().trim_matches('"').to_owned());
            }
            TokenTree::Group(group) => literals(group.stream(), all),
            _ => {}
        }
    }
}

/// A control that the program acts on has a type in `crates/policy/src/known/controls.rs`; nowhere else does code know
/// one by its id, nor a clause of the house. What is on record knows no policy, and writes down by their keys the duties
/// that a register does by itself: those that the types have.
#[test]
fn controls_are_named_in_one_file() {
    let catalogue = Catalogue::builtin();
    let control = |text: &str| {
        let id = text.split('/').next().unwrap_or_default();
        catalogue.controls.contains_key(id)
            || id.strip_prefix("house.").is_some_and(|n| n.parse::<u8>().is_ok())
    };
    let on_record = [
        PriorFriendship::TOLD,
        PriorFriendship::ASSESSMENT,
        PriorFriendship::AGREEMENT,
        PriorFriendship::REVIEW,
        JournalApproval::PERMITTED,
        EventReminder::REMINDED,
    ];
    let (mut strange, mut kept) = (Vec::new(), BTreeSet::new());
    for crate_ in crates().into_iter().filter(|crate_| crate_.name != "policy") {
        for (module, (path, tokens)) in &crate_.files {
            let mut texts = BTreeSet::new();
            literals(tokens.clone(), &mut texts);
            for text in texts.into_iter().filter(|text| control(text)) {
                let record = crate_.name == "setting" && floor(module) == Some(Floor::Record);
                if record && on_record.contains(&text.as_str()) {
                    kept.insert(text);
                } else {
                    strange.push(format!("{}: {text}", path.strip_prefix(root()).unwrap().display()));
                }
            }
        }
    }
    assert!(strange.is_empty(), "controls known by their ids:\n{}", strange.join("\n"));
    assert_eq!(kept.len(), on_record.len(), "{kept:?}");
}

/// A scenario plays the program's part by a door of its own; nothing that people or other programs reach has it.
#[test]
fn only_scenarios_read_what_the_program_prepares() {
    let mut doors = BTreeSet::new();
    for crate_ in crates() {
        for (_, tokens) in crate_.files.values() {
            let mut words = BTreeSet::new();
            idents(tokens.clone(), &mut words);
            if words.contains("command_in_scenario") {
                doors.insert(crate_.name.clone());
            }
        }
    }
    assert_eq!(doors.into_iter().collect::<Vec<_>>(), ["rehearsal", "setting"]);
}

/// Files are short enough to be read at one sitting, and so are functions.
#[test]
fn files_are_short() {
    let mut lengths: Vec<(usize, String)> = Vec::new();
    for crate_ in crates() {
        for (path, _) in crate_.files.values() {
            let lines = std::fs::read_to_string(path).unwrap().lines().count();
            lengths.push((lines, path.strip_prefix(root()).unwrap().display().to_string()));
        }
    }
    lengths.sort();
    let at = |share: usize| lengths[(lengths.len() - 1) * share / 100].0;
    assert!(at(50) <= 150, "the median file has {} lines", at(50));
    assert!(at(90) <= 350, "a tenth of the files has more than {} lines", at(90));
    let longest = lengths.last().unwrap();
    assert!(longest.0 <= 500, "{} has {} lines", longest.1, longest.0);
}
