//! The command line.
use pubreport::{*, output::*};
fn main() {
    let linter = match Linter::new(Library::default(), Options::default()) { Ok(l) => l, Err(e) => { eprintln!("{e}"); return } };
    let o = output::Options { lang: finding::Lang::Zh, color: false, theme: Theme::Unicode, width: 100, quiet: false };
    let mut p = printer(Format::Pretty, o);
    let mut out = std::io::stdout();
    for f in std::env::args().skip(1) {
        let b = std::fs::read(&f).unwrap();
        let r = linter.lint(&f, &b);
        if let Some(x) = &r.failure { println!("FAIL {x}"); }
        println!("{:?} {:?}", r.rules, r.unevaluated);
        p.file(&r, Status::Fail, &mut out).unwrap();
    }
}
