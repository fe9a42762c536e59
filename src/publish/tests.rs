//! Publishing to a temporary folder, and reading back.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use polars::prelude::{AnyValue, ParquetReader, SerReader};
use proptest::prelude::*;

use super::*;
use crate::model::table::{Cell, ColumnType, Table};
use crate::reference::Reference;
use crate::table;
use crate::tables::cosignatures::CosignatureRow;
use crate::tables::sample::small_corpus;
use crate::tables::{Rows, TableSettings, TableVisitor};

static DATASET: LazyLock<Dataset> =
    LazyLock::new(|| crate::tables::run(&small_corpus(), &TableSettings::default(), &Reference::builtin()));

const XLSX_ROWS: usize = 1000;

fn extras(xlsx_rows: usize) -> Extras {
    let documents = Some("../raw".to_owned());
    Extras { xlsx_rows, network_edges: 10, report: true, explorer: true, documents }
}

/// Publishes as a build does.
fn run(
    dataset: &Dataset,
    about: &About,
    xlsx_rows: usize,
    target: &Path,
) -> Result<Vec<String>, PublishError> {
    let staging = open(target)?;
    let staged = stage(dataset, about, &extras(xlsx_rows), &staging, &Twins::new())?;
    staging.swap_in(None)?;
    Ok(staged.notes)
}

fn about() -> About {
    About {
        licence: Some("CC-BY-4.0".to_owned()),
        creators: vec![Creator { name: "Mira Lindqvist".to_owned(), ..Creator::default() }],
        ..About::default()
    }
}

fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let names = files::names(folder).unwrap().into_iter();
    names.map(|name| (name.clone(), fs::read(folder.join(name)).unwrap())).collect()
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn a_dataset_is_published_and_published_again() {
    let parent = tempfile::tempdir().unwrap();
    let target = parent.path().join("deep").join("output");
    run(&DATASET, &about(), XLSX_ROWS, &target).unwrap();
    assert_eq!(names(target.parent().unwrap()), ["output"]);
    let first = contents(&target);
    assert_eq!(first.len(), 2 * 15 + 3 + 9 + 9);
    for expected in [
        "README.md",
        "CITATION.cff",
        "SHA256SUMS",
        "datapackage.json",
        "missing_letters.parquet",
        "explorer/app.js",
    ] {
        assert!(first.contains_key(expected), "{expected}");
    }
    let here = parent.path().to_str().unwrap().as_bytes();
    for (name, bytes) in &first {
        assert!(!bytes.windows(here.len()).any(|window| window == here), "{name} holds a path");
    }
    run(&DATASET, &about(), XLSX_ROWS, &target).unwrap();
    assert!(contents(&target) == first);
    assert_eq!(names(target.parent().unwrap()), ["output"]);
}

#[test]
fn bytes_do_not_depend_on_the_number_of_threads() {
    let publish = |threads: usize| {
        let parent = tempfile::tempdir().unwrap();
        let target = parent.path().join("output");
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let corpus = small_corpus();
            let dataset = crate::tables::run(&corpus, &TableSettings::default(), &Reference::builtin());
            run(&dataset, &about(), XLSX_ROWS, &target).unwrap();
        });
        contents(&target)
    };
    let one = publish(1);
    let eight = publish(8);
    assert_eq!(one.keys().collect::<Vec<_>>(), eight.keys().collect::<Vec<_>>());
    for (name, bytes) in &one {
        assert!(bytes == &eight[name], "{name} differs");
    }
}

/// The rows of a table from its CSV file.
fn read<T: Table>(text: &[u8]) -> Vec<T> {
    ::csv::Reader::from_reader(text).deserialize().collect::<Result<_, _>>().unwrap()
}

struct ReadBack<'a>(&'a Path);

