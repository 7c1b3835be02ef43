//! Functions that ask about fields.

use rust_decimal::Decimal;

use crate::rules::lang::{
    ir::{Code, Function, Gives, Takes},
    value::{Unknown, Val},
};

pub(super) static FUNCTIONS: &[Function] = &[
    Function {
        name: "count",
        takes: &[("x", Takes::Fields)],
        repeats: true,
        gives: Gives::Number,
        eval: |facts, args| {
            let mut count = Decimal::ZERO;
            for arg in args {
                count += match arg {
                    Code::Cells(path) if path.start.is_members() => facts.count_members(path)?,
                    other => {
                        let cells = facts.cells(std::slice::from_ref(other))?;
                        let is_filled = |cell: &&usize| facts.is_there(**cell) && !facts.is_blank(**cell);
                        cells.iter().filter(is_filled).count().into()
                    }
                };
            }
            Ok(Val::Number(count))
        },
        zh: "有几个字段在报告中且未留空；对 `members.`，为有该字段的报告份数；`count(members)` 为报告份数",
        en: "how many of the fields are there and not blank; of `members.`, how many reports have the field; `count(members)` is how many reports there are",
        example: ("count(stock.*)", "1"),
    },
    Function {
        name: "present",
        takes: &[("x", Takes::Field)],
        repeats: false,
        gives: Gives::Condition,
        eval: |facts, args| {
            let cells = facts.cells(args).unwrap_or_default();
            let is_filled = |cell: &usize| facts.is_there(*cell) && !facts.is_blank(*cell);
            Ok(Val::Bool(cells.iter().any(is_filled)))
        },
        zh: "字段是否在报告中且未留空",
        en: "whether the field is there and not blank",
        example: ("present(stock.kept)", "false"),
    },
    Function {
        name: "blank",
        takes: &[("x", Takes::Field)],
        repeats: false,
        gives: Gives::Condition,
        eval: |facts, args| {
            let cells = facts.cells(args).unwrap_or_default();
            Ok(Val::Bool(cells.iter().any(|cell| facts.is_blank(*cell))))
        },
        zh: "字段是否留空（没有内容，或为 `x-blank` 所列文字）；报告中没有该字段的，不算留空",
        en: "whether the field is left blank (empty, or an `x-blank` text); false where its key is missing altogether",
        example: ("blank(stock.kept)", "true"),
    },
    Function {
        name: "title",
        takes: &[("x", Takes::Field)],
        repeats: false,
        gives: Gives::Text,
        eval: |facts, args| {
            let cells = facts.cells(args)?;
            let title = cells.first().map(|cell| facts.title(*cell).clone());
            Ok(Val::Words(title.unwrap_or_default()))
        },
        zh: "字段在统一格式中的名称",
        en: "the official label of the field",
        example: ("title(cases.open)", "未办结"),
    },
    Function {
        name: "nonzero",
        takes: &[("x", Takes::Field)],
        repeats: false,
        gives: Gives::Number,
        eval: |facts, args| {
            let cells = facts.cells(args)?;
            let numbers = cells.iter().map(|cell| facts.nonzero(*cell));
            Ok(Val::Number(numbers.sum::<u32>().into()))
        },
        zh: "字段及其内部有几个数不为 0",
        en: "how many numbers in the field and inside it are not 0",
        example: ("nonzero(cases)", "3"),
    },
    Function {
        name: "filled",
        takes: &[("x", Takes::Figures)],
        repeats: false,
        gives: Gives::Number,
        eval: |facts, args| {
            let cells = facts.cells(args)?;
            let numbers = cells.iter().map(|cell| facts.filled(*cell));
            Ok(Val::Number(numbers.sum::<u32>().into()))
        },
        zh: "字段及其内部有几个数字格已填写，填 0 的也算；各列组成的记录逐列计算",
        en: "how many numbers in the field and inside it are filled in, be it with 0; of records of columns, column by column",
        example: ("filled(stock)", "1"),
    },
    Function {
        name: "differences",
        takes: &[("x", Takes::Field), ("y", Takes::Field)],
        repeats: false,
        gives: Gives::Number,
        eval: |facts, args| match facts.cells(args)?.as_slice() {
            [x, y] => Ok(Val::Number(facts.differences(*x, *y).into())),
            _ => Err(Unknown::NothingThere),
        },
        zh: "两个字段及其内部有几个数不同；留空按 0 计，只有一方格式中有的不比较",
        en: "how many numbers in two fields and inside them differ. A blank is 0; what only one of the forms has is not compared",
        example: ("differences(cases, previous.cases)", "2"),
    },
];
