//! Whether the initials of a name spell an acronym.

/// How a name spells an acronym.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spelling {
    /// Several letters come from one word, or a word is passed over.
    Loose,
    /// The first letter of every word, connectors counted or not.
    Exact,
}

/// At most so many letters of a word go into an acronym (`Interpol`).
const MAX_LETTERS_OF_A_WORD: usize = 5;
/// At most so many words that are no connectors are passed over.
const MAX_PASSED_OVER: usize = 1;

/// How the folded words of a name, each with whether it is a connector, spell a folded acronym.
pub fn spells(acronym: &str, words: &[(&str, bool)]) -> Option<Spelling> {
    let letters: Vec<char> = acronym.chars().collect();
    if letters.len() < 2 || words.len() < 2 || letters.len() > 16 || words.len() > 24 {
        return None;
    }
    if is_exact(&letters, words) {
        return Some(Spelling::Exact);
    }
    // Loose spellings of short acronyms are chance.
    (letters.len() >= 3 && is_loose(&letters, words)).then_some(Spelling::Loose)
}

/// Whether the letters of a folded acronym stand in a folded name in order, the first one first: `lanwor` in
/// "lantern workers union". What it says depends on the acronym being printed with the name.
pub fn runs_through(acronym: &str, name: &str) -> bool {
    let mut letters = name.chars();
    let starts = |text: &str| text.chars().next();
    acronym.chars().count() >= 3
        && starts(acronym) == starts(name)
        && acronym.chars().all(|letter| letters.any(|other| other == letter))
}

fn is_exact(letters: &[char], words: &[(&str, bool)]) -> bool {
    let Some(((first, is_connector), rest)) = words.split_first() else {
        return letters.is_empty();
    };
    let takes = letters.first().is_some_and(|letter| first.starts_with(*letter));
    (takes && is_exact(&letters[1..], rest)) || (*is_connector && is_exact(letters, rest))
}

fn is_loose(letters: &[char], words: &[(&str, bool)]) -> bool {
    // reachable[l] is the least number of words passed over when l letters are spelt so far.
    let mut reachable: Vec<Option<usize>> = vec![None; letters.len() + 1];
    reachable[0] = Some(0);
    for (word, is_connector) in words {
        let mut next: Vec<Option<usize>> = vec![None; letters.len() + 1];
        for (spelt, passed) in reachable.iter().enumerate() {
            let Some(passed) = *passed else { continue };
            let skipped = passed + usize::from(!is_connector);
            if skipped <= MAX_PASSED_OVER {
                keep_least(&mut next[spelt], skipped);
            }
            for (taken, letter) in word.chars().take(MAX_LETTERS_OF_A_WORD).enumerate() {
                if letters.get(spelt + taken) != Some(&letter) {
                    break;
                }
                keep_least(&mut next[spelt + taken + 1], passed);
            }
        }
        reachable = next;
    }
    reachable[letters.len()].is_some()
}

fn keep_least(slot: &mut Option<usize>, value: usize) {
    *slot = Some(slot.map_or(value, |old| old.min(value)));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(acronym: &str, name: &str, expected: Option<Spelling>) {
        let words: Vec<(&str, bool)> =
            name.split(' ').map(|word| (word, ["of", "for", "the", "and"].contains(&word))).collect();
        assert_eq!(spells(acronym, &words), expected, "{acronym} {name}");
    }

    #[test]
    fn spellings() {
        check("lwu", "lantern workers union", Some(Spelling::Exact));
        check("clw", "council of lantern workers", Some(Spelling::Exact));
        check("colw", "council of lantern workers", Some(Spelling::Exact));
        check("nlaln", "national lamp and lantern network", Some(Spelling::Exact));
        check("lanwu", "lantern workers union", Some(Spelling::Loose));
        check("lwu", "lantern workers union rivertown", Some(Spelling::Loose));
        check("lu", "lantern workers union", None);
        check("abc", "lantern workers union", None);
        check("", "", None);
    }

    #[test]
    fn letters_in_order() {
        assert!(runs_through("lanwor", "lantern workers union"));
        assert!(!runs_through("lanwor", "the lantern workers union"));
        assert!(!runs_through("lawun", "lantern union of workers"));
        assert!(!runs_through("la", "lantern"));
    }
}
