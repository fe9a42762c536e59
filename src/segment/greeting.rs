//! Whom a salutation greets.

use crate::reference::Reference;
use crate::reference::phrases::{PhraseRole, Phrases, is_unspaced};
use crate::text::fold;

/// Longest salutation, in words.
const WORDS: usize = 30;
/// Marks behind a salutation.
const ENDS: [char; 9] = [',', ':', '，', '：', '!', '！', '،', ';', '、'];
/// Marks of a template that was not filled in.
const BLANKS: [&str; 7] = ["<", "[", "{", "___", "...", "XXX", "…"];

/// Whether a line greets the addressee. `folded` are its words.
pub fn is_salutation(text: &str, folded: &[&str], reference: &Reference) -> bool {
    let phrases = &reference.phrases;
    let n_greeting = phrases.prefix(folded, PhraseRole::Salutation);
    let is_greeted = n_greeting > 0
        && folded.len() <= WORDS
        && (text.ends_with(ENDS) || folded.len() <= 6 && !text.contains([',', '，', '،']));
    is_greeted || is_greeted_behind(text, phrases)
}

/// "水資源局長 殿", "존경하는 장관님께": the greeting stands behind, in scripts that do so.
fn is_greeted_behind(text: &str, phrases: &Phrases) -> bool {
    if !text.chars().any(is_unspaced) || text.chars().nth(40).is_some() {
        return false;
    }
    let bare = text.trim_end_matches(|c: char| ENDS.contains(&c) || c.is_whitespace());
    without_tail(bare, phrases).is_some_and(|name| name.chars().count() >= 2)
        || phrases.unspaced(PhraseRole::Salutation).any(|phrase| {
            bare.strip_prefix(phrase).is_some_and(|rest| rest.is_empty() || text.ends_with(ENDS))
        })
}

/// The text without what stands behind a name in a greeting, when that is there.
pub fn without_tail<'a>(text: &'a str, phrases: &Phrases) -> Option<&'a str> {
    let tails = phrases.unspaced(PhraseRole::AddressTail);
    let longest = tails.filter_map(|tail| text.strip_suffix(tail)).min_by_key(|rest| rest.len())?;
    Some(longest.trim_end())
}

/// Those whom a salutation greets, as printed: "Señor Presidente, estimadas senadoras:" greets two, "Dear Sir
/// or Madam," nobody.
pub fn greeted(text: &str, reference: &Reference) -> Vec<String> {
    let phrases = &reference.phrases;
    let mut names: Vec<String> = Vec::new();
    if is_blank(text) || is_nobody(text, phrases) {
        return names;
    }
    for piece in pieces(text, phrases) {
        let (rest, is_new) = without_greeting(piece, phrases);
        let rest = rest.trim_matches(|c: char| {
            !c.is_alphanumeric() && !matches!(c, ')' | '(' | '.' | '（' | '）') && !is_mark(c)
        });
        if rest.is_empty() || is_nobody(rest, phrases) {
            continue;
        }
        match names.last_mut() {
            // A title behind the name: "Dear Ann Other, Minister of Water,".
            Some(last) if !is_new => *last = format!("{last}, {rest}"),
            _ => names.push(rest.to_owned()),
        }
    }
    names
}

/// Signs that are part of a letter in Indic scripts.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{900}'..='\u{DFF}')
}

/// Whether a text holds a field of a template that was not filled in.
pub fn is_blank(text: &str) -> bool {
    BLANKS.iter().any(|blank| text.contains(blank))
}

/// Whether a text greets in general, nobody in particular.
pub fn is_nobody(text: &str, phrases: &Phrases) -> bool {
    let folded = fold(text);
    folded.is_empty()
        || phrases.is(&folded, PhraseRole::Nobody)
        || phrases.unspaced(PhraseRole::Nobody).any(|phrase| folded == phrase)
}

/// The pieces of a salutation: between commas, and before each further word of greeting.
fn pieces<'a>(text: &'a str, phrases: &Phrases) -> Vec<&'a str> {
    let mut pieces = Vec::new();
    for part in text.split([',', '،', '，', '、', ';', ':', '：', '!', '！']) {
        let starts: Vec<usize> = word_starts(part);
        let folded: Vec<String> = starts
            .iter()
            .map(|start| fold(part[*start..].split_whitespace().next().unwrap_or_default()))
            .collect();
        let words: Vec<&str> = folded.iter().map(String::as_str).collect();
        let mut begin = 0;
        let mut at = phrases.prefix(&words, PhraseRole::Salutation);
        let mut has_name = false;
        while at < words.len() {
            let n_greeting = phrases.prefix(&words[at..], PhraseRole::Salutation);
            if n_greeting > 0 && has_name {
                pieces.push(without_joint(part[begin..starts[at]].trim(), phrases));
                begin = starts[at];
                has_name = false;
            }
            has_name |= n_greeting == 0;
            at += n_greeting.max(1);
        }
        pieces.push(part[begin..].trim());
    }
    pieces
}

