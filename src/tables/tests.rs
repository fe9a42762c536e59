//! What the tables say of invented letters.

use std::sync::LazyLock;

use super::sample::{corpus, day, first, letter, month, reading, signature, small_corpus};
use super::*;
use crate::model::table::Table;
use crate::model::{DatePrecision, IssueCode, Kind, Mention, Role};

/// Loading the reference data takes most of a test's time.
static REFERENCE: LazyLock<Reference> = LazyLock::new(Reference::builtin);

fn tabulate(corpus: &Corpus) -> Dataset {
    let dataset = run(corpus, &TableSettings::default(), &REFERENCE);
    assert_eq!(violations(&dataset), Vec::<String>::new());
    dataset
}

#[test]
fn the_declarations_name_the_contract() {
    let names: Vec<&str> = Dataset::default().tables().iter().map(|table| table.name).collect();
    let expected = "documents letters claims signatures entities redirects names links relations cosignatures mentions \
                    missing_letters countries issues review";
    assert_eq!(names.join(" "), expected);
    for table in Dataset::default().tables() {
        assert!(!table.key.is_empty() && table.key_columns().len() == table.key.len(), "{}", table.name);
        for column in &table.columns {
            assert!(!column.name.starts_with("r#"), "{}", column.name);
            assert!(column.description.ends_with('.'), "{}.{}", table.name, column.name);
        }
    }
}

#[test]
fn an_empty_corpus_gives_empty_tables() {
    let dataset = tabulate(&corpus(Vec::new(), &[]));
    assert_eq!(dataset, Dataset::default());
}

#[test]
fn a_copy_is_no_second_letter() {
    let dataset = tabulate(&small_corpus());
    assert_eq!(dataset.documents.len(), 5);
    assert_eq!(dataset.letters.len(), 2);
    assert_eq!(dataset.signatures.len(), 7);
    let document = |path: &str| dataset.documents.iter().find(|row| row.path == path).unwrap();
    assert_eq!(document("c.txt").original_document_id, Some(document("a.html").document_id));
    assert_eq!(document("c.txt").letter_id, document("a.html").letter_id);
    assert_eq!(document("c.txt").n_signatures, 4);
    assert_eq!(document("a.html").original_document_id, None);
    assert_eq!(document("a.html").n_rejected, 1);
    let row = dataset.letters.iter().find(|row| Some(row.letter_id) == document("a.html").letter_id).unwrap();
    assert_eq!((row.n_signatures, row.n_organizations, row.n_persons), (4, 3, 1));
    assert_eq!((row.n_countries, row.n_entities, row.n_documents), (2, 3, 2));
    assert_eq!(row.date_precision, Some(DatePrecision::Day));
}

#[test]
fn counts_are_checked() {
    let dataset = tabulate(&small_corpus());
    let claim = |text: &str| dataset.claims.iter().find(|row| row.text.contains(text)).unwrap();
    assert_eq!((claim("3 org").counted, claim("3 org").agrees), (Some(3), Some(true)));
    assert_eq!((claim("countries").counted, claim("countries").agrees), (Some(2), Some(false)));
    assert_eq!((claim("300").counted, claim("300").agrees), (None, None));
    let issues = |code| dataset.issues.iter().filter(|row| row.code == code).collect::<Vec<_>>();
    let [disagrees] = issues(IssueCode::CountDisagrees)[..] else { panic!("one count disagrees") };
    assert_eq!(disagrees.message, "3 countries are stated, the list has 2");
    assert_eq!(issues(IssueCode::RejectedLine).len(), 1);
    assert_eq!(issues(IssueCode::BinaryDocument).len(), 1);
    let [orphan] = issues(IssueCode::OrphanSidecar)[..] else { panic!("one sidecar is an orphan") };
    assert_eq!((orphan.document_id, orphan.path.as_deref()), (None, Some("f.toml")));
}

#[test]
fn signatures_and_entities() {
    let dataset = tabulate(&small_corpus());
    let row = dataset.signatures.iter().find(|row| row.country_text.as_deref() == Some("Namibia")).unwrap();
    assert_eq!(row.country_confidence, Some(0.988));
    assert_eq!(row.link_probability, Some(1.0));
    assert_eq!(row.country_codes.as_deref(), Some("NA"));
    let twice = dataset.signatures.iter().find(|row| row.flags.is_some()).unwrap();
    assert_eq!(twice.flags.as_deref(), Some("duplicate;joined"));
    let entity = dataset.entities.iter().find(|row| row.name == "Harbour Watch").unwrap();
    assert_eq!((entity.n_letters, entity.n_signatures, entity.n_affiliations), (2, 3, 1));
    assert_eq!((entity.region.as_deref(), entity.n_names), (Some("Africa"), 1));
    assert_eq!((entity.first_signed, entity.last_signed), (Some(day(2021, 3, 4).date), Some(first(2022, 5))));
    let countries: Vec<&str> = dataset.countries.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(countries, ["Namibia", "Sweden"]);
}

