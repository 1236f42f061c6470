//! Writes down what a type asks of a format that does not describe itself: its fields and variants, in order, and
//! theirs. Two programs whose types have the same shape read each other's bytes.
//!
//! The type is deserialised again and again from made-up values, each time with variants not seen before, until every
//! variant of every enum was seen.

use serde::de::value::U32Deserializer;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};
use std::any::type_name;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::Write;

type Fault = serde::de::value::Error;

/// More variants than any state has: a walk that does not end is a mistake here.
const ROUNDS_MAX: usize = 10_000;

/// The shape of a type: a paragraph for each type in it.
pub(crate) fn shape_of<T: DeserializeOwned>() -> String {
    let shapes = RefCell::new(Shapes::default());
    for _ in 0..ROUNDS_MAX {
        let mut root = String::new();
        shapes.borrow_mut().unfinished = false;
        T::deserialize(Walk { shapes: &shapes, form: &mut root }).unwrap_or_else(|error| {
            panic!("{error}: a sample is missing for a type in {}", type_name::<T>())
        });
        if !shapes.borrow().unfinished {
            return shapes.into_inner().printed();
        }
    }
    panic!("{} has no end", type_name::<T>())
}

#[derive(Default)]
struct Shapes {
    types: Vec<Type>,
    by_rust_name: BTreeMap<&'static str, usize>,
    /// A variant was passed that is not known through and through.
    unfinished: bool,
}

struct Type {
    label: String,
    parts: Vec<Part>,
}

struct Part {
    name: &'static str,
    form: String,
    /// A variant that was not seen yet, or has one inside that was not.
    unfinished: bool,
}

impl Shapes {
    /// The number of a type; two of the same name get different labels.
    fn number(&mut self, rust_name: &'static str, name: &str, parts: &[&'static str]) -> usize {
        if let Some(number) = self.by_rust_name.get(rust_name) {
            return *number;
        }
        let namesakes = self.types.iter().filter(|known| known.label.split('#').next() == Some(name)).count();
        let label = if namesakes == 0 { name.to_owned() } else { format!("{name}#{}", namesakes + 1) };
        let part = |name: &&'static str| Part { name, form: String::new(), unfinished: true };
        self.types.push(Type { label, parts: parts.iter().map(part).collect() });
        self.by_rust_name.insert(rust_name, self.types.len() - 1);
        self.types.len() - 1
    }

    fn printed(&self) -> String {
        let mut text = String::new();
        for known in &self.types {
            writeln!(text, "{}", known.label).unwrap();
            for part in &known.parts {
                writeln!(text, "{}", format!("  {} {}", part.name, part.form).trim_end()).unwrap();
            }
        }
        text
    }
}

/// Hands out made-up values, and writes down what was asked for.
struct Walk<'a> {
    shapes: &'a RefCell<Shapes>,
    form: &'a mut String,
}

/// Types that look at the words they are given.
fn sample(rust_name: &str) -> &'static str {
    match rust_name {
        "jiff::timestamp::Timestamp" => "2026-09-01T08:00:00Z",
        "jiff::civil::date::Date" => "2026-09-01",
        "jiff::civil::time::Time" => "08:00:00",
        "jiff::civil::datetime::DateTime" => "2026-09-01T08:00:00",
        "jiff::signed_duration::SignedDuration" | "jiff::span::Span" => "PT1H",
        _ => "a",
    }
}

macro_rules! plain {
    ($($method:ident $visit:ident $value:expr;)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
            self.form.push_str(stringify!($method).trim_start_matches("deserialize_"));
            visitor.$visit($value)
        }
    )*};
}

