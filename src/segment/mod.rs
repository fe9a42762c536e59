//! Segment: what kind of document this is; for a letter its own fields and its signature blocks; the
//! counts it states and the letters it mentions.
//!
//! It does not look inside the lines of a signature block: that is parsing.

mod above;
mod addressees;
mod breaks;
mod claims;
mod counts;
mod dates;
mod evidence;
mod fields;
mod furniture;
mod greeting;
mod headings;
mod in_text;
mod language;
mod lists;
mod mentions;
mod notes;
mod own_date;
mod prose;
mod records;
mod role;
mod rows;
mod sentences;

use crate::model::{
    Block, BlockKind, Claim, Issue, IssueCode, Letter, LineNote, Mention, Outcome, Place, Region, Role,
    Section, Text,
};
use crate::reference::Reference;
use crate::text::fold;
use jiff::civil::Date;
use rustc_hash::FxHashSet;
use std::borrow::Cow;

/// Commas from which a line is several entries.
const RUN_ON: usize = 5;

/// A document in its parts.
#[derive(Debug, Clone, PartialEq)]
pub struct Segmented {
    /// What it is.
    pub role: Role,
    /// ISO 639-1 code of its language.
    pub language: Option<String>,
    /// For a letter, its own fields.
    pub letter: Option<Letter>,
    /// Signature blocks.
    pub sections: Vec<Section>,
    /// Lines within them that are something else.
    pub notes: Vec<LineNote>,
    /// Lines of the signature blocks in all.
    pub n_block_lines: usize,
    /// Counts stated.
    pub claims: Vec<Claim>,
    /// Letters mentioned.
    pub mentions: Vec<Mention>,
}

/// What a person states of a document, which beats what is read from it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stated {
    /// What it is; lists of signatories are looked for only in letters.
    pub role: Option<Role>,
    /// ISO 639-1 code of its language.
    pub language: Option<String>,
}

/// The text, and of the lists that stand in its front matter those whose key tells of signing.
fn with_lists_of_front_matter<'a>(text: &'a Text, reference: &Reference) -> Cow<'a, Text> {
    if text.blocks.iter().all(|block| block.region != Region::Data) {
        return Cow::Borrowed(text);
    }
    let mut is_taken = false;
    let tells = |block: &Block| {
        let key =
            block.lines.first().map(|line| fold(&line.text.replace(['_', '-'], " "))).unwrap_or_default();
        headings::heading(&key, true, reference).is_some_and(|heading| heading.names_signatories)
    };
    let mut text = text.clone();
    text.blocks.retain_mut(|block| {
        if block.region != Region::Data {
            return true;
        }
        if block.kind == BlockKind::Heading(1) {
            is_taken = tells(block);
        }
        block.region = Region::Body;
        is_taken
    });
    Cow::Owned(text)
}

