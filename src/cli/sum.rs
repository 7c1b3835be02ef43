//! `pubreport sum`: the consolidated tables of many reports as a new one.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use crate::{
    compare::members::{Assembly, Member, Members, Why},
    diagnostic::finding::Lang,
    emit::skeleton::skeleton,
    form::schema::Schema,
    text::{
        name::{name, shown},
        path::FieldPath,
    },
};
use clap::Args;

use super::{
    exit_code::CLEAN,
    failure::Failure,
    files, inputs, new,
    options::{Common, Given, Jobs},
    settings::{AllSettings, no_schema},
    system::{
        stream::{note, print_data},
        write::put,
    },
    targets::destination,
};

#[derive(Args)]
pub(crate) struct SumArgs {
    #[arg(required = true, value_name = "FILE|DIR")]
    pub(crate) members: Vec<PathBuf>,
    #[arg(long, value_name = "NAME")]
    agency: Option<String>,
    #[arg(long, value_name = "PATH=VALUE")]
    set: Vec<String>,
    #[arg(long, value_name = "FILE")]
    roster: Option<PathBuf>,
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    jobs: Jobs,
    #[command(flatten)]
    common: Common,
}

pub(crate) fn run(args: &SumArgs, lang: Lang) -> Result<u8, Failure> {
    let output = destination(args.output.as_ref());
    if let Some(path) = output {
        files::is_yaml_name(path)?;
    }
    let pool = args.jobs.pool()?;
    let mut all = AllSettings::new(&args.common, &Given::default());
    let first = all.of_folder(files::folder_of(&args.members, None))?;
    let assembly = inputs::assembly(&args.members, args.roster.as_deref(), output, &mut all, &pool)?;
    let (form, year) = of_one_kind(&assembly)?;
    let library = all.get(first).linter.library();
    let Some(schema) = library.schema(&form)? else {
        return Err(no_schema(library, &form));
    };
    let members = Members::gather(schema, None, &assembly);
    report_left_out(&members, &assembly, schema, lang);
    let mut values = BTreeMap::new();
    for field in schema.fields() {
        if let Some(figures) = members.figures(field) {
            let Some(sum) = figures.sum else {
                let path = schema.path(field);
                return Err(Failure::stated(
                    format!("{path}：合计超过28位数字"),
                    format!("{path}: the sum has more than 28 digits"),
                ));
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
    new::set(schema, &args.set, &mut values)?;
    let text = skeleton(schema, &values, lang);
    match output {
        None => print_data(text.as_bytes())?,
        Some(path) => put(path, text.as_bytes(), args.force)?,
    }
    Ok(CLEAN)
}

/// The form and the year that all members share; anything else has no sum.
fn of_one_kind(assembly: &Assembly) -> Result<(String, Option<i64>), Failure> {
    let members = &assembly.members;
    let unreadable = |lang: Lang| {
        let lines = members.iter().filter_map(|member| {
            let why = member.unreadable.as_ref()?;
            Some(format!("\n  {}: {}", name(&member.path), shown(why.get(lang))))
        });
        lines.collect::<String>()
    };
    if members.iter().any(|member| member.unreadable.is_some()) {
        return Err(Failure::stated(
            format!("有报告无法读取，没有加总：{}", unreadable(Lang::Zh)),
            format!(
                "some reports cannot be read; nothing was added up:{}",
                unreadable(Lang::En)
            ),
        ));
    }
    let kinds: BTreeSet<(String, Option<i64>)> = members.iter().map(kind).collect();
    let mut kinds = kinds.into_iter();
    match (kinds.next(), kinds.next()) {
        (Some(kind), None) => Ok(kind),
        (None, _) => Err(Failure::stated("没有可以加总的报告", "there are no reports to add up")),
        _ => {
            let lines = members.iter().map(|member| {
                let (form, year) = kind(member);
                let year = year.map_or_else(|| "？".to_owned(), |year| year.to_string());
                format!("\n  {}: {}, {year}", name(&member.path), shown(&form))
            });
            let list: String = lines.collect();
            Err(Failure::stated(
                format!("各份报告的格式或年度不同，没有加总：{list}"),
                format!("the reports differ in form or year; nothing was added up:{list}"),
            ))
        }
    }
}

fn kind(member: &Member) -> (String, Option<i64>) {
    (member.form.clone().unwrap_or_default(), member.year)
}

/// Report what the sums do not contain.
fn report_left_out(members: &Members, assembly: &Assembly, schema: &Schema, lang: Lang) {
    /// More paths than this are counted, not listed.
    const NAMED: usize = 3;
    for left_out in &members.left_out {
        let why = match (left_out.why, lang) {
            (Why::Twice, Lang::Zh) => "同一机关已有一份",
            (Why::Twice, Lang::En) => "its agency has one already",
            (Why::Unlisted, Lang::Zh) => "未列入名册",
            (Why::Unlisted, Lang::En) => "it is not on the roster",
            (Why::Unexpected, Lang::Zh) => "名册写明不计入",
            (Why::Unexpected, Lang::En) => "the roster states that it does not count here",
            (other, _) => other.as_str(),
        };
        match lang {
            Lang::Zh => note(&format!(
                "{} 没有计入，{why}：{}",
                name(&left_out.path),
                shown(&left_out.about.render(lang))
            )),
            Lang::En => note(&format!(
                "{} is left out: {why} ({})",
                name(&left_out.path),
                shown(&left_out.about.render(lang))
            )),
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
            Lang::Zh => note(&format!("{} 有 {count} 格没有数：{named}{more}", name(&member.path))),
            Lang::En => note(&format!(
                "{} has no number in {count} cell(s): {named}{more}",
                name(&member.path)
            )),
        }
    }
    for body in &members.absent {
        let name = shown(body);
        match lang {
            Lang::Zh => note(&format!("名册所列 {name} 未报送报告")),
            Lang::En => note(&format!("{name} is on the roster but has no report here")),
        }
    }
}
