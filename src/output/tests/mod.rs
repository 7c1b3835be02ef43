//! Findings made by hand on reports as authors write them.
#![allow(clippy::unwrap_used)]

mod machine;
mod people;
mod property;

use crate::output::*;
use crate::{
    diagnostic::finding::{
        Basis, Confidence, Edit, Finding, Fix, Label, LocalizedReport, PackRef, Related, RuleCounts, Severity,
        Unevaluated, Waived,
    },
    text::source::{Source, Span},
};

/// A report with flow rows, block text, a prose paragraph on one line, and a missing final line break.
const REPORT: &str = "\
schema: cn-ogi-2021
agency: 某市民政局
year: 2024
published: 2025-02-12
overview: |
  2024年，我局坚持以公开为常态、不公开为例外。
  全年收到政府信息公开申请2件。
requests:
  received: {natural_person: 2, enterprise: 0, research: 0, public_interest: 0, legal_service: 0, other: 0, total: 3}
  carried_in: {natural_person: 1, enterprise: 0, research: 0, public_interest: 0, legal_service: 0, other: 0, total: 1}
  outcomes:
    granted: {natural_person: 1, enterprise: 0, research: 0, public_interest: 0, legal_service: 0, other: 0, total: 1}
    denied:
      state_secret: { 自然人: 2件, total: 0 }
    total: {natural_person: 4, enterprise: 0, research: 0, public_interest: 0, legal_service: 0, other: 0, total: 4}
  carried_out: {natural_person: 0, enterprise: 0, research: 0, public_interest: 0, legal_service: 0, other: 0, total: 0}
problems: 2024年，我局政府信息公开工作虽然取得了一定成绩，但与上级机关的要求和人民群众的期待相比仍存在一些差距：一是主动公开的内容还不够丰富，公开的时效性有待进一步增强；二是依申请公开办理的规范化水平需要进一步提高，全年受理政府信息公开申请5件，个别答复书说理不够充分；三是业务人员流动较快，培训工作未能及时跟进。下一步，我局将从以下三个方面改进：（一）加强组织领导；（二）完善工作制度；（三）强化业务培训，切实提高政府信息公开工作的质量和水平。
other_matters:";

fn span(text: &str, needle: &str) -> Span {
    let start = text.find(needle).unwrap();
    Span::new(start, start + needle.len())
}

/// The value after `key` in the line that starts with `row`.
fn cell(text: &str, row: &str, key: &str, value: &str) -> Span {
    let from = text.find(row).unwrap();
    let start = from + text[from..].find(&format!("{key}: {value}")).unwrap() + key.len() + 2;
    Span::new(start, start + value.len())
}

fn label(path: &str, span: Span, message: &str) -> Label {
    Label {
        file: None,
        path: path.to_owned(),
        span,
        message: message.to_owned(),
        primary: false,
    }
}

fn finding(rule: &str, severity: Severity, message: &str, path: &str, span: Span, said: &str) -> Finding {
    Finding {
        rule: rule.to_owned(),
        severity,
        once: false,
        message: message.to_owned(),
        help: None,
        basis: Vec::new(),
        path: path.to_owned(),
        span,
        labels: vec![Label {
            file: None,
            primary: true,
            ..label(path, span, said)
        }],
        notes: Vec::new(),
        related: Vec::new(),
        fixes: Vec::new(),
        waiver: None,
    }
}

fn law() -> Basis {
    Basis {
        instrument: String::from("regulation"),
        title: String::from("中华人民共和国政府信息公开条例"),
        number: Some(String::from("国务院令第711号")),
        at: Some(String::from("第五十条第一款第三项")),
    }
}

fn form() -> Basis {
    Basis {
        instrument: String::from("format-2021"),
        title: String::from("《中华人民共和国政府信息公开工作年度报告格式》"),
        number: Some(String::from("国办公开办函〔2021〕30号")),
        at: Some(String::from("表三")),
    }
}

fn file(path: &str, text: &str, findings: Vec<Finding>) -> LocalizedReport {
    LocalizedReport {
        source: Source::new(path, text).into(),
        sha256: "0".repeat(64),
        schema: Some(String::from("cn-ogi-2021")),
        packs: vec![PackRef {
            id: String::from("cn-ogi-2021"),
            sha256: "1".repeat(64),
        }],
        rules: RuleCounts {
            passed: 38 - findings.len().min(38),
            failed: findings.len().min(38),
            not_evaluated: 6,
            lack_data: 2,
            need_others: 1,
        },
        findings,
        unevaluated: Vec::new(),
        failure: None,
        is_whole: true,
    }
}

