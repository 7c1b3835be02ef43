//! The words for why a rule was not evaluated.

use crate::{
    diagnostic::{finding::Localized, message::Statement},
    form::shape::ShapeId,
    rules::{
        evaluate::instance::{Binding, CellId},
        lang::value::Unknown,
    },
};

/// Why a rule was not evaluated.
pub(crate) fn reason(why: Unknown, binding: &Binding<'_>) -> Statement {
    let (zh, en, value) = match why {
        Unknown::Guard => ("规则的适用条件不成立", "its condition does not hold", None),
        Unknown::OtherYear => (
            "规则包不适用于本报告年度",
            "its pack is for other reporting years",
            None,
        ),
        Unknown::NoPrevious => ("未提供上年报告", "last year's report was not given", None),
        Unknown::NoMembers => (
            "未提供所汇总的各份报告",
            "the reports that this one sums up were not given",
            None,
        ),
        Unknown::NotInForm(at) => (
            "上年报告的格式没有“{}”",
            "the form of last year's report has no “{}”",
            Some(field(at, binding)),
        ),
        Unknown::NotAdditive(at) => ("“{}”不能加总", "“{}” cannot be added up", Some(field(at, binding))),
        Unknown::Missing(at) => ("缺少“{}”", "“{}” is missing", Some(label(at, binding))),
        Unknown::Blank(at) => ("“{}”留空", "“{}” is blank", Some(label(at, binding))),
        Unknown::Mistyped(at) => (
            "“{}”的内容类型不符",
            "“{}” has the wrong type",
            Some(label(at, binding)),
        ),
        Unknown::NoSuchDay => ("日期不存在", "there is no such day", None),
        Unknown::NotANumber => ("文字不是数字", "the text is not a number", None),
        Unknown::TooLarge => ("数值过大", "the number is too large", None),
        Unknown::TooMuchWork => (
            "核对所需的工作量超过上限",
            "it would take more work than the limit",
            None,
        ),
        Unknown::NothingThere => ("报告中没有须核对的内容", "the report has nothing to check", None),
    };
    match value {
        None => Statement::words(zh, en),
        Some(value) => Statement::words_around(zh, en, value),
    }
}

fn field(field: ShapeId, binding: &Binding<'_>) -> Localized {
    binding.schema.labels(field)
}

/// The label of a cell, or where it stands; whose it is, if not this report's.
fn label(cell: CellId, binding: &Binding<'_>) -> Localized {
    let mut label = binding.label(cell);
    if label.zh.is_empty() {
        let pointer = binding.pointer(cell);
        label = Localized {
            zh: pointer.clone(),
            en: pointer,
        };
    }
    if binding.file(cell).is_some() {
        label.zh.insert_str(0, "上年报告的");
        label.en.push_str(" of last year's report");
    }
    label
}
