//! Arguments, printing, exit status. Data go to stdout, everything else to stderr.

mod build;
mod check;
mod diff;
mod evaluate;
mod explain;
mod init;
mod link;
mod normalize;
mod parse;
mod print;
mod progress;
mod review;
mod schema;
mod shell;
mod verify;

use clap::{CommandFactory, Parser, Subcommand};
use std::path::{Component, Path, PathBuf};
use std::process::ExitCode;
use undersigned::config::{Config, ConfigError};
use undersigned::formats;
use undersigned::model::Kind;
use undersigned::model::vocabulary::Vocabulary;
use undersigned::pipeline::codes::{self, RunCode};
use undersigned::pipeline::{self, BuildError, Places};
use undersigned::publish::PublishError;
use undersigned::reference::Reference;
use undersigned::store::frame::FrameError;

/// How a command ends. The numbers are a contract; see the design of the command line in README.md.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Done.
    Done = 0,
    /// Failed; nothing was published.
    Failed = 1,
    /// Wrong usage or configuration.
    Usage = 2,
    /// A quality gate failed; the last output is kept.
    Gate = 3,
    /// Published, with quarantined documents; only with `--strict`.
    Quarantined = 4,
}

impl Status {
    /// How a command ends that is stopped for a reason.
    fn of(code: RunCode) -> Self {
        match code {
            RunCode::WrongUsage
            | RunCode::UnreadableConfiguration
            | RunCode::InvalidConfiguration
            | RunCode::NestedFolders
            | RunCode::MissingInput
            | RunCode::NotADataset => Self::Usage,
            RunCode::QualityGate => Self::Gate,
            _ => Self::Failed,
        }
    }
}

/// What stops a command, with its code and the status it ends in.
#[derive(Debug)]
pub struct Stop {
    status: Status,
    code: &'static str,
    error: Box<dyn std::error::Error + Send + Sync>,
}

impl Stop {
    /// Stops for a reason that has a code; that tells the status.
    pub fn new(code: RunCode, error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self { status: Status::of(code), code: code.name(), error: error.into() }
    }

    /// Stops because something failed.
    pub fn failed(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::new(RunCode::Failed, error)
    }

    /// Stops because the command was called wrongly.
    pub fn usage(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::new(RunCode::WrongUsage, error)
    }
}

impl std::fmt::Display for Stop {
    /// What went wrong, with what led to it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.error)?;
        let mut source = self.error.source();
        while let Some(cause) = source {
            write!(f, ": {cause}")?;
            source = cause.source();
        }
        Ok(())
    }
}

impl From<ConfigError> for Stop {
    fn from(error: ConfigError) -> Self {
        let code = match error {
            ConfigError::Unreadable { .. } => RunCode::UnreadableConfiguration,
            ConfigError::Invalid { .. } => RunCode::InvalidConfiguration,
        };
        Self::new(code, error)
    }
}

impl From<BuildError> for Stop {
    fn from(error: BuildError) -> Self {
        let code = codes::of_build(&error);
        Self {
            status: RunCode::from_name(code).map_or(Status::Failed, Status::of),
            code,
            error: error.into(),
        }
    }
}

impl From<PublishError> for Stop {
    fn from(error: PublishError) -> Self {
        Self::new(codes::of_publish(&error), error)
    }
}

/// A reader that closes the pipe early is not a failure.
impl From<std::io::Error> for Stop {
    fn from(error: std::io::Error) -> Self {
        let is_closed = error.kind() == std::io::ErrorKind::BrokenPipe;
        let stop = Self::failed(error);
        if is_closed { Self { status: Status::Done, ..stop } } else { stop }
    }
}

impl From<csv::Error> for Stop {
    fn from(error: csv::Error) -> Self {
        let told = error.to_string();
        match error.into_kind() {
            csv::ErrorKind::Io(error) => error.into(),
            _ => Self::failed(told),
        }
    }
}

impl From<serde_json::Error> for Stop {
    fn from(error: serde_json::Error) -> Self {
        std::io::Error::from(error).into()
    }
}

impl From<FrameError> for Stop {
    fn from(error: FrameError) -> Self {
        match error {
            FrameError::NoColumn { .. } | FrameError::UnknownFormat { .. } => Self::usage(error),
            error => Self::failed(error),
        }
    }
}

