//! Tables of cases, and the shared sample where it is present.

use proptest::prelude::*;

use super::*;

/// The country and the method; `-` for none.
fn check(input: &str, expected: &str, method: CountryMethod) {
    let reference = shared();
    let reading = resolve(input, reference);
    let codes: Vec<&str> = reading.codes.iter().map(Alpha2::as_str).collect();
    let codes = if codes.is_empty() { "-".to_owned() } else { codes.join(";") };
    assert_eq!((codes.as_str(), reading.method), (expected, method), "{input:?}");
}

fn shared() -> &'static Reference {
    static REFERENCE: std::sync::LazyLock<Reference> = std::sync::LazyLock::new(Reference::builtin);
    &REFERENCE
}

use CountryMethod::*;

#[test]
fn short_words_are_no_misspellings() {
    assert_eq!(resolve("Inria", crate::reference::shared()).country(), None);
}

#[test]
fn official_names() {
    check("Kingdom of the Netherlands", "NL", Name);
    check("Swiss Confederation", "CH", Name);
    check("People's Republic of Bangladesh", "BD", Name);
    check("Egypt, Arab Rep.", "EG", Name);
    check("State of Georgia", "US", Subdivision);
    check("Democratic Republic", "-", Unresolved);
    check("Canada and the United States", "CA;US", Several);
    check("Germany (until 1990)", "DE", Name);
}

#[test]
fn letters_behind_a_place() {
    check("Amsterdam NL", "NL", Chain);
    check("Milwaukee, WI", "US", Chain);
    check("Mexico, Missouri", "US", Chain);
    check("Barbados, W.I.", "-", Unresolved);
}

#[test]
fn what_stands_alone_may_be_named_as_persons_are() {
    let code = |reading: CountryReading| reading.country().map(|code| code.to_string());
    assert_eq!(code(resolve("Alan", shared())), None);
    assert_eq!(code(resolve_value("Alan", shared())).as_deref(), Some("AX"));
}

#[test]
fn people_decide_before_every_rule() {
    let mut reference = Reference::builtin();
    let decided = |text: &str, codes: &[&str]| crate::reference::countries::Decided {
        text: text.to_owned(),
        codes: codes.iter().filter_map(|code| Alpha2::new(code)).collect(),
    };
    reference.decided.take([decided("Lake Land", &["KE"]), decided("Congo", &[])]);
    let read = |text: &str| {
        let reading = resolve(text, &reference);
        (reading.country().map(|code| code.to_string()), reading.method)
    };
    assert_eq!(read("LAKE LAND."), (Some("KE".to_owned()), Curated));
    assert_eq!(read("River Town, Lake Land").0.as_deref(), Some("KE"));
    assert_eq!(read("Congo"), (None, Curated));
}

#[test]
fn whole_texts() {
    check("Kenya", "KE", Name);
    check("the Netherlands", "NL", Name);
    check("Korea, Republic of", "KR", Name);
    check("Republic of Zambia", "ZM", Name);
    check("N. Macedonia", "MK", Name);
    check("U.S.", "US", Abbreviation);
    check("KEN", "KE", Code);
    check("KE", "KE", Code);
    check("ke", "-", Unresolved);
    check("🇰🇪", "KE", Flag);
    check("🇰🇪🇺🇬", "KE;UG", Several);
    check("Kenyan", "KE", Demonym);
    check("Scotland", "GB", Subdivision);
    check("Ohio", "US", Subdivision);
    check("Nairobi", "KE", City);
    check("Costa Rico", "CR", Typo);
    check("Urugauy", "UY", Typo);
    check("St.Lucia", "LC", Name);
    check("Uzbek SSR", "UZ", Name);
    check("Indiana", "US", Subdivision);
    check("Birmingham", "-", Ambiguous);
}

#[test]
fn policy() {
    check("Georgia", "GE", Alias);
    check("Tibet", "-", Contested);
    check("Yugoslavia", "-", Historical);
    check("Southeast Asia", "-", Region);
    check("International", "-", Region);
    check("Punjab", "-", Ambiguous);
    check("CA", "-", Ambiguous);
    let candidates =
        |text| resolve(text, shared()).candidates.iter().map(Alpha2::to_string).collect::<Vec<_>>();
    assert_eq!(candidates("MA"), ["MA", "US"]);
    check("Guam", "GU", Name);
}

