//! Names of months and weekdays and words of numbers, in the languages of letters.

use super::file::{Key, folded, rows};
use crate::text::fold;
use rustc_hash::{FxHashMap, FxHashSet};

const NAMES: &str = include_str!("data/calendar_names.csv");
const WORDS: &str = include_str!("data/calendar_words.csv");
const NUMBERS: &str = include_str!("data/number_words.csv");

/// Most words of a phrase that stands for a number.
const PHRASE_WORDS: usize = 5;
/// Words between the hundreds and the rest of a number.
const JOINTS: &[&str] = &["and", "y", "e", "i", "et"];

/// What a small word does in or beside a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DateWord {
    /// Stands between day, month and year: "13 de febrero de 2020".
    Between,
    /// Stands right behind a day: "3rd".
    Ordinal,
    /// Stands before the date: "Berlin, den 3. Mai 2021".
    Article,
    /// Labels the date of a letter.
    Label,
    /// Labels the day on which a page was posted or changed.
    Posted,
    /// Leads to the place before a date: "Fait à Paris".
    PlaceLead,
    /// The number behind it is a month.
    MonthMark,
    /// The number before it is a year.
    YearSuffix,
    /// The number before it is a month.
    MonthSuffix,
    /// The number before it is a day.
    DaySuffix,
    /// Labels the day on which one signatory signed.
    Signed,
    /// Stands beside the time that has passed since: "2 days ago", "hace 2 días".
    Ago,
}

impl DateWord {
    fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "between" => Self::Between,
            "ordinal" => Self::Ordinal,
            "article" => Self::Article,
            "label" => Self::Label,
            "posted" => Self::Posted,
            "place_lead" => Self::PlaceLead,
            "month_mark" => Self::MonthMark,
            "year_suffix" => Self::YearSuffix,
            "month_suffix" => Self::MonthSuffix,
            "day_suffix" => Self::DaySuffix,
            "signed" => Self::Signed,
            "ago" => Self::Ago,
            _ => return None,
        })
    }

    fn bit(self) -> u16 {
        1 << (self as u8)
    }
}

/// Letters that mean "and" and are joined to the word behind them.
const JOINED: [char; 2] = ['و', 'ו'];

