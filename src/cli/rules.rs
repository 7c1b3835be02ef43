//! `pubreport rules`: the rules of a pack, its tests, the JSON Schema of packs.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
    path::{Path, PathBuf},
};

use crate::{
    Form, Linter, Options,
    diagnostic::{
        finding::Lang,
        load_error::{LoadError, LoadErrors},
    },
    document::locate::locate,
    output::RuleInfo,
    pack_test::{ExampleFailure, test_pack},
    phrases::{Measure, Misreading, Phrase, Score, measure},
    reference::{reference, without_values},
    rules::pack::rule_set::{Rule, RuleSet, pack_schema},
    text::source::Source,
};
use clap::{Args, Subcommand, ValueEnum};

use super::{
    exit_code::{CLEAN, FOUND},
    failure::Failure,
    options::NoConfig,
    settings::{AllSettings, AtHand, pack_ids, schema_id},
    system::{
        read::source,
        stream::{print, print_data, print_json},
    },
};

#[derive(Subcommand)]
pub(crate) enum RulesCommand {
    List(ListArgs),
    Test(TestArgs),
    Schema,
}

#[derive(Args)]
pub(crate) struct TestArgs {
    #[arg(value_name = "PACK", required = true)]
    packs: Vec<String>,
    #[arg(long, value_name = "SCHEMA")]
    schema: Option<String>,
    #[arg(long, value_name = "FILE")]
    phrases: Option<PathBuf>,
    #[command(flatten)]
    config: NoConfig,
}

#[derive(Args)]
pub(crate) struct ListArgs {
    #[arg(value_name = "PACK")]
    pack: Option<String>,
    #[arg(long, value_name = "SCHEMA")]
    schema: Option<String>,
    #[arg(long, value_enum, default_value_t = ListFormat::Text, value_name = "FORMAT")]
    format: ListFormat,
    #[command(flatten)]
    config: NoConfig,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ListFormat {
    Text,
    Json,
    Markdown,
}

/// The pack that is listed where neither the command line nor the configuration names one.
const DEFAULT_PACK: &str = "cn-ogi-2021";

pub(crate) fn run(command: &RulesCommand, lang: Lang) -> Result<u8, Failure> {
    match command {
        RulesCommand::List(args) => list(args, lang),
        RulesCommand::Test(args) => test(args, lang),
        RulesCommand::Schema => Ok(print_json(&pack_schema()).map(|()| CLEAN)?),
    }
}

/// The packs that a command is about, in force in a linter.
pub(crate) struct Packs {
    pub(crate) linter: Linter,
    ids: Vec<String>,
}

impl Packs {
    /// The packs named by id or file, or else those that the nearest configuration names; `schema` is one that they need.
    pub(crate) fn new(named: &[String], schema: Option<&str>, config: NoConfig) -> Result<Self, Failure> {
        let AtHand { mut library, packs } = AtHand::new(config)?;
        if let Some(schema) = schema {
            schema_id(&mut library, schema)?;
        }
        let ids = match named.is_empty() {
            true => packs,
            false => pack_ids(&mut library, named)?,
        };
        let options = Options {
            packs: ids.clone(),
            ..Options::default()
        };
        Ok(Self {
            linter: Linter::new(library, options)?,
            ids,
        })
    }

    /// The schemas that the packs' rules are for, each once.
    pub(crate) fn schemas(&self) -> Result<Vec<String>, Failure> {
        let library = self.linter.library();
        let mut schemas = Vec::new();
        for id in &self.ids {
            // A pack without a schema is only words for the reader's defects: any form shows them.
            let schema = library.schema_of(id)?;
            let schema = schema.or_else(|| library.schema_ids().next().map(str::to_owned));
            schemas.extend(schema.filter(|schema| !schemas.contains(schema)));
        }
        Ok(schemas)
    }

