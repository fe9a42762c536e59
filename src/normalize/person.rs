//! The parts of a person's name: titles, given and family name, what stands behind.
//!
//! In: a name as printed, with or without titles, post-nominals, and an affiliation behind a comma or in
//! brackets. Out: a [`PersonName`], whose `name` is as printed but for what is not the name. It does not
//! decide whether the text is a person's name at all; `kind` does.

mod order;

pub use order::is_particle;

use crate::reference::Reference;
use crate::reference::persons::{LONGEST_TITLE, Title};
use crate::reference::small::SmallWord;
use crate::text::fold;

/// A person's name taken apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PersonName {
    /// Titles before the name, as printed, in order.
    pub titles: Vec<String>,
    /// The name without titles and post-nominals, otherwise as printed.
    pub name: String,
    /// Given names, as printed; empty for a name of one word.
    pub given: String,
    /// Family name, as printed, with its particles.
    pub family: String,
    /// What stands behind the name, as printed, in order: degrees, orders, offices, pronouns.
    pub suffixes: Vec<String>,
    /// Comparison form: given name and family name, folded.
    pub key: String,
}

/// A name and what it is dressed with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dressed {
    /// See [`PersonName::titles`].
    pub titles: Vec<String>,
    /// See [`PersonName::name`].
    pub name: String,
    /// See [`PersonName::suffixes`].
    pub suffixes: Vec<String>,
}

/// Takes a name apart.
pub fn read(text: &str, reference: &Reference) -> PersonName {
    let Dressed { titles, name, suffixes } = dressed(text, reference);
    let (given, family) = order::split(&name, reference);
    let key = fold(&format!("{given} {family}"));
    PersonName { titles, name, given, family, suffixes, key }
}

/// Takes off a name what stands before and behind it.
pub fn dressed(text: &str, reference: &Reference) -> Dressed {
    let text = clean(text);
    let (body, mut suffixes) = without_parts_behind(text, reference);
    let inverted = inverted(text, reference);
    let mut words: Vec<&str> = inverted.as_deref().unwrap_or(&body).split_whitespace().collect();
    let mut titles = take_titles(&mut words, reference);
    let behind = take_suffixes(&mut words, reference);
    suffixes.splice(0..0, behind);
    let mut name = words.join(" ");
    if let Some(title) = reference.persons.cjk_suffix(&name)
        && name.len() > title.len()
    {
        name = name[..name.len() - title.len()].trim_end().to_owned();
        titles.push(title.to_owned());
    }
    if reference.small.is(SmallWord::Withheld, &fold(&name)) {
        name = String::new();
    }
    Dressed { titles, name, suffixes }
}

/// Without numbers of a list before the name, and signs around it.
fn clean(text: &str) -> &str {
    let is_sign = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '*' | ',' | ';' | ':' | '…' | '•' | '·' | '\u{200b}' | '\u{feff}' | '†' | '‡' | '¹' | '²'
            )
    };
    let text = text.trim_matches(is_sign);
    // A stop behind a bracket or a gap ends a sentence, not an abbreviation.
    let text = match text.strip_suffix('.') {
        Some(rest) if rest.ends_with([')', ' ']) => rest.trim_end(),
        _ => text,
    };
    let unnumbered = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let text = match unnumbered.strip_prefix(['.', ')']) {
        Some(rest) if unnumbered.len() < text.len() => rest,
        _ => text,
    };
    text.trim_matches(|c: char| is_sign(c) || matches!(c, '-' | '–' | '—'))
}

/// The text before the first comma or the last bracket, and the post-nominals that follow it directly.
fn without_parts_behind(text: &str, reference: &Reference) -> (String, Vec<String>) {
    let mut parts = text.split([',', ';']);
    let mut body = parts.next().unwrap_or_default().trim().to_owned();
    let mut suffixes: Vec<String> = Vec::new();
    for part in parts {
        let part = part.trim();
        let is_suffix = reference.persons.is_pronouns(part)
            || reference.persons.is_postnominal(part)
            || !part.is_empty() && part.split_whitespace().all(|word| reference.persons.is_postnominal(word));
        if !is_suffix {
            break;
        }
        suffixes.push(part.to_owned());
    }
    // A bracket at the end is an affiliation, unless it is part of the name or stands behind it.
    if let Some((before, inner)) = body.strip_suffix(')').and_then(|open| open.rsplit_once('('))
        && before.split_whitespace().count() >= 2
        && !reference.persons.is_pronouns(inner)
        && !reference.persons.is_postnominal(inner)
    {
        body = before.trim_end().to_owned();
    }
    (body, suffixes)
}