#[test]
fn links_show_their_evidence() {
    let dataset = tabulate(&small_corpus());
    assert_eq!(dataset.links.len(), 2);
    let link = &dataset.links[0];
    assert_eq!(link.evidence.as_deref(), Some("equal words: harbour watch (+9.2); prior (-3.1)"));
    assert_eq!((link.bits_equal_words, link.bits_prior, link.bits_typos), (Some(9.25), Some(-3.125), None));
    assert_eq!(link.match_weight, 6.125);
    let [review] = &dataset.review[..] else { panic!("one pair is to be reviewed") };
    assert_eq!(review.left_country.map(|code| code.to_string()).as_deref(), Some("SE"));
    assert_eq!((review.probability, review.decision.as_ref()), (0.9859, None));
}

#[test]
fn signing_together() {
    let dataset = tabulate(&small_corpus());
    let [pair] = &dataset.cosignatures[..] else { panic!("one pair signed two letters") };
    assert!(pair.entity_a < pair.entity_b);
    assert_eq!((pair.n_letters, pair.jaccard), (2, 1.0));
}

#[test]
fn large_letters_are_left_out_of_cosignatures_and_it_is_said() {
    let names = ["A", "B", "C", "D"];
    let signed = |path: &str, names: &[&str]| {
        let mut reading = letter(path, "Nobody", None, 0);
        let signatures = names.iter().zip(1..);
        reading.signatures = signatures.map(|(name, at)| signature(at, name, Kind::Organization)).collect();
        reading
    };
    let readings = vec![signed("1", &names), signed("2", &names[..3]), signed("3", &names[..2])];
    let corpus = corpus(readings, &[]);
    let tabulate = |bound: usize| {
        let settings = TableSettings { cosignatures_max_entities: bound, ..TableSettings::default() };
        run(&corpus, &settings, &REFERENCE)
    };
    let in_full = tabulate(3);
    assert_eq!(in_full.cosignatures.len(), 3);
    let bounded = tabulate(2);
    assert_eq!(bounded.cosignatures.len(), 0);
    assert_eq!(bounded.letters.iter().filter(|row| !row.in_cosignatures).count(), 2);
    assert_eq!(bounded.issues.iter().filter(|row| row.code == IssueCode::BlockTooLarge).count(), 2);
    // A and B share 1, 2, 3; of the letters of A or C, which are the same three, A and C share two.
    let mut counts: Vec<(i32, f64)> =
        in_full.cosignatures.iter().map(|row| (row.n_letters, row.jaccard)).collect();
    counts.sort_by(|a, b| a.1.total_cmp(&b.1));
    assert_eq!(counts, [(2, 0.6667), (2, 0.6667), (3, 1.0)]);
}

fn mention(addressee: Option<&str>, n_organizations: Option<u32>) -> Mention {
    let text = format!("a letter to {addressee:?} by {n_organizations:?}");
    Mention { line: 1, text, addressee: addressee.map(str::to_owned), n_organizations, ..Mention::default() }
}

fn report(path: &str, mentions: Vec<Mention>) -> crate::model::Reading {
    crate::model::Reading { mentions, ..reading(path, Role::Coverage) }
}