/// Who signed what: reads open letters as they were published, finds their signatories, normalizes names
/// and countries, links signatories across letters, and publishes tables as CSV and Parquet.
#[derive(Debug, Parser)]
#[command(name = "undersigned", version, about, long_about = None)]
#[command(
    after_help = "Without a command, `undersigned` runs `build` in a folder that holds a pipeline.toml.\n\
Exit status: 0 done; 1 failed, nothing published; 2 wrong usage or configuration; 3 a quality gate failed,\n\
the last output kept; 4 published, with quarantined documents (only with --strict)."
)]
struct Arguments {
    /// Configuration file; paths in it are relative to its folder
    #[arg(long, global = true, default_value = "pipeline.toml", value_name = "FILE")]
    config: PathBuf,
    /// Print results and errors only
    #[arg(long, global = true)]
    quiet: bool,
    /// How progress is told on stderr
    #[arg(long, global = true, value_enum, default_value_t, value_name = "FORMAT")]
    log_format: progress::LogFormat,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write a project that builds at once: example letters, configuration, schedules
    Init(init::Arguments),
    /// Read all letters, link their signatories, publish the dataset
    Build(build::Arguments),
    /// Say what is wrong with configuration, inputs and curation, without building
    Check(check::Arguments),
    /// Print what is read from documents, as signatures
    Parse(parse::Arguments),
    /// Print the normal form of countries, organizations or persons, one value a line
    Normalize(normalize::Arguments),
    /// Deduplicate the signatories of an existing table
    Link(link::Arguments),
    /// Measure parsing or linking against gold
    Evaluate(evaluate::Arguments),
    /// Tell why a signature reads so, why two were or were not linked, how an entity came together, what a code
    /// of a message means
    Explain(explain::Arguments),
    /// Write the pairs that most deserve a person's look, or take the decisions in
    Review(review::Arguments),
    /// Check a published folder: files, sums, schemas, keys, references, and that CSV and Parquet agree
    Verify(verify::Arguments),
    /// Tell what changed from one published folder to another, by record, column and reason
    Diff(diff::Arguments),
    /// Print the JSON Schema of pipeline.toml, for editors
    Schema,
    /// Print completions of commands and options for a shell
    Completions(shell::CompletionArguments),
    /// Write man pages to a folder
    Man(shell::ManArguments),
}

/// What all commands share.
#[derive(Debug)]
pub struct Context {
    config_path: PathBuf,
    /// Progress and messages on stderr.
    pub log: progress::Log,
}

impl Context {
    /// The configuration. A file that was not asked for need not exist.
    pub fn config(&self) -> Result<Config, Stop> {
        let is_default = self.config_path == Path::new("pipeline.toml");
        if is_default && !self.config_path.exists() {
            return Ok(Config::default());
        }
        Ok(Config::read(&self.config_path)?)
    }

    /// The configuration, and the reference data with what people decided; what is wrong with that is told.
    pub fn reference(&self) -> Result<(Config, Reference), Stop> {
        let config = self.config()?;
        let folder = self.config_path.parent().unwrap_or(Path::new(""));
        let reference = pipeline::reference(&config, &folder.join(&config.input.curation));
        for issue in &reference.issues {
            self.log.issue(issue);
        }
        Ok((config, reference.value))
    }

    /// The configuration of a project, which must exist, and the folders that it names.
    pub fn project(&self, raw: Option<&Path>, output: Option<&Path>) -> Result<(Config, Places), Stop> {
        let config = Config::read(&self.config_path)?;
        let folder = self.config_path.parent().unwrap_or(Path::new(""));
        let own = folder.join(&config.input.raw);
        let is_foreign = match raw {
            Some(raw) => resolved(raw)? != resolved(&own)?,
            None => false,
        };
        let places = Places {
            raw: raw.map_or(own, Path::to_path_buf),
            curation: folder.join(&config.input.curation),
            output: output.map_or_else(|| folder.join(&config.output.dir), Path::to_path_buf),
            is_foreign,
            state: Some(folder.join(&config.output.state)),
        };
        let state = folder.join(&config.output.state);
        let resolved = |path: &Path| -> Result<PathBuf, Stop> { Ok(resolved(path)?) };
        let (raw, output, state) = (resolved(&places.raw)?, resolved(&places.output)?, resolved(&state)?);
        let lie_in_each_other = |a: &Path, b: &Path| a.starts_with(b) || b.starts_with(a);
        if lie_in_each_other(&raw, &output) {
            return Err(Stop::new(
                RunCode::NestedFolders,
                format!(
                    "the folder of the documents, {}, and that of the dataset, {}, must not lie in each other",
                    places.raw.display(),
                    places.output.display()
                ),
            ));
        }
        // What is kept is removed by builds and by people; nothing else may be lost with it.
        let others = [&raw, &output, &resolved(&places.curation)?];
        if others.into_iter().any(|other| lie_in_each_other(&state, other)) {
            return Err(Stop::new(
                RunCode::NestedFolders,
                format!(
                    "output.state, {}, must be a folder of its own, apart from documents, decisions and dataset",
                    config.output.state.display()
                ),
            ));
        }
        Ok((config, places))
    }
}