#[test]
fn structures() {
    check("based in Kenya", "KE", Label);
    check("US-based", "US", Label);
    check("HQ: Nairobi, Kenya", "KE", Label);
    check("Oakland, California, USA", "US", Chain);
    check("Paris, Texas", "US", Chain);
    check("Atlanta, Georgia", "US", Chain);
    check("Tbilisi, Georgia", "GE", Chain);
    check("Rabat, MA", "MA", Chain);
    check("Boston, MA 02115", "US", Chain);
    check("Nairobi Kenya", "KE", Chain);
    check("Austin TX", "US", Chain);
    check("Lebanese Republic", "LB", Name);
    check("Uganda: Kampala", "UG", Chain);
    check("Guam, USA", "GU", Chain);
    check("UK/Pakistan", "GB;PK", Several);
    check("Kenya, Uganda and Tanzania", "KE;UG;TZ", Several);
    check("Kenya, East Africa", "KE", Name);
    check("Brussels (Belgium)", "BE", Chain);
    check("Nairobi-based", "KE", Label);
    check("Melbourne VIC 3000", "AU", Chain);
    check("日本・東京", "JP", Chain);
    check("Congo, Democratic Republic of (Kinshasa)", "CD", Name);
    check("Korea (South)", "KR", Name);
    check("Zambai", "ZM", Typo);
    check("Iram", "-", Unresolved);
}

#[test]
fn not_a_country() {
    for text in [
        "",
        "Inc.",
        "z.s.",
        "e.V.",
        "Ph.D.",
        "MP",
        "MD",
        "Professor",
        "Legal Educator",
        "QUT",
        "Human Rights Watch",
        "UN",
        "IT",
        "ME",
        "NGO",
        "Jordan Smith",
        "Turkey Creek",
        "Gulf Coast",
        "Air Canada",
        "Amnesty Kenya",
        "Director",
        "Chad (he/him)",
        "Susan",
        "Roland",
        "Child",
        "Committee",
        "Barrister",
        "n/a",
        "Online",
        "Esq.",
        "SJ",
        "Greenpeace",
        "Human Rights Watch, New York Office",
        "University of Somewhere",
        "Ltd",
        "GmbH",
        "S.A.",
        "PhD candidate",
    ] {
        assert_eq!(resolve(text, shared()).codes, Vec::new(), "{text}");
    }
}

#[test]
fn shared_sample() {
    let path = "../shared/normalize/countries.csv";
    let Ok(mut reader) = csv::Reader::from_path(path) else {
        eprintln!("{path} is absent: not measured");
        return;
    };
    let mut right: std::collections::BTreeMap<String, (usize, usize)> = std::collections::BTreeMap::new();
    for record in reader.records().filter_map(Result::ok) {
        let (input, expected, accept, tier) = (&record[0], &record[1], &record[2], &record[3]);
        let reading = resolve(input, shared());
        let found = reading.country().map_or_else(String::new, |code| code.to_string());
        let is_right = found == expected || accept.split('|').any(|answer| answer.trim_matches('-') == found);
        let entry = right.entry(tier.to_owned()).or_default();
        entry.0 += usize::from(is_right);
        entry.1 += 1;
        if !is_right {
            eprintln!("{input:?}: {found:?} by {} for {expected:?}", reading.method);
        }
    }
    for (tier, (n_right, n)) in right {
        let share = n_right as f64 / n as f64;
        eprintln!("{tier}: {n_right} of {n}");
        assert!(share >= 0.95, "{tier}: {share}");
    }
}

proptest! {
    #[test]
    fn nothing_panics(text in "\\PC{0,40}") {
        resolve(&text, shared());
        resolve_field(&text, shared());
    }

    #[test]
    fn pieces_do_not_panic(text in "([A-Z]{2,3}|Kenya|Georgia|Paris|[(),/&\\- ]|based in|🇰🇪){0,8}") {
        resolve(&text, shared());
    }
}
