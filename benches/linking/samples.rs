//! Labelled samples of a folder that is not part of the package: tables with truth, pairs of names, letters.

use super::table::{self, Sample, column, numbered};
use std::fs::File;
use std::path::Path;

/// Measures what the folder holds.
pub fn measure(shared: &Path, folder: &Path) {
    let linking = shared.join("linking");
    let small = linking.join("signatures_100k.csv");
    if small.is_file() {
        sample(&small, &linking.join("truth_100k.csv")).measure("signatures_100k");
    }
    let packed = linking.join("signatures_1m.csv.gz");
    if packed.is_file() {
        let unpacked = folder.join("signatures_1m.csv");
        unpack(&packed, &unpacked);
        let truth = folder.join("truth_1m.csv");
        unpack(&linking.join("truth_1m.csv.gz"), &truth);
        sample(&unpacked, &truth).measure("signatures_1m");
    }
    let pairs = linking.join("organization_pairs.csv");
    if pairs.is_file() {
        self::pairs(&pairs, folder);
    }
}

/// A table, and a table of who its rows are, in the same order.
fn sample(path: &Path, truth: &Path) -> Sample {
    Sample {
        path: path.to_owned(),
        truth: numbered(&column(truth, "entity_id")),
        are_persons: column(path, "kind").iter().map(|kind| kind.starts_with("person")).collect(),
    }
}

fn unpack(from: &Path, to: &Path) {
    let mut bytes = flate2::read::MultiGzDecoder::new(File::open(from).unwrap());
    std::io::copy(&mut bytes, &mut File::create(to).unwrap()).unwrap();
}

/// Pairs of names that are the same organization, and pairs that are not: in tables of the one and of the
/// other, each name in a letter of its own.
fn pairs(path: &Path, folder: &Path) {
    let cells = |name: &str| column(path, name);
    let expected = cells("expected");
    let names = [cells("name_a"), cells("name_b")];
    let countries = [cells("country_a"), cells("country_b")];
    for wanted in ["same", "different"] {
        let output = folder.join("pairs.csv");
        let mut writer = table::writer(&output);
        let rows: Vec<usize> = (0..expected.len()).filter(|row| expected[*row] == wanted).collect();
        for row in &rows {
            for side in [0, 1] {
                let id = format!("{row}-{side}");
                writer
                    .write_record([&id, &id, &names[side][*row], "organization", "", &countries[side][*row]])
                    .unwrap();
            }
        }
        writer.flush().unwrap();
        drop(writer);
        let (_, found) = table::linked(&output);
        let n_linked = found.chunks(2).filter(|pair| pair[0] == pair[1]).count();
        let share = n_linked as f64 / rows.len().max(1) as f64;
        println!(
            "pairs of organizations that are {wanted}: {n_linked} of {} linked ({share:.4})",
            rows.len()
        );
    }
}
