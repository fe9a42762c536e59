//! Progress and messages on stderr: a bar on a terminal, plain lines otherwise, JSON for machines.

use super::print::harmless;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::{IsTerminal, Write};
use std::sync::Mutex;
use std::time::{Duration, Instant};
use undersigned::model::vocabulary::Vocabulary;
use undersigned::model::{Code, Issue, Severity};
use undersigned::pipeline::Observer;
use undersigned::pipeline::codes::RunCode;

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
    stage: Mutex<Option<Stage>>,
}

/// How often a log that is no terminal is told how far a long stage is.
const PERIOD: Duration = Duration::from_secs(10);

/// How often what turns on a terminal turns.
const TURN: Duration = Duration::from_millis(120);

/// A stage under way.
#[derive(Debug)]
struct Stage {
    name: String,
    bar: ProgressBar,
    n_steps: usize,
    n_done: usize,
    begun: Instant,
    told: Instant,
}

/// How far a stage is: steps, their rate, the time that is left at that rate.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Progress {
    n_done: usize,
    n_steps: usize,
    seconds: f64,
}

impl Progress {
    fn rate(self) -> f64 {
        if self.seconds > 0.0 { self.n_done as f64 / self.seconds } else { 0.0 }
    }

    fn seconds_left(self) -> Option<f64> {
        let left = self.n_steps.saturating_sub(self.n_done) as f64 / self.rate();
        left.is_finite().then_some(left)
    }

    fn told(self) -> String {
        let Self { n_done, n_steps, .. } = self;
        let left = self.seconds_left().map(|left| format!(", {} left", clock(left))).unwrap_or_default();
        format!("{n_done} of {n_steps} ({} %), {:.0}/s{left}", n_done * 100 / n_steps.max(1), self.rate())
    }
}

/// Seconds as a person says them.
fn clock(seconds: f64) -> String {
    let seconds = seconds.round().max(0.0) as u64;
    match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
        (0, 0, seconds) => format!("{seconds} s"),
        (0, minutes, seconds) => format!("{minutes} min {seconds} s"),
        (hours, minutes, _) => format!("{hours} h {minutes} min"),
    }
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
        let place = issue.place.map(|place| format!(":{}:{}", place.line_start, place.column.max(1)));
        let place = place.unwrap_or_default();
        let path = if issue.path.is_empty() { String::new() } else { format!("{}{place}: ", issue.path) };
        self.coded(issue.code.severity(), issue.code.name(), &format!("{path}{}", issue.message));
    }

    /// What stops a command; told by a quiet log too, which leaves out where more is said.
    pub fn stop(&self, code: &str, text: &str) {
        self.coded(Severity::Error, code, text);
        if self.format == LogFormat::Text {
            self.message(&format!("undersigned explain {code}    tells what it means and what to do"));
        }
    }

    /// A warning with its code.
    pub fn warning(&self, code: RunCode, text: &str) {
        self.coded(Severity::Warning, code.name(), text);
    }

    /// A message with a code; one that is an error is told by a quiet log too.
    fn coded(&self, severity: Severity, code: &str, text: &str) {
        match self.format {
            _ if self.is_quiet && severity != Severity::Error => {}
            LogFormat::Text => self.line(&format!("{severity}[{code}]: {text}")),
            LogFormat::Json => {
                let event = severity.name();
                self.line(&serde_json::json!({ "event": event, "code": code, "text": text }).to_string());
            }
        }
    }

    fn print(&self, event: &str, text: &str) {
        match self.format {
            LogFormat::Text => self.line(text),
            LogFormat::Json => self.line(&serde_json::json!({ "event": event, "text": text }).to_string()),
        }
    }

    fn line(&self, text: &str) {
        let text = match self.format {
            LogFormat::Text => text.split('\n').map(harmless).collect::<Vec<_>>().join("\n"),
            LogFormat::Json => text.to_owned(),
        };
        // Nothing is left to tell it to when stderr is closed.
        let _ = writeln!(std::io::stderr(), "{text}");
    }

    /// Whether stderr is a terminal that can draw.
    fn shows_bar(&self) -> bool {
        let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        !self.is_quiet && self.format == LogFormat::Text && std::io::stderr().is_terminal() && !is_dumb
    }

    /// What draws a stage: a bar with rate and time left, or, where nobody knows how many steps it has, the time
    /// that it takes.
    fn bar(&self, stage: &str, n_steps: usize) -> ProgressBar {
        if !self.shows_bar() {
            return ProgressBar::hidden();
        }
        let (bar, template) = match n_steps {
            0 => (ProgressBar::new_spinner(), "{msg:10} {spinner} {elapsed}"),
            n => (ProgressBar::new(n as u64), "{msg:10} {wide_bar} {pos}/{len}  {rate}  {eta} left"),
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style.with_key(
                "rate",
                |state: &indicatif::ProgressState, out: &mut dyn std::fmt::Write| {
                    let _ = write!(out, "{:.0}/s", state.per_sec());
                },
            ));
        }
        bar.set_message(stage.to_owned());
        bar.enable_steady_tick(TURN);
        bar
    }

    fn tell(&self, stage: &str, progress: Progress) {
        match self.format {
            LogFormat::Text => self.print("progress", &format!("{stage:10} {}", progress.told())),
            LogFormat::Json => {
                let Progress { n_done, n_steps, .. } = progress;
                let line = serde_json::json!({
                    "event": "progress", "stage": stage, "done": n_done, "steps": n_steps,
                    "per_second": progress.rate().round(), "seconds_left": progress.seconds_left().map(f64::round),
                });
                self.line(&line.to_string());
            }
        }
    }
}

