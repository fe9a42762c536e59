//! The program as a person runs it, with its time and its highest use of memory.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// What a run took.
pub struct Run {
    /// Seconds by the clock.
    pub seconds: f64,
    /// Highest use of memory, MiB; `None` where the system does not say.
    pub memory: Option<f64>,
}

/// Runs the program with arguments, in a folder.
pub fn run<S: AsRef<std::ffi::OsStr>>(folder: &Path, arguments: &[S]) -> Run {
    let begun = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_undersigned"))
        .args(arguments)
        .current_dir(folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut memory = None;
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        memory = highest(&child).or(memory);
        std::thread::sleep(Duration::from_millis(5));
    };
    assert!(status.success(), "{status}");
    Run { seconds: begun.elapsed().as_secs_f64(), memory }
}

/// The highest use of memory so far, MiB, as Linux says.
fn highest(child: &Child) -> Option<f64> {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: f64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib / 1024.0)
}
