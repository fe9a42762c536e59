//! What the world holds: countries, places, words of organizations' and persons' names.
//!
//! One value, [`Reference`], is handed down by reference; it is built from the CSV files under
//! `data/`, which are compiled in, and from what `pipeline.toml` and `curation/` add. Every file has
//! its source and licence in `data/SOURCES.md`.

pub mod countries;
pub mod words;

/// All reference data.
#[derive(Debug)]
pub struct Reference {
    /// Countries and the places in them.
    pub countries: countries::Countries,
    /// Words that play a role in names.
    pub words: words::Words,
}

impl Reference {
    /// The compiled-in data.
    pub fn builtin() -> Self {
        Self { countries: countries::Countries::builtin(), words: words::Words::builtin() }
    }
}
