//! How letters print who signed: spellings, omissions and slips, each as often as stated here.

use super::entities::{Organization, Person, World};
use super::random::Random;

/// A printed signature.
#[derive(Default)]
pub struct Printed {
    /// The name.
    pub name: String,
    /// The affiliation of a person; may be empty.
    pub affiliation: String,
    /// The country; may be empty.
    pub country: String,
}

impl World {
    /// Prints an organization, with its country in a column of its own.
    pub fn print_organization(&self, organization: &Organization, random: &mut Random) -> Printed {
        let name = self.organization_name(organization, random);
        let given = if random.happens(0.005) {
            random.skewed(self.material.countries.len(), 3)
        } else {
            organization.country
        };
        let country = if random.happens(0.78) { self.country(given, random) } else { String::new() };
        Printed { name, affiliation: String::new(), country }
    }

    /// Prints a person.
    pub fn print_person(&self, person: &Person, random: &mut Random) -> Printed {
        let affiliation = match person.affiliations.as_slice() {
            [] => String::new(),
            all if random.happens(0.7) => {
                self.organization_name(&self.organization(*random.of_first(all, 3)), random)
            }
            _ => String::new(),
        };
        let country = if random.happens(0.6) { self.country(person.country, random) } else { String::new() };
        Printed { name: person_name(person, random), affiliation, country }
    }

    fn country(&self, at: usize, random: &mut Random) -> String {
        let spellings = &self.material.countries[at].spellings;
        if random.happens(0.6) { spellings[0].clone() } else { random.of(spellings).clone() }
    }

    fn organization_name(&self, organization: &Organization, random: &mut Random) -> String {
        if let Some(acronym) = &organization.acronym
            && random.happens(0.08)
        {
            return acronym.clone();
        }
        let mut words = organization.words.clone();
        if let Some(at) = organization.type_at {
            if random.happens(0.08)
                && let Some(shorter) = self.material.shorter(&words[at])
            {
                words[at] = shorter.clone();
            } else if words.len() > 3 && random.happens(0.012) {
                words.remove(at);
            }
        }
        if let Some(shorter) = self.material.shorter(&words[0])
            && random.happens(0.3)
        {
            words[0] = shorter.clone();
        }
        for word in &mut words {
            if word == "and" && random.happens(0.4) {
                *word = "&".to_owned();
            }
        }
        if random.happens(0.015) {
            words.retain(|word| !matches!(word.as_str(), "of" | "in" | "de" | "for"));
        }
        if random.happens(0.05) {
            let at = random.below(words.len());
            words[at] = misspelt(&words[at], random);
        }
        if random.happens(0.004) && words.len() > 2 {
            let at = 1 + random.below(words.len() - 1);
            let word = words.remove(at);
            words[at - 1] += &word;
        }
        if random.happens(0.06) && words[0] != "The" {
            words.insert(0, "The".to_owned());
        }
        let mut name = words.join(" ");
        if random.happens(0.25) {
            name = without_marks(&name);
        }
        name = in_case(name, random);
        if let Some(form) = organization.form.as_ref().filter(|_| random.happens(0.6)) {
            name = format!("{name} {form}");
        }
        if let Some(acronym) = organization.acronym.as_ref().filter(|_| random.happens(0.2)) {
            name = match random.below(6) {
                0 => format!("{acronym} - {name}"),
                1 => format!("{acronym} ({name})"),
                _ => format!("{name} ({acronym})"),
            };
        }
        if random.happens(0.05) {
            let country = &self.material.countries[organization.country].spellings[0];
            name = if random.happens(0.5) {
                format!("{name}, {country}")
            } else {
                format!("{name} ({country})")
            };
        }
        name
    }
}

fn person_name(person: &Person, random: &mut Random) -> String {
    let mut given = person.given.clone();
    if given.len() > 1 {
        match random.below(10) {
            0..5 => drop(given.pop()),
            5..7 => given[1] = initial(&given[1]),
            7 => given = vec![given.join("-")],
            _ => {}
        }
    }
    if random.happens(0.07) {
        given[0] = initial(&given[0]);
    }
    let mut family = person.family.clone();
    if random.happens(0.12) {
        family = family.split(' ').next().unwrap_or_default().to_owned();
    }
    if random.happens(0.035) {
        match random.below(3) {
            0 if given[0].len() > 3 => given[0] = misspelt(&given[0], random),
            _ => family = misspelt(&family, random),
        }
    }
    if random.happens(0.015) {
        family = other_sound(&family);
    }
    let given = given.join(" ");
    let mut name = match random.below(40) {
        0 | 1 => format!("{family}, {given}"),
        2 => format!("{} {given}", family.to_uppercase()),
        3 => format!("{given} {}", family.to_uppercase()),
        4 => format!("{family} {given}"),
        _ => format!("{given} {family}"),
    };
    if random.happens(0.2) {
        name = without_marks(&name);
    }
    name = in_case(name, random);
    if let Some(title) = person.title.as_ref().filter(|_| random.happens(0.45)) {
        name = format!("{title} {name}");
    }
    if let Some(degree) = person.degree.as_ref().filter(|_| random.happens(0.5)) {
        name = format!("{name}, {degree}");
    }
    name
}

fn initial(name: &str) -> String {
    name.chars().next().map_or(String::new(), |first| format!("{first}."))
}

fn in_case(name: String, random: &mut Random) -> String {
    match random.below(40) {
        0 | 1 => name.to_uppercase(),
        2 => name.to_lowercase(),
        _ => name,
    }
}

/// One letter left out, doubled, swapped with the next or replaced by a neighbour on the keyboard.
fn misspelt(word: &str, random: &mut Random) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    if letters.len() < 4 {
        return word.to_owned();
    }
    let at = 1 + random.below(letters.len() - 2);
    match random.below(4) {
        0 => drop(letters.remove(at)),
        1 => letters.insert(at, letters[at]),
        2 => letters.swap(at, at + 1),
        _ => {
            const KEYS: &str = "qwertyuiopasdfghjklzxcvbnm";
            let key = KEYS.find(letters[at]).and_then(|key| KEYS.chars().nth(key + 1));
            letters[at] = key.unwrap_or('e');
        }
    }
    letters.into_iter().collect()
}

/// The name as another country writes its sounds.
fn other_sound(name: &str) -> String {
    for (from, to) in [("ch", "tch"), ("k", "c"), ("c", "k"), ("y", "i"), ("f", "ph"), ("v", "w"), ("s", "z")]
    {
        if name.contains(from) {
            return name.replacen(from, to, 1);
        }
    }
    name.to_owned()
}

fn without_marks(text: &str) -> String {
    const MARKED: &str = "áàâäãåéèêëíìîïóòôöõúùûüñçýÁÀÂÄÃÅÉÈÊËÍÌÎÏÓÒÔÖÕÚÙÛÜÑÇÝ";
    const PLAIN: &str = "aaaaaaeeeeiiiiooooouuuuncyAAAAAAEEEEIIIIOOOOOUUUUNCY";
    if text.is_ascii() {
        return text.to_owned();
    }
    let plain = |c: char| MARKED.chars().zip(PLAIN.chars()).find(|(marked, _)| *marked == c);
    text.chars().map(|c| plain(c).map_or(c, |(_, plain)| plain)).collect()
}