impl TableVisitor for ReadBack<'_> {
    fn visit<T: Table>(&mut self, rows: &[T]) {
        let read: Vec<T> = read(&fs::read(self.0.join(format!("{}.csv", T::NAME))).unwrap());
        assert_eq!(read.len(), rows.len(), "{}", T::NAME);
        for (row, read) in rows.iter().zip(&read) {
            for column in 0..T::columns().len() {
                assert_eq!(read.cell(column), row.cell(column), "{}", T::NAME);
            }
        }
    }
}

#[test]
fn every_table_reads_back() {
    let parent = tempfile::tempdir().unwrap();
    let target = parent.path().join("output");
    run(&DATASET, &about(), XLSX_ROWS, &target).unwrap();
    DATASET.for_each_table(&mut ReadBack(&target));
    for view in DATASET.tables() {
        let file = fs::File::open(target.join(format!("{}.parquet", view.name))).unwrap();
        assert_same_cells(&view, &ParquetReader::new(file).finish().unwrap());
    }
}

fn assert_same_cells(view: &TableView<'_>, frame: &polars::frame::DataFrame) {
    assert_eq!(frame.height(), view.rows.n_rows());
    let names: Vec<&str> = frame.get_column_names().into_iter().map(|name| name.as_str()).collect();
    assert_eq!(names, view.columns.iter().map(|column| column.name).collect::<Vec<_>>());
    for (index, column) in view.columns.iter().enumerate() {
        let values = frame.column(column.name).unwrap();
        for row in 0..view.rows.n_rows() {
            let cell = view.rows.cell(row, index);
            let is_same = match (values.get(row).unwrap(), &cell) {
                (AnyValue::Null, Cell::Null) => true,
                (read, Cell::Text(text)) => read.get_str() == Some(text.as_ref()),
                (AnyValue::Int32(read), Cell::Integer(number)) => read == *number,
                (AnyValue::Float64(read), Cell::Number(number)) => read == *number,
                (AnyValue::Boolean(read), Cell::Boolean(truth)) => read == *truth,
                (AnyValue::Date(read), Cell::Date(date)) => {
                    jiff::civil::date(1970, 1, 1).checked_add(jiff::Span::new().days(read)).unwrap() == *date
                }
                _ => false,
            };
            assert!(is_same, "{}.{} row {row}: {cell:?}", view.name, column.name);
        }
    }
}

table! {
    /// One row per whatever.
    pub struct AnyRow in "any", key(key) {
        /// A text.
        key: String,
        /// A text or nothing.
        text: Option<String>,
        /// A number or nothing.
        count: Option<i32>,
        /// A number.
        share: f64,
        /// A truth value or nothing.
        truth: Option<bool>,
        /// A day or nothing.
        day: Option<jiff::civil::Date>,
    }
}

fn any_row() -> impl Strategy<Value = AnyRow> {
    let text = || prop_oneof!["[\",;\r\n\t a-cé漢'|=-]{1,8}", "\\PC{1,12}", Just("NA".to_owned())];
    let day = (1_i16..=9999, 1_i8..=12, 1_i8..=28).prop_map(|(y, m, d)| jiff::civil::date(y, m, d));
    (
        text(),
        proptest::option::of(text()),
        proptest::option::of(any::<i32>()),
        -1.0e12..1.0e12_f64,
        proptest::option::of(any::<bool>()),
        proptest::option::of(day),
    )
        .prop_map(|(key, text, count, share, truth, day)| AnyRow { key, text, count, share, truth, day })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn rows_survive_both_formats(rows in proptest::collection::vec(any_row(), 0..12)) {
        let view = TableView::of(&rows);
        let mut text = Vec::new();
        csv::write_to(&view, &mut text).unwrap();
        prop_assert_eq!(&read::<AnyRow>(&text), &rows);

        let mut bytes = Vec::new();
        parquet::write_to(&view, &about(), &mut bytes).unwrap();
        let frame = ParquetReader::new(std::io::Cursor::new(bytes)).finish().unwrap();
        assert_same_cells(&view, &frame);
    }
}