impl Observer for Log {
    fn begin(&self, stage: &str, n_steps: usize) {
        let (bar, now) = (self.bar(stage, n_steps), Instant::now());
        if let Ok(mut open) = self.stage.lock() {
            *open = Some(Stage { name: stage.to_owned(), bar, n_steps, n_done: 0, begun: now, told: now });
        }
    }

    fn step(&self) {
        let Ok(mut open) = self.stage.lock() else { return };
        let Some(stage) = open.as_mut() else { return };
        stage.n_done += 1;
        stage.bar.inc(1);
        if stage.bar.is_hidden() && !self.is_quiet && stage.told.elapsed() >= PERIOD {
            stage.told = Instant::now();
            let seconds = stage.begun.elapsed().as_secs_f64();
            let progress = Progress { n_done: stage.n_done, n_steps: stage.n_steps, seconds };
            self.tell(&stage.name, progress);
        }
    }

    fn end(&self, note: &str) {
        let Some(stage) = self.stage.lock().ok().and_then(|mut open| open.take()) else { return };
        let Stage { name: stage, bar, begun, .. } = stage;
        bar.finish_and_clear();
        match self.format {
            _ if self.is_quiet => {}
            LogFormat::Text => self.print("stage", format!("{stage:10} {note}").trim_end()),
            LogFormat::Json => {
                let seconds = (begun.elapsed().as_secs_f64() * 1000.0).round() / 1000.0;
                let line =
                    serde_json::json!({ "event": "stage", "stage": stage, "note": note, "seconds": seconds });
                self.line(&line.to_string());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_tells_rate_and_time_left() {
        let check = |n_done, seconds, expected: &str| {
            assert_eq!(Progress { n_done, n_steps: 2_000, seconds }.told(), expected);
        };
        check(0, 0.0, "0 of 2000 (0 %), 0/s");
        check(500, 10.0, "500 of 2000 (25 %), 50/s, 30 s left");
        check(20, 10.0, "20 of 2000 (1 %), 2/s, 16 min 30 s left");
        check(1, 10.0, "1 of 2000 (0 %), 0/s, 5 h 33 min left");
        check(2_000, 10.0, "2000 of 2000 (100 %), 200/s, 0 s left");
    }
}
