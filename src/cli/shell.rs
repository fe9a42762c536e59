//! `undersigned completions SHELL` and `undersigned man DIR`: the command line as shells and `man` know it.

use super::{Context, Status, Stop};
use clap::CommandFactory;
use clap_complete::Shell;
use std::io::Write;
use std::path::PathBuf;

/// Arguments of `completions`.
#[derive(Debug, clap::Args)]
pub struct CompletionArguments {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

/// Arguments of `man`.
#[derive(Debug, clap::Args)]
pub struct ManArguments {
    /// Folder of the pages, such as ~/.local/share/man/man1; it is made where there is none
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

/// Prints what a shell reads to complete commands, options and their values.
pub fn completions(arguments: &CompletionArguments) -> Result<Status, Stop> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut super::Arguments::command(), "undersigned", &mut script);
    let mut out = std::io::stdout().lock();
    out.write_all(&script)?;
    out.flush()?;
    Ok(Status::Done)
}

/// Writes a page for the program and one for each command.
pub fn man(context: &Context, arguments: &ManArguments) -> Result<Status, Stop> {
    let folder = &arguments.folder;
    let failed = |error: std::io::Error| Stop::failed(format!("{}: {error}", folder.display()));
    std::fs::create_dir_all(folder).map_err(failed)?;
    clap_mangen::generate_to(super::Arguments::command(), folder).map_err(failed)?;
    context.log.message(&format!(
        "the pages are in {}; man {}/undersigned.1",
        folder.display(),
        folder.display()
    ));
    Ok(Status::Done)
}