/// Takes a document apart.
pub fn run(path: &str, text: &Text, stated: &Stated, reference: &Reference) -> Outcome<Segmented> {
    let mut issues = Vec::new();
    let text = &*with_lists_of_front_matter(text, reference);
    let language = stated
        .language
        .clone()
        .or_else(|| records::language_of_heads(text, reference))
        .or_else(|| language::read(&text.blocks, &text.front_matter, reference))
        .or_else(|| records::likely_language(text, reference));
    let code = language.as_deref();
    let rows = rows::rows(&text.blocks, code, reference);
    let mut lists = match stated.role {
        None | Some(Role::Letter) if text.is_list => records::find(&rows, reference),
        None | Some(Role::Letter) => lists::find(&rows, reference),
        Some(_) => lists::Lists::none(rows.len()),
    };
    let breaks = breaks::read(&rows, &lists.is_inside);
    for section in &mut lists.sections {
        section.breaks = breaks;
    }
    let parts = fields::Parts {
        path,
        text,
        rows: &rows,
        is_inside: &lists.is_inside,
        sections: &lists.sections,
        language: code,
    };
    let letter = fields::read(parts, reference, &mut issues);

    // Prose outside the lists, and the title that only front matter prints.
    let inside = lines_inside(&rows, &lists.is_inside);
    let is_all_inside =
        |block: usize, first: u32, last: u32| (first..=last).all(|line| inside.contains(&(block, line)));
    let is_inside = |sentence: &sentences::Sentence| {
        is_all_inside(sentence.block, sentence.line_start, sentence.line_end)
    };
    let is_outside = |index: usize, block: &Block| {
        let starts = || block.lines.iter().map(|line| line.place.line_start);
        !starts().min().zip(starts().max()).is_some_and(|(first, last)| is_all_inside(index, first, last))
    };
    let sentences = sentences::sentences(&text.blocks, &reference.phrases, is_outside);
    let own_title = letter.title.as_deref().unwrap_or_default();
    let titles = title_sentence(text);
    let body: Vec<_> = titles
        .iter()
        .chain(sentences.iter().filter(|sentence| !is_inside(sentence) && sentence.text != own_title))
        .collect();

    let n_lines = lists.n_lines();
    let n_entries = n_entries(&lists.sections);
    let mut claims = Vec::new();
    let mut others = Vec::new();
    for sentence in body {
        let counted = counts::Counted::new(sentence, code, reference);
        let stated =
            if n_lines > 0 { claims::in_sentence(&counted, n_entries, reference) } else { Vec::new() };
        if stated.is_empty() {
            others.push(counted);
        }
        claims.extend(stated);
    }
    if n_lines > 0 {
        claims.extend(claims::in_keys(text, reference));
        claims.extend(claims::in_title(own_title, code, reference));
        let beside = sentences.iter().filter(|sentence| is_inside(sentence));
        claims.extend(beside.flat_map(|sentence| claims::in_list(sentence, n_entries, code, reference)));
    }
    for (index, section) in lists.sections.iter().enumerate() {
        claims.extend(claims::in_heading(index, section, code, reference));
    }
    let days = || days(text, code, reference);
    let addressee = letter.addressees.first().cloned();
    let context = mentions::Context {
        date: letter.date.map(|(date, _)| date),
        days: &days,
        addressee: addressee.as_deref(),
        language: code,
    };
    let mentions = mentions::find(&others, &context, reference);

    let found = role::Found { has_list: n_lines > 0, has_mentions: !mentions.is_empty() };
    let role = stated.role.unwrap_or_else(|| role::read(&rows, found, letter.title.as_deref(), reference));
    if role == Role::Letter && n_lines == 0 {
        let last = text.blocks.iter().rev().find_map(|block| block.lines.last());
        let place = last.map_or(Place::line(1), |line| line.place);
        let message = "the document reads like a letter but no list of signatories was found in it";
        issues.push(Issue::new(IssueCode::NoSignatures, path, message).at(place));
    }
    if role != Role::Letter {
        // What is doubtful about the fields of a letter is of no concern for other documents.
        issues.clear();
    }
    let value = Segmented {
        role,
        letter: (role == Role::Letter).then_some(letter),
        language,
        n_block_lines: rows
            .iter()
            .zip(&lists.is_inside)
            .filter(|(row, inside)| **inside && row.line.is_some())
            .count(),
        sections: lists.sections,
        notes: lists.notes,
        claims,
        mentions,
    };
    Outcome { value, issues }
}

/// Roughly how many sign: as many as there are lines, or, where a long line runs the names on, as its commas
/// tell.
fn n_entries(sections: &[Section]) -> usize {
    let of_line = |text: &str| {
        let n_marks = text.chars().filter(|c| matches!(c, ',' | '،' | '、' | ';' | '，' | '；')).count();
        if n_marks >= RUN_ON { n_marks + 1 } else { 1 }
    };
    sections.iter().flat_map(|section| &section.lines).map(|line| of_line(&line.line.text)).sum()
}

