//! A table of signatures with truth, linked and compared.

use super::program::{self, Run};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use undersigned::link::evaluate::evaluate;

/// What stands above the rows of figures.
pub const HEADER: &str =
    "sample                   rows  kind           pairs P     R    F1   B-cubed F1  seconds  MiB";

/// Signatures, and who they are.
pub struct Sample {
    /// The table.
    pub path: PathBuf,
    /// For each row who it is.
    pub truth: Vec<u32>,
    /// For each row whether it is a person.
    pub are_persons: Vec<bool>,
}

impl Sample {
    /// Links the table and prints how well, how fast and with how much memory.
    pub fn measure(&self, name: &str) -> Run {
        let (run, found) = linked(&self.path);
        let n_rows = self.truth.len();
        let took = run.memory.map_or_else(String::new, |memory| format!("{memory:.0}"));
        for (kind, wanted) in [("all", None), ("organizations", Some(false)), ("persons", Some(true))] {
            let rows = (0..n_rows).filter(|row| wanted.is_none_or(|wanted| self.are_persons[*row] == wanted));
            let (truth, found): (Vec<u32>, Vec<u32>) = rows.map(|row| (self.truth[row], found[row])).unzip();
            let quality = evaluate(&truth, &found);
            let pairs = quality.pairs;
            let mut line = format!(
                "{name:20} {:8}  {kind:13}  {:7.4} {:.4} {:.4}  {:10.4}",
                truth.len(),
                pairs.precision,
                pairs.recall,
                pairs.f1,
                quality.b_cubed.f1
            );
            if wanted.is_none() {
                line += &format!("  {:7.1}  {took}", run.seconds);
            }
            println!("{line}");
        }
        run
    }
}

/// A writer of a table of signatures, behind its header.
pub fn writer(path: &Path) -> csv::Writer<std::fs::File> {
    let mut writer = csv::Writer::from_path(path).unwrap();
    let header = ["signature_id", "letter_id", "name", "kind", "affiliation", "country"];
    writer.write_record(header).unwrap();
    writer
}

/// Links a table; for each row the number of its entity.
pub fn linked(path: &Path) -> (Run, Vec<u32>) {
    let output = path.with_extension("linked.csv");
    let folder = path.parent().unwrap();
    let arguments = [Path::new("link"), path, Path::new("-o"), &output];
    let run = program::run(folder, &arguments);
    let entities = column(&output, "entity_id");
    std::fs::remove_file(&output).unwrap();
    (run, numbered(&entities))
}

/// A column of a table.
pub fn column(path: &Path, name: &str) -> Vec<String> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let at = reader.headers().unwrap().iter().position(|header| header == name).unwrap();
    reader.records().map(|record| record.unwrap()[at].to_owned()).collect()
}

/// Texts by number, in the order in which they first come.
pub fn numbered(texts: &[String]) -> Vec<u32> {
    let mut numbers: HashMap<&str, u32> = HashMap::new();
    texts
        .iter()
        .map(|text| {
            let next = numbers.len() as u32;
            *numbers.entry(text).or_insert(next)
        })
        .collect()
}
