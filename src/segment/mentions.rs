//! Passages that mention a letter with signatories, other than the document's own.

use crate::model::{DatePrecision, Mention, PartialDate, Unit};
use crate::reference::Reference;
use crate::reference::phrases::PhraseRole;
use crate::segment::counts::{Count, Counted, Word, phrase};
use crate::segment::dates;
use crate::text::fold;
use jiff::civil::{Date, Weekday};

/// Words between a letter and its addressee.
const TO: &[&str] = &["to", "a", "al", "an", "aan", "ao", "aos", "au", "aux"];
/// Sentences after a mention in which a count of those represented is of the same letter.
const CONTINUES: usize = 2;

/// What a document tells that dates a mention.
pub struct Context<'a> {
    /// The document's own date.
    pub date: Option<PartialDate>,
    /// Every day printed in the document; few documents are asked.
    pub days: &'a dyn Fn() -> Vec<Date>,
    /// The document's own addressee, for "wrote to you".
    pub addressee: Option<&'a str>,
    /// Language of the document.
    pub language: Option<&'a str>,
}

/// The mentions in sentences that hold no claim. A sentence mentions a letter when it counts those who
/// sent it, and speaks of a letter or of writing to somebody. Whoever is said further on to be one of its
/// signatories is added to the last mention.
pub fn find(sentences: &[Counted], context: &Context, reference: &Reference) -> Vec<Mention> {
    let mut mentions: Vec<Mention> = Vec::new();
    let mut last_at = None;
    for (at, counted) in sentences.iter().enumerate() {
        let is_near = last_at.is_some_and(|last| at - last <= CONTINUES);
        if let Some(mention) = mention(counted, is_near, context, reference) {
            last_at = Some(at);
            mentions.push(mention);
        } else if let (Some(last), Some(signer)) = (mentions.last_mut(), signer_in(&counted.sentence.text))
            && !last.signers.contains(&signer)
        {
            last.signers.push(signer);
        }
    }
    mentions
}

fn mention(counted: &Counted, is_near: bool, context: &Context, reference: &Reference) -> Option<Mention> {
    let phrases = &reference.phrases;
    let Counted { sentence, words, counts } = counted;
    let found: Vec<&Count> = counts.iter().filter(|count| count.unit != Unit::Countries).collect();
    if found.is_empty() {
        return None;
    }
    let has = |role| (0..words.len()).any(|at| phrase(words, at, role, phrases) > 0);
    let counts_senders = found.iter().any(|count| count.unit != Unit::Represented);
    let tells_of_letter = has(PhraseRole::LetterWord) || writes_to(words, reference);
    let continues = is_near && !counts_senders && !found.is_empty();
    if !(counts_senders && tells_of_letter || continues) {
        return None;
    }
    let mut mention = Mention {
        line: sentence.line_start,
        text: sentence.text.clone(),
        continues,
        date: date(&sentence.text, words, context, reference),
        addressee: if continues { None } else { addressee(words, context, reference) },
        ..Mention::default()
    };
    for count in found {
        let field = match count.unit {
            Unit::Organizations => &mut mention.n_organizations,
            Unit::Individuals => &mut mention.n_individuals,
            Unit::Represented => &mut mention.n_represented,
            Unit::Signatories | Unit::Countries => &mut mention.n_signatories,
        };
        *field = field.or(Some(count.value));
        mention.signers.extend(count.named.iter().cloned());
    }
    Some(mention)
}

/// "wrote to you", "sent ... to".
fn writes_to(words: &[Word], reference: &Reference) -> bool {
    (0..words.len()).any(|at| {
        let n_words = phrase(words, at, PhraseRole::Wrote, &reference.phrases);
        n_words > 0 && words.get(at + n_words).is_some_and(|next| TO.contains(&next.folded.as_str()))
    })
}

/// The date of the letter mentioned: a date in the sentence; "last December"; "on Thursday" as the latest
/// such day that the document prints.
fn date(text: &str, words: &[Word], context: &Context, reference: &Reference) -> Option<PartialDate> {
    if let Some(found) = dates::find(text, context.language, &reference.calendar).into_iter().next() {
        return Some(found.date);
    }
    for pair in words.windows(2) {
        if pair[0].folded == "last"
            && let Some(month) = reference.calendar.month(&pair[1].folded, context.language)
        {
            return last_month(month, context.date?.date);
        }
        if pair[0].folded == "on"
            && let Some(weekday) = reference.calendar.weekday(&pair[1].folded)
        {
            let weekday = Weekday::from_monday_one_offset(weekday).ok()?;
            let date = (context.days)().into_iter().filter(|day| day.weekday() == weekday).max()?;
            return Some(PartialDate { date, precision: DatePrecision::Day });
        }
    }
    None
}

/// The latest month of that number before the month of a date.
fn last_month(month: i8, before: Date) -> Option<PartialDate> {
    let year = if month < before.month() { before.year() } else { before.year() - 1 };
    Date::new(year, month, 1).ok().map(|date| PartialDate { date, precision: DatePrecision::Month })
}

