//! Counts that a letter states of its own signatories.

use crate::model::{Claim, ClaimScope, Place, Section, Unit};
use crate::reference::Reference;
use crate::reference::phrases::{PhraseRole, Phrases, is_unspaced};
use crate::segment::counts::{self, Count, Word, phrase};
use crate::segment::dates;
use crate::segment::rows;
use crate::segment::sentences::Sentence;
use crate::text::fold;

/// Words between a lead ("on behalf of") and the number it leads to.
const LEAD: usize = 4;
/// Words between two counts of one claim ("69 organizations and seven individuals from 23 countries").
const CHAIN: usize = 4;
/// A list that differs from a count by more than this share is not what is counted.
const PLAUSIBLE: f64 = 0.1;
/// The same in a sentence that tells of signing a letter.
const ROUGHLY: f64 = 0.3;
/// Signatures from which a count may be two off whatever the share.
const FEW: f64 = 10.0;
/// Longest sentence that says no more than how many sign, in characters of a script without spaces.
const SHORT: usize = 30;
/// Longest line that tells how many have signed by now, in words.
const COUNTER: usize = 5;
/// Longest line that labels a number, in words.
const LABEL: usize = 8;

/// The counts of a sentence that are claims: those that the writers' own words lead to; those that a sentence
/// about this letter counts as its signers; or any in a sentence about a letter or about signing, where the
/// list bears them out.
pub fn in_sentence(
    sentence: &Sentence,
    n_signatures: usize,
    language: Option<&str>,
    reference: &Reference,
) -> Vec<Claim> {
    let phrases = &reference.phrases;
    let words = counts::words(&sentence.text);
    let found = counts::find(&words, language, reference);
    if found.is_empty() {
        return Vec::new();
    }
    let folded = fold(&sentence.text);
    let tells_of_letter = phrases.within(&folded, PhraseRole::LetterWord);
    let tells_of_signing = phrases.within(&folded, PhraseRole::Signs);
    let is_own = tells_of_signing && is_about_this(&words, &folded, phrases);
    let share = if tells_of_letter && tells_of_signing { ROUGHLY } else { PLAUSIBLE };
    let borne_out = borne_out(&found, n_signatures, share);
    // "Number of signatories: 30."
    let is_label = words.len() <= LABEL && words.iter().any(|word| word.raw.ends_with([':', '：']));
    // "賛同者は14名です。"
    let is_short = sentence.text.chars().count() <= SHORT
        && phrases.unspaced(PhraseRole::UnitSignatories).any(|phrase| folded.contains(phrase));
    let mut claims: Vec<Claim> = Vec::new();
    let mut end_of_claim = None;
    for (count, is_borne_out) in found.iter().zip(borne_out) {
        let is_chained = end_of_claim.is_some_and(|end| count.first <= end + CHAIN);
        let is_of_list =
            is_borne_out && (tells_of_letter || tells_of_signing) && !is_of_others(&words, count, reference);
        let is_total = (is_label && count.end == words.len() || is_short) && count.unit == Unit::Signatories;
        // "2,318 people have signed", "Eleven associations ask for".
        let opens = count.first <= 1 && !is_of_others(&words, count, reference);
        let is_counter = count.first == 0 && tells_of_signing && words.len() <= COUNTER;
        let is_whole_list = opens && count.value as usize == n_signatures && count.unit != Unit::Countries;
        if is_counter
            || is_whole_list
            || is_chained
            || is_own
            || is_total
            || is_of_list
            || is_led(&words, count, reference)
        {
            end_of_claim = Some(count.end);
            claims.push(Claim {
                unit: count.unit,
                qualifier: count.qualifier,
                stated: count.value,
                scope: ClaimScope::Letter,
                section: None,
                place: Place { line_end: sentence.line_end, ..Place::line(sentence.line_start) },
                text: sentence.text.clone(),
            });
        }
    }
    claims
}

/// "This letter", "surat ini": a word for a letter right before or behind one for "this".
fn is_about_this(words: &[Word], folded: &str, phrases: &Phrases) -> bool {
    let letter = |at: usize| at < words.len() && phrase(words, at, PhraseRole::LetterWord, phrases) > 0;
    let this = |at: usize| at < words.len() && phrase(words, at, PhraseRole::This, phrases) > 0;
    (0..words.len()).any(|at| {
        let n_this = phrase(words, at, PhraseRole::This, phrases);
        let n_letter = phrase(words, at, PhraseRole::LetterWord, phrases);
        // An adjective may stand between.
        (n_this > 0 && (letter(at + n_this) || letter(at + n_this + 1)))
            || (n_letter > 0 && this(at + n_letter))
    }) || phrases.unspaced(PhraseRole::This).any(|phrase| folded.contains(phrase))
}

