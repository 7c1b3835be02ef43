//! `pubreport explain`: one rule, whole.

use clap::Args;
use pubreport::{
    Library,
    finding::Lang,
    load::nearest,
    rules::{RuleSet, rule_reference},
};

use super::{CLEAN, Failure, LangArg, print, rules::linter};

/// Tell what a rule asks, why, and how to mend a breach
#[derive(Args)]
pub struct ExplainArgs {
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

pub fn run(args: &ExplainArgs) -> Result<u8, Failure> {
    let lang: Lang = args.lang.into();
    let library = Library::default();
    let own: Vec<&str> = args
        .rules
        .as_deref()
        .map_or_else(|| library.schema_ids().collect(), |pack| vec![pack]);
    let mut known: Vec<String> = Vec::new();
    let mut text = String::new();
    for pack in own {
        let (linter, _, schema) = linter(pack, args.schema.as_deref(), lang)?;
        let Some((_, rules)) = linter.form(&schema)? else {
            continue;
        };
        known.extend(rules.rules.iter().map(|rule| rule.file.id.clone()));
        let Some(explained) = explain(rules, &args.rule, lang) else {
            continue;
        };
        // The forms share most rules; a rule that is the same in all is told once.
        if !text.contains(&explained) {
            text.push_str(&explained);
        }
    }
    if text.is_empty() {
        let near = nearest(&args.rule, known.iter().map(String::as_str));
        let (zh, en) = match near {
            Some(near) => (format!("，是否应为 `{near}`？"), format!("; did you mean `{near}`?")),
            None => Default::default(),
        };
        return Err(Failure::Say(match lang {
            Lang::Zh => format!("没有规则 `{}`{zh}", args.rule),
            Lang::En => format!("there is no rule `{}`{en}", args.rule),
        }));
    }
    print(&text).map(|()| CLEAN)
}

fn explain(rules: &RuleSet, id: &str, lang: Lang) -> Option<String> {
    rules.rule(id).map(|rule| rule_reference(rules, rule, lang) + "\n")
}
