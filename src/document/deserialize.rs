//! A document as values of Rust: packs, schemas, rosters and configurations are read by the same bounded reader as reports.

use std::fmt;

use serde::{
    Deserialize,
    de::{
        self, Deserializer, IntoDeserializer, Visitor,
        value::{MapAccessDeserializer, MapDeserializer, SeqDeserializer},
    },
    forward_to_deserialize_any,
};

use crate::{
    document::model::{Document, Node, Value},
    text::source::Span,
};

/// A value that is not what was expected at its place.
#[derive(Debug)]
pub(crate) struct Unfit {
    /// The innermost value that is known to be wrong; none where the whole is.
    pub span: Option<Span>,
    /// What is wrong, in the words of the deserializer.
    pub message: String,
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Unfit {}

impl de::Error for Unfit {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self {
            span: None,
            message: message.to_string(),
        }
    }
}

/// What a document says, as a `T`; `text` is the text that it was read from.
///
/// # Errors
/// It is no `T`.
pub(crate) fn from_document<'de, T: Deserialize<'de>>(document: &'de Document, text: &'de str) -> Result<T, Unfit> {
    T::deserialize(Written {
        node: &document.root,
        text,
    })
}

/// A value, and the text that it was read from.
#[derive(Clone, Copy)]
struct Written<'de> {
    node: &'de Node,
    text: &'de str,
}

impl<'de> Written<'de> {
    fn inner(self, node: &'de Node) -> Self {
        Self { node, ..self }
    }

    fn placed<T>(self, result: Result<T, Unfit>) -> Result<T, Unfit> {
        result.map_err(|error| Unfit {
            span: error.span.or(Some(self.node.span)),
            ..error
        })
    }

    fn visit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        match &self.node.value {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(*value),
            Value::Number(number) => {
                let whole = || number.is_integer().then(|| i64::try_from(*number).ok()).flatten();
                match whole() {
                    Some(whole) => visitor.visit_i64(whole),
                    None => visitor.visit_f64(f64::try_from(*number).unwrap_or_default()),
                }
            }
            Value::Text(text) => visitor.visit_borrowed_str(&text.text),
            Value::List(items) => {
                SeqDeserializer::new(items.iter().map(|item| self.inner(item))).deserialize_any(visitor)
            }
            Value::Record(entries) => {
                let entries = entries.iter().map(|entry| (&*entry.key, self.inner(&entry.value)));
                MapDeserializer::new(entries).deserialize_any(visitor)
            }
        }
    }

    /// A plain value where a text is expected, as it was written: `number: 711`.
    fn visit_as_text<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        let written = self.text.get(self.node.span.start..self.node.span.end);
        match (&self.node.value, written) {
            (Value::Text(_) | Value::List(_) | Value::Record(_), _) => self.visit(visitor),
            (_, Some(written)) if !written.starts_with(['*', '!', '&']) => visitor.visit_borrowed_str(written),
            (Value::Number(number), _) => visitor.visit_string(number.to_string()),
            (Value::Bool(value), _) => visitor.visit_string(value.to_string()),
            (Value::Null, _) => visitor.visit_borrowed_str(""),
        }
    }
}

impl<'de> IntoDeserializer<'de, Unfit> for Written<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Written<'de> {
    type Error = Unfit;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        self.placed(self.visit(visitor))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        match &self.node.value {
            Value::Null => visitor.visit_none(),
            _ => self.placed(visitor.visit_some(self)),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        self.placed(self.visit_as_text(visitor))
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        self.deserialize_str(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Unfit> {
        self.placed(visitor.visit_newtype_struct(self))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unfit> {
        let chosen = match &self.node.value {
            Value::Record(entries) => {
                let entries = entries.iter().map(|entry| (&*entry.key, self.inner(&entry.value)));
                visitor.visit_enum(MapAccessDeserializer::new(MapDeserializer::new(entries)))
            }
            Value::Text(text) => visitor.visit_enum(IntoDeserializer::<Unfit>::into_deserializer(&*text.text)),
            _ => self.visit(visitor),
        };
        self.placed(chosen)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct seq tuple tuple_struct map struct
        identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::collections::BTreeMap;

    use super::*;
    use crate::document::{format::Format, limits::Limits, parse::parse};

    fn read<T: for<'de> Deserialize<'de>>(text: &str) -> Result<T, Unfit> {
        let (document, defects) = parse(text, Format::Yaml, &Limits::default());
        assert!(defects.is_empty(), "{defects:?}");
        from_document(&document.unwrap(), text)
    }

    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(rename_all = "lowercase")]
    enum Choice {
        Unit,
        Inner { a: u8 },
    }

    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(deny_unknown_fields)]
    struct Sample {
        text: String,
        #[serde(default)]
        many: Vec<i16>,
        choice: Option<Choice>,
        #[serde(default)]
        map: BTreeMap<String, serde_json::Value>,
    }

    #[test]
    fn values_are_those_that_the_file_says() {
        let sample: Sample = read(
            "text: 0711\nmany: [1, -2]\nchoice: {inner: {a: 3}}\nmap: {n: 1.5, t: '2', l: [~, true], big: 9007199254740993}\n",
        )
        .unwrap();
        assert_eq!(sample.text, "0711");
        assert_eq!(sample.many, [1, -2]);
        assert_eq!(sample.choice, Some(Choice::Inner { a: 3 }));
        let map = serde_json::to_value(&sample.map).unwrap();
        assert_eq!(
            map,
            serde_json::json!({"n": 1.5, "t": "2", "l": [null, true], "big": 9_007_199_254_740_993_i64})
        );
        for (written, text) in [
            ("711", "711"),
            ("1.50", "1.50"),
            ("True", "True"),
            ("", ""),
            ("'x'", "x"),
        ] {
            assert_eq!(read::<Sample>(&format!("text: {written}\n")).unwrap().text, text);
        }
        let aliased: Sample = read("map: {n: &a 7}\ntext: *a\nchoice: unit\n").unwrap();
        assert_eq!((aliased.text.as_str(), aliased.choice), ("7", Some(Choice::Unit)));
    }

    #[test]
    fn what_does_not_fit_has_a_place() {
        for (text, place) in [
            ("text: [a]\n", "[a]"),
            ("text: a\nmany: [1, 40000]\n", "40000"),
            ("text: a\nmany: [1, x]\n", "x"),
            ("text: a\nchoice: other\n", "other"),
            ("text: a\nchoice: {inner: {a: b}}\n", "b"),
        ] {
            let error = read::<Sample>(text).unwrap_err();
            let span = error.span.unwrap();
            assert_eq!(&text[span.start..span.end], place, "{error}");
        }
        assert!(read::<Sample>("text: a\nother: 1\n").is_err());
        assert!(read::<Sample>("many: []\n").is_err());
    }
}