/// The lines of the signature blocks, each with its block: a page may be printed on one line of the file.
fn lines_inside(rows: &[rows::Row], is_inside: &[bool]) -> FxHashSet<(usize, u32)> {
    let inside = rows.iter().zip(is_inside).filter(|(_, inside)| **inside);
    inside
        .filter_map(|(row, _)| row.line.map(|line| (row.block, line.place)))
        .flat_map(|(block, place)| (place.line_start..=place.line_end).map(move |line| (block, line)))
        .collect()
}

fn title_sentence(text: &Text) -> Vec<sentences::Sentence> {
    let title = text
        .front_matter
        .iter()
        .find(|(key, value, _)| key.eq_ignore_ascii_case("title") && !value.is_empty());
    title
        .map(|(_, value, line)| sentences::Sentence {
            text: value.clone(),
            block: 0,
            line_start: *line,
            line_end: *line,
        })
        .into_iter()
        .collect()
}

/// Every day that the document prints.
fn days(text: &Text, language: Option<&str>, reference: &Reference) -> Vec<Date> {
    text.blocks
        .iter()
        .flat_map(|block| &block.lines)
        .flat_map(|line| dates::find(&line.text, language, &reference.calendar))
        .filter(|found| found.date.precision == crate::model::DatePrecision::Day)
        .map(|found| found.date.date)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::{self, ReadSettings};
    use proptest::prelude::*;

    fn segmented(text: &str) -> Segmented {
        let read = formats::run("x.txt", text.as_bytes(), &ReadSettings::default());
        run("x.txt", &read.value.unwrap(), &Stated::default(), crate::reference::shared()).value
    }

    fn sections(text: &str) -> Vec<(String, Vec<String>)> {
        segmented(text)
            .sections
            .into_iter()
            .map(|section| {
                let heading = section.heading.map(|line| line.text).unwrap_or_default();
                (heading, section.lines.into_iter().map(|line| line.line.text).collect())
            })
            .collect()
    }

    #[test]
    fn titles_and_days_of_heads() {
        let text = "The government plans to sell the river, and nobody was asked before it did so.";
        let check = |head: &str, title: &str, date: &str| {
            let letter = segmented(&format!("{head}\n\n{text}\n\nSigned:\n\nRiver Watch\nLake Fund\n"))
                .letter
                .unwrap();
            let found = letter.date.map(|(date, _)| date.date.to_string()).unwrap_or_default();
            assert_eq!(
                (letter.title.as_deref().unwrap_or_default(), found.as_str()),
                (title, date),
                "{head}"
            );
        };
        check("JOINT STATEMENT\n\nWe condemn the sale\n\n14 March 2022", "We condemn the sale", "2022-03-14");
        check(
            "Communiqué commun\n\nNotre rivière n'est pas à vendre !\n\n17 novembre 2019",
            "Notre rivière n'est pas à vendre !",
            "2019-11-17",
        );
        check(
            "FOR IMMEDIATE RELEASE\n\nContact: Ann Other, ann@example.org\n\nGroups say no to the sale\n\nUPLAND, Sept. 8, 2016 -- Two groups today sent this letter to the board.\n\nDear Chair Doe:",
            "Groups say no to the sale",
            "2016-09-08",
        );
        check(
            "Ms. Ann Other\nMinister of Rivers\n\nDear Minister,\n\nSale of the River Alde",
            "Sale of the River Alde",
            "",
        );
        check(
            "Відкрите звернення\nгромадських організацій\n\n22 серпня 2020 року",
            "Відкрите звернення громадських організацій",
            "2020-08-22",
        );
        check(
            "TRIBUNE\n\nLa rivière à tous\n\nPublié le 3 mai 2022 à 10h00 - Mis à jour le 4 mai 2022",
            "La rivière à tous",
            "2022-05-03",
        );
    }

    #[test]
    fn a_page_on_one_line_has_sentences_outside_its_list() {
        let page = "<h1>Rivers</h1><p>We, more than 500 organisations, ask you to stop.</p><h2>Organisations</h2><ul><li>River Watch</li><li>Lake Fund</li></ul>";
        let read = formats::run("x.html", page.as_bytes(), &ReadSettings::default());
        let found = run("x.html", &read.value.unwrap(), &Stated::default(), crate::reference::shared()).value;
        assert_eq!(found.claims.iter().map(|claim| claim.stated).collect::<Vec<_>>(), [500]);
    }

    #[test]
    fn what_is_stated_beats_what_is_read() {
        let read = |text: &str, role| {
            let read = formats::run("x.txt", text.as_bytes(), &ReadSettings::default()).value.unwrap();
            let stated = Stated { role, language: Some("en".to_owned()) };
            run("x.txt", &read, &stated, crate::reference::shared())
        };
        let letter = format!("{BODY}Signed by:\n\nRiver Watch\n");
        let other = read(&letter, Some(Role::Other));
        assert_eq!((other.value.role, other.value.sections.len(), other.issues.len()), (Role::Other, 0, 0));
        assert!(other.value.letter.is_none());
        let report = "Groups protest\n\nOn Monday 40 organizations sent a letter to the minister.\n";
        let stated = read(report, Some(Role::Letter)).value;
        assert_eq!(stated.letter.unwrap().title.as_deref(), Some("Groups protest"));
        let coverage = read(
            "Nine groups, the letter says, are for it. Signed by nine organizations, it was sent.\n",
            Some(Role::Coverage),
        );
        assert_eq!((coverage.value.claims.len(), coverage.value.mentions.len()), (0, 1));
    }

    fn check(text: &str, expected: &[(&str, &[&str])]) {
        let expected: Vec<(String, Vec<String>)> = expected
            .iter()
            .map(|(heading, lines)| {
                ((*heading).to_owned(), lines.iter().map(|line| (*line).to_owned()).collect())
            })
            .collect();
        assert_eq!(sections(text), expected, "{text}");
    }

    const BODY: &str = "Open letter on clean rivers\n\n3 May 2021\n\nDear Minister,\n\nWe ask you to keep the rivers of the country clean for everybody who lives there.\n\n";

    #[test]
    fn lists() {
        let with = |tail: &str| format!("{BODY}{tail}");
        check(
            &with("Sincerely,\n\nRiver Watch, Kenya\nAnn Other, Professor\n\nCC:\nMinistry of Water\n"),
            &[("", &["River Watch, Kenya", "Ann Other, Professor"])],
        );
        check(
            &with("Organizations:\n\nRiver Watch\n\nIndividuals:\n\nAnn Other\n\nContact: info\nphone"),
            &[("Organizations:", &["River Watch"]), ("Individuals:", &["Ann Other"])],
        );
        check(
            &with("River Watch, Kenya\nLake Fund\nSea Union\n"),
            &[("", &["River Watch, Kenya", "Lake Fund", "Sea Union"])],
        );
        check(
            &with("Signed by: River Watch, Lake Fund and Sea Union\n"),
            &[("Signed by:", &["River Watch, Lake Fund and Sea Union"])],
        );
        check(&with("Thank you."), &[]);
        // What stands behind the list is no list, nor is a contact block alone.
        check(
            &with("Signed by: Ann Other, Chair\n\nContact:\nPress Office\n1 Main Street\nUpland City"),
            &[("Signed by:", &["Ann Other, Chair"])],
        );
        check(&with("Contact:\nPress Office\n1 Main Street\nUpland City"), &[]);
        // A rule, a text, a note do not end a list that goes on behind them.
        let entries: &[&str] = &["River Watch, Kenya", "Lake Fund, Peru"];
        check(
            &with("Sincerely,\n\nRiver Watch, Kenya\n\n---\n\nLake Fund, Peru\nSea Union, Chile"),
            &[("", &["River Watch, Kenya", "Lake Fund, Peru", "Sea Union, Chile"])],
        );
        check(&with("Sincerely,\n\nRiver Watch, Kenya\nLake Fund, Peru\n\nand 12 others"), &[("", entries)]);
        check(
            &with("Sincerely,\n\nAnn Other\nHead of Research\nOpen Networks"),
            &[("", &["Ann Other", "Head of Research", "Open Networks"])],
        );
        check(&with("Signed by:\tRiver Watch\tKenya"), &[("Signed by:", &["River Watch\tKenya"])]);
        check(
            &with("Groups:\n\n- Grandmothers against the dam at the river in the valley.\n- River Watch"),
            &[("Groups:", &["Grandmothers against the dam at the river in the valley.", "River Watch"])],
        );
    }

    #[test]
    fn lists_without_a_word_of_signing() {
        let with = |tail: &str| format!("{BODY}{tail}");
        // A few paragraphs may follow, and a short sentence may stand before.
        check(
            &with(
                "We look forward to your reply.\n\nRiver Watch (Kenya)\nLake Fund (Peru)\nSea Union\n\nFor more information about the letter, please write to the office of the network.\n",
            ),
            &[("", &["River Watch (Kenya)", "Lake Fund (Peru)", "Sea Union"])],
        );
        // Partners are none who sign, nor are the items of a programme.
        let newsletter = "News\n\nOn Saturday forty people came to clean the banks of the river.\n\nOur friends:\n\n- Lake Fund\n- Sea Union\n- Forest Guard\n";
        check(newsletter, &[]);
        check(
            "Spring conference\n\nThe conference is open to all who want to come and to listen.\n\n9:00 Ann Other\n10:30 River Watch\n11:15 Lake Fund\n",
            &[],
        );
    }

    #[test]
    fn names_in_the_text() {
        check(
            "Open letter\n\nWe, the undersigned organizations: River Watch, Lake Fund, Sea Union and Forest Guard, call on the minister to stop the dam.\n",
            &[("", &["River Watch, Lake Fund, Sea Union and Forest Guard"])],
        );
        check(
            "بيان\n\nووقع على هذا البيان كل من “مركز النهر، جمعية البحيرة، مؤسسة البحر”.\n",
            &[("", &["مركز النهر، جمعية البحيرة، مؤسسة البحر"])],
        );
    }

    #[test]
    fn groups_of_a_list() {
        let with = |tail: &str| format!("{BODY}{tail}");
        check(
            &with("Signatories\n\nKenya\nRiver Watch\nLake Fund\n\nPeru (1)\nSea Union\n"),
            &[("Kenya", &["River Watch", "Lake Fund"]), ("Peru (1)", &["Sea Union"])],
        );
        // A country below a name is of the name.
        check(
            &with("Signatories\n\nAnn Other\nChair\nKenya\n\nAl Example\nPeru\n"),
            &[("Signatories", &["Ann Other", "Chair", "Kenya", "Al Example", "Peru"])],
        );
        check(
            &with("Signatories:\n\nA\nAnn Other\n\nB\nBea Test\n"),
            &[("Signatories:", &["Ann Other", "Bea Test"])],
        );
    }

    #[test]
    fn what_signs_nothing() {
        let with = |tail: &str| format!("{BODY}{tail}");
        let list: &[(&str, &[&str])] = &[("Signatories:", &["River Watch", "Lake Fund"])];
        let signed = "Signatories:\n\nRiver Watch\nLake Fund\n\n";
        for tail in [
            "CC:\nMinistry of Water\nPrime Minister\n",
            "C.c.:\nAnn Minister\n",
            "Copia a:\nMinisterio\n",
            "Nachrichtlich:\nKanzleramt\n",
            "Do wiadomości:\nPremier\n",
            "抄送：\n国务院\n",
            "참조:\n국무총리\n",
            "Tembusan:\n1. Presiden\n2. Menteri\n",
            "About the organizations\nRiver Watch works on rivers.\nLake Fund works on lakes.\n",
            "Further reading\nLake Fund: 2012, Report\nSea Union: 2013, Study\n",
            "Media contact\nAnn Other\n+35 451 555 0151\n",
            "Comments\nAnn Other: Well said!\n",
            "and 12 others\n",
            "Sign the letter here\n",
            "press@letter.example\n",
        ] {
            check(&with(&format!("{signed}{tail}")), list);
        }
        // What is asked for, with or without a word of signing before.
        for tail in [
            "This letter is signed by thirty organizations.\n\nWe ask you to:\n\n1. publish all studies\n2. appoint a panel\n3. set money aside\n\nSincerely,\n",
            "We, the undersigned, ask that:\n\n- The dam is stopped at once.\n- The minister tells the people of the valley why.\n",
            "Wir fordern:\n\n- Alle Gutachten veröffentlichen\n- Einen Beirat einsetzen\n- Geld bereitstellen\n",
        ] {
            check(&with(tail), &[]);
        }
        // An annex with another letter.
        let annex = "Annex\n\nDear Minister,\n\nLast year we asked you to keep the rivers clean for everybody.\n\nSincerely,\n\nAnn Other\nAl Example\n";
        check(&with(&format!("{signed}{annex}")), list);
    }

    #[test]
    fn roles() {
        let check = |text: &str, expected: Role| assert_eq!(segmented(text).role, expected, "{text}");
        check(&format!("{BODY}Sincerely,\n\nRiver Watch\n"), Role::Letter);
        check(BODY, Role::Letter);
        check(
            "Groups protest\n\nOn Monday 40 organizations sent a letter to the minister about the rivers.\n",
            Role::Coverage,
        );
        check(
            "Rain tomorrow\n\nThe weather service expects rain in most parts of the country.\n",
            Role::Other,
        );
        check(
            "President Ann Example, NORWAY\nChancellor Jo Doe, CHILE\nPremier Al Smith, PERU\n\nDear leaders,\n\nWe ask you to keep the rivers clean for everybody who lives there.\n",
            Role::Letter,
        );
    }

    #[test]
    fn languages() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(segmented(text).language.as_deref(), expected, "{text}");
        };
        check(
            "Pedimos que mantenham limpos os rios do país, para todas as pessoas que vivem ali.",
            Some("pt"),
        );
        check("우리는 이 나라의 강을 깨끗하게 지켜 줄 것을 정부에 요청합니다.", Some("ko"));
        check("Мы просим сохранить реки страны чистыми для всех, кто там живёт.", Some("ru"));
        check("River Watch\nLake Fund\nSea Union", None);
    }

    #[test]
    fn fields() {
        let untitled =
            segmented("Dear Minister,\n\nWe ask you to act.\n\nSincerely,\n\nRiver Watch").letter.unwrap();
        assert_eq!((untitled.title, untitled.addressees), (None, vec!["Minister".to_owned()]));
        let letter =
            segmented(&format!("{BODY}Signatories (as of May 1, 2021)\n\nRiver Watch\n")).letter.unwrap();
        assert_eq!(letter.title.as_deref(), Some("Open letter on clean rivers"));
        assert_eq!(letter.date.unwrap().0.date, Date::constant(2021, 5, 3));
        assert_eq!(letter.addressees, ["Minister"]);
        assert_eq!(letter.as_of_date.unwrap().date, Date::constant(2021, 5, 1));
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "(Dear |Sincerely,|Signed by:|Groups|CC:|[0-9]|,|\\.|\\n|\\n\\n|\\PC){0,60}") {
            let read = formats::run("x.txt", text.as_bytes(), &ReadSettings::default());
            if let Some(text) = read.value {
                run("x.txt", &text, &Stated::default(), crate::reference::shared());
            }
        }
    }
}
