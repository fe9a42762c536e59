//! The language of a document: what is declared, else the script, else the small words of its prose.

use crate::model::Block;
use crate::reference::Reference;
use crate::segment::rows;
use crate::segment::sentences;

/// Least text from which the detector tells a language, in Latin letters.
const CHARS: usize = 40;
/// Bytes of prose that are looked at.
const ENOUGH: usize = 8000;
/// Least weight of small words that settles a language.
const SURE: u32 = 180;
/// Least weight of small words where there is no prose, only names.
const SURE_OF_NAMES: u32 = 600;

/// ISO 639-1 code of the language of the prose, where there is enough of it to tell.
pub fn read(
    blocks: &[Block],
    front_matter: &[(String, String, u32)],
    reference: &Reference,
) -> Option<String> {
    let body = || blocks.iter().filter(|block| sentences::is_body(block.kind)).flat_map(|block| &block.lines);
    let prose = joined(body().map(|line| line.text.as_str()).filter(|text| is_running_text(text)));
    let of_prose =
        of_script(&prose).or_else(|| of_words(&prose, SURE, reference)).or_else(|| detected(&prose));
    let declared = || declared(front_matter);
    // What a page declares is the language of its template now and then: prose that is surely of another
    // script outvotes it.
    if let Some(declared) = declared() {
        return match of_script(&prose) {
            Some(script) if script != declared && !writes_like(&declared, script) => Some(script.to_owned()),
            _ => Some(declared),
        };
    }
    of_prose.map(str::to_owned).or_else(|| {
        let everything = joined(blocks.iter().flat_map(|block| &block.lines).map(|line| line.text.as_str()));
        let stated = joined(front_matter.iter().map(|(_, value, _)| value.as_str()));
        let all = format!("{everything} {stated}");
        let script = of_script(&all).filter(|script| *script != "zh" || all.chars().count() > 20);
        script.or_else(|| of_words(&all, SURE_OF_NAMES, reference)).map(str::to_owned)
    })
}

fn joined<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    let mut all = String::new();
    for text in texts {
        all.push_str(text);
        all.push(' ');
        if all.len() > ENOUGH {
            break;
        }
    }
    all
}

fn declared(front_matter: &[(String, String, u32)]) -> Option<String> {
    let keys = ["lang", "language", "locale", "languagekey", "inlanguage", "og:locale"];
    let is_key = |key: &str| keys.iter().any(|known| key.eq_ignore_ascii_case(known));
    front_matter.iter().filter(|(key, ..)| is_key(key)).find_map(|(_, value, _)| {
        let code: String = value.trim().chars().take_while(char::is_ascii_alphabetic).collect();
        (code.len() == 2).then(|| code.to_ascii_lowercase())
    })
}

/// Languages that share the script by which another is told.
fn writes_like(declared: &str, script: &str) -> bool {
    match script {
        "ja" | "zh" => matches!(declared, "ja" | "zh"),
        "he" => declared == "yi",
        _ => false,
    }
}

/// The language of a script that has but one, or one that leads by far.
fn of_script(text: &str) -> Option<&'static str> {
    let (mut n_letters, mut kana, mut han, mut hangul, mut hebrew, mut thai, mut greek) =
        (0, 0, 0, 0, 0, 0, 0);
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        n_letters += 1;
        match c {
            '\u{3040}'..='\u{30FF}' => kana += 1,
            '\u{3400}'..='\u{9FFF}' => han += 1,
            '\u{AC00}'..='\u{D7AF}' => hangul += 1,
            '\u{590}'..='\u{5FF}' => hebrew += 1,
            '\u{E00}'..='\u{E7F}' => thai += 1,
            '\u{370}'..='\u{3FF}' => greek += 1,
            _ => {}
        }
    }
    let leads = |n: usize| n > 8 && 2 * n > n_letters;
    if leads(hangul) {
        Some("ko")
    } else if leads(kana + han) {
        Some(if 10 * kana > kana + han { "ja" } else { "zh" })
    } else if leads(hebrew) {
        Some("he")
    } else if leads(thai) {
        Some("th")
    } else if leads(greek) {
        Some("el")
    } else {
        None
    }
}