#[test]
fn a_mention_finds_its_letter() {
    let check = |mention: Mention, expected: bool| {
        let text = format!("{mention:?}");
        let letters = vec![
            letter("1", "Ana Rivas, Prime Minister of Chile", Some(day(2021, 3, 4)), 54),
            letter("2", "Ana Rivas, Prime Minister of Chile", Some(day(2021, 3, 4)), 31),
            letter("3", "Bo Ek, Minister of Justice of Sweden", None, 54),
            report("4", vec![mention]),
        ];
        let dataset = tabulate(&corpus(letters, &[]));
        let row = &dataset.mentions[0];
        let found = row.letter_id.and_then(|id| dataset.letters.iter().find(|letter| letter.letter_id == id));
        let found = found.map(|letter| (letter.n_signatures, letter.date.is_some()));
        assert_eq!(found, expected.then_some((54, true)), "{text}");
        assert_eq!(row.missing_letter_id.is_some(), !expected, "{text}");
    };
    check(mention(Some("Chilean government"), Some(54)), true);
    check(Mention { n_signatories: Some(54), ..mention(Some("the Chilean government"), None) }, true);
    check(Mention { n_individuals: Some(4), ..mention(Some("President Rivas"), Some(50)) }, true);
    check(mention(Some("Chilean government"), Some(53)), false);
    check(mention(Some("Prime Minister of Peru"), Some(54)), false);
    check(mention(None, Some(54)), false);
    check(Mention { date: Some(month(2021, 3)), ..mention(None, Some(54)) }, true);
    check(Mention { date: Some(month(2020, 3)), ..mention(Some("Rivas"), Some(54)) }, false);
    check(Mention { date: Some(day(2021, 3, 6)), ..mention(Some("Rivas"), Some(54)) }, true);
}

#[test]
fn a_mention_that_fits_two_letters_is_left_open() {
    let letters = vec![
        letter("1", "Ana Rivas", Some(day(2021, 3, 4)), 20),
        letter("2", "Ana Rivas", Some(day(2022, 3, 4)), 20),
        report("3", vec![mention(Some("President Rivas"), Some(20))]),
    ];
    let dataset = tabulate(&corpus(letters, &[]));
    let row = &dataset.mentions[0];
    assert_eq!((row.letter_id, row.missing_letter_id), (None, None));
    assert!(dataset.missing_letters.is_empty());
}

#[test]
fn mentions_of_one_missing_letter_are_grouped() {
    let later = |date| Mention { date: Some(date), ..mention(Some("Prime Minister Ana Rivas"), Some(67)) };
    let continued = Mention {
        continues: true,
        n_represented: Some(300),
        signers: vec!["Harbour Watch".to_owned()],
        ..mention(None, None)
    };
    let mut own = letter("1", "Prime Minister Ana Rivas", Some(day(2021, 1, 1)), 9);
    own.mentions =
        vec![Mention { n_individuals: Some(10), date: Some(month(2019, 12)), ..mention(None, Some(67)) }];
    let readings = vec![
        own,
        report(
            "2",
            vec![mention(Some("Ms. Rivas"), Some(67)), continued, mention(Some("President Olmo"), Some(67))],
        ),
        report("3", vec![later(day(2019, 12, 10)), later(month(2018, 6))]),
        report("4", vec![mention(Some("Ms. Rivas"), None)]),
    ];
    let dataset = tabulate(&corpus(readings, &[]));
    let mut missing = dataset.missing_letters.clone();
    missing.sort_by_key(|row| std::cmp::Reverse(row.n_mentions));
    assert_eq!(missing.iter().map(|row| row.n_mentions).collect::<Vec<_>>(), [4, 1, 1, 1]);
    let row = &missing[0];
    assert_eq!((row.n_organizations, row.n_individuals, row.n_represented), (Some(67), Some(10), Some(300)));
    assert_eq!((row.date, row.n_documents), (Some(day(2019, 12, 10).date), 3));
    assert_eq!(row.signers.as_deref(), Some("Harbour Watch"));
}

#[test]
fn a_row_reads_back_as_serde_writes_it() {
    let dataset = tabulate(&small_corpus());
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in &dataset.letters {
        writer.serialize(row).unwrap();
    }
    let text = writer.into_inner().unwrap();
    let rows: Vec<letters::LetterRow> =
        csv::Reader::from_reader(&text[..]).deserialize().collect::<Result<_, _>>().unwrap();
    assert_eq!(rows, dataset.letters);
    let header = String::from_utf8(text).unwrap();
    let names: Vec<&str> = letters::LetterRow::columns().iter().map(|column| column.name).collect();
    assert_eq!(header.lines().next(), Some(names.join(",").as_str()));
}

#[test]
fn violations_are_found() {
    let mut dataset = tabulate(&small_corpus());
    dataset.letters[0].place = Some(String::new());
    dataset.entities.pop();
    dataset.names.push(dataset.names[0].clone());
    let found = violations(&dataset).join("\n");
    for expected in ["letters.place is an empty text", "leads nowhere", "names is not sorted"] {
        assert!(found.contains(expected), "{found}");
    }
}
