//! Forms filled in as somebody would.

use super::html::{Field, Form, Input};

/// A form's fields as they are sent.
pub type Sent = Vec<(String, String)>;

#[derive(Clone, Copy, PartialEq)]
enum Way {
    /// Everything is filled in and ticked, and the first of each choice taken.
    Full,
    /// Only what has to be is filled in or ticked, and the last of each choice taken.
    Bare,
}

/// What a form can send: filled in fully and barely, by each of its buttons.
pub fn sendings(form: &Form) -> Vec<Sent> {
    let buttons: Vec<Option<(String, String)>> = form
        .fields
        .iter()
        .filter_map(|field| match &field.input {
            Input::Submit(value) => Some(Some((field.name.clone(), value.clone()))),
            _ => None,
        })
        .collect();
    let buttons = if buttons.is_empty() { vec![None] } else { buttons };
    let ways = [Way::Full, Way::Bare];
    let pairs = ways.iter().flat_map(|way| buttons.iter().map(move |button| (*way, button)));
    pairs.map(|(way, button)| filled(form, way).into_iter().chain(button.clone()).collect()).collect()
}

fn filled(form: &Form, way: Way) -> Sent {
    let mut sent: Sent = Vec::new();
    for field in &form.fields {
        let ticked = way == Way::Full || field.required;
        let value = match &field.input {
            Input::Hidden(value) => Some(value.clone()),
            Input::Text { kind, value, min } => Some(text(field, kind, value, min.as_deref(), way)),
            Input::Checkbox(value) => ticked.then(|| value.clone()),
            Input::Radio(value) => {
                let known = sent.iter().position(|(name, _)| *name == field.name);
                match known {
                    Some(known) if way == Way::Bare => {
                        sent.remove(known);
                        Some(value.clone())
                    }
                    Some(_) => None,
                    None => Some(value.clone()),
                }
            }
            Input::Select(options) if way == Way::Full => options.first().cloned(),
            Input::Select(options) => options.last().cloned(),
            Input::File | Input::Submit(_) => None,
        };
        sent.extend(value.map(|value| (field.name.clone(), value)));
    }
    sent
}

fn text(field: &Field, kind: &str, value: &str, min: Option<&str>, way: Way) -> String {
    if !value.is_empty() || (way == Way::Bare && !field.required) {
        return value.to_owned();
    }
    let words = match kind {
        "date" => "2026-09-16",
        "time" => "09:30",
        "number" => min.unwrap_or("1"),
        "url" => "https://example.org/page",
        "tel" => "01632 960001",
        "password" => "heron basket violin",
        _ => "Some words",
    };
    words.to_owned()
}

/// As a browser sends it in a body.
pub fn urlencoded(sent: &Sent) -> String {
    let encoded = |text: &str| text.bytes().map(|byte| format!("%{byte:02x}")).collect::<String>();
    let pairs: Vec<String> =
        sent.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
    pairs.join("&")
}

/// The parts of a form that may hold files, parted by `--b`.
pub fn multipart(sent: &Sent) -> String {
    let part = |(name, value): &(String, String)| {
        format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    sent.iter().map(part).collect::<String>() + "--b--\r\n"
}
