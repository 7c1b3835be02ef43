//! Functions of numbers and conditions.

use rust_decimal::Decimal;

use crate::rules::lang::{
    ir::{Code, Facts, Function, Gives, Takes},
    value::{Unknown, Val},
};

pub(super) static FUNCTIONS: &[Function] = &[
    Function {
        name: "sum",
        takes: &[("a", Takes::NumbersOfReports)],
        repeats: true,
        gives: Gives::Number,
        eval: |facts, args| {
            let add = |sum: Decimal, next: Decimal| sum.checked_add(next);
            fold(facts, args, Some(Decimal::ZERO), add).map(Val::Number)
        },
        zh: "各数之和；各列组成的记录逐列相加",
        en: "the sum; of records of columns, column by column",
        example: ("sum(cases.open, cases.closed)", "5"),
    },
    Function {
        name: super::super::calls::WHOLE,
        takes: &[("row", Takes::Field)],
        repeats: false,
        gives: Gives::Number,
        // It is written out before it is evaluated.
        eval: |_, _| Err(Unknown::NothingThere),
        zh: "一行的合计（`x-total` 所指的格）；留空的，为该行其余各格之和；路径以 `*` 结尾的，为各行之和",
        en: "the total of a row (the cell that `x-total` names), or the sum of its other cells where that is blank; of a path that ends with `*`, of all the rows",
        example: ("whole(cases)", "5"),
    },
    Function {
        name: "min",
        takes: &[("a", Takes::Numbers)],
        repeats: true,
        gives: Gives::Number,
        eval: |facts, args| fold(facts, args, None, |a, b| Some(a.min(b))).map(Val::Number),
        zh: "最小的数",
        en: "the smallest number",
        example: ("min(cases.*)", "2"),
    },
    Function {
        name: "max",
        takes: &[("a", Takes::Numbers)],
        repeats: true,
        gives: Gives::Number,
        eval: |facts, args| fold(facts, args, None, |a, b| Some(a.max(b))).map(Val::Number),
        zh: "最大的数",
        en: "the largest number",
        example: ("max(cases.open, 4)", "4"),
    },
    Function {
        name: "abs",
        takes: &[("a", Takes::Number)],
        repeats: false,
        gives: Gives::Number,
        eval: |facts, args| Ok(Val::Number(facts.number(&args[0])?.abs())),
        zh: "绝对值",
        en: "the number without its sign",
        example: ("abs(cases.open - cases.closed)", "1"),
    },
    Function {
        name: "if",
        takes: &[
            ("condition", Takes::Condition),
            ("a", Takes::Value),
            ("b", Takes::Value),
        ],
        repeats: false,
        gives: Gives::Same,
        eval: |facts, args| facts.eval(if facts.holds(&args[0])? { &args[1] } else { &args[2] }),
        zh: "条件成立时为 a，不成立时为 b",
        en: "a where the condition is true, b where it is false",
        example: ("if(cases.open > 0, cases.open, 1)", "2"),
    },
    Function {
        name: "is_integer",
        takes: &[("a", Takes::Number)],
        repeats: false,
        gives: Gives::Condition,
        eval: |facts, args| Ok(Val::Bool(facts.number(&args[0])?.is_integer())),
        zh: "是否为整数",
        en: "whether the number is whole",
        example: ("is_integer(2.50)", "false"),
    },
    Function {
        name: "decimals",
        takes: &[("a", Takes::Number)],
        repeats: false,
        gives: Gives::Number,
        eval: |facts, args| Ok(Val::Number(facts.number(&args[0])?.normalize().scale().into())),
        zh: "小数位数，末尾的 0 不计",
        en: "the number of decimal places; zeros at the end do not count",
        example: ("decimals(2.50)", "1"),
    },
];

/// All numbers of the arguments joined, from the first or from `start`.
fn fold(
    facts: &dyn Facts,
    args: &[Code],
    start: Option<Decimal>,
    join: impl Fn(Decimal, Decimal) -> Option<Decimal>,
) -> Result<Decimal, Unknown> {
    let mut result = start;
    let mut add = |next: Decimal| -> Result<(), Unknown> {
        result = Some(match result {
            Some(result) => join(result, next).ok_or(Unknown::TooLarge)?,
            None => next,
        });
        Ok(())
    };
    for arg in args {
        match arg {
            Code::Cells(path) if path.start.is_members() => add(facts.sum_of_members(path)?)?,
            Code::Cells(path) => {
                for cell in facts.cells_at(path)? {
                    match facts.value(cell)? {
                        Val::Number(number) => add(number)?,
                        _ => return Err(Unknown::Mistyped(cell)),
                    }
                }
            }
            other => add(facts.number(other)?)?,
        }
    }
    result.ok_or(Unknown::NothingThere)
}