impl<'de> Deserializer<'de> for Walk<'_> {
    type Error = Fault;

    plain! {
        deserialize_bool visit_bool true;
        deserialize_i8 visit_i8 1;
        deserialize_i16 visit_i16 1;
        deserialize_i32 visit_i32 1;
        deserialize_i64 visit_i64 1;
        deserialize_i128 visit_i128 1;
        deserialize_u8 visit_u8 1;
        deserialize_u16 visit_u16 1;
        deserialize_u32 visit_u32 1;
        deserialize_u64 visit_u64 1;
        deserialize_u128 visit_u128 1;
        deserialize_f32 visit_f32 1.0;
        deserialize_f64 visit_f64 1.0;
        deserialize_char visit_char 'a';
        deserialize_bytes visit_bytes &[1];
        deserialize_byte_buf visit_byte_buf vec![1];
    }

    fn is_human_readable(&self) -> bool {
        false
    }

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Fault> {
        panic!("{} wants a format that describes itself: no snapshot can hold it", type_name::<V::Value>())
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_any(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_any(visitor)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.form.push_str("str");
        let rust_name = type_name::<V::Value>();
        let known: Result<_, Fault> = visitor.visit_str(sample(rust_name));
        known.map_err(|error| serde::de::Error::custom(format!("{rust_name}: {error}")))
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.form.push_str("option ");
        visitor.visit_some(self)
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.form.push_str("unit");
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        write!(self.form, "{name} ").unwrap();
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.form.push_str("list ");
        visitor.visit_seq(Items { shapes: self.shapes, left: 1, form: self.form })
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Fault> {
        self.form.push('(');
        let value = visitor.visit_seq(Items { shapes: self.shapes, left: length, form: self.form })?;
        self.form.push(')');
        Ok(value)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.form.push_str(name);
        self.deserialize_tuple(length, visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.form.push_str("map ");
        visitor.visit_map(Items { shapes: self.shapes, left: 1, form: self.form })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        let number = self.shapes.borrow_mut().number(type_name::<V::Value>(), name, fields);
        self.form.push_str(&self.shapes.borrow().types[number].label);
        visitor.visit_seq(Fields { shapes: self.shapes, number, at: 0 })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        let number = self.shapes.borrow_mut().number(type_name::<V::Value>(), name, variants);
        let (label, at) = {
            let shapes = self.shapes.borrow();
            let known = &shapes.types[number];
            (known.label.clone(), known.parts.iter().position(|part| part.unfinished).unwrap_or(0))
        };
        self.form.push_str(&label);
        let outside = std::mem::take(&mut self.shapes.borrow_mut().unfinished);
        let mut form = String::new();
        let value = visitor.visit_enum(Variant { shapes: self.shapes, at, form: &mut form })?;
        let mut shapes = self.shapes.borrow_mut();
        let unfinished = shapes.unfinished;
        let part = &mut shapes.types[number].parts[at];
        (part.form, part.unfinished) = (form, unfinished);
        shapes.unfinished = outside || shapes.types[number].parts.iter().any(|part| part.unfinished);
        Ok(value)
    }
}

/// The items of a list or tuple, or one pair of a map.
struct Items<'a> {
    shapes: &'a RefCell<Shapes>,
    left: usize,
    form: &'a mut String,
}

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = Fault;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Fault> {
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        let value = seed.deserialize(Walk { shapes: self.shapes, form: self.form })?;
        if self.left > 0 {
            self.form.push_str(", ");
        }
        Ok(Some(value))
    }
}

impl<'de> MapAccess<'de> for Items<'_> {
    type Error = Fault;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Fault> {
        self.next_element_seed(seed)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Fault> {
        self.form.push_str(" to ");
        seed.deserialize(Walk { shapes: self.shapes, form: self.form })
    }
}

/// The fields of a struct.
struct Fields<'a> {
    shapes: &'a RefCell<Shapes>,
    number: usize,
    at: usize,
}

impl<'de> SeqAccess<'de> for Fields<'_> {
    type Error = Fault;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Fault> {
        if self.at == self.shapes.borrow().types[self.number].parts.len() {
            return Ok(None);
        }
        let mut form = String::new();
        let value = seed.deserialize(Walk { shapes: self.shapes, form: &mut form })?;
        self.shapes.borrow_mut().types[self.number].parts[self.at].form = form;
        self.at += 1;
        Ok(Some(value))
    }
}

/// One variant of an enum.
struct Variant<'a> {
    shapes: &'a RefCell<Shapes>,
    at: usize,
    form: &'a mut String,
}

impl<'de> EnumAccess<'de> for Variant<'_> {
    type Error = Fault;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self), Fault> {
        let at: U32Deserializer<Fault> = u32::try_from(self.at).unwrap().into_deserializer();
        Ok((seed.deserialize(at)?, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'_> {
    type Error = Fault;

    fn unit_variant(self) -> Result<(), Fault> {
        Ok(())
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Fault> {
        seed.deserialize(Walk { shapes: self.shapes, form: self.form })
    }

    fn tuple_variant<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Fault> {
        Walk { shapes: self.shapes, form: self.form }.deserialize_tuple(length, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.form.push_str(&format!("{} of ", fields.join(" ")));
        Walk { shapes: self.shapes, form: self.form }.deserialize_tuple(fields.len(), visitor)
    }
}