/// Names of months and weekdays, words of numbers.
#[derive(Debug)]
pub struct Calendar {
    months: FxHashMap<Key, Vec<(&'static str, i8)>>,
    weekdays: FxHashMap<Key, i8>,
    numbers: FxHashMap<Key, Vec<(&'static str, u32)>>,
    /// First words of numbers.
    number_starts: FxHashSet<Key>,
    words: FxHashMap<Key, u16>,
    eras: FxHashMap<Key, i16>,
}

impl Calendar {
    /// The compiled-in data.
    pub fn builtin() -> Self {
        let mut months: FxHashMap<Key, Vec<(&str, i8)>> = FxHashMap::default();
        let mut weekdays = FxHashMap::default();
        for [language, unit, number, name] in rows(NAMES) {
            let Ok(number) = number.parse() else { continue };
            let name = folded(name);
            if unit == "weekday" {
                weekdays.insert(name, number);
                continue;
            }
            let known = months.entry(name).or_default();
            if !known.iter().any(|(other, _)| *other == language) {
                known.push((language, number));
            }
        }
        let mut words: FxHashMap<Key, u16> = FxHashMap::default();
        let mut eras = FxHashMap::default();
        for [role, language, value, word] in rows(WORDS) {
            let word = folded(word);
            match (role, value.parse::<i16>()) {
                ("era", Ok(base)) => {
                    eras.insert(word, base);
                }
                ("month", Ok(number)) => {
                    let known = months.entry(word).or_default();
                    if let (false, Ok(month)) =
                        (known.iter().any(|(other, _)| *other == language), i8::try_from(number))
                    {
                        known.push((language, month));
                    }
                }
                _ => {
                    let bit = DateWord::from_name(role).map_or(0, DateWord::bit);
                    *words.entry(word).or_default() |= bit;
                }
            }
        }
        let mut numbers: FxHashMap<Key, Vec<(&str, u32)>> = FxHashMap::default();
        for [language, value, word] in rows(NUMBERS) {
            if let Ok(value) = value.parse() {
                numbers.entry(folded(word)).or_default().push((language, value));
            }
        }
        let starts = numbers.keys().filter_map(|number| number.split(' ').next());
        let number_starts = starts.map(|first| first.to_owned().into()).collect();
        Self { months, weekdays, numbers, number_starts, words, eras }
    }

    /// Whether a folded word does that in a date.
    pub fn is(&self, folded: &str, role: DateWord) -> bool {
        self.words.get(folded).is_some_and(|roles| roles & role.bit() != 0)
    }

    /// The year before the first of the era that a text names.
    pub fn era(&self, name: &str) -> Option<i16> {
        self.eras.get(name).copied()
    }

    /// The month, 1 to 12, that a folded word names. Where languages disagree (`listopad` is October in
    /// Croatian and November in Czech), the given language decides, else English, else most languages.
    pub fn month(&self, folded: &str, language: Option<&str>) -> Option<i8> {
        let known = self.months.get(folded)?;
        let in_language =
            |wanted: &str| known.iter().find(|(name, _)| *name == wanted).map(|(_, month)| *month);
        language.and_then(in_language).or_else(|| in_language("en")).or_else(|| {
            (1..=12_i8).max_by_key(|month| (known.iter().filter(|(_, m)| m == month).count(), -month))
        })
    }

    /// The weekday that a folded word names, from Monday, 1, to Sunday, 7.
    pub fn weekday(&self, folded: &str) -> Option<i8> {
        self.weekdays.get(folded).copied()
    }

    /// Whether a text is a day or a time and nothing else: "4/9/2016", "12:30", "Signed @ 2016-04-09T12:30:00Z",
    /// "Signed on 9 April 2016", "2 days ago".
    pub fn is_date(&self, text: &str) -> bool {
        const MOST_WORDS: usize = 8;
        if !text.chars().any(char::is_numeric) {
            return false;
        }
        let words: Vec<&str> = text
            .split(|c: char| c.is_whitespace() || matches!(c, ',' | '@' | '(' | ')'))
            .map(|word| word.trim_matches(['.', ':', ';', '-', '–']))
            .filter(|word| !word.is_empty())
            .collect();
        if words.len() > MOST_WORDS {
            return false;
        }
        let (mut n_digits, mut has_marks, mut has_month, mut has_year, mut is_ago) =
            (0, false, false, false, false);
        let mut others: Vec<String> = Vec::new();
        for word in &words {
            if word.starts_with(|c: char| c.is_ascii_digit()) && is_of_digits(word) {
                let n = word.bytes().filter(u8::is_ascii_digit).count();
                n_digits += n;
                // "11.11.11" is a campaign.
                has_marks |= n < word.len() && (n > 6 || word.contains(['/', '-', ':', 'T', 'h']));
                has_year |= n == 4 && word.len() == 4;
                continue;
            }
            let word = fold(word);
            let is = |role| self.is(&word, role);
            // "ago" is short for August as well.
            let (is_month, says_ago) = (self.month(&word, None).is_some(), is(DateWord::Ago));
            has_month |= is_month;
            is_ago |= says_ago;
            if !(is_month
                || says_ago
                || self.weekday(&word).is_some()
                || [DateWord::Between, DateWord::Ordinal, DateWord::Article].into_iter().any(is)
                || matches!(word.as_str(), "am" | "pm" | "utc" | "gmt" | "cet" | "cest"))
            {
                others.push(word);
            }
        }
        let is_signed = self.is(&others.join(" "), DateWord::Signed);
        if is_ago && n_digits < 3 {
            return others.len() <= 1;
        }
        (others.is_empty() || is_signed) && n_digits >= 3 && (has_marks || has_month && has_year)
    }

    /// The text without the day or the time at its end that says when it was signed: "Ann Other 2 days ago",
    /// "Ann Other signed on 3 May 2021".
    pub fn without_signing_day<'a>(&self, text: &'a str) -> &'a str {
        const MOST_WORDS: usize = 6;
        if !text.chars().any(char::is_numeric) {
            return text;
        }
        let starts = text.char_indices().rev().filter(|(_, c)| *c == ' ').take(MOST_WORDS);
        let says_so = |tail: &str| {
            let is = |word: &str| self.is(word, DateWord::Ago) || self.is(word, DateWord::Signed);
            fold(tail).split(' ').any(is) && self.is_date(tail)
        };
        starts.filter(|(at, _)| says_so(&text[*at..])).last().map_or(text, |(at, _)| &text[..at])
    }

