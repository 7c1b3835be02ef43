//! `pubreport sum`: the consolidated tables of many reports as a new one.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use crate::{
    emit::skeleton::skeleton,
    finding::Lang,
    members::{Assembly, Member, Members, Why},
    schema::Schema,
    text::path::FieldPath,
};
use clap::Args;

use super::{CLEAN, Common, Failure, beside, new, print, settings::AllSettings};

/// Add up reports: the consolidated tables of many as one report
#[derive(Args)]
pub(crate) struct SumArgs {
    /// Reports of one year and form, or directories with reports
    #[arg(required = true, value_name = "FILE|DIR")]
    members: Vec<PathBuf>,
    /// The full name of the agency that consolidates
    #[arg(long, value_name = "NAME")]
    agency: Option<String>,
    /// Fill in a field: a dotted path and its value; may be repeated
    #[arg(long, value_name = "PATH=VALUE")]
    set: Vec<String>,
    /// Who the members should be: YAML, or CSV with the columns agency, level, expected
    #[arg(long, value_name = "FILE")]
    roster: Option<PathBuf>,
    /// Write to a file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Overwrite an existing file
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    common: Common,
}

pub(crate) fn run(args: &SumArgs) -> Result<u8, Failure> {
    let mut all = AllSettings::new(&args.common, true);
    let first = all.of_folder(args.members[0].parent().unwrap_or(std::path::Path::new("")))?;
    if let Some(path) = &args.output {
        super::files::is_yaml_name(path, all.get(first).lang)?;
    }
    let assembly = beside::assembly(&args.members, args.roster.as_deref(), args.output.as_deref(), &mut all)?;
    let linter = &all.get(first).linter;
    let lang = all.get(first).lang;
    let (form, year) = of_one_kind(&assembly, lang)?;
    let Some(schema) = linter.library().schema(&form)? else {
        return Err(Failure::Say(format!("没有格式 / no schema `{form}`")));
    };
    let members = Members::gather(schema, None, &assembly);
    complain(&members, &assembly, schema, lang);
    let mut values = BTreeMap::new();
    for field in schema.fields() {
        if let Some(figures) = members.figures(field) {
            let Some(sum) = figures.sum else {
                return Err(Failure::Say(format!("{}: > 28 digits", schema.path(field))));
            };
            // Where no report has a number, the sum is not 0 but unknown.
            values.extend((figures.known > 0).then(|| (schema.path(field), sum.normalize().to_string())));
        }
    }
    let dotted = |pointer: &str| FieldPath::from_pointer(pointer).to_string();
    if let (Some(pointer), Some(year)) = (&schema.identity.year, year) {
        values.insert(dotted(pointer), year.to_string());
    }
    if let (Some(pointer), Some(agency)) = (&schema.identity.agency, &args.agency) {
        values.insert(dotted(pointer), agency.clone());
    }
    new::set(schema, &args.set, &mut values, lang)?;
    let text = skeleton(schema, &values, lang);
    match &args.output {
        None => print(&text)?,
        Some(path) => super::files::put(path, text.as_bytes(), args.force, lang)?,
    }
    Ok(CLEAN)
}

/// The form and the year that all members share; anything else has no sum.
fn of_one_kind(assembly: &Assembly, lang: Lang) -> Result<(String, Option<i64>), Failure> {
    let unreadable = assembly.members.iter().filter_map(|member| {
        let why = member.unreadable.as_ref()?;
        Some(format!("{}: {}", member.path.display(), why.get(lang)))
    });
    let unreadable: Vec<String> = unreadable.collect();
    if !unreadable.is_empty() {
        let list = unreadable.join("\n  ");
        return Err(Failure::Say(match lang {
            Lang::Zh => format!("有报告读不出来，没有加总：\n  {list}"),
            Lang::En => format!("some reports cannot be read; nothing was added up:\n  {list}"),
        }));
    }
    let kinds: BTreeSet<(String, Option<i64>)> = assembly.members.iter().map(kind).collect();
    let mut kinds = kinds.into_iter();
    match (kinds.next(), kinds.next()) {
        (Some(kind), None) => Ok(kind),
        (None, _) => Err(Failure::Say(match lang {
            Lang::Zh => "没有可以加总的报告".into(),
            Lang::En => "there are no reports to add up".into(),
        })),
        _ => {
            let lines = assembly.members.iter().map(|member| {
                let (form, year) = kind(member);
                let year = year.map_or_else(|| "？".to_owned(), |year| year.to_string());
                format!("{}: {form}, {year}", member.path.display())
            });
            let list = lines.collect::<Vec<_>>().join("\n  ");
            Err(Failure::Say(match lang {
                Lang::Zh => format!("各份报告的格式或年度不同，没有加总：\n  {list}"),
                Lang::En => format!("the reports differ in form or year; nothing was added up:\n  {list}"),
            }))
        }
    }
}

fn kind(member: &Member) -> (String, Option<i64>) {
    (member.form.clone().unwrap_or_default(), member.year)
}

/// Say what the sums do not contain.
fn complain(members: &Members, assembly: &Assembly, schema: &Schema, lang: Lang) {
    /// More paths than this are counted, not listed.
    const NAMED: usize = 3;
    for left_out in &members.left_out {
        let why = match (left_out.why, lang) {
            (Why::Twice, Lang::Zh) => "同一机关已有一份",
            (Why::Twice, Lang::En) => "its agency has one already",
            (Why::Unlisted, Lang::Zh) => "不在名册上",
            (Why::Unlisted, Lang::En) => "it is not on the roster",
            (Why::Unexpected, Lang::Zh) => "名册写明不计入",
            (Why::Unexpected, Lang::En) => "the roster says that it does not belong here",
            (other, _) => other.as_str(),
        };
        match lang {
            Lang::Zh => eprintln!(
                "{} 没有计入，{why}：{}",
                left_out.path.display(),
                left_out.about.render(lang)
            ),
            Lang::En => eprintln!(
                "{} is left out: {why} ({})",
                left_out.path.display(),
                left_out.about.render(lang)
            ),
        }
    }
    let left_out: BTreeSet<&PathBuf> = members.left_out.iter().map(|left_out| &left_out.path).collect();
    let counted = assembly
        .members
        .iter()
        .filter(|member| !left_out.contains(&member.path));
    for member in counted {
        let blanks: Vec<String> = member.blanks().map(|field| schema.path(field)).collect();
        if blanks.is_empty() {
            continue;
        }
        let count = blanks.len();
        let more = if count > NAMED { " …" } else { "" };
        let named = blanks[..count.min(NAMED)].join(", ");
        match lang {
            Lang::Zh => eprintln!("{} 有 {count} 格没有数：{named}{more}", member.path.display()),
            Lang::En => eprintln!(
                "{} has no number in {count} cell(s): {named}{more}",
                member.path.display()
            ),
        }
    }
    for name in &members.absent {
        match lang {
            Lang::Zh => eprintln!("名册上的 {name} 没有报告"),
            Lang::En => eprintln!("{name}, on the roster, has no report here"),
        }
    }
}
