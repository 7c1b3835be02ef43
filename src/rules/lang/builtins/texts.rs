//! Functions of texts.

use rust_decimal::Decimal;

use crate::{
    diagnostic::finding::Lang,
    rules::lang::{
        ir::{Code, Function, Gives, Takes},
        similarity::similarity,
        value::{Unknown, Val, show},
    },
    text::{normalize::fold_prose, numeral},
};

pub(super) static FUNCTIONS: &[Function] = &[
    Function {
        name: "chars",
        takes: &[("text", Takes::Text)],
        repeats: false,
        gives: Gives::Number,
        eval: |facts, args| {
            let text = facts.text(&args[0])?;
            Ok(Val::Number(text.chars().filter(|c| c.is_alphanumeric()).count().into()))
        },
        zh: "文字中字母、汉字和数字的个数，标点和空白不计",
        en: "the number of letters, Han characters and digits; punctuation and white space do not count",
        example: (r#"chars("主动公开，12 件。")"#, "7"),
    },
    Function {
        name: "contains",
        takes: &[("text", Takes::Text), ("part", Takes::Text)],
        repeats: true,
        gives: Gives::Condition,
        eval: |facts, args| {
            let text = facts.text(&args[0])?;
            let parts = args[1..].iter().map(|part| facts.text(part));
            let parts = parts.collect::<Result<Vec<_>, _>>()?;
            // Folding costs more than looking: look in the text as it stands first.
            let is_in = parts.iter().any(|part| text.contains(&**part)) || {
                let folded = fold_prose(&text);
                parts.iter().any(|part| folded.text.contains(&*fold_prose(part).text))
            };
            Ok(Val::Bool(is_in))
        },
        zh: "文字是否含有所列之一，不计空白",
        en: "whether the text contains any of the parts, white space ignored",
        example: (r#"contains("依法 公开", "法公", "不公开")"#, "true"),
    },
    Function {
        name: "unmentioned",
        takes: &[("text", Takes::Text), ("topic", Takes::Text)],
        repeats: true,
        gives: Gives::Text,
        eval: |facts, args| {
            let text = facts.text(&args[0])?;
            let folded = fold_prose(&text);
            let mut unmentioned = String::new();
            for topic in &args[1..] {
                let topic = facts.text(topic)?;
                let (name, words) = topic.split_once(':').unwrap_or((&topic, ""));
                let mut words = std::iter::once(name).chain(words.split('/')).map(str::trim);
                let is_in = |word: &str| !word.is_empty() && folded.text.contains(&*fold_prose(word).text);
                if !words.any(is_in) {
                    unmentioned.push_str(&format!("“{}”", name.trim()));
                }
            }
            Ok(Val::Text(unmentioned))
        },
        zh: "文字未提及的各个话题，加引号连写；话题写作 `名称: 说法/说法`，名称和各种说法有一种即为提及",
        en: "the topics that the text does not mention, each in quotation marks; a topic is `name: word/word`, and is mentioned by its name or any of the words",
        example: (r#"unmentioned(summary, "收到: 新收", "办结: 答复/办理")"#, "“办结”"),
    },
    Function {
        name: "matches",
        takes: &[("text", Takes::Text), ("pattern", Takes::Pattern)],
        repeats: true,
        gives: Gives::Condition,
        eval: |facts, args| {
            let text = facts.text(&args[0])?;
            let folded = fold_prose(&text);
            for part in &args[1..] {
                let Code::Pattern(pattern) = part else { continue };
                let Some(compiled) = pattern.on(&folded.text) else {
                    continue;
                };
                if !facts.may_search(pattern.steps, folded.text.len()) {
                    return Err(Unknown::TooMuchWork);
                }
                if compiled.is_match(&folded.text) {
                    return Ok(Val::Bool(true));
                }
            }
            Ok(Val::Bool(false))
        },
        zh: "文字中是否能找到所列正则表达式之一",
        en: "whether any of the patterns is found in the text",
        example: (r#"matches(summary, "[0-9]+件")"#, "true"),
    },
    Function {
        name: "int",
        takes: &[("text", Takes::Text)],
        repeats: false,
        gives: Gives::Number,
        eval: |facts, args| int(&facts.text(&args[0])?).map(Val::Number),
        zh: "文字所表示的整数，不论写法：`12`、`１２`、`1,200`、`十二`、`二〇二三`；其他文字，以及可作两种理解的（`一百二`、`两三`），不予核对",
        en: "the whole number that a text is, however it is spelled: `12`, `１２`, `1,200`, `十二`, `二〇二三`; any other text, or one that may mean two numbers (`一百二`, `两三`), is not evaluated",
        example: (r#"int("二〇二四")"#, "2024"),
    },
    Function {
        name: "number",
        takes: &[("text", Takes::Text)],
        repeats: false,
        gives: Gives::Number,
        eval: |facts, args| number(&facts.text(&args[0])?).map(Val::Number),
        zh: "文字所表示的数，读法同 `int`，可有小数（`1.08`）；不是数的，不予核对",
        en: "the number that a text is, as `int` reads it, with decimals too (`1.08`); not evaluated otherwise",
        example: (r#"number("１２.50")"#, "12.5"),
    },
    Function {
        name: "unit",
        takes: &[("text", Takes::Text)],
        repeats: false,
        gives: Gives::Number,
        eval: |facts, args| Ok(Val::Number(Decimal::new(1, number(&facts.text(&args[0])?)?.scale()))),
        zh: "文字所表示的数末位代表的单位，如 1、0.01；不是数的，不予核对",
        en: "the unit of the last digit of such a number: 1, 0.01; not evaluated otherwise",
        example: (r#"unit("12.50")"#, "0.01"),
    },
    Function {
        name: "text",
        takes: &[("x", Takes::Value)],
        repeats: false,
        gives: Gives::Text,
        eval: |facts, args| {
            Ok(match facts.eval(&args[0])? {
                Val::Words(words) => Val::Words(words),
                value => Val::Text(show(&value, Lang::Zh)),
            })
        },
        zh: "数或日期写成的文字",
        en: "a number or a day as text",
        example: ("text(year)", "2024"),
    },
    Function {
        name: "similarity",
        takes: &[("a", Takes::Text), ("b", Takes::Text)],
        repeats: false,
        gives: Gives::Number,
        eval: |facts, args| Ok(Val::Number(similarity(&facts.text(&args[0])?, &facts.text(&args[1])?))),
        zh: "两段文字的相似程度，0 至 1，取三位小数，舍去其后：两段文字中所有相连三字，双方共有的所占的比例。数字、标点和空白不计；不足三字的为 0；各段只看前 200000 字",
        en: "how alike two texts are, 0 to 1 with three decimals, rounded down: the share of three-character sequences that occur in both texts. Digits, punctuation and white space are left out; 0 where a text has fewer than three letters. Only the first 200 000 letters count",
        example: (r#"similarity("办结12件申请", "办结 7 件申请。")"#, "1"),
    },
];

/// The number that a text is.
fn number(text: &str) -> Result<Decimal, Unknown> {
    numeral::value(text).ok_or(Unknown::NotANumber)
}

/// The same, if it is whole.
fn int(text: &str) -> Result<Decimal, Unknown> {
    number(text).and_then(|number| Some(number).filter(Decimal::is_integer).ok_or(Unknown::NotANumber))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_texts_have_a_last_digit() {
        let of =
            |text: &str| number(text).map(|number| (number.to_string(), Decimal::new(1, number.scale()).to_string()));
        assert_eq!(of("1.50"), Ok(("1.50".into(), "0.01".into())));
        assert_eq!(of("１２"), Ok(("12".into(), "1".into())));
        assert_eq!(of("12件"), Err(Unknown::NotANumber));
        assert_eq!(of("1e5"), Err(Unknown::NotANumber));
        assert_eq!(of(&"9".repeat(60)), Err(Unknown::NotANumber));
    }

    #[test]
    fn whole_numbers_are_digits_only() {
        assert_eq!(int("２０２４"), Ok(2024.into()));
        assert_eq!(int("二〇二四"), Ok(2024.into()));
        assert_eq!(int(""), Err(Unknown::NotANumber));
        assert_eq!(int("12.5"), Err(Unknown::NotANumber));
    }
}
