//! `pubreport explain`: one rule, whole.

use crate::{
    Library,
    finding::Lang,
    output::wrap,
    reference::{Aspect, Reference, function},
    rules::pack::rule_set::RuleSet,
    text::suggest::nearest,
};
use clap::Args;

use super::{CLEAN, Failure, LangArg, print, rules::linter, width};

/// Tell what a rule asks, why, and how to mend a breach
#[derive(Args)]
pub(crate) struct ExplainArgs {
    /// The rule's id, as findings show it in brackets
    rule: String,
    /// A pack to look in: an id or a file [default: all built-in ones]
    #[arg(long, value_name = "PACK")]
    rules: Option<String>,
    /// A schema file that the pack needs
    #[arg(long, value_name = "FILE")]
    schema: Option<String>,
    /// Language
    #[arg(long, value_enum, default_value_t = LangArg::Zh)]
    lang: LangArg,
}

/// Lines wider than this are tiring to read, however wide the terminal is.
const WIDEST: usize = 100;

pub(crate) fn run(args: &ExplainArgs) -> Result<u8, Failure> {
    let lang: Lang = args.lang.into();
    let library = Library::default();
    let packs: Vec<&str> = args
        .rules
        .as_deref()
        .map_or_else(|| library.schema_ids().collect(), |pack| vec![pack]);
    let mut linters = Vec::new();
    for pack in packs {
        linters.push(linter(pack, args.schema.as_deref())?);
    }
    let mut sets: Vec<&RuleSet> = Vec::new();
    for (linter, _, schema) in &linters {
        sets.extend(linter.form(schema)?.map(|form| &*form.rules));
    }
    match Reference::of(&sets, &args.rule, lang) {
        Some(reference) => print(&page(&reference, lang, width().min(WIDEST))).map(|()| CLEAN),
        None => match function(&args.rule, lang) {
            Some(text) => print(&text).map(|()| CLEAN),
            None => Err(unknown(&args.rule, &sets, lang)),
        },
    }
}

fn unknown(id: &str, sets: &[&RuleSet], lang: Lang) -> Failure {
    let known = sets.iter().flat_map(|set| &set.rules).map(|rule| rule.file.id.as_str());
    let (zh, en) = match nearest(id, known) {
        Some(near) => (format!("，是否应为 `{near}`？"), format!("; did you mean `{near}`?")),
        None => Default::default(),
    };
    Failure::Say(match lang {
        Lang::Zh => format!("没有规则 `{id}`{zh}"),
        Lang::En => format!("there is no rule `{id}`{en}"),
    })
}

/// All of a rule: a heading for each aspect, its text below, set in and no wider than the terminal.
fn page(reference: &Reference, lang: Lang, columns: usize) -> String {
    let inside = columns.saturating_sub(2);
    let mut text = format!("{}\n", reference.id);
    add(&mut text, &reference.title, "", columns, false);
    for entry in &reference.entries {
        text.push_str(&format!("\n{}\n", entry.heading(lang)));
        for (at, line) in entry.lines.iter().enumerate() {
            // An example is a change of the report and the place where that is found.
            let line = match (entry.aspect, at, lang) {
                (Aspect::Example, 1.., Lang::Zh) => format!("报在 {line}"),
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
        text.push_str(&format!("{indent}{deeper}{line}\n"));
    }
}
