//! What the word of a noun phrase counts.

use crate::reference::Reference;
use crate::reference::phrases::PhraseRole;
use crate::reference::roles::RoleWord;
use crate::reference::words::WordRole;
use crate::segment::counts::{Word, phrase};

/// Least letters before the tail of a compound.
const COMPOUND_FRONT: usize = 3;
/// Least letters of the tail of a compound.
const COMPOUND_TAIL: usize = 6;

/// What a word counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Kinds {
    /// Organizations.
    pub organizations: bool,
    /// Persons.
    pub individuals: bool,
    /// Signatories of either kind.
    pub signatories: bool,
    /// Countries.
    pub countries: bool,
}

impl Kinds {
    /// Whether the word counts anything.
    pub fn any(self) -> bool {
        self.organizations || self.individuals || self.signatories || self.countries
    }

    /// Whether these may be qualified by persons or signatories right before them.
    pub fn is_like_heads(self, before: Self) -> bool {
        self.organizations && !self.signatories || before.signatories && self.individuals
    }

    /// What either counts.
    pub fn or(self, other: Self) -> Self {
        Self {
            organizations: self.organizations || other.organizations,
            individuals: self.individuals || other.individuals,
            signatories: self.signatories || other.signatories,
            countries: self.countries || other.countries,
        }
    }
}

/// What the word at a place counts: by a phrase of counts or of headings; else by what it names several of,
/// be it a type of organization, an office or an occupation, alone or at the end of a compound.
pub fn kinds_at(words: &[Word], at: usize, language: Option<&str>, reference: &Reference) -> Kinds {
    let phrases = &reference.phrases;
    let is = |roles: &[PhraseRole]| roles.iter().any(|role| phrase(words, at, *role, phrases) > 0);
    let told = Kinds {
        organizations: is(&[PhraseRole::HeadingOrganizations, PhraseRole::UnitOrganizations]),
        individuals: is(&[PhraseRole::HeadingIndividuals, PhraseRole::UnitIndividuals]),
        signatories: is(&[PhraseRole::HeadingSignatories, PhraseRole::UnitSignatories]),
        countries: is(&[PhraseRole::UnitCountries]),
    };
    let Some(word) = words.get(at).map(|word| word.folded.as_str()).filter(|_| !told.any()) else {
        return told;
    };
    // Folding may have split the word: "Lehrer*innen".
    let word = word.replace(' ', "");
    let whole = of_several(&word, language, reference);
    if whole.any() {
        return whole;
    }
    let n_letters = word.chars().count();
    let tails = word.char_indices().enumerate().filter(|(n, _)| *n >= COMPOUND_FRONT);
    tails
        .take_while(|(n, _)| n_letters - n >= COMPOUND_TAIL)
        .filter_map(|(_, (start, _))| word.get(start..))
        .map(|tail| of_several(tail, language, reference))
        .find(|kinds| kinds.any())
        .unwrap_or_default()
}

/// What a word names several of.
fn of_several(word: &str, language: Option<&str>, reference: &Reference) -> Kinds {
    let is = |role| reference.phrases.is(word, role);
    let singulars = reference.endings.singulars(word, language);
    let any = |test: &dyn Fn(&str) -> bool| singulars.iter().any(|word| test(word));
    Kinds {
        organizations: is(PhraseRole::UnitOrganizations)
            || any(&|word| reference.words.role(word) == Some(WordRole::OrganizationType)),
        individuals: is(PhraseRole::UnitIndividuals)
            || any(&|word| {
                reference.roles.is(word, RoleWord::Role) || reference.roles.is(word, RoleWord::Field)
            }),
        ..Kinds::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::counts;

    #[test]
    fn what_words_count() {
        let check = |language: &str, text: &str, organizations: bool, individuals: bool| {
            let kinds = kinds_at(&counts::words(text), 0, Some(language), crate::reference::shared());
            assert_eq!((kinds.organizations, kinds.individuals), (organizations, individuals), "{text}");
        };
        check("en", "congregations", true, false);
        check("en", "librarians", false, true);
        check("en", "cars", false, false);
        check("en", "general", false, false);
        check("nl", "natuurorganisaties", true, false);
        check("nl", "hoogleraren", false, true);
        check("de", "Umweltverbände", true, false);
        check("de", "Klimaforscherinnen", false, true);
        check("fr", "chercheuses", false, true);
        check("es", "catedráticos", false, true);
        check("it", "sindaci", false, true);
        check("pl", "nauczycieli", false, true);
        check("id", "dosen", false, true);
    }
}