/// Whom the letter was addressed to: the name behind "letter to", "wrote to", "urged".
fn addressee(words: &[Word], context: &Context, reference: &Reference) -> Option<String> {
    let phrases = &reference.phrases;
    let is_to = |at: usize| words.get(at).is_some_and(|word| TO.contains(&word.folded.as_str()));
    let behind = |role| {
        (0..words.len()).filter_map(move |at| {
            let n_words = phrase(words, at, role, phrases);
            (n_words > 0 && is_to(at + n_words)).then_some(at + n_words + 1)
        })
    };
    let behind_urged = words
        .iter()
        .enumerate()
        .filter(|(_, word)| matches!(word.folded.as_str(), "urged" | "urging" | "asked"))
        .map(|(at, _)| at + 1);
    behind(PhraseRole::LetterWord).chain(behind(PhraseRole::Wrote)).chain(behind_urged).find_map(|at| {
        match words.get(at) {
            Some(word) if word.folded == "you" => context.addressee.map(str::to_owned),
            _ => name_at(words, at, reference),
        }
    })
}

/// The name that begins at a word: capitals, and small words between them.
fn name_at(words: &[Word], mut at: usize, reference: &Reference) -> Option<String> {
    while words
        .get(at)
        .is_some_and(|word| matches!(word.folded.as_str(), "the" | "la" | "el" | "le" | "los" | "les"))
    {
        at += 1;
    }
    let mut name: Vec<&str> = Vec::new();
    let mut n_kept = 0;
    for word in words.iter().skip(at).take(12) {
        let is_capital = word.raw.starts_with(char::is_uppercase);
        let joins = matches!(word.folded.as_str(), "of" | "the" | "and" | "de" | "la" | "del");
        if !is_capital && !joins && reference.phrases.is(&word.folded, PhraseRole::Stop) {
            break;
        }
        name.push(word.raw.trim_end_matches([',', '.', ';', ':', '”', '"']));
        // A small word ends the name, unless a capital follows; "government" belongs to it all the same.
        if is_capital || matches!(word.folded.as_str(), "government" | "parliament" | "authorities") {
            n_kept = name.len();
        }
        if word.raw.ends_with([',', '.', ';', ':']) {
            break;
        }
    }
    name.truncate(n_kept);
    (!name.is_empty()).then(|| name.join(" "))
}

/// The signer in "said Somebody of Such Watch (SW), one of the signatories of the letter": the run of
/// capitals before the comma.
fn signer_in(text: &str) -> Option<String> {
    let tells = [
        "one of the signatories",
        "one of the signers",
        "a signatory to",
        "a signatory of",
        "which signed the letter",
    ];
    let at = tells.iter().filter_map(|tell| text.find(tell)).min()?;
    let before = text[..at].trim_end().trim_end_matches(',');
    let before = match before.strip_suffix(')').and_then(|inner| inner.rsplit_once('(')) {
        Some((name, _)) => name.trim_end(),
        None => before,
    };
    let mut name: Vec<&str> = Vec::new();
    for word in before.split_whitespace().rev() {
        let joins = matches!(fold(word).as_str(), "of" | "for" | "the" | "and" | "de");
        let is_capital = word.starts_with(char::is_uppercase);
        if word.ends_with(',') || word.ends_with("-based") || !(is_capital || joins && !name.is_empty()) {
            break;
        }
        name.push(word);
    }
    while name.last().is_some_and(|word| !word.starts_with(char::is_uppercase)) {
        name.pop();
    }
    name.reverse();
    (!name.is_empty()).then(|| name.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::sentences::Sentence;

    fn mentions(texts: &[&str]) -> Vec<Mention> {
        let sentences: Vec<Sentence> = texts
            .iter()
            .map(|text| Sentence { text: (*text).to_owned(), block: 0, line_start: 1, line_end: 1 })
            .collect();
        let days =
            || vec![Date::constant(2018, 5, 17), Date::constant(2018, 6, 7), Date::constant(2018, 6, 8)];
        let context = Context {
            date: Some(PartialDate { date: Date::constant(2020, 11, 9), precision: DatePrecision::Day }),
            days: &days,
            addressee: Some("President Example"),
            language: Some("en"),
        };
        let reference = crate::reference::shared();
        let read = |sentence| Counted::new(sentence, Some("en"), reference);
        find(&sentences.iter().map(read).collect::<Vec<_>>(), &context, reference)
    }

    #[test]
    fn a_letter_that_others_wrote() {
        let found = mentions(&[
            "A coalition of 67 organizations and ten individuals wrote to you last December, urging you on.",
        ]);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].n_organizations, found[0].n_individuals), (Some(67), Some(10)));
        assert_eq!(found[0].addressee.as_deref(), Some("President Example"));
        assert_eq!(found[0].date.unwrap().date, Date::constant(2019, 12, 1));
    }

    #[test]
    fn a_report_with_a_second_sentence_and_a_signer() {
        let found = mentions(&[
            "Before the summit, 52 groups and coalitions sent a letter to the South’s ruler Ann Example on Thursday, calling for reforms.",
            "The groups, which represent more than 300 organizations, want change.",
            "It is a step, said Jo Doe, director of Berlin-based Open Skies Watch (OSW), one of the signatories of the letter.",
        ]);
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].n_organizations, Some(52));
        assert_eq!(found[0].addressee.as_deref(), Some("South’s ruler Ann Example"));
        assert_eq!(found[0].date.unwrap().date, Date::constant(2018, 6, 7));
        assert_eq!((found[1].n_represented, found[1].continues), (Some(300), true));
        assert_eq!(found[1].signers, ["Open Skies Watch"]);
    }

    #[test]
    fn no_count_of_senders_no_mention() {
        let check = |text: &str| assert!(mentions(&[text]).is_empty(), "{text}");
        check("In a letter to all members of the council, the ambassador warned of consequences.");
        check("The resolution was sponsored by 49 member countries.");
        check("Some 180 refugees have come to the country since the law was passed.");
    }
}
