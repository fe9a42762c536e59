//! Pairs of lines: a name and, below it, its translation in another script.

use super::run::Run;
use super::{Entry, Reading, looks};
use crate::reference::Reference;

/// What joining the lines of all pairs costs.
const JOIN: f64 = 0.02;

/// Reads every two lines as one entry, where the scripts take turns; the first is the name.
pub fn read(run: &Run, reference: &Reference) -> Option<Reading> {
    if !run.is_bilingual() {
        return None;
    }
    let mut entries: Vec<Entry> = Vec::new();
    let mut sum = 0.0;
    for at in (0..run.len()).step_by(2) {
        let mut entry = run.joined(at..(at + 2).min(run.len()), reference);
        entry.text = run.text(at).to_owned();
        sum += looks::alone(&entry.text, run.look(at, reference));
        entries.push(entry);
    }
    let score = sum / entries.len().max(1) as f64 - JOIN;
    Some(Reading { layout: "pairs", entries, score, ..Reading::default() })
}

#[cfg(test)]
mod tests {
    use super::super::run::tests::run;
    use super::*;

    #[test]
    fn names_and_their_translations() {
        let lines = ["River Watch", "江河守望", "Lake Fund", "湖泊基金会"];
        let lines: Vec<(&str, usize, bool)> = lines.iter().map(|line| (*line, 0, false)).collect();
        let reading = read(&run(&lines), crate::reference::shared()).unwrap();
        let entries: Vec<(&str, &str)> =
            reading.entries.iter().map(|entry| (entry.text.as_str(), entry.printed.as_str())).collect();
        assert_eq!(
            entries,
            [("River Watch", "River Watch / 江河守望"), ("Lake Fund", "Lake Fund / 湖泊基金会")]
        );
        assert!(
            read(&run(&[("River Watch", 0, false), ("Lake Fund", 0, false)]), crate::reference::shared())
                .is_none()
        );
    }
}
