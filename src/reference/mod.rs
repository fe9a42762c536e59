//! What the world holds: countries, places, words of organizations' and persons' names.
//!
//! One value, [`Reference`], is handed down by reference; it is built from the CSV files under
//! `data/`, which are compiled in, and from what `pipeline.toml` and `curation/` add. Every file has
//! its source and licence in `data/SOURCES.md`.

use std::sync::{Arc, OnceLock};

pub mod calendar;
pub mod columns;
pub mod contacts;
pub mod countries;
pub mod endings;
mod file;
pub mod joiners;
pub mod languages;
pub mod map;
pub mod persons;
pub mod phrases;
pub mod roles;
pub mod small;
pub mod words;

/// All reference data. Its parts are shared: copies are cheap, and a project's
/// own decisions stand beside them.
#[derive(Debug, Clone)]
pub struct Reference {
    /// Countries and the places in them.
    pub countries: Arc<countries::Countries>,
    /// What people decided that texts stand for, before every rule.
    pub decided: countries::Decisions,
    /// Words of persons' names.
    pub persons: Arc<persons::Persons>,
    /// Words that play a role in names.
    pub words: Arc<words::Words>,
    /// Small words of names.
    pub small: Arc<small::SmallWords>,
    /// Phrases by which the parts of a letter are recognised.
    pub phrases: Arc<phrases::Phrases>,
    /// Words of what persons are.
    pub roles: Arc<roles::Roles>,
    /// Words that join the last two names of a list.
    pub joiners: Arc<joiners::Joiners>,
    /// Months and numbers in words.
    pub calendar: Arc<calendar::Calendar>,
    /// Heads of columns and what is answered in them.
    pub columns: Arc<columns::Columns>,
    /// How words change at their ends.
    pub endings: Arc<endings::Endings>,
    /// Small words of languages.
    pub languages: Arc<languages::Languages>,
}

impl Reference {
    /// The compiled-in data, which a process builds once.
    pub fn builtin() -> Self {
        static BUILTIN: OnceLock<Reference> = OnceLock::new();
        BUILTIN.get_or_init(Self::build).clone()
    }

    /// Reads the compiled-in files.
    fn build() -> Self {
        let (countries, (persons, (words, phrases, roles, joiners, calendar, columns))) =
            rayon::join(countries::Countries::builtin, || {
                rayon::join(persons::Persons::builtin, || {
                    (
                        words::Words::builtin(),
                        phrases::Phrases::builtin(),
                        roles::Roles::builtin(),
                        joiners::Joiners::builtin(),
                        calendar::Calendar::builtin(),
                        columns::Columns::builtin(),
                    )
                })
            });
        let languages = languages::Languages::builtin();
        let endings = endings::Endings::builtin();
        let small = small::SmallWords::builtin();
        Self {
            countries: Arc::new(countries),
            decided: countries::Decisions::default(),
            persons: Arc::new(persons),
            words: Arc::new(words),
            small: Arc::new(small),
            phrases: Arc::new(phrases),
            roles: Arc::new(roles),
            joiners: Arc::new(joiners),
            calendar: Arc::new(calendar),
            columns: Arc::new(columns),
            endings: Arc::new(endings),
            languages: Arc::new(languages),
        }
    }
}

/// One reference for all tests, for as long as they run.
#[cfg(test)]
pub fn shared() -> &'static Reference {
    static SHARED: OnceLock<Reference> = OnceLock::new();
    SHARED.get_or_init(Reference::builtin)
}