fn word_starts(text: &str) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut is_inside = false;
    for (at, c) in text.char_indices() {
        if !c.is_whitespace() && !is_inside {
            starts.push(at);
        }
        is_inside = !c.is_whitespace();
    }
    starts
}

/// Without the "and" before the next person.
fn without_joint<'a>(piece: &'a str, phrases: &Phrases) -> &'a str {
    match piece.rsplit_once(char::is_whitespace) {
        Some((rest, last)) if phrases.is(&fold(last), PhraseRole::And) => rest.trim_end(),
        _ => piece,
    }
}

/// What is left behind the words of greeting, and whether there were any.
fn without_greeting<'a>(piece: &'a str, phrases: &Phrases) -> (&'a str, bool) {
    let starts = word_starts(piece);
    let folded: Vec<String> = starts
        .iter()
        .map(|start| fold(piece[*start..].split_whitespace().next().unwrap_or_default()))
        .collect();
    let words: Vec<&str> = folded.iter().map(String::as_str).collect();
    let n_joint = usize::from(words.first().is_some_and(|word| phrases.is(word, PhraseRole::And)));
    let n_greeting = phrases.prefix(&words[n_joint..], PhraseRole::Salutation);
    let is_new = n_greeting > 0;
    let mut rest = match starts.get(n_joint + n_greeting) {
        Some(start) if is_new => &piece[*start..],
        None if is_new => "",
        _ => piece,
    };
    let mut is_greeted = is_new;
    if let Some(phrase) = phrases
        .unspaced(PhraseRole::Salutation)
        .filter(|phrase| rest.starts_with(phrase))
        .max_by_key(|p| p.len())
    {
        rest = rest[phrase.len()..].trim_start();
        is_greeted = true;
    }
    if let Some(name) = without_tail(rest, phrases) {
        rest = name;
        is_greeted = true;
    }
    (rest, is_greeted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn who_is_greeted() {
        let check = |text: &str, expected: &[&str]| {
            assert_eq!(greeted(text, crate::reference::shared()), expected, "{text}");
        };
        check("Dear Prime Minister Such,", &["Prime Minister Such"]);
        check("Dear Sir or Madam,", &[]);
        check("To whom it may concern:", &[]);
        check("Dear <NAME>", &[]);
        check("Dear Ann Other, Minister of Water,", &["Ann Other, Minister of Water"]);
        check("Dear Minister Other and dear Chair Doe,", &["Minister Other", "Chair Doe"]);
        check("Señor Presidente, estimadas senadoras:", &["Presidente", "senadoras"]);
        check("Estimado/a Ministra de Aguas:", &["Ministra de Aguas"]);
        check("Sehr geehrte Frau Ministerin,", &["Frau Ministerin"]);
        check("Sehr geehrte Damen und Herren,", &[]);
        check("Madame, Monsieur,", &[]);
        check("Madame la Ministre,", &["la Ministre"]);
        check("Gentile Ministra,", &["Ministra"]);
        check("Benvolguts consellers,", &["consellers"]);
        check("Geachte minister,", &["minister"]);
        check("Szanowny Panie Ministrze,", &["Panie Ministrze"]);
        check("Szanowna Pani, Szanowny Panie,", &[]);
        check("Vážený pane ministře,", &["pane ministře"]);
        check("Уважаемый господин министр!", &["господин министр"]);
        check("Шановний пане міністре!", &["пане міністре"]);
        check("Sayın Bakan,", &["Bakan"]);
        check("تحية طيبة وبعد،", &[]);
        check("כבוד השר,", &["השר"]);
        check("माननीय मंत्री जी,", &["मंत्री जी"]);
        check("महोदय/महोदया,", &[]);
        check("水資源局長 殿", &["水資源局長"]);
        check("尊敬的水务局局长：", &["水务局局长"]);
        check("존경하는 장관님께", &["장관"]);
        check("관계자 여러분", &[]);
        check("Kính thưa Bộ trưởng,", &["Bộ trưởng"]);
        check("Dengan hormat,", &[]);
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "(Dear |Señor |, | and |様|尊敬的|\\PC){0,30}") {
            let reference = crate::reference::shared();
            greeted(&text, reference);
            let folded = fold(&text);
            is_salutation(&text, &folded.split(' ').collect::<Vec<_>>(), reference);
        }
    }
}
