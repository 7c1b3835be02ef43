//! Which cell is wrong: random slips in table 3 of real and of made-up reports.

use std::collections::{BTreeMap, BTreeSet};

use crate::common::{Chance, cells, lint, project, requesters, with_values};
use pubreport::diagnostic::{LocalizedReport, Severity};

const REPORTS: [&str; 2] = ["examples/cn-ogi-2021.yaml", "examples/cn-ogi-2021-city.yaml"];

/// Values by dotted path.
type Values = BTreeMap<String, u64>;

/// A report and what table 3 of it says.
struct Base {
    text: String,
    table: Values,
}

impl Base {
    fn of(text: String) -> Self {
        let report = lint("report.yaml", text.as_bytes());
        let errors: Vec<_> = report
            .findings
            .iter()
            .filter(|finding| finding.severity == Severity::Error)
            .map(|finding| &finding.message)
            .collect();
        assert_eq!(errors, Vec::<&String>::new(), "a valid report");
        let table = cells("cn-ogi-2021")
            .into_iter()
            .filter(|cell| cell.starts_with("requests."));
        let number = |cell: &String| {
            let span = crate::common::span_of(&text, cell);
            text[span.start..span.end].parse().unwrap()
        };
        Self {
            table: table.map(|cell| (cell.clone(), number(&cell))).collect(),
            text,
        }
    }

    fn lint(&self, wrong: &Values) -> LocalizedReport {
        let values = wrong.iter().map(|(cell, value)| (cell.as_str(), value.to_string()));
        lint("report.yaml", with_values(&self.text, values).as_bytes())
    }
}

/// Real reports, and valid tables of other sizes and shapes.
fn bases(chance: &mut Chance) -> Vec<Base> {
    let mut bases: Vec<Base> = REPORTS.iter().map(|report| Base::of(project(report))).collect();
    let empty = bases[0].table.keys().cloned().collect::<BTreeSet<_>>();
    for most in [4, 30, 900, 20_000] {
        let values = valid(&empty, most, chance);
        let values = values.iter().map(|(cell, value)| (cell.as_str(), value.to_string()));
        bases.push(Base::of(with_values(&bases[0].text, values)));
    }
    bases
}

/// A table 3 whose sums agree; about half of its rows are zeros, as in most reports.
fn valid(cells: &BTreeSet<String>, most: u64, chance: &mut Chance) -> Values {
    let mut table: Values = cells.iter().map(|cell| (cell.clone(), 0)).collect();
    let columns: Vec<String> = requesters().into_iter().filter(|column| column != "total").collect();
    let rows: Vec<String> = cells
        .iter()
        .filter(|cell| cell.starts_with("requests.outcomes.") && !cell.contains("outcomes.total."))
        .filter_map(|cell| cell.strip_suffix(".total"))
        .map(str::to_owned)
        .collect();
    for column in &columns {
        let mut sum = 0;
        for row in &rows {
            let value = if chance.below(2) == 0 {
                0
            } else {
                chance.below(most) / (1 + chance.below(9))
            };
            sum += value;
            table.insert(format!("{row}.{column}"), value);
        }
        let carried_out = chance.below(sum / 9 + 2);
        let carried_in = chance.below((sum / 9 + 2).min(sum + carried_out + 1));
        table.insert(format!("requests.outcomes.total.{column}"), sum);
        table.insert(format!("requests.carried_out.{column}"), carried_out);
        table.insert(format!("requests.carried_in.{column}"), carried_in);
        table.insert(format!("requests.received.{column}"), sum + carried_out - carried_in);
    }
    let totals: Vec<String> = table.keys().filter(|cell| cell.ends_with(".total")).cloned().collect();
    for total in totals {
        let row = total.strip_suffix(".total").unwrap();
        let sum = columns
            .iter()
            .filter_map(|column| table.get(&format!("{row}.{column}")))
            .sum();
        table.insert(total, sum);
    }
    table
}

