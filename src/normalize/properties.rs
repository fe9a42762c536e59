//! What holds for every country, organization and person, whatever the text.

use proptest::prelude::*;
use proptest::sample::select;

use super::{country, kind, organization, person};
use crate::model::country::Alpha2;
use crate::reference::shared;

/// What may stand behind a text or around it without a meaning.
const BEHIND: [&str; 9] = ["", ".", ",", ";", " ", "  ", "…", " .", "\t"];

fn country_of(text: &str) -> Option<Alpha2> {
    country::resolve_value(text, shared()).country()
}

#[test]
fn a_country_is_what_its_own_names_say() {
    for known in shared().countries.iter() {
        let names = [known.name.to_owned(), known.name.to_uppercase(), format!("the {}", known.name)];
        for name in names {
            let read = country::resolve_value(&name, shared());
            // A policy may say that the name is shared, as that of Saint Martin is.
            let is_shared = read.codes.is_empty() && read.candidates.contains(&known.alpha2);
            assert!(read.country() == Some(known.alpha2) || is_shared, "{name}: {read:?}");
        }
        let flag: String = known.alpha2.as_str().chars().filter_map(indicator).collect();
        assert_eq!(country_of(&flag), Some(known.alpha2), "{flag}");
        for code in [known.alpha2.as_str(), known.alpha3] {
            let read = country::resolve_field(code, shared()).country();
            assert!(read == Some(known.alpha2) || read.is_none(), "{code}: {read:?}");
        }
    }
}

/// The half of a flag that stands for a letter.
fn indicator(letter: char) -> Option<char> {
    char::from_u32(0x1F1E6 + (u32::from(letter).checked_sub(u32::from('A'))?))
}

/// Names of countries, and texts made of them.
fn countries() -> impl Strategy<Value = String> {
    let names: Vec<&'static str> = shared().countries.iter().map(|known| known.name).collect();
    (select(names.clone()), select(names), 0..7_usize).prop_map(|(one, other, form)| match form {
        0 => format!("based in {one}"),
        1 => format!("{one}/{other}"),
        2 => format!("{one} and {other}"),
        3 => format!("Nairobi, {one}"),
        4 => format!("{one} ({other})"),
        5 => format!("Republic of {one}"),
        _ => one.to_owned(),
    })
}

fn organizations() -> impl Strategy<Value = String> {
    let words = ["Lantern", "Workers", "Union", "of", "the", "Rivers", "für", "Женщины", "Intl", "3", "d'Or"];
    let ends = ["", ", Kenya", " Inc.", " e.V.", " - Kenya", " / Lampu Rakyat", ", formerly Candle House"];
    (proptest::collection::vec(select(words.to_vec()), 1..6), select(ends.to_vec()))
        .prop_map(|(words, end)| format!("Lamp {}{end}", words.join(" ")))
}

fn persons() -> impl Strategy<Value = String> {
    let titles = ["", "Dr. ", "Prof. Dr. ", "The Rev. ", "Mrs "];
    let names = ["Jane Doe", "Ludwig van Muster", "María Gómez López", "Jane Q. Doe", "Doe, Jane"];
    let ends = ["", ", PhD", ", MD, MPH", " (she/her)"];
    (select(titles.to_vec()), select(names.to_vec()), select(ends.to_vec())).prop_map(|(title, name, end)| {
        if name.contains(',') { name.to_owned() } else { format!("{title}{name}{end}") }
    })
}

proptest! {
    #[test]
    fn signs_and_spaces_behind_change_no_country(text in countries(), end in select(BEHIND.to_vec())) {
        let noisy = format!(" {text}{end}");
        let (plain, noisy) = (country::resolve_value(&text, shared()), country::resolve_value(&noisy, shared()));
        prop_assert_eq!(plain, noisy);
    }

    #[test]
    fn case_and_gaps_change_no_country(text in countries()) {
        for other in [text.to_uppercase(), text.to_lowercase(), text.replace(' ', "  ")] {
            prop_assert_eq!(
                country::resolve_value(&text, shared()).codes,
                country::resolve_value(&other, shared()).codes,
                "{}", other
            );
        }
    }

    #[test]
    fn what_is_resolved_has_a_name_that_is_resolved_alike(text in "\\PC{0,30}") {
        for code in country::resolve_value(&text, shared()).codes {
            let name = shared().countries.get(code).map(|known| known.name).unwrap_or_default();
            let read = country::resolve_value(name, shared());
            prop_assert!(read.country() == Some(code) || read.candidates.contains(&code));
        }
    }

    #[test]
    fn signs_spaces_and_case_change_no_organization(text in organizations(), end in select(BEHIND.to_vec())) {
        let form = |text: &str| organization::comparison_form(text, shared());
        for other in [format!(" {text}{end}"), text.to_uppercase(), text.to_lowercase(), text.replace(' ', "  ")] {
            prop_assert_eq!(form(&text), form(&other), "{}", other);
        }
    }

    #[test]
    fn signs_spaces_and_case_change_no_person(text in persons(), end in select(BEHIND.to_vec())) {
        let key = |text: &str| person::read(text, shared()).key;
        for other in [format!(" {text}{end}"), text.to_uppercase(), text.replace(' ', "  ")] {
            prop_assert_eq!(key(&text), key(&other), "{}", other);
        }
    }

    #[test]
    fn no_line_panics(text in "\\PC{0,60}", pieces in "(Jane|DOE|Dr\\. |, |\\(|\\)|\\[|\\]|<|>|@|://| - |: |Union|Kenya|和|教授|1\\.|\u{130}){0,12}") {
        for text in [text, pieces] {
            kind::judge_line(&text, shared());
            country::resolve_value(&text, shared());
            organization::read(&text, None, shared());
            person::read(&text, shared());
        }
    }
}
