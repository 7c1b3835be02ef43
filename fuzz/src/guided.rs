//! One target under libFuzzer: the environment variable `TARGET` names it.
#![no_main]

use std::sync::LazyLock;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    static TARGET: LazyLock<&'static pubreport_fuzz::Target> = LazyLock::new(|| {
        let name = std::env::var("TARGET").expect("TARGET names the target");
        pubreport_fuzz::target(&name).expect("a target of this name")
    });
    (TARGET.run)(bytes);
});
