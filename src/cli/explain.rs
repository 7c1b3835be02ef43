//! `pubreport explain`: one rule, whole.

use std::fmt::Write;

use crate::{
    diagnostic::finding::Lang,
    output::wrap,
    reference::{Aspect, Reference, function},
    rules::pack::rule_set::RuleSet,
    text::name::shown,
    text::suggest::nearest,
};
use clap::Args;

use super::{
    exit_code::CLEAN, failure::Failure, options::NoConfig, rules::Packs, system::stream::print, terminal::width,
};

#[derive(Args)]
pub(crate) struct ExplainArgs {
    rule: String,
    #[arg(long, value_name = "PACK")]
    rules: Option<String>,
    #[arg(long, value_name = "SCHEMA")]
    schema: Option<String>,
    #[command(flatten)]
    config: NoConfig,
}

/// Lines wider than this are tiring to read, however wide the terminal is.
const WIDEST: usize = 100;

pub(crate) fn run(args: &ExplainArgs, lang: Lang) -> Result<u8, Failure> {
    let packs = Packs::new(args.rules.as_slice(), args.schema.as_deref(), args.config)?;
    // Without a choice, a rule of any form is meant.
    let schemas = match &args.rules {
        Some(_) => packs.schemas()?,
        None => packs.linter.library().schema_ids().map(str::to_owned).collect(),
    };
    let mut sets: Vec<&RuleSet> = Vec::new();
    for schema in &schemas {
        sets.extend(packs.linter.form(schema)?.map(|form| &*form.rules));
    }
    match Reference::of(&sets, &args.rule, lang) {
        Some(reference) => print(&page(&reference, lang, width().min(WIDEST)))?,
        None => match function(&args.rule, lang) {
            Some(text) => print(&text)?,
            None => return Err(unknown(&args.rule, &sets)),
        },
    }
    Ok(CLEAN)
}

fn unknown(id: &str, sets: &[&RuleSet]) -> Failure {
    let shown = shown(id);
    let known = sets.iter().flat_map(|set| &set.rules).map(|rule| rule.file.id.as_str());
    let (zh, en) = match nearest(id, known) {
        Some(near) => (format!("，是否应为 `{near}`？"), format!("; did you mean `{near}`?")),
        None => Default::default(),
    };
    Failure::stated(
        format!("没有规则 `{shown}`{zh}"),
        format!("there is no rule `{shown}`{en}"),
    )
}

/// All of a rule: a heading for each aspect, its text below, set in and no wider than the terminal.
fn page(reference: &Reference, lang: Lang, columns: usize) -> String {
    let inside = columns.saturating_sub(2);
    let mut text = format!("{}\n", reference.id);
    add(&mut text, &reference.title, "", columns, false);
    for entry in &reference.entries {
        let _ = writeln!(text, "\n{}", entry.heading(lang));
        for (at, line) in entry.lines.iter().enumerate() {
            // An example is a change of the report and the place where that is found.
            let line = match (entry.aspect, at, lang) {
                (Aspect::Example, 1.., Lang::Zh) => format!("提示位置：{line}"),
                (Aspect::Example, 1.., Lang::En) => format!("is found at {line}"),
                _ => line.clone(),
            };
            add(&mut text, &line, "  ", inside, entry.lines.len() > 1);
        }
    }
    let pack = match lang {
        Lang::Zh => "规则包",
        Lang::En => "Pack",
    };
    text + &format!("\n{pack}\n  {}\n", reference.packs.join(", "))
}

/// Of one text among several, further lines are set in more, so that it is seen where the next begins.
fn add(text: &mut String, line: &str, indent: &str, columns: usize, is_among_several: bool) {
    let deeper = if is_among_several { "  " } else { "" };
    for (at, line) in wrap(line, columns, columns - deeper.len()).iter().enumerate() {
        let deeper = if at == 0 { "" } else { deeper };
        let _ = writeln!(text, "{indent}{deeper}{line}");
    }
}
