//! Everybody for whom pages differ, each with a browser of their own.

use crate::common::{Place, User};
use axum::http::StatusCode;
use belisha_setting::people::{self, Secret};
use belisha_setting::{Author, Command};
use belisha_web::hash;
use totp_rs::{Builder, Secret as Seed};

/// Somebody, or something, that asks for pages.
pub struct Visitor {
    pub role: &'static str,
    pub user: User,
    /// An address that only they know.
    pub own: Option<String>,
}

/// The people of the made-up setting, by what they are.
const PEOPLE: [(&str, &str, &str); 6] = [
    ("manager", "p0", "Mo+Tern"),
    ("deputy", "p1", "Dee+Alder"),
    ("practitioner", "p2", "Nia+Rowan"),
    ("chair", "p3", "Sam+Wren"),
    ("volunteer", "p4", "Pia+Linnet"),
    ("DSL", "dsl", "Fern+Plover"),
];

const PASSWORD: &str = "heron basket violin";

async fn by_program(place: &Place, command: Command) {
    place.setting.submit(Author::Program, command).await.expect("the program may");
}

/// Somebody of every role, an enrolled tablet at the door, a family with its link, and nobody in particular. The manager
/// has given a second proof, so that what is closed opens.
pub async fn all(place: &Place) -> Vec<Visitor> {
    let designated = people::Command::Add {
        person: "dsl".into(),
        name: "Fern Plover".into(),
        roles: vec!["dsl".into()],
        counted: false,
        level: None,
    };
    by_program(place, Command::People(designated)).await;
    let hash = hash(PASSWORD).expect("it can be hashed");
    let mut visitors = Vec::new();
    for (role, id, name) in PEOPLE {
        let (person, secret, hash) = (id.into(), Secret::Password, hash.clone());
        by_program(place, people::Prepared::SetSecret { person, secret, hash }.into()).await;
        let user = place.signed_in(name, &PASSWORD.replace(' ', "+")).await;
        visitors.push(Visitor { role, user, own: None });
    }
    let manager = &visitors.first().expect("the manager is first").user;
    prove(place, manager).await;
    let mut tablet = place.anonymous();
    tablet.take(&manager.post("/devices/tablet-1/enrolment", "door=yes").await);
    let own = Some(new_link(place, manager).await);
    visitors.push(Visitor { role: "door tablet", user: tablet, own: None });
    visitors.push(Visitor { role: "family", user: place.anonymous(), own });
    visitors.push(Visitor { role: "nobody", user: place.anonymous(), own: None });
    visitors
}

/// The address of a new link for a family.
pub async fn new_link(place: &Place, leader: &User) -> String {
    let child = place.setting.now().state.children.here().last().map(|(id, _)| id.clone());
    let child = child.expect("a child is on the register");
    let made = leader.post(&format!("/permissions/{child}/link"), "").await.body;
    let link = made.split("id=\"link\">").nth(1).and_then(|rest| rest.split('<').next());
    let address = link.and_then(|link| link.strip_prefix("http://belisha"));
    address.unwrap_or_else(|| panic!("{made}")).to_owned()
}

async fn prove(place: &Place, user: &User) {
    let page = user.get("/second-proof").await.body;
    let seed = page.split("class=\"recovery\">").nth(1).and_then(|rest| rest.split('<').next());
    let seed = seed.expect("the page shows a seed");
    let secret = Seed::try_from_base32(seed).expect("it is base32");
    let totp = Builder::new().with_secret(secret).build().expect("it is long enough");
    let figures = totp.generate(u64::try_from(place.setting.time().as_second()).expect("after 1970"));
    let form = format!("seed={seed}&figures={figures}&secret={}", PASSWORD.replace(' ', "+"));
    assert_eq!(user.post("/second-proof/set", &form).await.status, StatusCode::SEE_OTHER);
}