/// What a hand makes of a number.
fn slip(right: u64, chance: &mut Chance) -> u64 {
    let digits: Vec<char> = right.to_string().chars().collect();
    loop {
        let mut wrong = digits.clone();
        let at = usize::try_from(chance.below(digits.len() as u64)).unwrap();
        let digit = char::from(b'0' + u8::try_from(chance.below(10)).unwrap());
        match chance.below(5) {
            0 => wrong[at] = digit,
            1 => wrong.insert(at, digit),
            2 => wrong.insert(at, digits[at]),
            3 => drop(wrong.remove(at)),
            _ => wrong.swap(at, (at + 1) % digits.len()),
        }
        let wrong: u64 = wrong.iter().collect::<String>().parse().unwrap_or_default();
        if wrong != right {
            return wrong;
        }
    }
}

/// The changes that the findings take for the wrong cells: cell and value. Ties are none.
fn named(report: &LocalizedReport) -> Values {
    let errors = report
        .findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error);
    let mut named = Values::new();
    for finding in errors.filter(|finding| finding.rule.starts_with("wrong-cell")) {
        let [fix] = finding.fixes.as_slice() else {
            panic!("{}", finding.message);
        };
        for edit in &fix.edits {
            let at = finding.labels.iter().find(|label| label.span == edit.span).unwrap();
            let cell = at.path.trim_start_matches('/').replace('/', ".");
            named.insert(cell, edit.replacement.parse().unwrap());
        }
    }
    named
}

/// So many random slips in one report each, `tries` times; how often exactly those cells were named with their right values.
fn right(errors: usize, tries: usize) -> usize {
    let mut chance = Chance(20_260_131);
    let bases = bases(&mut chance);
    let mut right = 0;
    for at in 0..tries {
        let base = &bases[at % bases.len()];
        let cells: Vec<&String> = base.table.keys().collect();
        let mut wrong = Values::new();
        while wrong.len() < errors {
            let cell = *chance.of(&cells);
            wrong.insert(cell.clone(), slip(base.table[cell], &mut chance));
        }
        let meant: Values = wrong.keys().map(|cell| (cell.clone(), base.table[cell])).collect();
        let report = base.lint(&wrong);
        let named = named(&report);
        if named == meant {
            right += 1;
        } else if errors == 1 {
            panic!("{wrong:?} for {meant:?}: {named:?}");
        }
    }
    right
}

#[test]
fn each_of_a_thousand_slips_is_named() {
    assert_eq!(right(1, 1_000), 1_000);
}

#[test]
fn nearly_all_pairs_of_slips_are_named() {
    let right = right(2, 600);
    assert!(right >= 570, "{right} of 600");
}

#[test]
fn most_triples_of_slips_are_named() {
    let right = right(3, 300);
    assert!(right >= 240, "{right} of 300");
}

#[test]
fn a_slip_in_the_trial_form_is_named() {
    let text = project("examples/cn-ogi-2019.yaml");
    let table: Vec<String> = cells("cn-ogi-2019")
        .into_iter()
        .filter(|cell| cell.starts_with("requests."))
        .collect();
    let mut chance = Chance(2_019);
    for cell in &table {
        let span = crate::common::span_of(&text, cell);
        let right: u64 = text[span.start..span.end].parse().unwrap();
        let wrong = slip(right, &mut chance);
        let report = lint(
            "report.yaml",
            crate::common::with_value(&text, cell, &wrong.to_string()).as_bytes(),
        );
        assert_eq!(
            named(&report),
            Values::from([(cell.clone(), right)]),
            "{cell}: {wrong} for {right}"
        );
    }
}