/// Whether the writers' own words lead to the number, and no other letter is told of.
fn is_led(words: &[Word], count: &Count, reference: &Reference) -> bool {
    let phrases = &reference.phrases;
    let from = count.first.saturating_sub(LEAD + 3);
    let is_led = (from..count.first).any(|at| {
        let n_words = phrase(&words[..count.first], at, PhraseRole::ClaimLead, phrases);
        n_words > 0 && count.first - (at + n_words) <= LEAD
    });
    let speaks = count.first > 0 && phrases.is(&words[count.first - 1].folded, PhraseRole::Writers);
    (is_led || speaks) && !is_of_others(words, count, reference)
}

/// "A coalition of 67 groups wrote to you last year": others did it, and it is done.
fn is_of_others(words: &[Word], count: &Count, reference: &Reference) -> bool {
    (count.end..words.len().min(count.end + 8))
        .any(|at| phrase(words, at, PhraseRole::Wrote, &reference.phrases) > 0)
}

/// Which of the counts of a sentence the list bears out: all, where it holds as many as they are together; else
/// those that are as many.
fn borne_out(counts: &[Count], n_signatures: usize, share: f64) -> Vec<bool> {
    let n_signatures = n_signatures as f64;
    let most = if n_signatures < FEW { share * n_signatures } else { (share * n_signatures).max(2.0) };
    let fits = |value: f64| (value - n_signatures).abs() <= most;
    let is_of_signers = |count: &&Count| !matches!(count.unit, Unit::Countries | Unit::Represented);
    let sum = counts.iter().filter(is_of_signers).map(|count| f64::from(count.value)).sum();
    let is_borne_out = |count: &Count| is_of_signers(&count) && (fits(sum) || fits(f64::from(count.value)));
    counts.iter().map(is_borne_out).collect()
}