/// A path without links and detours, as far as it exists; the rest as written.
fn resolved(path: &Path) -> Result<PathBuf, std::io::Error> {
    let mut resolved = PathBuf::new();
    for part in std::path::absolute(path)?.components() {
        match part {
            Component::ParentDir => {
                resolved.pop();
            }
            part => resolved.push(part),
        }
        if let Ok(real) = resolved.canonicalize() {
            resolved = real;
        }
    }
    Ok(resolved)
}

/// The kind that a table of others states, if it states one.
fn stated_kind(text: &str) -> Option<Kind> {
    match text.trim().to_lowercase().as_str() {
        "org" | "organisation" => Some(Kind::Organization),
        text => Kind::from_name(text),
    }
}

/// Keeps panics that become issues of a document from being printed as well.
fn silence_guarded_threads() {
    let print = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if std::thread::current().name() != Some(formats::GUARDED) {
            print(panic);
        }
    }));
}

/// Runs the command line.
pub fn run() -> ExitCode {
    silence_guarded_threads();
    let arguments = Arguments::parse();
    let context = Context {
        config_path: arguments.config,
        log: progress::Log::new(arguments.quiet, arguments.log_format),
    };
    let command = match arguments.command {
        Some(command) => command,
        None if context.config_path.exists() => Command::Build(build::Arguments::default()),
        None => {
            let help = Arguments::command().render_help();
            context.log.help(&help.to_string());
            return ExitCode::from(Status::Usage as u8);
        }
    };
    let result = match command {
        Command::Init(arguments) => init::run(&context, &arguments),
        Command::Build(arguments) => build::run(&context, &arguments),
        Command::Check(arguments) => check::run(&context, &arguments),
        Command::Parse(arguments) => parse::run(&context, &arguments),
        Command::Normalize(arguments) => normalize::run(&context, &arguments),
        Command::Link(arguments) => link::run(&context, &arguments),
        Command::Evaluate(arguments) => evaluate::run(&context, &arguments),
        Command::Explain(arguments) => explain::run(&context, &arguments),
        Command::Review(arguments) => review::run(&context, &arguments),
        Command::Verify(arguments) => verify::run(&context, &arguments),
        Command::Diff(arguments) => diff::run(&context, &arguments),
        Command::Schema => schema::run(),
        Command::Completions(arguments) => shell::completions(&arguments),
        Command::Man(arguments) => shell::man(&context, &arguments),
    };
    match result {
        Ok(status) => ExitCode::from(status as u8),
        Err(stop) => {
            if stop.status != Status::Done {
                context.log.stop(stop.code, &stop.to_string());
            }
            ExitCode::from(stop.status as u8)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;

    #[test]
    fn panics_of_guarded_threads_are_not_printed() {
        static PRINTED: Mutex<Vec<String>> = Mutex::new(Vec::new());
        std::panic::set_hook(Box::new(|_| {
            let name = std::thread::current().name().unwrap_or_default().to_owned();
            PRINTED.lock().unwrap().push(name);
        }));
        silence_guarded_threads();
        for name in [formats::GUARDED, "unguarded"] {
            let thread = std::thread::Builder::new().name(name.to_owned()).spawn(|| panic!("as it should"));
            assert!(thread.unwrap().join().is_err());
        }
        drop(std::panic::take_hook());
        let printed = PRINTED.lock().unwrap();
        assert!(printed.iter().any(|name| name == "unguarded"));
        assert!(printed.iter().all(|name| name != formats::GUARDED));
    }
}
