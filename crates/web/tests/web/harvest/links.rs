//! Links to outside help: added, changed and removed on Settings, whatever their names.

use crate::common::{self, User};
use crate::harvest::fill::urlencoded;
use crate::harvest::html::{self, Form, Input};
use axum::http::StatusCode;

const NAME: &str = "The \"Safe\" page";
const ADDRESS: &str = "/policy/set-link/address";

/// The form of Settings that puts the link of an address right, or adds one where that is empty.
async fn form(user: &User, address: &str) -> Option<Form> {
    let forms = html::forms(&user.get("/settings").await.body, "/settings");
    let of_address = |form: &Form| {
        let mut fields = form.fields.iter().filter(|field| field.name == ADDRESS);
        fields.any(|field| matches!(&field.input, Input::Text { value, .. } if value == address))
    };
    forms.into_iter().find(of_address)
}

/// Sends a form with the fields given in place of its own.
async fn send(user: &User, form: &Form, entered: &[(&str, &str)]) {
    let hidden = form.fields.iter().filter_map(|field| match &field.input {
        Input::Hidden(value) => Some((field.name.clone(), value.clone())),
        _ => None,
    });
    let entered = entered.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let answer = user.post(&form.action, &urlencoded(&hidden.chain(entered).collect())).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
}

async fn shown(user: &User, address: &str) -> [bool; 2] {
    let help = user.get("/help").await.body;
    let settings = user.get("/settings").await.body;
    [help.contains(&format!("href=\"{address}\"")), settings.contains(&format!("value=\"{address}\""))]
}

async fn added_changed_and_removed(policy: &str) {
    let place = common::place(policy).await;
    let manager = place.manager().await;
    let (first, second) = ("https://example.org/safe", "https://example.org/safer");
    let add = form(&manager, "").await.expect("Settings offers to add a link");
    send(&manager, &add, &[("/policy/set-link/name", NAME), (ADDRESS, first)]).await;
    assert_eq!(shown(&manager, first).await, [true, true], "{policy}: added");
    let change = form(&manager, first).await.expect("Settings offers to change it");
    send(&manager, &change, &[(ADDRESS, second)]).await;
    assert_eq!(shown(&manager, first).await, [false, false], "{policy}: changed");
    assert_eq!(shown(&manager, second).await, [true, true], "{policy}: changed");
    let known = place.setting.now().state.adoption.links.get(NAME).cloned();
    assert_eq!(known.as_deref(), Some(second), "under the same name");
    let remove = form(&manager, second).await.expect("Settings offers to remove it");
    send(&manager, &remove, &[(ADDRESS, "")]).await;
    assert_eq!(shown(&manager, second).await, [false, false], "{policy}: removed");
}

#[tokio::test]
async fn a_link_with_quotation_marks_in_its_name_is_added_changed_and_removed() {
    added_changed_and_removed("portreath").await;
}

#[tokio::test]
async fn a_link_under_a_policy_that_names_none_is_shown_on_settings_and_help() {
    added_changed_and_removed("all-saints").await;
}
