//! What the world holds: countries, places, words of organizations' and persons' names.
//!
//! One value, [`Reference`], is handed down by reference; it is built from the CSV files under
//! `data/`, which are compiled in, and from what `pipeline.toml` and `curation/` add. Every file has
//! its source and licence in `data/SOURCES.md`.

pub mod calendar;
pub mod columns;
pub mod contacts;
pub mod countries;
pub mod endings;
mod file;
pub mod joiners;
pub mod languages;
pub mod persons;
pub mod phrases;
pub mod roles;
pub mod small;
pub mod words;

/// All reference data.
#[derive(Debug)]
pub struct Reference {
    /// Countries and the places in them.
    pub countries: countries::Countries,
    /// Words of persons' names.
    pub persons: persons::Persons,
    /// Words that play a role in names.
    pub words: words::Words,
    /// Small words of names.
    pub small: small::SmallWords,
    /// Phrases by which the parts of a letter are recognised.
    pub phrases: phrases::Phrases,
    /// Words of what persons are.
    pub roles: roles::Roles,
    /// Words that join the last two names of a list.
    pub joiners: joiners::Joiners,
    /// Months and numbers in words.
    pub calendar: calendar::Calendar,
    /// Heads of columns and what is answered in them.
    pub columns: columns::Columns,
    /// How words change at their ends.
    pub endings: endings::Endings,
    /// Small words of languages.
    pub languages: languages::Languages,
}

impl Reference {
    /// The compiled-in data.
    pub fn builtin() -> Self {
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
            countries,
            persons,
            words,
            small,
            phrases,
            roles,
            joiners,
            calendar,
            columns,
            endings,
            languages,
        }
    }
}

/// One reference for all tests: building it costs more than most tests do.
#[cfg(test)]
pub fn shared() -> &'static Reference {
    static SHARED: std::sync::OnceLock<Reference> = std::sync::OnceLock::new();
    SHARED.get_or_init(Reference::builtin)
}
