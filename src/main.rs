//! The `pubreport` command.

fn main() -> std::process::ExitCode {
    pubreport::cli::run()
}
