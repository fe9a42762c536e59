//! The command `undersigned`.

mod cli;

fn main() -> std::process::ExitCode {
    cli::run()
}