    /// The forms with the rules that these packs have for them.
    fn forms(&self) -> Result<Vec<&Form>, Failure> {
        let mut forms = Vec::new();
        for schema in self.schemas()? {
            forms.extend(self.linter.form(&schema)?);
        }
        Ok(forms)
    }
}

fn list(args: &ListArgs, lang: Lang) -> Result<u8, Failure> {
    let mut packs = Packs::new(args.pack.as_slice(), args.schema.as_deref(), args.config)?;
    if packs.ids.is_empty() {
        packs.ids.push(DEFAULT_PACK.to_owned());
    }
    let forms = packs.forms()?;
    let sets: Vec<&RuleSet> = forms.iter().map(|form| &*form.rules).collect();
    if args.format == ListFormat::Markdown {
        print_data(reference(packs.linter.library(), &sets, lang)?.as_bytes())?;
        return Ok(CLEAN);
    }
    // What forms share is listed once.
    let mut listed = BTreeSet::new();
    let rules = sets
        .iter()
        .flat_map(|set| set.rules.iter().map(move |rule| (*set, rule)));
    let rules: Vec<(&RuleSet, &Rule)> = rules.filter(|(_, rule)| listed.insert(&rule.file.id)).collect();
    if args.format == ListFormat::Json {
        let infos: Vec<serde_json::Value> = rules.iter().map(|(set, rule)| json(set, rule, lang)).collect();
        print_json(&infos)?;
        return Ok(CLEAN);
    }
    let wide = rules.iter().map(|(_, rule)| rule.file.id.len()).max();
    let wide = wide.unwrap_or_default();
    let mut text = String::new();
    for (_, rule) in rules {
        let severity = rule.level.severity().map_or("off", |severity| severity.as_str());
        let (id, title) = (&rule.file.id, rule.file.title.get(lang));
        let _ = writeln!(text, "{severity:7} {id:wide$}  {title}");
    }
    print(&text)?;
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

fn test(args: &TestArgs, lang: Lang) -> Result<u8, Failure> {
    let mut code = CLEAN;
    if let Some(path) = &args.phrases {
        return measured(args, path, lang);
    }
    for name in &args.packs {
        let packs = Packs::new(std::slice::from_ref(name), args.schema.as_deref(), args.config)?;
        let (linter, id) = (&packs.linter, &packs.ids[0]);
        let Some(form) = packs.forms()?.into_iter().next() else {
            continue;
        };
        let report = example(linter, id, &form.rules)?;
        let test = test_pack(form, linter, report.as_ref());
        let mut text = String::new();
        for failure in &test.failures {
            text.push_str(&failed(failure, lang));
        }
        if !test.unread.is_empty() {
            let unread = test.unread.join("\n  ");
            let _ = match lang {
                Lang::Zh => writeln!(
                    text,
                    "没有规则把下列 {} 个单元格与别处核对：\n  {unread}",
                    test.unread.len()
                ),
                Lang::En => writeln!(
                    text,
                    "no rule checks these {} cells against another:\n  {unread}",
                    test.unread.len()
                ),
            };
        }
        let failed = test.failures.len();
        let _ = match lang {
            Lang::Zh => writeln!(
                text,
                "{id}：规则 {} 条，示例 {} 个，问题 {failed} 个",
                test.rules, test.examples
            ),
            Lang::En => writeln!(
                text,
                "{id}: {} rules, {} examples, {failed} failed",
                test.rules, test.examples
            ),
        };
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
    let _ = write!(line, "FAIL {}", failure.rule);
    if failure.example > 0 {
        let _ = write!(line, "#{}", failure.example);
    }
    let colon = match lang {
        Lang::Zh => "：",
        Lang::En => ": ",
    };
    line + colon + failure.reason.get(lang) + "\n"
}

/// How well the claims of packs find what is labelled. A false claim of a plain text fails, a missed one does not.
fn measured(args: &TestArgs, path: &Path, lang: Lang) -> Result<u8, Failure> {
    let phrases = Phrase::read(&source(path)?)?;
    let mut code = CLEAN;
    for name in &args.packs {
        let packs = Packs::new(std::slice::from_ref(name), args.schema.as_deref(), args.config)?;
        let (id, Some(form)) = (&packs.ids[0], packs.forms()?.into_iter().next()) else {
            continue;
        };
        let measure = measure(&form.rules, &form.schema, &phrases);
        print(&worded(&measure, id, phrases.len(), lang))?;
        if measure.plain.wrong > 0 {
            code = FOUND;
        }
    }
    Ok(code)
}

fn worded(measure: &Measure, id: &str, texts: usize, lang: Lang) -> String {
    let mut text = String::new();
    for misreading in &measure.misreadings {
        let Misreading { phrase, claim, .. } = misreading;
        let what = match (lang, misreading.is_false) {
            (Lang::Zh, true) => "误认",
            (Lang::Zh, false) => "漏认",
            (Lang::En, true) => "FALSE ",
            (Lang::En, false) => "MISSED",
        };
        let mark = if misreading.is_plain { "" } else { " *" };
        let _ = writeln!(
            text,
            "{what} {phrase}{mark} {} = {}: {}",
            claim.field, claim.value, claim.quote
        );
    }
    let mut line = |name: &str, score: Score| {
        let (precision, recall) = (decimal(score.precision()), decimal(score.recall()));
        let Score { right, wrong, missed } = score;
        let _ = match lang {
            Lang::Zh => writeln!(
                text,
                "准确率 {precision}  召回率 {recall}  对 {right} 误 {wrong} 漏 {missed}  {name}"
            ),
            Lang::En => {
                writeln!(
                    text,
                    "precision {precision}  recall {recall}  right {right} false {wrong} missed {missed}  {name}"
                )
            }
        };
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

/// The example report of a pack: built in, or beside the pack's file.
fn example(linter: &Linter, id: &str, rules: &RuleSet) -> Result<Option<Source>, Failure> {
    let Some(path) = &rules.example else { return Ok(None) };
    let library = linter.library();
    let chain = library.chain(id)?;
    let Some(pack) = chain.iter().rev().find(|pack| pack.file.example.is_some()) else {
        return Ok(None);
    };
    if let Some(source) = library.builtin_example(&pack.file.id, path) {
        return Ok(Some(source));
    }
    let folder = pack.source.path().parent().unwrap_or(Path::new(""));
    source(&folder.join(path)).map(Some).map_err(|failure| match failure {
        Failure::Stated(why) => {
            let error = LoadError::new(
                locate(pack.source.text(), "/example"),
                format!("无法读取示例报告：{}", why.zh),
                format!("the example report cannot be read: {}", why.en),
            );
            LoadErrors::one(pack.source.clone(), error).into()
        }
        other => other,
    })
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
