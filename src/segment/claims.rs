//! Counts that a letter states of its own signatories.

use crate::model::{Claim, ClaimScope, Place, Section, Text, Unit};
use crate::reference::phrases::{PhraseRole, Phrases, is_unspaced};
use crate::reference::{Reference, columns};
use crate::segment::counts::{self, Count, Counted, Word, phrase};
use crate::segment::dates::{self, tokens};
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
/// Longest line that is a number of signatures and little else, in words.
const TOTAL: usize = 6;
/// Words between those who ask and what says that they ask.
const ASKING: usize = 2;

/// The counts of a sentence that are claims: those that the writers' own words lead to; those that a sentence
/// about this letter counts as its signers; or any in a sentence about a letter or about signing, where the
/// list bears them out.
pub fn in_sentence(counted: &Counted, n_signatures: usize, reference: &Reference) -> Vec<Claim> {
    let phrases = &reference.phrases;
    let Counted { sentence, words, counts: found } = counted;
    if found.is_empty() {
        return Vec::new();
    }
    let folded = fold(&sentence.text);
    let tells_of_letter = phrases.within(&folded, PhraseRole::LetterWord);
    let tells_of_signing = phrases.within(&folded, PhraseRole::Signs);
    let is_own = tells_of_signing && is_about_this(words, &folded, phrases);
    let share = if tells_of_letter && tells_of_signing { ROUGHLY } else { PLAUSIBLE };
    let borne_out = borne_out(found, n_signatures, share);
    let roughly = self::borne_out(found, n_signatures, ROUGHLY);
    let is_goal = phrases.within(&folded, PhraseRole::Goal);
    // "Number of signatories: 30."
    let is_label = words.len() <= LABEL && words.iter().any(|word| word.raw.ends_with([':', '：']));
    // "賛同者は14名です。"
    let is_short = sentence.text.chars().count() <= SHORT
        && phrases.unspaced(PhraseRole::UnitSignatories).any(|phrase| folded.contains(phrase));
    let is_total = |count: &Count| {
        let counts_signatures = count.unit == Unit::Signatories
            && (is_short || words.len() <= TOTAL || is_label && count.end == words.len());
        let is_sum = words.len() <= TOTAL
            && phrases.within(&folded, PhraseRole::Total)
            && count.unit != Unit::Countries;
        !is_goal && (counts_signatures || is_sum)
    };
    let mut claims: Vec<Claim> = Vec::new();
    let mut end_of_claim = None;
    let mut from = 0;
    for ((count, is_borne_out), is_roughly) in found.iter().zip(borne_out).zip(roughly) {
        let is_chained = end_of_claim.is_some_and(|end| goes_on(words, end, count, phrases));
        let is_of_list =
            is_borne_out && (tells_of_letter || tells_of_signing) && !is_of_others(words, count, reference);
        let is_asking = is_roughly && asks(words, count, reference);
        let is_led =
            is_led(words, count, from, reference) || speaks_as(words, count, is_borne_out, reference);
        // "2,318 people have signed", "Eleven associations ask for".
        let opens = count.first <= 1 && !is_of_others(words, count, reference);
        let is_counter = count.first == 0 && tells_of_signing && words.len() <= COUNTER && !is_goal;
        let is_whole_list = opens && count.value as usize == n_signatures && count.unit != Unit::Countries;
        from = count.end;
        let is_line = is_counter || is_whole_list || is_total(count);
        let is_signing = tells_of_letter
            && !is_goal
            && count.unit != Unit::Countries
            && (tells_of_signing && (opens || is_subject(words, phrases))
                || signs_letter(words, count, phrases));
        if is_line || is_chained || is_own || is_of_list || is_asking || is_led || is_signing {
            end_of_claim = Some(count.end);
            let place = Place { line_end: sentence.line_end, ..Place::line(sentence.line_start) };
            claims.push(claim(count, &sentence.text, place));
        }
    }
    claims
}

/// The counts of a line beside a list that say how many sign, and no more: "Signatures 1,204".
pub fn in_list(
    sentence: &Sentence,
    n_signatures: usize,
    language: Option<&str>,
    reference: &Reference,
) -> Vec<Claim> {
    let n_words = sentence.text.split_whitespace().count();
    let has_number = sentence.text.chars().any(|c| tokens::digit(c).is_some());
    if n_words > TOTAL || !has_number || reference.phrases.within(&fold(&sentence.text), PhraseRole::Others) {
        return Vec::new();
    }
    let mut claims = in_sentence(&Counted::new(sentence, language, reference), n_signatures, reference);
    claims.retain(|claim| claim.unit == Unit::Signatories);
    claims
}

