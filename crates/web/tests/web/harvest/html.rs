//! The forms of a page, as a browser reads them.

use std::collections::BTreeMap;

/// A form, with its fields in the page's order.
#[derive(Debug, Clone)]
pub struct Form {
    pub method: String,
    pub action: String,
    pub multipart: bool,
    pub fields: Vec<Field>,
}

/// A field that a form sends, by its `name`.
#[derive(Debug, Clone)]
pub struct Field {
    pub name: String,
    pub required: bool,
    pub input: Input,
}

#[derive(Debug, Clone)]
pub enum Input {
    Hidden(String),
    /// Its `type`, or `textarea`; the value it begins with; its least number.
    Text {
        kind: String,
        value: String,
        min: Option<String>,
    },
    Checkbox(String),
    Radio(String),
    Select(Vec<String>),
    File,
    Submit(String),
}

/// A tag with its attributes; a bare attribute has an empty value.
struct Tag<'a> {
    name: &'a str,
    attributes: BTreeMap<&'a str, String>,
    /// What follows it on the page.
    rest: &'a str,
}

impl Tag<'_> {
    fn attribute(&self, name: &str) -> Option<String> {
        self.attributes.get(name).cloned()
    }

    fn has(&self, name: &str) -> bool {
        self.attributes.contains_key(name)
    }
}

fn unescaped(text: &str) -> String {
    let entities = [("&#34;", "\""), ("&#39;", "'"), ("&#60;", "<"), ("&#62;", ">"), ("&#38;", "&")];
    entities.iter().fold(text.to_owned(), |text, (entity, sign)| text.replace(entity, sign))
}

/// The next tag of a page, from a `<` on. Attributes stand in double quotes, or have no value.
fn next_tag(page: &str) -> Option<Tag<'_>> {
    let (_, page) = page.split_once('<')?;
    let end = page.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(page.len());
    let (name, mut rest) = page.split_at(end);
    let mut attributes = BTreeMap::new();
    loop {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix('>') {
            return Some(Tag { name, attributes, rest: after });
        }
        let end = rest.find(|c: char| c.is_whitespace() || c == '=' || c == '>')?;
        let (attribute, after) = rest.split_at(end);
        let Some(quoted) = after.strip_prefix('=') else {
            attributes.insert(attribute, String::new());
            rest = after;
            continue;
        };
        let quoted = quoted.strip_prefix('"').expect("attributes stand in double quotes");
        let (value, after) = quoted.split_once('"').expect("a quote is closed");
        attributes.insert(attribute, unescaped(value));
        rest = after;
    }
}

/// Every form of a page. One without an address leads back to the page.
pub fn forms(page: &str, path: &str) -> Vec<Form> {
    let mut forms = Vec::new();
    let mut rest = page;
    while let Some(tag) = next_tag(rest) {
        rest = tag.rest;
        if tag.name != "form" {
            continue;
        }
        let (inside, after) = rest.split_once("</form>").expect("a form is closed");
        forms.push(Form {
            method: tag.attribute("method").unwrap_or("get".into()),
            action: tag.attribute("action").unwrap_or(path.into()),
            multipart: tag.attribute("enctype").is_some_and(|kind| kind.starts_with("multipart")),
            fields: fields(inside),
        });
        rest = after;
    }
    // A form that opens a dialog sends nothing.
    forms.retain(|form| form.method != "dialog");
    forms
}

fn fields(inside: &str) -> Vec<Field> {
    let mut fields = Vec::new();
    let mut rest = inside;
    while let Some(tag) = next_tag(rest) {
        rest = tag.rest;
        let Some(name) = tag.attribute("name") else { continue };
        let input = match tag.name {
            "input" => input(&tag),
            "textarea" => {
                let text = rest.split("</textarea>").next().unwrap_or_default();
                Some(Input::Text { kind: "textarea".into(), value: unescaped(text), min: None })
            }
            "select" => Some(Input::Select(options(rest.split("</select>").next().unwrap_or_default()))),
            "button" if tag.attribute("type").is_none_or(|kind| kind == "submit") => {
                Some(Input::Submit(tag.attribute("value").unwrap_or_default()))
            }
            _ => None,
        };
        fields.extend(input.map(|input| Field { name, required: tag.has("required"), input }));
    }
    fields
}

fn input(tag: &Tag<'_>) -> Option<Input> {
    let value = tag.attribute("value");
    let kind = tag.attribute("type").unwrap_or("text".into());
    Some(match kind.as_str() {
        "hidden" => Input::Hidden(value.unwrap_or_default()),
        "checkbox" => Input::Checkbox(value.unwrap_or("on".into())),
        "radio" => Input::Radio(value.unwrap_or("on".into())),
        "file" => Input::File,
        "submit" => Input::Submit(value.unwrap_or_default()),
        "button" | "reset" => return None,
        _ => Input::Text { value: value.unwrap_or_default(), min: tag.attribute("min"), kind },
    })
}

fn options(inside: &str) -> Vec<String> {
    let mut options = Vec::new();
    let mut rest = inside;
    while let Some(tag) = next_tag(rest) {
        rest = tag.rest;
        if tag.name == "option" {
            let words = rest.split('<').next().unwrap_or_default();
            options.push(tag.attribute("value").unwrap_or(unescaped(words)));
        }
    }
    options
}