/// The language whose small words stand out.
fn of_words(text: &str, sure: u32, reference: &Reference) -> Option<&'static str> {
    let is_inner = |c: char| {
        c.is_alphanumeric()
            || matches!(c, '\u{900}'..='\u{DFF}' | '\u{300}'..='\u{36F}' | '\u{64B}'..='\u{65F}')
    };
    let words = text.split(|c: char| !is_inner(c)).filter(|word| !word.is_empty());
    let ranked = reference.languages.ranked(words);
    let (best, weight) = *ranked.first()?;
    let next = ranked.get(1).map_or(0, |(_, weight)| *weight);
    // Names mix languages more than sentences do.
    let lead = if sure == SURE_OF_NAMES { 24 } else { 21 };
    (weight >= sure && 20 * weight >= lead * next).then_some(best)
}

/// What the detector is sure of.
pub fn detected(prose: &str) -> Option<&'static str> {
    // A letter of a script without small letters says more.
    if prose.chars().map(|c| if c < '\u{2E80}' { 1 } else { 3 }).sum::<usize>() < CHARS {
        return None;
    }
    let info = whatlang::detect(prose)?;
    info.is_reliable().then(|| iso_639_1(info.lang().code())).flatten()
}

/// Sentences, and long lines without a full stop; names alone tell nothing of a language.
fn is_running_text(text: &str) -> bool {
    let n_words = text.split_whitespace().count();
    let is_cased = || text.chars().any(char::is_lowercase);
    n_words >= 8 || rows::is_prose(text) || ((n_words >= 5 || text.chars().count() >= 15) && !is_cased())
}

/// ISO 639-1 code for the ISO 639-3 codes of the detector.
pub fn iso_639_1(code: &str) -> Option<&'static str> {
    const CODES: &[(&str, &str)] = &[
        ("afr", "af"),
        ("amh", "am"),
        ("ara", "ar"),
        ("aze", "az"),
        ("bel", "be"),
        ("ben", "bn"),
        ("bul", "bg"),
        ("cat", "ca"),
        ("ces", "cs"),
        ("cmn", "zh"),
        ("dan", "da"),
        ("deu", "de"),
        ("ell", "el"),
        ("eng", "en"),
        ("epo", "eo"),
        ("est", "et"),
        ("fin", "fi"),
        ("fra", "fr"),
        ("guj", "gu"),
        ("heb", "he"),
        ("hin", "hi"),
        ("hrv", "hr"),
        ("hun", "hu"),
        ("hye", "hy"),
        ("ind", "id"),
        ("ita", "it"),
        ("jav", "jv"),
        ("jpn", "ja"),
        ("kan", "kn"),
        ("kat", "ka"),
        ("khm", "km"),
        ("kor", "ko"),
        ("lat", "la"),
        ("lav", "lv"),
        ("lit", "lt"),
        ("mal", "ml"),
        ("mar", "mr"),
        ("mkd", "mk"),
        ("mya", "my"),
        ("nep", "ne"),
        ("nld", "nl"),
        ("nob", "nb"),
        ("ori", "or"),
        ("pan", "pa"),
        ("pes", "fa"),
        ("pol", "pl"),
        ("por", "pt"),
        ("ron", "ro"),
        ("rus", "ru"),
        ("sin", "si"),
        ("slk", "sk"),
        ("slv", "sl"),
        ("sna", "sn"),
        ("spa", "es"),
        ("srp", "sr"),
        ("swe", "sv"),
        ("tam", "ta"),
        ("tel", "te"),
        ("tgl", "tl"),
        ("tha", "th"),
        ("tuk", "tk"),
        ("tur", "tr"),
        ("ukr", "uk"),
        ("urd", "ur"),
        ("uzb", "uz"),
        ("vie", "vi"),
        ("yid", "yi"),
        ("zul", "zu"),
    ];
    CODES.iter().find(|(long, _)| *long == code).map(|(_, short)| *short)
}
