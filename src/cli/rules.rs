//! `pubreport rules`: the rules of a pack, its tests, the JSON Schema of packs.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use crate::{
    Library, Linter, Options,
    document::locate::locate,
    finding::Lang,
    load::{LoadError, LoadErrors},
    output::RuleInfo,
    pack_test::{ExampleFailure, test_pack},
    phrases::{Measure, Phrase, Score, measure},
    reference::{reference, without_values},
    rules::pack::rule_set::{Rule, RuleSet, pack_schema},
    source::Source,
};
use clap::{Args, Subcommand, ValueEnum};

use super::{
    CLEAN, FOUND, Failure, LangArg, as_file, print,
    settings::{AllSettings, read},
};

#[derive(Subcommand)]
pub(crate) enum RulesCommand {
    /// List the rules of a pack with all it builds on
    List(ListArgs),
    /// Check a pack and run its examples
    Test(TestArgs),
    /// Print the JSON Schema of pack files
    Schema,
}

/// Packs to test and the language to speak of them.
#[derive(Args)]
pub(crate) struct TestArgs {
    /// Packs: ids or files
    #[arg(value_name = "PACK", required = true)]
    packs: Vec<String>,
    /// A schema file that the packs need
    #[arg(long, value_name = "FILE")]
    schema: Option<String>,
    /// Labelled prose, one JSON object a line: measure how well the packs' claims find what is labelled, instead of running the examples
    #[arg(long, value_name = "FILE")]
    phrases: Option<PathBuf>,
    /// Language of messages
    #[arg(long, value_enum, default_value_t = LangArg::Zh)]
    lang: LangArg,
}