#[test]
fn a_csv_file_is_as_promised() {
    let rows = vec![AnyRow {
        key: "a\"b".to_owned(),
        text: None,
        count: Some(-3),
        share: 1.0,
        truth: Some(true),
        day: Some(jiff::civil::date(2021, 3, 4)),
    }];
    let mut text = Vec::new();
    csv::write_to(&TableView::of(&rows), &mut text).unwrap();
    let expected = "key,text,count,share,truth,day\n\"a\"\"b\",,-3,1.0,true,2021-03-04\n";
    assert_eq!(String::from_utf8(text).unwrap(), expected);
}

#[test]
fn what_is_not_ours_is_not_touched() {
    let parent = tempfile::tempdir().unwrap();
    let check = |name: &str, expected: &str| {
        let target = parent.path().join(name);
        let before = if target.is_dir() { contents(&target) } else { BTreeMap::new() };
        let error = run(&DATASET, &about(), XLSX_ROWS, &target).unwrap_err().to_string();
        assert!(error.contains(expected), "{name}: {error}");
        if target.is_dir() {
            assert_eq!(contents(&target), before);
        }
    };
    fs::create_dir(parent.path().join("thesis")).unwrap();
    fs::write(parent.path().join("thesis/chapter.txt"), "x").unwrap();
    check("thesis", "holds no dataset published by undersigned");
    fs::write(parent.path().join("file"), "x").unwrap();
    check("file", "is not a folder");
    run(&DATASET, &about(), XLSX_ROWS, &parent.path().join("output")).unwrap();
    fs::write(parent.path().join("output/notes.txt"), "x").unwrap();
    check("output", "notes.txt is no part of the dataset");
    let mut names = names(parent.path());
    names.retain(|name| name.starts_with('.'));
    assert_eq!(names, Vec::<String>::new());

    // An empty folder may be filled.
    fs::create_dir(parent.path().join("empty")).unwrap();
    run(&DATASET, &about(), XLSX_ROWS, &parent.path().join("empty")).unwrap();
}

#[test]
fn a_failed_run_leaves_the_old_output_whole() {
    let parent = tempfile::tempdir().unwrap();
    let target = parent.path().join("output");
    run(&DATASET, &about(), XLSX_ROWS, &target).unwrap();
    let before = contents(&target);
    let begun = Staging::open(&target).unwrap();
    fs::write(begun.path().join("README.md"), "half of it").unwrap();
    drop(begun);
    assert_eq!(contents(&target), before);
    let broken = Dataset { entities: Vec::new(), ..DATASET.clone() };
    assert!(matches!(run(&broken, &about(), XLSX_ROWS, &target), Err(PublishError::Violations(_))));
    assert_eq!(contents(&target), before);
    assert_eq!(names(parent.path()), ["output"]);
}

#[test]
fn what_a_killed_run_left_is_cleared() {
    let parent = tempfile::tempdir().unwrap();
    let target = parent.path().join("output");
    run(&DATASET, &about(), XLSX_ROWS, &target).unwrap();
    // Killed between the two renames: the old output is aside, the new one not yet in place.
    fs::rename(&target, parent.path().join(".undersigned-output.old")).unwrap();
    fs::create_dir(parent.path().join(".undersigned-output.new-abc")).unwrap();
    fs::write(parent.path().join(".undersigned-output.lock"), "").unwrap();
    // The next run puts it back before it writes anything.
    drop(Staging::open(&target).unwrap());
    assert_eq!(names(parent.path()), ["output"]);
    assert!(target.join("SHA256SUMS").exists());
}

#[test]
fn two_runs_do_not_meet() {
    let parent = tempfile::tempdir().unwrap();
    let target = parent.path().join("output");
    let first = Staging::open(&target).unwrap();
    assert!(matches!(run(&DATASET, &about(), XLSX_ROWS, &target), Err(PublishError::Busy { .. })));
    drop(first);
    run(&DATASET, &about(), XLSX_ROWS, &target).unwrap();
}