/// A finding of each shape on [`REPORT`].
fn findings() -> Vec<Finding> {
    let t = REPORT;
    let mut late = finding(
        "pub-deadline",
        Severity::Warning,
        "公布日期 2025-02-12 晚于 1月31日，迟了 12 天",
        "/published",
        span(t, "2025-02-12"),
        "应不晚于 2025-01-31",
    );
    late.basis = vec![law()];
    late.help = Some(String::from(
        "县级以上地方人民政府部门应当在每年1月31日前公布上一年度政府信息公开工作年度报告。",
    ));

    let mut row = finding(
        "req-row-sum",
        Severity::Error,
        "三（一）本年新收政府信息公开申请数量 · 总计 3 不等于六类申请人之和 2，相差 1",
        "/requests/received/total",
        cell(t, "  received", "total", "3"),
        "应为 2",
    );
    row.labels.push(label(
        "/requests/received/natural_person",
        cell(t, "  received", "natural_person", "2"),
        "自然人",
    ));
    row.basis = vec![form(), law()];
    row.help = Some(String::from(
        "核对本行各类申请人的数量；总计列应等于自然人、商业企业、科研机构、社会公益组织、法律服务机构、其他之和。",
    ));
    row.notes = vec![String::from("其余五列均为 0")];
    row.related = vec![Related {
        path: String::new(),
        rule: String::from("req-balance"),
        message: String::from("总计：新收 3 + 结转 1 = 4，办理 4 + 结转下年 0 = 4"),
    }];
    row.fixes = vec![Fix {
        title: String::from("将总计改为 2"),
        confidence: Confidence::Likely,
        edits: vec![Edit {
            span: cell(t, "  received", "total", "3"),
            replacement: String::from("2"),
        }],
    }];

    let mut balance = finding(
        "req-balance",
        Severity::Error,
        "自然人：新收 2 + 上年结转 1 = 3，而办理结果 4 + 结转下年 0 = 4，相差 1",
        "/requests/carried_out/natural_person",
        cell(t, "  carried_out", "natural_person", "0"),
        "结转下年度继续办理",
    );
    balance.labels.extend([
        label(
            "/requests/received/natural_person",
            cell(t, "  received", "natural_person", "2"),
            "本年新收",
        ),
        label(
            "/requests/carried_in/natural_person",
            cell(t, "  carried_in", "natural_person", "1"),
            "上年结转",
        ),
        label(
            "/requests/outcomes/total/natural_person",
            cell(t, "    total", "natural_person", "4"),
            "本年度办理结果总计 = 4",
        ),
    ]);
    balance.basis = vec![form()];

    let mut number = finding(
        "fmt-number",
        Severity::Error,
        "“2件”不是数字：单元格只填数字，不写单位",
        "/requests/outcomes/denied/state_secret/natural_person",
        span(t, "2件,")
            .start
            .pipe(|start| Span::new(start, start + "2件".len())),
        "应为 2",
    );
    number.fixes = vec![Fix {
        title: String::from("去掉单位"),
        confidence: Confidence::Certain,
        edits: vec![Edit {
            span: number.span,
            replacement: String::from("2"),
        }],
    }];

    let claim = finding(
        "text-received",
        Severity::Warning,
        "第五部分称受理申请 5件，表三本年新收总计为 3",
        "/problems",
        span(t, "5件"),
        "与表三不一致：本年新收总计 3，加上年结转为 4",
    );
    let missing = finding(
        "fmt-sections",
        Severity::Error,
        "缺少“四、政府信息公开行政复议、行政诉讼情况”（review）",
        "",
        span(t, "schema"),
        "",
    );
    let empty = finding(
        "fmt-blank",
        Severity::Info,
        "“六、其他需要报告的事项”是空的；没有需要报告的事项也应写明",
        "/other_matters",
        Span::new(t.len(), t.len()),
        "此处为空",
    );
    let mut block = finding(
        "text-years",
        Severity::Info,
        "总体情况应按《条例》第五十条列明",
        "/overview",
        Span::new(span(t, "|\n").start, span(t, "requests:").start),
        "总体情况应按《条例》第五十条列明",
    );
    block.waiver = Some(Waived {
        reason: String::from("区级部门按市办模板"),
        until: Some(String::from("2025-12-31")),
    });
    vec![missing, late, block, row, number, balance, claim, empty]
}

trait Pipe: Sized {
    fn pipe<T>(self, f: impl FnOnce(Self) -> T) -> T {
        f(self)
    }
}

impl Pipe for usize {}

fn rules() -> Vec<RuleInfo> {
    vec![
        RuleInfo {
            id: String::from("req-row-sum"),
            title: String::from("总计列等于六类申请人之和"),
            description: Some(String::from("表三每一行的总计列等于前六列之和。")),
            help: Some(String::from("核对本行。")),
            severity: Some(Severity::Error),
            basis: vec![form()],
        },
        RuleInfo {
            id: String::from("req-all-zero"),
            title: String::from("表三不全为零"),
            description: None,
            help: None,
            severity: None,
            basis: Vec::new(),
        },
    ]
}

/// A file with every kind of finding, a clean one, and one without a verdict.
fn files() -> Vec<LocalizedReport> {
    let mut full = file("报告/民政局 2024.yaml", REPORT, findings());
    full.unevaluated = vec![Unevaluated {
        rule: String::from("fee-total"),
        places: 2,
        reason: String::from("fees 未填"),
    }];
    let mut unread = file("broken.yaml", "", Vec::new());
    unread.failure = Some(String::from("文件大于 8 MiB"));
    unread.schema = None;
    unread.rules = RuleCounts::default();
    vec![full, file("clean.yaml", "year: 2024\n", Vec::new()), unread]
}

fn print(format: Format, options: Options, files: &[LocalizedReport]) -> String {
    let mut out = Vec::new();
    let mut printer = printer(format, options);
    let mut summary = Summary::default();
    printer.begin(&mut out).unwrap();
    for file in files {
        summary.add(file, Some(Severity::Error));
        printer
            .file(file, Status::of(file, Some(Severity::Error)), &mut out)
            .unwrap();
    }
    printer.end(&summary, &rules(), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// Compare with `snapshots/output__<name>.snap`.
fn snapshot(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.add_filter(
        &format!(r#""version":"{}""#, env!("CARGO_PKG_VERSION").replace('.', r"\.")),
        r#""version":"VERSION""#,
    );
    settings.bind(|| insta::assert_snapshot!(format!("output__{name}"), text));
}
