//! Words that join the last two names of a list: "and", in the languages of letters.

use crate::text::fold;
use rustc_hash::FxHashSet;

const DATA: &str = include_str!("data/joiners.csv");

/// The words, folded.
#[derive(Debug)]
pub struct Joiners {
    words: FxHashSet<String>,
}

impl Joiners {
    /// The compiled-in data.
    pub fn builtin() -> Self {
        let mut reader = csv::Reader::from_reader(DATA.as_bytes());
        let words = reader.records().flatten().filter_map(|row| row.get(0).map(fold)).collect();
        Self { words }
    }

    /// Whether a folded word joins names.
    pub fn is(&self, folded: &str) -> bool {
        self.words.contains(folded)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_data_is_good() {
        let joiners = Joiners::builtin();
        assert!(joiners.is("and") && joiners.is("und") && joiners.is("و") && !joiners.is("or"));
        for row in csv::Reader::from_reader(DATA.as_bytes()).records() {
            let row = row.unwrap();
            assert!(!fold(&row[0]).is_empty() && !fold(&row[0]).contains(' ') && !row[1].is_empty(), "{row:?}");
        }
    }
}