#[derive(Args)]
pub(crate) struct ListArgs {
    /// A pack: an id or a file
    #[arg(value_name = "PACK", default_value = "cn-ogi-2021")]
    pack: String,
    /// A schema file that the pack needs
    #[arg(long, value_name = "FILE")]
    schema: Option<String>,
    /// `text`, one rule a line; `json`; or `markdown`, the whole reference
    #[arg(long, value_enum, default_value_t = ListFormat::Text)]
    format: ListFormat,
    /// Language of titles
    #[arg(long, value_enum, default_value_t = LangArg::Zh)]
    lang: LangArg,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ListFormat {
    Text,
    Json,
    Markdown,
}

pub(crate) fn run(command: RulesCommand) -> Result<u8, Failure> {
    match command {
        RulesCommand::List(args) => list(&args),
        RulesCommand::Test(args) => test(&args),
        RulesCommand::Schema => {
            let schema =
                serde_json::to_string_pretty(&pack_schema()).map_err(|error| Failure::Say(error.to_string()))?;
            print(&(schema + "\n")).map(|()| CLEAN)
        }
    }
}

/// A linter with one user's pack, the pack's id and the schema that its rules are for.
pub(crate) fn linter(pack: &str, schema: Option<&str>) -> Result<(Linter, String, String), Failure> {
    let mut library = Library::default();
    if let Some(schema) = schema {
        library.add_schema(read(Path::new(schema))?)?;
    }
    let id = match as_file(pack) {
        Some(path) => library.add_pack(read(&path)?)?,
        None => pack.to_owned(),
    };
    // A pack without a schema is only words for the reader's defects: any form shows them.
    let schema = match library.schema_of(&id)? {
        Some(schema) => schema,
        None => library.schema_ids().next().unwrap_or_default().to_owned(),
    };
    let options = Options {
        packs: vec![id.clone()],
        ..Options::default()
    };
    Ok((Linter::new(library, options)?, id, schema))
}

fn list(args: &ListArgs) -> Result<u8, Failure> {
    let lang = args.lang.into();
    let (linter, _, schema) = linter(&args.pack, args.schema.as_deref())?;
    let Some(form) = linter.form(&schema)? else {
        return Ok(CLEAN);
    };
    let rules = &form.rules;
    match args.format {
        ListFormat::Markdown => print(&reference(linter.library(), &[&form.rules], lang)?)?,
        ListFormat::Json => {
            let infos: Vec<serde_json::Value> = rules.rules.iter().map(|rule| json(rules, rule, lang)).collect();
            let text = serde_json::to_string_pretty(&infos).map_err(|error| Failure::Say(error.to_string()))?;
            print(&(text + "\n"))?;
        }
        ListFormat::Text => {
            let wide = rules
                .rules
                .iter()
                .map(|rule| rule.file.id.len())
                .max()
                .unwrap_or_default();
            let line = |rule: &Rule| {
                let severity = rule.level.severity().map_or("off", |severity| severity.as_str());
                format!("{severity:7} {:wide$}  {}\n", rule.file.id, rule.file.title.get(lang))
            };
            print(&rules.rules.iter().map(line).collect::<String>())?;
        }
    }
    Ok(CLEAN)
}

fn json(rules: &RuleSet, rule: &Rule, lang: Lang) -> serde_json::Value {
    serde_json::json!({
        "id": rule.file.id,
        "pack": rule.pack,
        "severity": rule.level.severity().map_or("off", |severity| severity.as_str()),
        "off": rule.off,
        "title": rule.file.title.get(lang),
        "basis": rules.basis(rule, lang),
    })
}

fn test(args: &TestArgs) -> Result<u8, Failure> {
    let mut code = CLEAN;
    let lang: Lang = args.lang.into();
    if let Some(path) = &args.phrases {
        return measured(args, path);
    }
    for name in &args.packs {
        let (linter, id, schema) = linter(name, args.schema.as_deref())?;
        let Some(form) = linter.form(&schema)? else {
            continue;
        };
        let report = example(&linter, &id, name, &form.rules)?;
        let test = test_pack(form, &linter, report.as_ref());
        let mut text = String::new();
        for failure in &test.failures {
            text.push_str(&failed(failure, lang));
        }
        if !test.unread.is_empty() {
            let unread = test.unread.join("\n  ");
            text.push_str(&match lang {
                Lang::Zh => format!(
                    "没有规则把下列 {} 个单元格与别处核对：\n  {unread}\n",
                    test.unread.len()
                ),
                Lang::En => format!(
                    "no rule holds these {} cells against another:\n  {unread}\n",
                    test.unread.len()
                ),
            });
        }
        let failed = test.failures.len();
        text.push_str(&match lang {
            Lang::Zh => format!(
                "{id}：规则 {} 条，示例 {} 个，问题 {failed} 个\n",
                test.rules, test.examples
            ),
            Lang::En => format!(
                "{id}: {} rules, {} examples, {failed} failed\n",
                test.rules, test.examples
            ),
        });
        print(&text)?;
        if failed > 0 {
            code = FOUND;
        }
    }
    Ok(code)
}

/// A line on an example that failed: where it stands in the pack, which it is, what happened instead.
fn failed(failure: &ExampleFailure, lang: Lang) -> String {
    let mut line = String::new();
    if let Some(place) = &failure.place {
        line = format!("{place}: ");
    }
    line.push_str(&format!("FAIL {}", failure.rule));
    if failure.example > 0 {
        line.push_str(&format!("#{}", failure.example));
    }
    let colon = match lang {
        Lang::Zh => "：",
        Lang::En => ": ",
    };
    line + colon + failure.reason.get(lang) + "\n"
}

/// How well the claims of packs find what is labelled. A false claim of a plain text fails, a missed one does not.
fn measured(args: &TestArgs, path: &Path) -> Result<u8, Failure> {
    let lang: Lang = args.lang.into();
    let phrases = Phrase::read(&read(path)?)?;
    let mut code = CLEAN;
    for name in &args.packs {
        let (linter, id, schema) = linter(name, args.schema.as_deref())?;
        let Some(form) = linter.form(&schema)? else {
            continue;
        };
        let measure = measure(&form.rules, &form.schema, &phrases);
        print(&worded(&measure, &id, phrases.len(), lang))?;
        if measure.plain.wrong > 0 {
            code = FOUND;
        }
    }
    Ok(code)
}

fn worded(measure: &Measure, id: &str, texts: usize, lang: Lang) -> String {
    let mut text = String::new();
    for (is_false, phrase, is_plain, claim) in &measure.slips {
        let what = match (lang, is_false) {
            (Lang::Zh, true) => "误认",
            (Lang::Zh, false) => "漏认",
            (Lang::En, true) => "FALSE ",
            (Lang::En, false) => "MISSED",
        };
        let mark = if *is_plain { "" } else { " *" };
        text.push_str(&format!(
            "{what} {phrase}{mark} {} = {}: {}\n",
            claim.field, claim.value, claim.quote
        ));
    }
    let mut line = |name: &str, score: Score| {
        let (precision, recall) = (decimal(score.precision()), decimal(score.recall()));
        let Score { right, wrong, missed } = score;
        text.push_str(&match lang {
            Lang::Zh => format!("准确率 {precision}  召回率 {recall}  对 {right} 误 {wrong} 漏 {missed}  {name}\n"),
            Lang::En => {
                format!("precision {precision}  recall {recall}  right {right} false {wrong} missed {missed}  {name}\n")
            }
        });
    };
    for (field, score) in &measure.fields {
        line(field, *score);
    }
    let (all, plain) = match lang {
        Lang::Zh => (
            format!("{id}：{texts} 段文字"),
            format!("{id}：不计标为 ambiguous、hard 的（上面带 *）"),
        ),
        Lang::En => (
            format!("{id}: {texts} texts"),
            format!("{id}: without those marked ambiguous or hard (* above)"),
        ),
    };
    line(&all, measure.all);
    line(&plain, measure.plain);
    text
}

/// Thousandths as a decimal.
fn decimal(thousandths: usize) -> String {
    format!("{}.{:03}", thousandths / 1000, thousandths % 1000)
}

/// The example report of a pack: beside the pack file, or built in.
fn example(linter: &Linter, id: &str, name: &str, rules: &RuleSet) -> Result<Option<Source>, Failure> {
    let Some(path) = &rules.example else { return Ok(None) };
    let own = linter.library().pack(id)?.filter(|pack| pack.file.example.is_some());
    if let (Some(file), Some(pack)) = (as_file(name), own) {
        let path = file.parent().unwrap_or(Path::new("")).join(path);
        return read(&path).map(Some).map_err(|failure| match failure {
            Failure::Say(why) => {
                let error = LoadError::new(
                    locate(pack.source.text(), "/example"),
                    format!("无法读取示例报告：{why}"),
                    format!("the example report cannot be read: {why}"),
                );
                LoadErrors::one(pack.source.clone(), error).into()
            }
            other => other,
        });
    }
    let mut packs = rules.packs.iter().rev();
    Ok(packs.find_map(|pack| linter.library().builtin_example(&pack.id, path)))
}

/// What the machine formats say of the rules that were in force.
pub(crate) fn rule_infos(
    all: &AllSettings,
    schemas: &BTreeMap<usize, BTreeSet<String>>,
    lang: Lang,
) -> Result<Vec<RuleInfo>, Failure> {
    let mut infos: BTreeMap<String, RuleInfo> = BTreeMap::new();
    for (settings, schemas) in schemas {
        for schema in schemas {
            let Some(form) = all.get(*settings).linter.form(schema)? else {
                continue;
            };
            let rules = &form.rules;
            for rule in &rules.rules {
                infos.entry(rule.file.id.clone()).or_insert_with(|| RuleInfo {
                    id: rule.file.id.clone(),
                    title: rule.file.title.get(lang).to_owned(),
                    description: rule.file.description.as_ref().map(|text| text.get(lang).to_owned()),
                    help: rule.file.help.as_ref().map(|text| without_values(text.get(lang))),
                    severity: rule.level.severity(),
                    basis: rules.basis(rule, lang),
                });
            }
        }
    }
    Ok(infos.into_values().collect())
}
