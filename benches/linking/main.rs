//! Quality, time and memory of linking: `cargo bench --bench linking`.
//!
//! Signatures are made here, with the truth: a hundred thousand and a million, or as many as
//! `UNDERSIGNED_SIGNATURES="100000 10000000"` says. Where `UNDERSIGNED_SHARED` names a folder of labelled
//! samples, those are measured too. All runs through the program itself, from table to table.

#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "the figures are what it is for")]

mod entities;
mod generator;
mod material;
mod printing;
mod program;
mod random;
mod samples;
mod table;

use std::path::Path;
use table::Sample;

/// What all random numbers begin with.
const SEED: u64 = 1;

fn main() {
    let sizes = std::env::var("UNDERSIGNED_SIGNATURES").unwrap_or_else(|_| "100000 1000000".to_owned());
    let folder = tempfile::tempdir().unwrap();
    println!("{}", table::HEADER);
    let mut runs: Vec<(f64, f64)> = Vec::new();
    for size in sizes.split_whitespace() {
        let n_rows: usize = size.parse().expect("UNDERSIGNED_SIGNATURES holds numbers");
        let sample = made(n_rows, folder.path());
        let run = sample.measure("generated");
        runs.push((n_rows as f64, run.seconds));
    }
    if let ([first, ..], [.., last]) = (runs.as_slice(), runs.as_slice())
        && first.0 < last.0
    {
        let exponent = (last.1 / first.1).ln() / (last.0 / first.0).ln();
        println!("time grows with the number of rows to the power of {exponent:.2}");
    }
    if let Some(shared) = std::env::var_os("UNDERSIGNED_SHARED") {
        samples::measure(shared.as_ref(), folder.path());
    }
}

/// Generated signatures as a table, with their truth.
fn made(n_rows: usize, folder: &Path) -> Sample {
    let path = folder.join("signatures.csv");
    let mut writer = table::writer(&path);
    let mut sample = Sample { path, truth: Vec::new(), are_persons: Vec::new() };
    generator::generate(Path::new(env!("CARGO_MANIFEST_DIR")), n_rows, SEED, |row| {
        let kind = if row.is_person { "person" } else { "organization" };
        let generator::Row { printed, number, letter, .. } = &row;
        let (number, letter) = (number.to_string(), letter.to_string());
        let cells = [&number, &letter, &printed.name, kind, &printed.affiliation, &printed.country];
        writer.write_record(cells).unwrap();
        sample.truth.push(row.entity);
        sample.are_persons.push(row.is_person);
    });
    writer.flush().unwrap();
    sample
}
