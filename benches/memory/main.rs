//! Memory that reading and parsing take: `cargo bench --bench memory`.
//!
//! The letters are read four times over, as if there were four times as many documents: what is kept is a
//! number, so that the highest use of memory must be that of reading them once. See `stages` for which letters
//! they are. Memory is what Linux says of the process; elsewhere nothing is measured.

#![expect(clippy::print_stdout, reason = "the figures are what it is for")]

#[path = "../stages/letters.rs"]
mod letters;

use rayon::prelude::*;
use undersigned::config::Config;
use undersigned::pipeline;
use undersigned::reference::Reference;
use undersigned::store::{Bytes, InputFile};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    eprintln!("{}", letters::source());
    let (reference, config) = (Reference::builtin(), Config::default());
    let read = |bytes: &Vec<u8>| {
        let file = InputFile {
            path: "letter.txt".into(),
            location: "letter.txt".into(),
            sidecar: None,
            links: Default::default(),
        };
        let (content, n_bytes) = (bytes.clone(), bytes.len() as u64);
        let bytes = Bytes { n_bytes, content, sha256: String::new(), error: None, members: None };
        pipeline::read(&file, &bytes, &config, &reference).signatures.len()
    };
    println!("documents  signatures  highest use of memory, MiB");
    for n_times in [1, 4] {
        // Linux forgets the highest use so far.
        let is_reset = std::fs::write("/proc/self/clear_refs", "5").is_ok();
        let n_signatures: usize =
            (0..n_times).map(|_| letters::all().par_iter().map(read).sum::<usize>()).sum();
        match highest().filter(|_| is_reset) {
            Some(kib) => {
                println!(
                    "{:9}  {n_signatures:10}  {:.1}",
                    n_times * letters::all().len(),
                    kib as f64 / 1024.0
                );
            }
            None => println!("not measured on this system"),
        }
    }
}

/// The highest use of memory, in KiB.
fn highest() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}