/// The counts of the title, where those counted ask for something: "500 artists say".
pub fn in_title(title: &str, language: Option<&str>, reference: &Reference) -> Vec<Claim> {
    let words = counts::words(title);
    let found = counts::find(&words, language, reference);
    let asking = found.iter().filter(|count| asks(&words, count, reference));
    asking.map(|count| claim(count, title, Place::line(1))).collect()
}

/// The number of signatures that a key beside the text states.
pub fn in_keys(text: &Text, reference: &Reference) -> Option<Claim> {
    let is_key = |name: &str| reference.phrases.is(&columns::key(name), PhraseRole::KeySignatures);
    let (name, value, line) = text.front_matter.iter().find(|(name, ..)| is_key(name))?;
    let stated = value.trim().parse().ok().filter(|stated| *stated > 0)?;
    let count = Count { unit: Unit::Signatories, value: stated, ..Count::default() };
    Some(claim(&count, &format!("{name}: {value}"), Place::line(*line)))
}

fn claim(count: &Count, text: &str, place: Place) -> Claim {
    Claim {
        unit: count.unit,
        qualifier: count.qualifier,
        stated: count.value,
        scope: ClaimScope::Letter,
        section: None,
        place,
        text: text.to_owned(),
    }
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

/// Whether a count goes on with a claim that ended at a word: behind a comma or an "and", or with the countries
/// that the signers are from. "60 scientists from 14 universities" counts no universities that sign.
fn goes_on(words: &[Word], end: usize, count: &Count, phrases: &Phrases) -> bool {
    let is_joined = || {
        words[end - 1].raw.ends_with([',', '،', '、'])
            || (end..count.first).any(|at| {
                words[at].raw.ends_with([',', '،', '、']) || phrases.is(&words[at].folded, PhraseRole::And)
            })
    };
    count.first <= end + CHAIN
        && (count.unit == Unit::Countries || words.iter().any(is_of_unspaced) || is_joined())
}

fn is_of_unspaced(word: &Word) -> bool {
    word.raw.chars().any(is_unspaced)
}

/// "Der Aufruf wird von 25 Verbänden getragen": the sentence opens with the letter.
fn is_subject(words: &[Word], phrases: &Phrases) -> bool {
    (0..words.len().min(2)).any(|at| phrase(words, at, PhraseRole::LetterWord, phrases) > 0)
}

/// "The letter had 1,482 signatories", "List podpisało 320 naukowców": signers that are called so in a sentence
/// about a letter, or who stand right behind what says that it was signed.
fn signs_letter(words: &[Word], count: &Count, phrases: &Phrases) -> bool {
    let is_called_so = count.unit == Unit::Signatories
        && (count.first..count.end).any(|at| phrase(words, at, PhraseRole::UnitSignatories, phrases) > 0);
    let from = count.first.saturating_sub(LEAD);
    let signs =
        (from..count.first).find(|at| phrase(&words[..count.first], *at, PhraseRole::Signs, phrases) > 0);
    let letter = |at: usize| phrase(&words[..count.first], at, PhraseRole::LetterWord, phrases) > 0;
    // Deep in a sentence another letter may be told of.
    is_called_so || signs.is_some_and(|signs| signs <= LEAD && (0..count.first).any(letter))
}

/// Whether the writers' own words from a word on, where the count before ends, lead to the number, and no other
/// letter is told of.
fn is_led(words: &[Word], count: &Count, from: usize, reference: &Reference) -> bool {
    let phrases = &reference.phrases;
    let from = count.first.saturating_sub(LEAD + 3).max(from.min(count.first));
    // "Our 45 member organizations" are not the writers.
    if count.first > 0 && phrase(words, count.first - 1, PhraseRole::This, phrases) == 1 {
        return false;
    }
    // "We, 44 organizations, urge", "43 organizations that sign below", "the 19 signatory groups".
    let is_called_signers = count.unit != Unit::Signatories
        && (count.first..words.len().min(count.end + 1)).any(|at| {
            [PhraseRole::UnitSignatories, PhraseRole::HeadingSignatories]
                .into_iter()
                .any(|role| phrase(words, at, role, phrases) == 1)
        });
    let is_writers = is_called_signers
        || (from..count.first).any(|at| {
            let n_writers = phrase(&words[..count.first], at, PhraseRole::Writers, phrases);
            n_writers > 0 && at + n_writers == count.first
        })
        || (count.end..words.len().min(count.end + 2))
            .any(|at| phrase(words, at, PhraseRole::ClaimLead, phrases) > 0);
    if is_writers {
        return true;
    }
    let is_led = (from..count.first).any(|at| {
        let n_words = phrase(&words[..count.first], at, PhraseRole::ClaimLead, phrases);
        let n_writers = phrase(&words[..count.first], at, PhraseRole::Writers, phrases);
        let gap = |n_words: usize| count.first - (at + n_words);
        // "We, a group of 40 teachers": a comma says that what follows is the writers.
        let is_apposed = || n_writers > 0 && words[at + n_writers - 1].raw.ends_with(',');
        n_words > 0 && gap(n_words) <= LEAD
            || n_writers > 0 && (gap(n_writers) == 0 || gap(n_writers) <= LEAD && is_apposed())
    });
    (is_led || count.is_led) && !is_of_others(words, count, reference)
}

/// "As 11 groups from nine countries we": the sentence opens with what the writers are.
fn speaks_as(words: &[Word], count: &Count, is_borne_out: bool, reference: &Reference) -> bool {
    let phrases = &reference.phrases;
    let n_words = phrase(words, 0, PhraseRole::SpeakingAs, phrases);
    let says_we = || (count.end..words.len()).any(|at| phrase(words, at, PhraseRole::Writers, phrases) > 0);
    n_words > 0 && n_words == count.first && (is_borne_out || says_we())
}

/// "Eleven associations demand": what they do stands right behind them.
fn asks(words: &[Word], count: &Count, reference: &Reference) -> bool {
    let last = words.len().min(count.end + ASKING + 1);
    (count.end..last).any(|at| phrase(words, at, PhraseRole::Asks, &reference.phrases) > 0)
        && !is_of_others(words, count, reference)
}

/// "A coalition of 67 groups wrote to you last year": others did it, and it is done.
fn is_of_others(words: &[Word], count: &Count, reference: &Reference) -> bool {
    let phrases = &reference.phrases;
    let last = words.len().min(count.end + 8);
    let wrote = (count.end..last).find(|at| phrase(words, *at, PhraseRole::Wrote, phrases) > 0);
    // "A coalition of 67 groups today sent the following letter".
    wrote.is_some_and(|wrote| {
        let behind = &words[wrote..words.len().min(wrote + ASKING + 3)];
        !is_about_this(behind, "", phrases)
    })
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
    let counted = counts::find(&counts::words(&text), language, reference);
    let (stated, unit) = match counted.as_slice() {
        [one] if text.chars().any(is_unspaced) || one.value >= 1000 => (one.value, one.unit),
        _ => {
            // "13개" is 13.
            let number = |word: &str| word.trim_end_matches(is_unspaced).parse::<u32>().ok();
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
            (stated, unit)
        }
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
    use crate::segment::sentences::Sentence;

    fn claims_of(language: &str, text: &str, n_signatures: usize) -> Vec<(u32, Unit)> {
        let reference = crate::reference::shared();
        let sentence = Sentence { text: text.to_owned(), block: 0, line_start: 1, line_end: 1 };
        let claims =
            in_sentence(&Counted::new(&sentence, Some(language), reference), n_signatures, reference);
        claims.iter().map(|claim| (claim.stated, claim.unit)).collect()
    }

    fn check(text: &str, n_signatures: usize, expected: &[(u32, Unit)]) {
        assert_eq!(claims_of("en", text, n_signatures), expected, "{text}");
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
        check("A full list of signatories (23 as of 20 October) follows.", 9, &[(23, Unit::Signatories)]);
        check(
            "A coalition of 117 civil rights and rural groups today sent the following letter.",
            11,
            &[(117, Organizations)],
        );
        check("The 27 undersigned press freedom groups call on you.", 9, &[(27, Organizations)]);
        check("As of 3 May 2021, the letter had 1,482 signatories.", 9, &[(1482, Unit::Signatories)]);
        check("We are a group of 60 scientists from 14 universities.", 7, &[(60, Individuals)]);
        check("More than 190 groups worldwide join this appeal.", 9, &[(190, Organizations)]);
        check("On behalf of our 45 member organizations, we thank you.", 9, &[]);
        check("Last year 80 organizations wrote to you on this matter.", 9, &[]);
    }

    #[test]
    fn claims_of_other_languages() {
        use Unit::{Individuals, Organizations, Signatories};
        let check = |language: &str, text: &str, expected: &[(u32, Unit)]| {
            let n: u32 = expected.iter().map(|(n, _)| n).sum();
            assert_eq!(claims_of(language, text, n as usize), expected, "{text}");
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
        check("fr", "À ce jour, 2 345 personnes ont signé cet appel.", &[(2345, Individuals)]);
        check("es", "Las 43 organizaciones abajo firmantes exigimos justicia.", &[(43, Organizations)]);
        check("pt", "Mais de 1.500 professores assinam o manifesto.", &[(1500, Individuals)]);
        check("pl", "List podpisało 320 naukowców.", &[(320, Individuals)]);
        check("vi", "Chúng tôi, 18 tổ chức, kêu gọi chấm dứt.", &[(18, Organizations)]);
    }
}