/// The count that the heading of a section states of it: "(Individuals – international, 6)".
pub fn in_heading(
    index: usize,
    section: &Section,
    language: Option<&str>,
    reference: &Reference,
) -> Option<Claim> {
    let heading = section.heading.as_ref()?;
    let mut text = heading.text.clone();
    for date in dates::find(&heading.text, language, &reference.calendar).iter().rev() {
        text.replace_range(date.range.clone(), " ");
    }
    let folded = fold(&text);
    // "13개" is 13.
    let number = |word: &str| {
        let digits = word.trim_end_matches(is_unspaced);
        if digits.is_empty() { None } else { digits.parse::<u32>().ok() }
    };
    let mut numbers = folded.split(' ').filter_map(number);
    let stated = numbers.next().filter(|number| (1..=1_000_000).contains(number))?;
    if numbers.next().is_some() {
        return None;
    }
    let announced = rows::announced(&folded, true, reference).unwrap_or_default();
    let unit = match (announced.organizations, announced.individuals) {
        (true, false) => Unit::Organizations,
        (false, true) => Unit::Individuals,
        _ => Unit::Signatories,
    };
    Some(Claim {
        unit,
        qualifier: crate::model::Qualifier::Exactly,
        stated,
        scope: ClaimScope::Section,
        section: Some(index),
        place: heading.place,
        text: heading.text.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, n_signatures: usize, expected: &[(u32, Unit)]) {
        let sentence = Sentence { text: text.to_owned(), block: 0, line_start: 1, line_end: 1 };
        let claims = in_sentence(&sentence, n_signatures, Some("en"), crate::reference::shared());
        let got: Vec<_> = claims.iter().map(|claim| (claim.stated, claim.unit)).collect();
        assert_eq!(got, expected, "{text}");
    }

    #[test]
    fn claims() {
        use Unit::{Countries, Individuals, Organizations};
        check(
            "We are writing on behalf of 69 organizations and seven concerned individuals from 23 countries.",
            76,
            &[(69, Organizations), (7, Individuals), (23, Countries)],
        );
        check("The undersigned 12 groups ask you to act.", 3, &[(12, Organizations)]);
        check("Over 40 organizations urge the firms in a joint letter to stop.", 42, &[(40, Organizations)]);
        check(
            "A large coalition of 67 organizations and ten individuals wrote to you last December.",
            70,
            &[],
        );
        check("We, 3 organisations, urge you to act.", 9, &[(3, Organizations)]);
        check(
            "We, more than fifty civil society organisations and twenty-three academics, ask you.",
            9,
            &[(50, Organizations), (23, Individuals)],
        );
        check(
            "The six undersigned groups ask you to stop the mine, by whose river twenty unions live.",
            6,
            &[(6, Organizations)],
        );
        check("2,318 people have signed", 12, &[(2318, Individuals)]);
        check("Eleven associations ask for the law to be dropped.", 11, &[(11, Organizations)]);
        check("We note that 40 organizations were closed by the state.", 40, &[]);
        check("A total of 22 NGOs have been arrested.", 19, &[]);
    }

    #[test]
    fn claims_of_other_languages() {
        use Unit::{Individuals, Organizations, Signatories};
        let check = |language: &str, text: &str, expected: &[(u32, Unit)]| {
            let sentence = Sentence { text: text.to_owned(), block: 0, line_start: 1, line_end: 1 };
            let n: u32 = expected.iter().map(|(n, _)| n).sum();
            let claims = in_sentence(&sentence, n as usize, Some(language), crate::reference::shared());
            let got: Vec<_> = claims.iter().map(|claim| (claim.stated, claim.unit)).collect();
            assert_eq!(got, expected, "{text}");
        };
        let both: &[_] = &[(12, Organizations), (7, Individuals)];
        check("es", "Firman esta carta doce organizaciones y 7 personas.", both);
        check("pt", "Assinam esta carta 12 entidades e sete pessoas.", both);
        check("fr", "Cette lettre est signée par douze organisations et 7 personnes.", both);
        check(
            "de",
            "Dieser Brief wird von zwölf Organisationen und sieben Einzelpersonen unterzeichnet.",
            both,
        );
        check("it", "Questa lettera è sottoscritta da 12 organizzazioni e sette persone.", both);
        check("nl", "Deze brief is ondertekend door twaalf organisaties en zeven personen.", both);
        check("ca", "Signen aquesta carta 12 entitats i set persones.", both);
        check("cs", "Dopis podepsalo 12 organizací a 7 jednotlivců.", both);
        check("pl", "List podpisało 12 organizacji i siedem osób.", both);
        check("ru", "Под письмом подписались организации (12) и граждане (7).", both);
        check("uk", "Лист підписали організації (12) та громадяни (7).", both);
        check("ar", "وقع على هذه الرسالة عدد المنظمات: اثنا عشر وعدد الأفراد: سبعة.", both);
        check("he", "על המכתב חתומים שתים עשרה ארגונים ו-שבע יחידים.", both);
        check("hi", "इस पत्र पर 12 संगठनों और 7 व्यक्तियों ने हस्ताक्षर किए हैं।", both);
        check("vi", "Thư này có chữ ký của mười hai tổ chức và bảy cá nhân.", both);
        check("ja", "本書簡には12団体と個人7名が賛同しています。", both);
        check("ko", "이 서한에는 12개 단체와 개인 7명이 서명했습니다.", both);
        check("zh", "本信由12个组织和7位个人联署。", both);
        check("zh", "本信由十二个组织和七位个人联署。", both);
        check("fr", "Au total, vingt-deux signataires soutiennent cette lettre.", &[(22, Signatories)]);
        check("de", "Insgesamt unterstützen 33 Unterzeichnende diesen Brief.", &[(33, Signatories)]);
        check("tr", "Toplam otuz dört imzacı bu mektubu desteklemektedir.", &[(34, Signatories)]);
        check("id", "Sebanyak tiga puluh empat penanda tangan mendukung surat ini.", &[(34, Signatories)]);
        check("pl", "Łączna liczba sygnatariuszy: dwadzieścia siedem.", &[(27, Signatories)]);
        check("cs", "Celkový počet signatářů: dvacet.", &[(20, Signatories)]);
        check("ar", "مجموع الموقعين: 30.", &[(30, Signatories)]);
        check("ja", "賛同者は合計14名です。", &[(14, Signatories)]);
        check("ko", "총 21명이 이 서한에 연명했습니다.", &[(21, Signatories)]);
        check("en", "We, the 14 undersigned, ask you to act.", &[(14, Signatories)]);
        check("de", "Die Stadt hat 2019 fünfzehn Vereine gefördert.", &[]);
    }
}
