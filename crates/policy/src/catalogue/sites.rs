//! Sites by what they are: categories of names, and sites that policies call by their usual name.

use serde::Deserialize;

/// The catalogue of sites.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sites {
    /// The day on which the names were looked through.
    pub checked: jiff::civil::Date,
    /// Whether somebody compared them with a source.
    pub verified: bool,
    /// The categories.
    #[serde(rename = "category")]
    pub categories: Vec<SiteCategory>,
    /// Sites by their usual name.
    #[serde(rename = "site")]
    pub known: Vec<KnownSite>,
}

/// A category of sites, which the rules of a policy refuse or not.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SiteCategory {
    /// The word by which a rule knows it.
    pub id: String,
    /// Its name.
    pub title: String,
    /// What is in it.
    pub says: String,
    /// The names in it; each covers every name below it.
    pub names: Vec<String>,
}

/// A site that a policy may call by its usual name.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KnownSite {
    /// Its usual name.
    pub title: String,
    /// What it is for.
    #[serde(rename = "for")]
    pub what_for: String,
    /// The names that carry it.
    pub names: Vec<String>,
}

/// Whether a name is this one, or below it.
pub fn name_within(name: &str, site: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name);
    let Some(rest) = name.len().checked_sub(site.len()).and_then(|at| name.split_at_checked(at)) else {
        return false;
    };
    rest.1.eq_ignore_ascii_case(site) && (rest.0.is_empty() || rest.0.ends_with('.'))
}

impl Sites {
    /// The categories of a name.
    pub fn categories_of<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a SiteCategory> {
        self.categories
            .iter()
            .filter(move |category| category.names.iter().any(|known| name_within(name, known)))
    }

    /// The site of that usual name.
    pub fn named(&self, title: &str) -> Option<&KnownSite> {
        self.known.iter().find(|site| site.title.eq_ignore_ascii_case(title))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_covers_what_is_below_it_and_nothing_else() {
        assert!(name_within("www.bbc.co.uk", "bbc.co.uk") && name_within("BBC.co.uk.", "bbc.co.uk"));
        assert!(!name_within("notbbc.co.uk", "bbc.co.uk") && !name_within("co.uk", "bbc.co.uk"));
    }

    #[test]
    fn categories_hold_plain_names_and_each_is_found() {
        let sites = &crate::catalogue::whole::Catalogue::builtin().sites;
        for category in &sites.categories {
            for name in &category.names {
                let plain = name
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'.' || b == b'-');
                assert!(plain && name.contains('.'), "{name}");
                let below = format!("m.{name}");
                assert!(sites.categories_of(&below).any(|site| site.id == category.id), "{name}");
            }
        }
        assert!(sites.named("cbeebies").is_some());
    }
}