/// "de Vries, Jan": a family name, a comma, given names and nothing else.
fn inverted(text: &str, reference: &Reference) -> Option<String> {
    let (family, given) = text.split_once(',')?;
    turned(family.trim(), given.trim(), reference)
}

/// The name in its usual order, when the texts before and behind a comma are a family name and given names.
pub fn turned(family: &str, given: &str, reference: &Reference) -> Option<String> {
    if given.contains([',', '(']) || family.contains('(') || reference.persons.is_postnominal(given) {
        return None;
    }
    let family_words: Vec<&str> = family.split_whitespace().collect();
    let given_words: Vec<&str> = given.split_whitespace().collect();
    let is_family_word = |word: &&str| {
        let folded = fold(word);
        reference.persons.family(&folded) > 0 && reference.persons.given(&folded) < 2
    };
    let is_family = match family_words.as_slice() {
        [] => false,
        [before @ .., last] => {
            before.iter().all(|word| order::is_particle(word, reference))
                || family_words.len() == 2 && is_family_word(&before[0]) && is_family_word(last)
        }
    };
    let is_given_name = |word: &str| {
        let folded = fold(word);
        folded.split(' ').any(|part| reference.persons.given(part) > 0)
    };
    let is_given = (1..=3).contains(&given_words.len())
        && (is_given_name(given_words[0]) || order::is_initial(given_words[0]))
        && given_words.iter().all(|word| word.starts_with(|c: char| c.is_uppercase()));
    let is_title = reference.persons.title(&fold(family)).is_some();
    (is_family && is_given && !is_title).then(|| format!("{given} {family}"))
}

/// Takes the titles at the beginning. A word is left over for the name.
fn take_titles(words: &mut Vec<&str>, reference: &Reference) -> Vec<String> {
    let mut titles = Vec::new();
    while let Some(n_words) = titles_at_start(words, !titles.is_empty(), reference) {
        titles.extend(words.drain(..n_words).map(str::to_owned));
    }
    titles
}

/// How many words at the beginning are one title.
fn titles_at_start(words: &[&str], is_after_title: bool, reference: &Reference) -> Option<usize> {
    let first = words.first()?;
    if is_after_title && words.len() > 1 {
        // "Maj. Gen. (Ret.)", "Dr. and Mrs."
        if first.starts_with('(') && first.ends_with(')') && reference.persons.title(&fold(first)).is_some() {
            return Some(1);
        }
        let word = fold(first);
        let is_behind = reference.small.is(SmallWord::BehindTitle, &word);
        if is_behind || words.len() > 2 && reference.small.is(SmallWord::BetweenTitles, &word) {
            return Some(1);
        }
    }
    // The folded title begins with the first word that folds to anything.
    let opening = words.iter().map(|word| fold(word)).find(|folded| !folded.is_empty())?;
    if !reference.persons.titles_begin_with(opening.split(' ').next()?) {
        return None;
    }
    let longest = LONGEST_TITLE.min(words.len().saturating_sub(1));
    (1..=longest).rev().find(|n_words| {
        let printed = words[..*n_words].join(" ");
        let rest = &words[*n_words..];
        match reference.persons.title(&fold(&printed)) {
            Some(Title::Certain) => is_certain(&printed, rest, is_after_title, reference),
            Some(Title::Ambiguous) => is_title_before(&printed, rest, is_after_title, reference),
            None => false,
        }
    })
}

/// A short title that is a word or a name when it is printed as one: "Ha", "Do".
fn is_certain(printed: &str, rest: &[&str], is_after_title: bool, reference: &Reference) -> bool {
    let is_marked = printed.contains('.') || is_after_title || printed.chars().count() > 4;
    is_marked || reference.persons.given(&fold(printed)) == 0 || rest.len() >= 2
}

/// Whether a word that may be a given name is a title before the rest: a whole name must follow.
fn is_title_before(printed: &str, rest: &[&str], is_after_title: bool, reference: &Reference) -> bool {
    let Some(next) = rest.first() else { return false };
    let is_name_next = reference.persons.given(&fold(next)) > 0 || order::is_initial(next);
    let is_initial = order::is_initial(printed);
    if is_initial {
        // "M. Jean Dupont" is Monsieur; "M. S. Swaminathan" is not.
        return rest.len() >= 2 && !order::is_initial(next) && reference.persons.given(&fold(next)) > 0;
    }
    let is_abbreviated = printed.ends_with('.');
    (rest.len() >= 2 && (is_name_next || is_after_title))
        || is_abbreviated
        || (is_after_title && rest.len() >= 2)
}

