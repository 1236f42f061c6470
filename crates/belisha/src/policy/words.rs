//! The words that clauses can use, each with what it means.

use belisha_policy::{Ability, Catalogue, FactType, Per, Trigger};
use std::fmt::Write as _;

/// All of them, in Markdown.
pub(crate) fn listed(catalogue: &Catalogue) -> String {
    let mut text = String::new();
    let head = |text: &mut String, title: &str, says: &str| {
        let gap = if text.is_empty() { "" } else { "\n" };
        let _ = writeln!(text, "{gap}## {title}\n\n{says}\n");
    };
    head(&mut text, "Roles", "For `who`, `except`, `permission`, `opened_by` and wherever people are named.");
    for (id, role) in &catalogue.roles {
        let counts = if role.counts_as.is_empty() {
            String::new()
        } else {
            format!("; counts as {}", role.counts_as.join(", "))
        };
        let _ = writeln!(text, "- `{id}`: {}{counts}", role.title);
    }
    head(&mut text, "Acts", "For `acts`.");
    for (id, act) in &catalogue.acts {
        let _ = writeln!(text, "- `{id}`: {}", act.asks.replace("{device}", "a device"));
    }
    head(&mut text, "Kinds of device", "For `kinds`; each by what it can do.");
    for (id, kind) in &catalogue.kinds {
        let _ = writeln!(text, "- `{id}`: {} ({})", kind.title, kind.can.join(", "));
    }
    let abilities: Vec<String> = Ability::ALL.iter().map(|ability| format!("`{}`", ability.id())).collect();
    head(&mut text, "Abilities", "For `can` and `cannot`.");
    let _ = writeln!(text, "{}", abilities.join(", "));
    head(
        &mut text,
        "Facts",
        "For `when`, beside the policy's own circumstances. A yes-no is true or false, a word is one or a list of words, a number a number.",
    );
    for (fact, info) in &catalogue.facts {
        let kind = match info.kind {
            FactType::YesNo => "yes-no",
            FactType::Word => "word",
            FactType::Words => "words",
            FactType::Number => "number",
        };
        let _ = writeln!(text, "- `{}` ({kind}): {}", fact.name(), info.says);
    }
    head(&mut text, "Purposes of pictures", "For `purposes`, beside the policy's own.");
    for purpose in &catalogue.purposes {
        let also = if purpose.also.is_empty() {
            String::new()
        } else {
            format!(" (also: {})", purpose.also.join(", "))
        };
        let _ = writeln!(text, "- `{}`: {}{also}", purpose.id, purpose.title);
    }
    head(&mut text, "Categories of sites", "For `sites`, beside the policy's own.");
    for site in &catalogue.sites.categories {
        let _ = writeln!(text, "- `{}`: {}", site.id, site.says);
    }
    head(&mut text, "Subjects of duties", "For `per` and `about`.");
    let subjects: Vec<String> = Per::WORDS.iter().map(|word| format!("`{word}`")).collect();
    let _ = writeln!(text, "{}", subjects.join(", "));
    head(&mut text, "Events", "For `on`.");
    let events: Vec<String> = Trigger::ALL.iter().map(|one| format!("`{}`", one.words())).collect();
    let _ = writeln!(text, "{}", events.join(", "));
    head(&mut text, "Kinds of concern", "A pack may add its own.");
    for (id, concern) in &catalogue.concerns {
        let _ = writeln!(text, "- `{id}`: {}", concern.title);
    }
    head(&mut text, "Bodies outside", "For the steps of a kind of concern.");
    for (id, body) in &catalogue.bodies {
        let _ = writeln!(text, "- `{id}`: {}", body.title);
    }
    text
}
