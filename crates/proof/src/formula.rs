//! A rule's condition as a formula over facts, read from Cedar's own parse.

use serde_json::Value;

/// One thing that is so or not.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Atom {
    /// A yes-or-no.
    Yes(String),
    /// A fact is this word.
    Is(String, String),
    /// This word is among a fact's.
    Among(String, String),
    /// A number is at least this.
    AtLeast(String, i64),
}

/// A formula over atoms.
#[derive(Debug, Clone)]
pub(crate) enum Formula {
    Known(bool),
    Atom(Atom),
    Not(Box<Formula>),
    And(Box<Formula>, Box<Formula>),
    Or(Box<Formula>, Box<Formula>),
}

impl Formula {
    /// The condition of a rule in Cedar; what cannot be read is said.
    pub(crate) fn of_rule(text: &str) -> Result<Self, String> {
        let policy = cedar_policy::Policy::parse(None, text).map_err(|error| error.to_string())?;
        let json = policy.to_json().map_err(|error| error.to_string())?;
        let conditions = json.get("conditions").and_then(Value::as_array).cloned().unwrap_or_default();
        let mut all = Self::Known(true);
        for condition in &conditions {
            let body = condition.get("body").ok_or("a condition without a body")?;
            let read = read(body)?;
            let unless = condition.get("kind").and_then(Value::as_str) == Some("unless");
            all = all.and(if unless { read.not() } else { read });
        }
        Ok(all)
    }

    /// A condition by itself.
    pub(crate) fn of_condition(condition: &str) -> Result<Self, String> {
        Self::of_rule(&format!("forbid(principal, action, resource) when {{ {condition} }};"))
    }

    pub(crate) fn and(self, other: Self) -> Self {
        Self::And(Box::new(self), Box::new(other))
    }

    pub(crate) fn or(self, other: Self) -> Self {
        Self::Or(Box::new(self), Box::new(other))
    }

    pub(crate) fn not(self) -> Self {
        Self::Not(Box::new(self))
    }

    /// Every atom in it.
    pub(crate) fn atoms(&self, into: &mut Vec<Atom>) {
        match self {
            Self::Known(_) => {}
            Self::Atom(atom) => into.push(atom.clone()),
            Self::Not(one) => one.atoms(into),
            Self::And(one, two) | Self::Or(one, two) => {
                one.atoms(into);
                two.atoms(into);
            }
        }
    }
}

fn read(body: &Value) -> Result<Formula, String> {
    let (operator, inside) = body
        .as_object()
        .and_then(|object| object.iter().next())
        .ok_or_else(|| format!("no expression: {body}"))?;
    let side = |name: &str| inside.get(name).ok_or_else(|| format!("`{operator}` without `{name}`"));
    Ok(match operator.as_str() {
        "Value" => Formula::Known(inside.as_bool().ok_or("a value that is no yes or no")?),
        "&&" => read(side("left")?)?.and(read(side("right")?)?),
        "||" => read(side("left")?)?.or(read(side("right")?)?),
        "!" => read(side("arg")?)?.not(),
        "if-then-else" => {
            let (when, then, otherwise) = (read(side("if")?)?, read(side("then")?)?, read(side("else")?)?);
            when.clone().and(then).or(when.not().and(otherwise))
        }
        "." => Formula::Atom(Atom::Yes(attribute(body).ok_or("an attribute of something else")?)),
        "==" => equal(side("left")?, side("right")?)?,
        "!=" => equal(side("left")?, side("right")?)?.not(),
        "<" | "<=" | ">" | ">=" => compared(operator, side("left")?, side("right")?)?,
        "contains" => contains(side("left")?, side("right")?)?,
        "containsAny" => {
            let name = attribute(side("left")?).ok_or("`containsAny` of something else than a fact")?;
            let words = words(side("right")?)?.into_iter();
            any(words.map(|word| Formula::Atom(Atom::Among(name.clone(), word))))
        }
        other => return Err(format!("`{other}` is not understood")),
    })
}

fn any(all: impl Iterator<Item = Formula>) -> Formula {
    all.fold(Formula::Known(false), Formula::or)
}

fn attribute(body: &Value) -> Option<String> {
    let access = body.get(".")?;
    let of_context = access.get("left")?.get("Var")?.as_str()? == "context";
    of_context.then(|| access.get("attr")?.as_str().map(str::to_owned)).flatten()
}

fn equal(left: &Value, right: &Value) -> Result<Formula, String> {
    let name = attribute(left).ok_or("a comparison of something else than a fact")?;
    let value = right.get("Value").ok_or("a comparison with something else than a value")?;
    match value {
        Value::String(word) => Ok(Formula::Atom(Atom::Is(name, word.clone()))),
        Value::Bool(true) => Ok(Formula::Atom(Atom::Yes(name))),
        Value::Bool(false) => Ok(Formula::Atom(Atom::Yes(name)).not()),
        Value::Number(number) => {
            let number = number.as_i64().ok_or("a number that is not whole")?;
            let at_least = |number| Formula::Atom(Atom::AtLeast(name.clone(), number));
            Ok(at_least(number).and(at_least(number + 1).not()))
        }
        _ => Err(format!("a comparison with {value}")),
    }
}

fn compared(operator: &str, left: &Value, right: &Value) -> Result<Formula, String> {
    let name = attribute(left).ok_or("a comparison of something else than a fact")?;
    let number = right.get("Value").and_then(Value::as_i64).ok_or("a comparison with no number")?;
    let at_least = |number| Formula::Atom(Atom::AtLeast(name.clone(), number));
    Ok(match operator {
        ">=" => at_least(number),
        ">" => at_least(number + 1),
        "<" => at_least(number).not(),
        _ => at_least(number + 1).not(),
    })
}

fn contains(left: &Value, right: &Value) -> Result<Formula, String> {
    if let Some(name) = attribute(left) {
        let word = right.get("Value").and_then(Value::as_str).ok_or("`contains` of no word")?;
        return Ok(Formula::Atom(Atom::Among(name, word.to_owned())));
    }
    let name = attribute(right).ok_or("`contains` of something else than a fact")?;
    Ok(any(words(left)?.into_iter().map(|word| Formula::Atom(Atom::Is(name.clone(), word)))))
}

fn words(set: &Value) -> Result<Vec<String>, String> {
    let word = |value: &Value| value.get("Value").and_then(Value::as_str).map(str::to_owned);
    // A set of nothing but values is written either way.
    let all =
        set.get("Set").or_else(|| set.get("Value")).and_then(Value::as_array).ok_or("no set of words")?;
    let all = all.iter().map(|value| word(value).or_else(|| value.as_str().map(str::to_owned)));
    all.collect::<Option<Vec<String>>>().ok_or_else(|| "a set of something else than words".to_owned())
}
