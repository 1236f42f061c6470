//! Addresses to visit: each route of the router's table, its parts filled from the state of the setting.

use belisha_setting::State;
use belisha_web::Route;
use std::fmt::Display;

/// At most this many ids stand for one part of an address.
const IDS_MAX: usize = 8;

/// What some pages show only when they are asked for it.
const QUERIES: [(&str, &str); 9] = [
    ("/ask", "q=use+my+phone+in+the+play+room"),
    ("/ask", "act=use&device=phone&owner=personal&place=play+room"),
    ("/assessments/new", "of=setting"),
    ("/assessments/new", "of=place:kitchen&rows=5"),
    ("/families", "write=event"),
    ("/families", "write=policy"),
    ("/due", "all=yes"),
    ("/library", "for=children"),
    ("/concerns/new", "kind=other&said=Words"),
];

fn some(ids: impl Iterator<Item = impl Display>) -> Vec<String> {
    let ids: Vec<String> = ids.map(|id| id.to_string()).collect();
    // From both ends: what was there first and what came last differ most.
    let (first, last) = (ids.iter().take(IDS_MAX / 2), ids.iter().skip(IDS_MAX / 2).rev().take(IDS_MAX / 2));
    first.chain(last).cloned().collect()
}

/// What may stand for a part of an address. A part that nobody knows stops the test: say here where its ids come from.
fn ids(part: &str, state: &State) -> Vec<String> {
    match part {
        "device" => some(state.devices.all.keys()),
        "person" => some(state.people.all.keys()),
        "child" => some(state.children.all.keys()),
        "concern" => some(state.concerns.all.keys()),
        "assessment" => some(state.assessments.all.keys()),
        "channel" => some(state.channels.all.keys()),
        "post" => some(state.posts.all.keys()),
        "occasion" => some(state.occasions.all.keys()),
        "notice" => some(state.families.notices.keys()),
        "picture" => some(state.pictures.all.keys()),
        "use" => some(state.pictures.all.values().flat_map(|picture| picture.uses.keys())),
        "number" => some(0..state.adoption.versions.len()),
        "clause" => vec!["all-saints.43".to_owned()],
        "whom" => vec!["adults".to_owned(), "children".to_owned()],
        "list" => ["people", "children", "devices", "permissions"].map(str::to_owned).to_vec(),
        "rendition" => vec!["large".to_owned()],
        // A family's link is visited by the family; files that arrive and parcels have no page.
        "token" | "parcel" | "id" => Vec::new(),
        other => panic!("no ids are known for `{{{other}}}`"),
    }
}

/// The addresses of a route.
pub fn of_route(route: &Route, state: &State) -> Vec<String> {
    let mut addresses = vec![String::new()];
    for part in route.path.split('/').skip(1) {
        let name = part.strip_prefix('{').and_then(|part| part.strip_suffix('}'));
        let words = name.map_or_else(|| vec![part.to_owned()], |name| ids(name, state));
        let longer =
            addresses.iter().flat_map(|address| words.iter().map(move |word| format!("{address}/{word}")));
        addresses = longer.collect();
    }
    let queries = QUERIES.iter().filter(|(path, _)| *path == route.path);
    addresses.extend(queries.map(|(path, query)| format!("{path}?{query}")));
    addresses
}

/// Whether an address, with its query or without, is one of a route.
pub fn fits(route: &Route, address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let (route, path): (Vec<&str>, Vec<&str>) = (route.path.split('/').collect(), path.split('/').collect());
    let alike = |(route, path): (&&str, &&str)| route == path || (route.starts_with('{') && !path.is_empty());
    route.len() == path.len() && route.iter().zip(&path).all(alike)
}