#[cfg(unix)]
#[test]
fn a_link_leads_to_the_folder_that_is_replaced() {
    use std::os::unix::fs::PermissionsExt;
    let parent = tempfile::tempdir().unwrap();
    fs::create_dir(parent.path().join("real")).unwrap();
    std::os::unix::fs::symlink(parent.path().join("real"), parent.path().join("link")).unwrap();
    run(&DATASET, &about(), XLSX_ROWS, &parent.path().join("link")).unwrap();
    assert!(parent.path().join("link").is_symlink());
    assert!(parent.path().join("real/SHA256SUMS").exists());
    let mode = fs::metadata(parent.path().join("real")).unwrap().permissions().mode();
    assert_eq!(mode & 0o700, 0o700);
    assert_ne!(mode & 0o055, 0, "others may read");
}

#[test]
fn the_descriptor_describes_every_column() {
    let parent = tempfile::tempdir().unwrap();
    let target = parent.path().join("output");
    run(&DATASET, &about(), XLSX_ROWS, &target).unwrap();
    let text = fs::read_to_string(target.join(package::FILE)).unwrap();
    assert!(package::is_ours(&text));
    let package: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(package["resources"].as_array().unwrap().len(), 2 * 15 + 3);
    let signatures = &package["resources"][3];
    assert_eq!(signatures["name"], "signatures");
    let fields = signatures["schema"]["fields"].as_array().unwrap();
    assert_eq!(fields.len(), crate::tables::signatures::SignatureRow::columns().len());
    let kind = fields.iter().find(|field| field["name"] == "kind").unwrap();
    assert_eq!(kind["constraints"]["enum"][0], "organization");
    assert_eq!(kind["categories"][0]["value"], "organization");
    let keys = signatures["schema"]["foreignKeys"].as_array().unwrap();
    let country = keys.iter().find(|key| key["fields"][0] == "country").unwrap();
    assert_eq!(country["reference"]["fields"][0], "alpha2");
    assert!(!package::is_ours("{\"generator\": \"other\"}"));
}

#[test]
fn the_card_has_the_dictionary() {
    let parent = tempfile::tempdir().unwrap();
    let target = parent.path().join("output");
    run(&DATASET, &about(), XLSX_ROWS, &target).unwrap();
    let card = fs::read_to_string(target.join("README.md")).unwrap();
    for table in DATASET.tables() {
        assert!(card.contains(&format!("\n### {}\n", table.name)));
        let is_loaded = card.contains(&format!("- config_name: {}\n", table.name));
        assert_eq!(is_loaded, table.rows.n_rows() > 0, "{}", table.name);
    }
    assert!(card.contains("\nlicense: cc-by-4.0\n"));
    assert!(card.contains("`organization`: An organization, coalition, company or other group."));
    assert_eq!(ColumnType::Text, crate::tables::names::NameRow::columns()[1].column_type);
    let unlicensed = card::render(&[], &About::default());
    assert!(unlicensed.contains("No licence is stated"));
}

#[test]
fn every_column_is_in_the_dictionary() {
    let parent = tempfile::tempdir().unwrap();
    let target = parent.path().join("output");
    run(&DATASET, &about(), XLSX_ROWS, &target).unwrap();
    let rows: Vec<dictionary::DictionaryRow> = read(&fs::read(target.join("dictionary.csv")).unwrap());
    let n_columns: usize = DATASET.tables().iter().map(|table| table.columns.len()).sum();
    assert_eq!(rows.len(), n_columns + 10 + 7 + 9);
    let row = |table: &str, column: &str| {
        rows.iter().find(|row| row.table == table && row.column == column).unwrap()
    };
    assert_eq!((row("signatures", "kind").position, row("signatures", "kind").is_required), (6, true));
    assert!(row("signatures", "kind").values.as_ref().unwrap().starts_with("organization: An org"));
    assert_eq!(row("network_edges", "source").references.as_deref(), Some("network_nodes"));
    assert!(row("dictionary", "table").is_key);
}

