//! Progress and messages on stderr: a bar on a terminal, plain lines otherwise, JSON for machines.

use indicatif::{ProgressBar, ProgressStyle};
use std::io::{IsTerminal, Write};
use std::sync::Mutex;
use undersigned::model::{Issue, Severity};
use undersigned::pipeline::Observer;

/// How progress is told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum LogFormat {
    /// Lines for people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

/// Progress and messages on stderr.
#[derive(Debug)]
pub struct Log {
    is_quiet: bool,
    format: LogFormat,
    stage: Mutex<Option<(String, ProgressBar)>>,
}

impl Log {
    /// A log in that format; a quiet one prints errors only.
    pub fn new(is_quiet: bool, format: LogFormat) -> Self {
        Self { is_quiet, format, stage: Mutex::new(None) }
    }

    /// A message for a person.
    pub fn message(&self, text: &str) {
        if !self.is_quiet {
            self.print("message", text);
        }
    }

    /// What somebody is told who asked for nothing, quietly or not.
    pub fn help(&self, text: &str) {
        self.print("message", text);
    }

    /// An issue of an input; one that is an error is told by a quiet log too.
    pub fn issue(&self, issue: &Issue) {
        let line = issue.place.map(|place| format!(":{}", place.line_start)).unwrap_or_default();
        let path = if issue.path.is_empty() { String::new() } else { format!("{}{line}: ", issue.path) };
        let severity = issue.code.severity();
        let text = format!("{path}{}", issue.message);
        match severity {
            Severity::Error => self.error(&text),
            Severity::Warning | Severity::Note => self.message(&format!("{severity}: {text}")),
        }
    }

    /// An error, told by a quiet log too.
    pub fn error(&self, text: &str) {
        match self.format {
            LogFormat::Text => self.print("error", &format!("error: {text}")),
            LogFormat::Json => self.print("error", text),
        }
    }

    fn print(&self, event: &str, text: &str) {
        let line = match self.format {
            LogFormat::Text => text.to_owned(),
            LogFormat::Json => serde_json::json!({ "event": event, "text": text }).to_string(),
        };
        // Nothing is left to tell it to when stderr is closed.
        let _ = writeln!(std::io::stderr(), "{line}");
    }

    fn shows_bar(&self) -> bool {
        !self.is_quiet && self.format == LogFormat::Text && std::io::stderr().is_terminal()
    }
}

impl Observer for Log {
    fn begin(&self, stage: &str, n_steps: usize) {
        let bar = if self.shows_bar() && n_steps > 0 {
            ProgressBar::new(n_steps as u64)
        } else {
            ProgressBar::hidden()
        };
        if let Ok(style) = ProgressStyle::with_template("{msg:10} {wide_bar} {pos}/{len} {per_sec} {eta}") {
            bar.set_style(style);
        }
        bar.set_message(stage.to_owned());
        if let Ok(mut open) = self.stage.lock() {
            *open = Some((stage.to_owned(), bar));
        }
    }

    fn step(&self) {
        if let Ok(open) = self.stage.lock()
            && let Some((_, bar)) = open.as_ref()
        {
            bar.inc(1);
        }
    }

    fn end(&self, note: &str) {
        let Some((stage, bar)) = self.stage.lock().ok().and_then(|mut open| open.take()) else { return };
        bar.finish_and_clear();
        match self.format {
            _ if self.is_quiet => {}
            LogFormat::Text => self.print("stage", format!("{stage:10} {note}").trim_end()),
            LogFormat::Json => {
                let line = serde_json::json!({ "event": "stage", "stage": stage, "note": note });
                let _ = writeln!(std::io::stderr(), "{line}");
            }
        }
    }
}
