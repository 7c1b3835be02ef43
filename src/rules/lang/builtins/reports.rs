//! Functions of the reports that the one at hand sums up.

use crate::rules::lang::{
    ir::{Code, Function, Gives, Takes},
    value::{Unknown, Val},
};

pub(super) static FUNCTIONS: &[Function] = &[
    Function {
        name: "largest",
        takes: &[("x", Takes::Members)],
        repeats: false,
        gives: Gives::Text,
        eval: |facts, args| match &args[0] {
            Code::Cells(path) => facts.largest_members(path).map(Val::Words),
            _ => Err(Unknown::NothingThere),
        },
        zh: "该字段的数最大的三份报告，写成文字",
        en: "the three reports with the largest numbers in that field, as text",
        example: ("largest(members.cases.closed)", "甲局 2、乙局 1"),
    },
    Function {
        name: "complete",
        takes: &[("members", Takes::Members)],
        repeats: false,
        gives: Gives::Condition,
        eval: |facts, _| facts.are_members_complete().map(Val::Bool),
        zh: "名册是否载明所列机关即为本报告汇总的全部机关",
        en: "whether the reports are declared to be all that this one sums up",
        example: ("complete(members)", "true"),
    },
];