#[test]
fn a_network_holds_every_pair() {
    let (nodes, edges) = (network::nodes(&DATASET), network::Edges(&DATASET.cosignatures));
    assert_eq!((nodes.len(), edges.n_rows()), (2, 1));
    assert_eq!(nodes[0].n_partners, 1);
    let view = TableView::over::<network::EdgeRow>(&edges);
    let cells: Vec<String> =
        (0..view.columns.len()).map(|column| format!("{:?}", view.rows.cell(0, column))).collect();
    let pair = &DATASET.cosignatures[0];
    let expected = [
        format!("{:?}", pair.cell(0)),
        format!("{:?}", pair.cell(1)),
        "Text(Borrowed(\"Undirected\"))".to_owned(),
        format!("Integer({})", pair.n_letters),
        format!("Number({:?})", pair.jaccard),
        "Date(2021-03-04)".to_owned(),
        format!("{:?}", pair.cell(5)),
    ];
    assert_eq!(cells, expected);
    let folder = tempfile::tempdir().unwrap();
    let text = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    let (_, note) = network::write(&nodes, &edges, 1, folder.path()).unwrap();
    assert_eq!(note, None);
    let graphml = text(network::GRAPHML);
    assert!(graphml.contains("<data key=\"edge_weight\">2</data>"), "{graphml}");
    assert!(text(network::GEXF).contains(" weight=\"2\" start=\"2021-03-04\">"));
}

#[test]
fn a_large_network_is_drawn_by_its_heaviest_edges() {
    let weights = [(2, 0.5), (3, 0.25), (2, 0.75), (3, 0.5)];
    let pair = &DATASET.cosignatures[0];
    let pairs: Vec<_> = weights
        .iter()
        .map(|(n_letters, jaccard)| CosignatureRow {
            n_letters: *n_letters,
            jaccard: *jaccard,
            ..pair.clone()
        })
        .collect();
    let folder = tempfile::tempdir().unwrap();
    let (nodes, edges) = (network::nodes(&DATASET), network::Edges(&pairs));
    let (_, note) = network::write(&nodes, &edges, 3, folder.path()).unwrap();
    let note = note.unwrap();
    assert!(note.contains("the 3 heaviest of 4 edges"), "{note}");
    for name in [network::GRAPHML, network::GEXF] {
        let text = fs::read_to_string(folder.path().join(name)).unwrap();
        let shares: Vec<bool> = ["0.25", "0.75", "0.5"].iter().map(|share| text.contains(share)).collect();
        assert_eq!((shares, text.matches("<edge ").count()), (vec![true; 3], 3), "{text}");
        assert!(text.contains(&note), "{text}");
    }
}

#[test]
fn a_workbook_tells_what_it_does_not_hold() {
    let parent = tempfile::tempdir().unwrap();
    let notes = |most_rows: usize| run(&DATASET, &about(), most_rows, &parent.path().join("output")).unwrap();
    assert_eq!(notes(XLSX_ROWS), Vec::<String>::new());
    assert!(parent.path().join("output").join(xlsx::FILE).exists());
    let few = notes(6);
    assert!(
        few.contains(&"The workbook has no sheet of signatures: 7 rows are more than 6.".to_owned()),
        "{few:?}"
    );
    assert_eq!(notes(0), Vec::<String>::new());
    assert!(!parent.path().join("output").join(xlsx::FILE).exists());
}

/// Leaves the sample where `tests/readers/check_readers.py` can look at it, when told where.
#[test]
fn a_sample_for_other_readers() {
    if let Some(target) = std::env::var_os("UNDERSIGNED_SAMPLE") {
        run(&DATASET, &about(), XLSX_ROWS, Path::new(&target)).unwrap();
    }
}
