//! The policy that a command is about.

use belisha_policy::{Catalogue, Pack, Policy, builtin_pack};

/// A built-in policy, or one in a file.
pub(crate) fn find(policy: &str) -> anyhow::Result<Policy> {
    let catalogue = Catalogue::builtin();
    let pack = if policy.ends_with(".toml") {
        let text = std::fs::read_to_string(policy).map_err(|error| anyhow::anyhow!("{policy}: {error}"))?;
        Pack::parse(policy, &text, &catalogue)?
    } else {
        builtin_pack(policy, &catalogue)?
    };
    Ok(Policy::compile(pack, catalogue)?)
}
