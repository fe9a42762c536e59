//! What the tables are filled from: the corpus, and what several tables ask of it, computed once.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::{Corpus, Letter, LetterId};
use crate::reference::Reference;
use crate::tables::claims::counted;
use crate::tables::names::{PrintedName, printed_names};
use crate::tables::resolution::{Resolution, resolve};

/// Settings of the tables: `[tables]` in `pipeline.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct TableSettings {
    /// A pair of entities is a row of `cosignatures` from so many letters on.
    #[schemars(range(min = 1))]
    pub cosignatures_min_letters: u32,
    /// A letter is left out of `cosignatures` when more entities than this signed it and another letter;
    /// the pairs of a letter grow with the square of their number.
    pub cosignatures_max_entities: usize,
}

impl Default for TableSettings {
    fn default() -> Self {
        Self { cosignatures_min_letters: 2, cosignatures_max_entities: 3_000 }
    }
}

impl TableSettings {
    /// What is wrong with the settings, for a person.
    ///
    /// # Errors
    /// Names the key and the bounds.
    pub fn validate(&self) -> Result<(), String> {
        match self.cosignatures_min_letters {
            0 => Err("`cosignatures_min_letters` is 0; 1 or more is needed".to_owned()),
            _ => Ok(()),
        }
    }
}

/// The corpus, and what several tables ask of it. Letters are named by the index of the reading that
/// prints them first.
#[derive(Debug)]
pub struct Source<'a> {
    /// What is tabulated.
    pub corpus: &'a Corpus,
    /// How.
    pub settings: &'a TableSettings,
    /// What the world holds.
    pub reference: &'a Reference,
    /// Letters in order of their first documents' paths.
    pub letters: Vec<usize>,
    /// For each reading, its letter.
    pub letter_of: Vec<Option<usize>>,
    /// For each reading that is a letter's first, the readings that print the letter.
    pub printed_in: Vec<Vec<usize>>,
    /// For each reading that is a letter's first, the counted signatures of the letter.
    pub signed: Vec<Vec<usize>>,
    /// For each entity, the letters that it signed, ascending.
    pub letters_of: Vec<Vec<usize>>,
    /// For each reading, what its list gives for each of its claims.
    pub counted: Vec<Vec<Option<i32>>>,
    /// Ways in which entities' names are printed, as published.
    pub names: BTreeMap<(usize, String), PrintedName<'a>>,
    /// Which letter each mention is about.
    pub resolution: Resolution,
}

impl<'a> Source<'a> {
    /// The corpus with its indices.
    pub fn new(corpus: &'a Corpus, settings: &'a TableSettings, reference: &'a Reference) -> Self {
        let (letters, letter_of) = letters(corpus);
        let mut printed_in = vec![Vec::new(); corpus.readings.len()];
        for (reading, letter) in letter_of.iter().enumerate() {
            if let Some(letter) = letter {
                printed_in[*letter].push(reading);
            }
        }
        let mut signed = vec![Vec::new(); corpus.readings.len()];
        let mut letters_of = vec![Vec::new(); corpus.linkage.entities.len()];
        for (signing, (reading, _)) in corpus.signings.iter().enumerate() {
            if let Some(letter) = letter_of[*reading] {
                signed[letter].push(signing);
                letters_of[corpus.linkage.entity_of[signing]].push(letter);
            }
        }
        for letters in &mut letters_of {
            letters.sort_unstable();
            letters.dedup();
        }
        let mut source = Self {
            corpus,
            settings,
            reference,
            letters,
            letter_of,
            printed_in,
            signed,
            letters_of,
            counted: corpus.readings.iter().map(counted).collect(),
            names: printed_names(corpus),
            resolution: Resolution::default(),
        };
        source.resolution = resolve(&source);
        source
    }

    /// Id of the letter that a document prints.
    pub fn letter_id(&self, reading: usize) -> Option<LetterId> {
        self.letter_of[reading].and_then(|letter| self.corpus.readings[letter].letter_id)
    }

    /// A letter's own fields.
    pub fn letter(&self, letter: usize) -> Option<&'a Letter> {
        self.corpus.readings[letter].letter.as_ref()
    }

    /// Index of the reading that prints a signing's letter first.
    pub fn letter_of_signing(&self, signing: usize) -> Option<usize> {
        self.letter_of[self.corpus.signings[signing].0]
    }
}

/// The letters, and the letter of each reading. Two letters of one id are one letter.
fn letters(corpus: &Corpus) -> (Vec<usize>, Vec<Option<usize>>) {
    let mut first = std::collections::BTreeMap::new();
    let mut letters = Vec::new();
    let letter_of = corpus
        .readings
        .iter()
        .enumerate()
        .map(|(reading, _)| {
            let original = corpus.original_of.get(reading).copied().unwrap_or(reading);
            let id = corpus.readings[original].letter_id?;
            Some(*first.entry(id).or_insert_with(|| {
                letters.push(original);
                original
            }))
        })
        .collect();
    (letters, letter_of)
}