/// Every kind of finding about wrong cells, as a user sees it.
#[test]
fn each_kind_of_finding() {
    let city = project("examples/cn-ogi-2021-city.yaml");
    let value = |cell: &str| {
        let span = crate::common::span_of(&city, cell);
        city[span.start..span.end].to_owned()
    };
    let exchanged = |a: &'static str, b: &'static str| with_values(&city, [(a, value(b)), (b, value(a))]);
    let mut chance = Chance(99);
    let nonsense = cells("cn-ogi-2021")
        .into_iter()
        .filter(|cell| cell.starts_with("requests."));
    let nonsense: Vec<(String, String)> = nonsense.map(|cell| (cell, chance.below(90).to_string())).collect();
    let cases = [
        (
            "one_cell",
            with_values(
                &city,
                [(
                    "requests.outcomes.granted.natural_person",
                    "1".to_owned() + &value("requests.outcomes.granted.natural_person"),
                )],
            ),
        ),
        (
            "two_cells_of_a_row",
            with_values(
                &city,
                [
                    ("requests.outcomes.unavailable.not_held.natural_person", "4".to_owned()),
                    ("requests.outcomes.unavailable.not_held.enterprise", "7".to_owned()),
                ],
            ),
        ),
        (
            "a_row_too_many",
            with_values(
                &city,
                [
                    ("requests.outcomes.denied.state_secret.other", "37".to_owned()),
                    ("requests.outcomes.denied.state_secret.total", "37".to_owned()),
                ],
            ),
        ),
        (
            "exchanged",
            exchanged("requests.received.natural_person", "requests.received.enterprise"),
        ),
        (
            "nonsense",
            with_values(
                &city,
                nonsense.iter().map(|(cell, value)| (cell.as_str(), value.clone())),
            ),
        ),
    ];
    for (name, text) in cases {
        for lang in ["zh", "en"] {
            let output = crate::common::Run::new(&["lint", "--no-config", "--lang", lang, "-"])
                .stdin(text.as_str())
                .go();
            crate::common::snapshot(&format!("repair__{name}_{lang}"), &output.all());
        }
    }
}

#[test]
fn what_is_certain_is_never_wrong_in_these_reports() {
    let mut chance = Chance(4_711);
    let bases = bases(&mut chance);
    for at in 0..200 {
        let base = &bases[at % bases.len()];
        let cells: Vec<&String> = base.table.keys().collect();
        let mut wrong = Values::new();
        for _ in 0..1 + at % 3 {
            let cell = *chance.of(&cells);
            wrong.insert(cell.clone(), slip(base.table[cell], &mut chance));
        }
        for finding in base
            .lint(&wrong)
            .findings
            .iter()
            .filter(|finding| finding.certain_fix().is_some())
        {
            let cell = finding.path.trim_start_matches('/').replace('/', ".");
            let edit = &finding.certain_fix().unwrap().edits[0];
            assert_eq!(edit.replacement, base.table[&cell].to_string(), "{wrong:?}");
        }
    }
}

/// A repair of many cells is told by the first of them, on one line each.
#[test]
fn a_repair_of_many_cells_is_one_line() {
    let row = "requests.carried_in";
    let wrong = [("natural_person", 3), ("enterprise", 2), ("research", 1), ("total", 6)];
    let values = wrong.map(|(column, value)| (format!("{row}.{column}"), value.to_string()));
    let text = with_values(
        &project("examples/cn-ogi-2021.yaml"),
        values.iter().map(|(cell, value)| (cell.as_str(), value.clone())),
    );
    let report = lint("report.yaml", text.as_bytes());
    let found = report
        .findings
        .iter()
        .find(|finding| finding.rule == "one-of-cells")
        .unwrap();
    let titles: Vec<&str> = found.fixes.iter().map(|fix| fix.title.as_str()).collect();
    assert_eq!(
        titles,
        [
            "表三 二、上年结转政府信息公开申请数量 · 自然人由 3 改为 0，另有3格一并改动",
            "表三 四、结转下年度继续办理 · 自然人由 0 改为 3，另有3格一并改动"
        ]
    );
    assert!(
        found.fixes.iter().all(|fix| fix.edits.len() == 4),
        "the fix itself has them all"
    );
}
