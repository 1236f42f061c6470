//! A policy that brings its own, on the pages: what is asked back, what is not understood, facts, and what holds always.

use crate::common::place;
use axum::http::StatusCode;

#[tokio::test]
async fn what_the_answer_turns_on_is_asked_and_not_typed_again() {
    let place = place("harbour").await;
    let mo = place.manager().await;
    let asked = mo.get("/ask?act=video-call&device=tablet&owner=setting").await;
    assert!(
        asked.body.contains("That depends") && asked.body.contains("Is a colleague in sight of you?"),
        "{}",
        asked.body
    );
    let form = "act=video-call&who=p0&device=tablet&owner=setting&said=";
    let yes = mo.post("/ask", &format!("{form}colleague-in-sight%3Dyes")).await;
    assert!(yes.body.contains("id=\"verdict\">✓ Yes"), "{}", yes.body);
    let no = mo.post("/ask", &format!("{form}colleague-in-sight%3Dno")).await;
    assert!(
        no.body.contains("id=\"verdict\">✕ No") && no.body.contains("have a colleague in sight"),
        "{}",
        no.body
    );
    let number = mo.get("/ask?act=leave-on-outing").await;
    assert!(number.body.contains("How many phones go with you?"));
    let two = mo.post("/ask", "act=leave-on-outing&who=p0&number_of=phones-taken&number=2").await;
    let says = ["The policy does not say", "The nearest rule: two phones go with an outing", "harbour.7"];
    assert!(says.iter().all(|says| two.body.contains(says)), "{}", two.body);
}

#[tokio::test]
async fn a_word_that_nobody_knows_is_never_a_yes() {
    let place = place("harbour").await;
    let mo = place.manager().await;
    for (query, says) in [
        ("act=video-cal", "there is no act `video-cal`; did you mean `video-call`?"),
        ("act=use&who=manger", "there is no person or role `manger`; did you mean `manager`?"),
        ("act=use&device=walkie-talky&owner=setting", "did you mean `walkie-talkie`?"),
        ("act=use&device=walkie-talkie&owner=mine", "there is no owner `mine`"),
        ("act=use&device=walkie-talkie&owner=setting&place=playrom", "did you mean `playroom`?"),
    ] {
        let page = mo.get(&format!("/ask?{query}")).await;
        assert!(page.body.contains("Not understood"), "{query}: {}", page.body);
        let answer = mo.get(&format!("/api/may?{query}")).await;
        let answer: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
        assert_eq!(answer["verdict"], "not understood", "{query}: {answer}");
        assert!(answer["unknown"].to_string().contains(says), "{query}: {answer}");
    }
}

#[tokio::test]
async fn facts_are_put_on_record_on_the_page_of_everything_due() {
    let place = place("harbour").await;
    let mo = place.manager().await;
    assert!(!mo.get("/due").await.body.contains("PVG"), "nobody is chased for a fact");
    let before = mo.get("/due?all=yes").await.body;
    assert!(
        before.contains("Facts, and what is done by hand")
            && before.contains("PVG scheme record of Nia Rowan")
    );
    let fact = r#"{"duties":{"do":{"duty":"harbour.5/pvg","subject":{"person":"p2"},"note":"of June"}}}"#;
    assert_eq!(mo.api(fact).await.status, StatusCode::OK);
    let count = |page: &str| page.matches("not on record").count();
    assert_eq!(count(&mo.get("/due?all=yes").await.body) + 1, count(&before));
}

#[tokio::test]
async fn whoever_agrees_to_a_version_sees_everything_that_it_changes() {
    let place = place("harbour").await;
    let mo = place.manager().await;
    let page = mo.get("/policy/proofs").await;
    assert!(
        page.body.contains("✓ always") && !page.body.contains("What the proposed version"),
        "{}",
        page.body
    );
    let text = include_str!("../../../../policies/packs/harbour.toml");
    let text = text.replacen("version = \"2026-09-01\"", "version = \"2026-11-28\"", 1);
    // Not one word of a clause changes, and children may be photographed with anything.
    let weaker = text.replacen("whose = [\"personal\", \"child\"]", "whose = [\"child\"]", 1);
    assert_ne!(text, weaker);
    let encoded: String = weaker.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let sent = mo.post("/policy/adoption", &format!("text={encoded}")).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let page = mo.get("/policy").await;
    assert!(
        page.body.contains("A changed policy is proposed") && page.body.contains("harbour.5"),
        "{}",
        page.body
    );
    let page = mo.get("/policy/proofs").await.body;
    assert!(
        page.contains("photographing children with a device") && page.contains("instead of no (harbour.5)"),
        "{page}"
    );
    assert!(page.contains("It would not keep a promise."), "{page}");
}