    /// The number that a folded word stands for in some language; short words stand for too much else.
    pub fn number(&self, folded: &str) -> Option<u32> {
        let (_, value) = self.numbers.get(folded).filter(|_| folded.chars().count() > 3)?.first()?;
        Some(*value)
    }

    /// The number that a folded phrase stands for in a language, English where none is known.
    fn number_in(&self, folded: &str, language: Option<&str>) -> Option<u32> {
        let known = self.numbers.get(folded)?;
        known.iter().find(|(of, _)| *of == language.unwrap_or("en")).map(|(_, value)| *value)
    }

    /// The longest phrase of a number that the words begin with, and how many words it has. A letter that
    /// means "and" may be joined to its first word.
    fn longest(&self, words: &[&str], language: Option<&str>) -> Option<(u32, usize)> {
        if !words.first().is_some_and(|first| self.begins_number(first)) {
            return None;
        }
        let joined: [&[char]; 2] = [&[], &JOINED];
        (1..=words.len().min(PHRASE_WORDS)).rev().find_map(|n_words| {
            let phrase = words[..n_words].join(" ");
            joined.iter().find_map(|prefix| {
                let phrase = phrase.trim_start_matches(*prefix);
                self.number_in(phrase, language).map(|value| (value, n_words))
            })
        })
    }

    /// Whether a number may begin with a folded word.
    pub fn begins_number(&self, word: &str) -> bool {
        self.number_starts.contains(word) || self.number_starts.contains(word.trim_start_matches(JOINED))
    }

    /// The number that words spell together in a language, and how many of them do: "twenty five" is 25 of two
    /// words, "two hundred and ten" 210 of four. The first word must be a number.
    pub fn spelled(&self, words: &[&str], language: Option<&str>) -> Option<(u32, usize)> {
        let mut total = 0_u32;
        let mut group = 0_u32;
        let mut n_words = 0;
        let mut at = 0;
        while at < words.len() {
            let Some((value, n_phrase)) = self.longest(&words[at..], language) else {
                // "and" only between hundreds and the rest.
                let is_joint = group >= 100 && JOINTS.contains(&words[at]);
                if is_joint && self.longest(&words[at + 1..], language).is_some() {
                    at += 1;
                    continue;
                }
                break;
            };
            match value {
                1000 => {
                    total = total.saturating_add(group.max(1).saturating_mul(1000));
                    group = 0;
                }
                100 | 12 if (1..12).contains(&group) => group *= value,
                1..=9 if group != 0 && group.is_multiple_of(10) && group % 100 != 10 => group += value,
                _ if group != 0 && group.is_multiple_of(100) && value < 100 => group += value,
                _ if group == 0 => group = value,
                _ => break,
            }
            at += n_phrase;
            n_words = at;
        }
        (n_words > 0).then_some((total.saturating_add(group), n_words))
    }
}

