//! Functions of days.

use jiff::civil::Date;
use rust_decimal::prelude::ToPrimitive;

use crate::rules::lang::{
    ir::{Code, Facts, Function, Gives, Takes},
    value::{Unknown, Val},
};

pub(super) static FUNCTIONS: &[Function] = &[
    Function {
        name: "date",
        takes: &[
            ("year", Takes::Number),
            ("month", Takes::Number),
            ("day", Takes::Number),
        ],
        repeats: false,
        gives: Gives::Date,
        eval: |facts, args| {
            let whole = |at: usize| facts.number(&args[at])?.to_i64().ok_or(Unknown::TooLarge);
            let small = |at: usize| -> Result<i8, Unknown> {
                let part = whole(at).map_err(|_| Unknown::NoSuchDay)?;
                i8::try_from(part).map_err(|_| Unknown::NoSuchDay)
            };
            let year = i16::try_from(whole(0)?).map_err(|_| Unknown::NoSuchDay)?;
            let date = Date::new(year, small(1)?, small(2)?);
            date.map(Val::Date).map_err(|_| Unknown::NoSuchDay)
        },
        zh: "由年、月、日组成的日期；没有这一天的，不予核对",
        en: "the day; a day that does not exist is not evaluated",
        example: ("date(year + 1, 1, 31)", "2025-01-31"),
    },
    Function {
        name: "year",
        takes: &[("date", Takes::Date)],
        repeats: false,
        gives: Gives::Number,
        eval: |facts, args| Ok(Val::Number(day(facts, &args[0])?.year().into())),
        zh: "日期的年",
        en: "the year of a day",
        example: ("year(published)", "2025"),
    },
    Function {
        name: "month",
        takes: &[("date", Takes::Date)],
        repeats: false,
        gives: Gives::Number,
        eval: |facts, args| Ok(Val::Number(day(facts, &args[0])?.month().into())),
        zh: "日期的月",
        en: "the month of a day",
        example: ("month(published)", "1"),
    },
    Function {
        name: "day",
        takes: &[("date", Takes::Date)],
        repeats: false,
        gives: Gives::Number,
        eval: |facts, args| Ok(Val::Number(day(facts, &args[0])?.day().into())),
        zh: "日期的日",
        en: "the day of the month",
        example: ("day(published)", "20"),
    },
];

fn day(facts: &dyn Facts, code: &Code) -> Result<Date, Unknown> {
    match facts.eval(code)? {
        Val::Date(date) => Ok(date),
        _ => Err(Unknown::NoSuchDay),
    }
}
