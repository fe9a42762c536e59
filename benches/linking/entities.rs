//! Who there is: each organization and person follows from its number alone, so that none is ever kept.
//!
//! Four organizations are a family, and families are of kinds: four that have nothing to do with each other,
//! chapters that differ in a town, names that differ in one word, in a word that is one or two letters from
//! another, in the type of organization, and one name in four countries.

use super::material::{Country, Material};
use super::random::Random;

/// Streams of random numbers.
const FAMILY: u64 = 11;
const MEMBER: u64 = 12;
const PERSON: u64 = 13;

/// An organization.
pub struct Organization {
    /// Number of its country.
    pub country: usize,
    /// The words of its name.
    pub words: Vec<String>,
    /// Which word is its type.
    pub type_at: Option<usize>,
    /// What its first letters spell, where it uses that.
    pub acronym: Option<String>,
    /// Its legal form.
    pub form: Option<String>,
}

/// A person.
pub struct Person {
    /// Number of the country.
    pub country: usize,
    /// Given names.
    pub given: Vec<String>,
    /// Family name.
    pub family: String,
    /// Title.
    pub title: Option<String>,
    /// Degree.
    pub degree: Option<String>,
    /// Numbers of the organizations, the present one first.
    pub affiliations: Vec<u64>,
}

/// Everybody.
pub struct World {
    /// The words.
    pub material: Material,
    /// What all random numbers begin with.
    pub seed: u64,
    /// How many organizations there are.
    pub n_organizations: u64,
}

/// What the names of a family have in common.
struct Words {
    language: &'static str,
    proper: String,
    topic: String,
    kind: String,
    town: String,
    scope: String,
    pattern: usize,
}

impl World {
    /// The organization of a number.
    pub fn organization(&self, number: u64) -> Organization {
        let (family, member) = (number / 4, (number % 4) as usize);
        let mut of_family = Random::new(self.seed, FAMILY, family);
        let kind = of_family.below(20);
        if kind < 11 {
            // Families of this kind have nothing in common.
            of_family = Random::new(self.seed, FAMILY, (1 << 40) + number);
        }
        let random = &mut of_family;
        let mut country = random.skewed(self.material.countries.len(), 3);
        let mut words = self.words(random, &self.material.countries[country]);
        let mut own = Random::new(self.seed, MEMBER, number);
        let mut town = None;
        let language = words.language;
        let spoken = if language.is_empty() { "en" } else { language };
        match kind {
            11..15 => {
                let towns = &self.material.countries[country].towns;
                let first = random.skewed(towns.len(), 2);
                // The first of a family may be the parent, which bears no town.
                town = (member > 0 || first.is_multiple_of(2))
                    .then(|| towns[(first + member) % towns.len()].clone());
                words.pattern = 0;
            }
            15 | 16 => {
                words.topic = self.material.word_at(random.below(50) + member, "topic", spoken);
                words.pattern = 0;
            }
            17 => {
                let landmark = self.material.word(random, "landmark", "en");
                words.proper = self.material.word_at(member, "direction", "en") + &landmark;
                words.scope = self.material.invented(random, 3);
                words.pattern = 5;
            }
            18 => country = (country + member * 7) % self.material.countries.len(),
            19 => words.kind = self.material.word_at(random.below(20) + member, "type", spoken),
            _ => {}
        }
        let mut words = self.name(&words);
        if let Some(town) = town {
            words.push(self.material.word_at(0, "place_joint", language));
            words.push(town);
        }
        if own.happens(0.03) {
            words.push(self.material.countries[country].spellings[0].clone());
        }
        let parts = words.iter().flat_map(|word| word.split(' ')).filter(|part| !part.is_empty());
        let words: Vec<String> = parts.map(str::to_owned).collect();
        let type_at = words.iter().position(|word| self.material.is_type(word));
        let initials: String = words
            .iter()
            .filter_map(|word| word.chars().next().filter(|first| first.is_uppercase()))
            .collect();
        let n_letters = initials.chars().count();
        let acronym = ((3..=5).contains(&n_letters) && own.happens(0.35)).then_some(initials);
        let form = own.happens(0.2).then(|| self.material.word(&mut own, "form", language));
        Organization { country, words, type_at, acronym, form: form.filter(|form| !form.is_empty()) }
    }

    fn words(&self, random: &mut Random, country: &Country) -> Words {
        let material = &self.material;
        let language = if random.happens(0.25) { "en" } else { country.language() };
        let n_syllables = 3 + random.below(2);
        let invented = material.invented(random, n_syllables);
        let invented_topic = material.invented(random, 2) + " " + &material.invented(random, 3);
        Words {
            language,
            proper: invented,
            topic: if language.is_empty() {
                invented_topic
            } else {
                material.word(random, "topic", language)
            },
            kind: material.word(random, "type", if language.is_empty() { "en" } else { language }),
            town: random.of_first(&country.towns, 2).clone(),
            scope: material.word(random, "scope", "en"),
            pattern: random.below(6),
        }
    }

    /// The words of a name.
    fn name(&self, words: &Words) -> Vec<String> {
        let Words { language, proper, topic, kind, town, scope, pattern } = words;
        let of = |kind: &str| self.material.word_at(0, kind, language);
        let name: &[&str] = match (pattern, matches!(*language, "en" | "")) {
            (0 | 1, true) => &[proper, topic, kind],
            (0 | 1, false) => &[kind, &of("joint"), topic, proper],
            (2, true) => &[town, topic, kind],
            (3, true) => &[kind, "for", topic, "in", town],
            (2 | 3, false) => &[kind, &of("joint"), topic, &of("place_joint"), town],
            (4, _) => &[proper, kind],
            (_, true) => &[scope, proper, topic, kind],
            (_, false) => &[kind, topic, proper, town],
        };
        name.iter().map(|word| (*word).to_owned()).collect()
    }

    /// The person of a number.
    pub fn person(&self, number: u64) -> Person {
        let mut random = Random::new(self.seed, PERSON, number);
        // One in thirty bears the name of the one before, and lives in the same country.
        let (is_namesake, own) = (number > 0 && random.happens(0.033), number);
        let named = if is_namesake { number - 1 } else { number };
        let mut of_name = Random::new(self.seed, PERSON + 1, named);
        let material = &self.material;
        let country = of_name.skewed(material.countries.len(), 3);
        let culture = material.countries[country].culture;
        let mut given = vec![of_name.of_first(&material.given[culture], 3).clone()];
        // A second given name is the person's own, though the others be a namesake's.
        if of_name.happens(0.3) {
            let of_name = &mut random;
            given.push(of_name.of_first(&material.given[culture], 3).clone());
        }
        let mut family = match of_name.happens(0.15) {
            true => material.invented(&mut of_name, 3),
            false => of_name.of_first(&material.family[culture], 3).clone(),
        };
        if culture % 4 == 3 && of_name.happens(0.5) {
            let second: &String = of_name.of_first(&material.family[culture], 3);
            family = format!("{family} {second}");
        }
        let mut random = Random::new(self.seed, PERSON + 2, own);
        let n_affiliations = [0, 1, 1, 1, 1, 1, 1, 1, 1, 2][random.below(10)];
        let affiliations = (0..n_affiliations)
            .map(|_| (random.share().powi(2) * self.n_organizations as f64) as u64)
            .collect();
        let title = random.happens(0.3).then(|| material.word(&mut random, "title", ""));
        let degree = random.happens(0.1).then(|| material.word(&mut random, "degree", ""));
        Person { country, given, family, title, degree, affiliations }
    }
}