/// Digits, and what stands between those of days and hours: "2016-04-09T12:30:00.000Z", "12h30", "3rd".
fn is_of_digits(word: &str) -> bool {
    let ordinal = ["st", "nd", "rd", "th", "er", "º", "ª"];
    let word = ordinal.iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or(word);
    let word = word.strip_suffix(['Z', 'z']).unwrap_or(word);
    word.bytes()
        .all(|byte| byte.is_ascii_digit() || matches!(byte, b'/' | b'-' | b'.' | b':' | b'+' | b'T' | b'h'))
        && word.bytes().filter(u8::is_ascii_alphabetic).count() <= 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    #[test]
    fn months() {
        let calendar = Calendar::builtin();
        assert_eq!(calendar.month("february", None), Some(2));
        assert_eq!(calendar.month("nov", Some("en")), Some(11));
        assert_eq!(calendar.month("dezembro", None), Some(12));
        assert_eq!(calendar.month("listopada", Some("hr")), Some(10));
        assert_eq!(calendar.month("listopada", Some("pl")), Some(11));
        assert_eq!(calendar.month("letter", None), None);
        assert_eq!(calendar.weekday("thursday"), Some(4));
    }

    #[test]
    fn numbers() {
        let calendar = Calendar::builtin();
        let check = |text: &str, expected| {
            let folded = fold(text);
            assert_eq!(calendar.spelled(&folded.split(' ').collect::<Vec<_>>(), None), expected, "{text}");
        };
        check("seven concerned individuals", Some((7, 1)));
        check("twenty five groups", Some((25, 2)));
        check("two hundred and ten people", Some((210, 4)));
        check("three thousand", Some((3000, 2)));
        check("two dozen", Some((24, 2)));
        check("ten and more", Some((10, 1)));
        check("groups", None);
    }

    #[test]
    fn numbers_of_other_languages() {
        let calendar = Calendar::builtin();
        let check = |language: &str, text: &str, expected| {
            let folded = fold(text);
            let words: Vec<&str> = folded.split(' ').collect();
            let got = calendar.spelled(&words, Some(language)).map(|(value, _)| value);
            assert_eq!(got, Some(expected), "{text}");
        };
        check("de", "siebenundzwanzig", 27);
        check("de", "fünfzehn", 15);
        check("es", "treinta y cuatro", 34);
        check("es", "ciento veinticinco", 125);
        check("fr", "vingt-deux", 22);
        check("fr", "quatre-vingt-dix-sept", 97);
        check("it", "trentotto", 38);
        check("it", "ventuno", 21);
        check("pt", "vinte e uma", 21);
        check("ca", "vint-i-tres", 23);
        check("nl", "zesentwintig", 26);
        check("cs", "dvacet sedm", 27);
        check("pl", "dwadzieścia siedem", 27);
        check("ru", "сорок две", 42);
        check("uk", "тридцять п'ять", 35);
        check("tr", "otuz dört", 34);
        check("tr", "yirmiüç", 23);
        check("id", "tiga puluh empat", 34);
        check("vi", "hai mươi lăm", 25);
        check("vi", "mười ba", 13);
        check("ar", "خمسة عشر", 15);
        check("ar", "ثلاثة وعشرون", 23);
        check("he", "שתים עשרה", 12);
        check("he", "שלושים וארבע", 34);
        check("hi", "सत्ताईस", 27);
        check("hi", "सौ", 100);
        assert_eq!(calendar.spelled(&["on", "several"], Some("en")), None);
    }

    #[test]
    fn days() {
        let check = |text: &str, expected: bool| {
            assert_eq!(crate::reference::shared().calendar.is_date(text), expected, "{text}");
        };
        for text in [
            "4/9/2016",
            "2016-04-09",
            "12:30",
            "Signed @ 2022-09-29T12:08:37.000Z",
            "Signed on 9 April 2016",
            "April 3rd, 2016",
            "2 days ago",
            "hace 2 horas",
            "Firmado el 3 de mayo de 2020",
            "12/03/2021 20:39:00",
            "3 ago 2020",
        ] {
            check(text, true);
        }
        for text in [
            "8 March",
            "11.11.11 River Watch",
            "Movement of 4 May 2016",
            "24",
            "Signed",
            "2 Days",
            "May",
            "11.11.11",
        ] {
            check(text, false);
        }
    }

    #[test]
    fn days_of_signing() {
        let check = |text: &str, expected: &str| {
            assert_eq!(crate::reference::shared().calendar.without_signing_day(text), expected, "{text}");
        };
        check("Ann Other 2 days ago", "Ann Other");
        check("Ann Other hace 2 horas", "Ann Other");
        check("Ann Other, Norway, signed on 3 May 2021", "Ann Other, Norway,");
        check("Movement of 4 May 2016", "Movement of 4 May 2016");
        check("River 2000", "River 2000");
    }
}