/// Takes what stands behind the name without a comma. Two words are left over for the name.
fn take_suffixes(words: &mut Vec<&str>, reference: &Reference) -> Vec<String> {
    let mut suffixes: Vec<String> = Vec::new();
    loop {
        let longest = 2.min(words.len().saturating_sub(2));
        let found = (1..=longest).rev().find(|n_words| {
            let printed = words[words.len() - n_words..].join(" ");
            let bare = printed.trim_start_matches('(').trim_end_matches(')');
            reference.persons.is_postnominal(&printed) || reference.persons.is_pronouns(bare)
        });
        let Some(n_words) = found else { return suffixes };
        suffixes.insert(0, words.split_off(words.len() - n_words).join(" "));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::shared;
    use proptest::prelude::*;

    /// Titles, name, suffixes.
    fn check(input: &str, titles: &str, name: &str, suffixes: &str) {
        let found = read(input, shared());
        let found = (found.titles.join(" "), found.name, found.suffixes.join(", "));
        assert_eq!(found, (titles.to_owned(), name.to_owned(), suffixes.to_owned()), "{input}");
    }

    fn check_order(input: &str, given: &str, family: &str) {
        let found = read(input, shared());
        assert_eq!((found.given.as_str(), found.family.as_str()), (given, family), "{input}");
    }

    #[test]
    fn titles_and_suffixes() {
        check("Prof. Dr. Erika Musterfrau", "Prof. Dr.", "Erika Musterfrau", "");
        check("The Rev. Canon John Doe", "The Rev. Canon", "John Doe", "");
        check("Dr. Jane Doe, MD, PhD", "Dr.", "Jane Doe", "MD, PhD");
        check("Jane Doe MP", "", "Jane Doe", "MP");
        check("Doe, Jane", "", "Jane Doe", "");
        check("Md. Karim Ahmed", "", "Md. Karim Ahmed", "");
        check("Dean Doe", "", "Dean Doe", "");
        check("Judge Mary Doe", "Judge", "Mary Doe", "");
        check("Jane Doe, University of Somewhere", "", "Jane Doe", "");
        check("3. Jane Doe (she/her)", "", "Jane Doe", "(she/her)");
        check("Jane Doe (Some Network)", "", "Jane Doe", "");
        check("陳大文 教授", "教授", "陳大文", "");
        check("Jack MA", "", "Jack MA", "");
        check("", "", "", "");
    }

    #[test]
    fn order_of_names() {
        check_order("Jane Doe", "Jane", "Doe");
        check_order("Ludwig van Example", "Ludwig", "van Example");
        check_order("DUPONT Marie", "Marie", "DUPONT");
        check_order("Kim Min-jun", "Min-jun", "Kim");
        check_order("Nguyễn Văn An", "Văn An", "Nguyễn");
        check_order("María Gómez López", "María", "Gómez López");
        check_order("陳大文", "大文", "陳");
        check_order("Мустер Иван Сергеевич", "Иван Сергеевич", "Мустер");
        check_order("Jane Muster of Rivertown", "Jane", "Muster of Rivertown");
        check_order("Jane de la Fuente Ortega", "Jane", "de la Fuente Ortega");
        check_order("Muster, Anne-Marie", "Anne-Marie", "Muster");
        check_order("歐陽大文", "大文", "歐陽");
        check_order("Madonna", "", "Madonna");
        assert_eq!(read("DUPONT Marie", shared()).key, read("Marie Dupont", shared()).key);
    }

    #[test]
    fn shared_sample() {
        let path = "../shared/normalize/persons.csv";
        let Ok(mut reader) = csv::Reader::from_path(path) else {
            eprintln!("{path} is absent: not measured");
            return;
        };
        let (mut n, mut n_names, mut n_all) = (0, 0, 0);
        for record in reader.records().filter_map(Result::ok) {
            let found = read(&record[0], shared());
            if record[1].is_empty() {
                continue;
            }
            n += 1;
            let is_name = found.name == record[1];
            let is_all =
                is_name && found.titles.join(" ") == record[2] && found.suffixes.join(", ") == record[3];
            n_names += u32::from(is_name);
            n_all += u32::from(is_all);
            if !is_all {
                eprintln!("{:?}: {:?} {:?} {:?}", &record[0], found.titles, found.name, found.suffixes);
            }
        }
        eprintln!("names {n_names}, names with titles and suffixes {n_all} of {n}");
        assert!(f64::from(n_names) / f64::from(n) >= 0.97);
    }

    proptest! {
        #[test]
        fn nothing_panics(text in "\\PC{0,60}") {
            read(&text, shared());
        }

        #[test]
        fn pieces_do_not_panic(text in "(Dr\\.|Jane|DOE|, |\\(|\\)|MP|教授|M\\.| |and|3\\.){0,8}") {
            read(&text, shared());
        }
    }
}
