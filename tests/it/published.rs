//! What strangers meet in a published folder: nobody who asked not to be named, and no name that does harm.

use crate::support::{LETTER, build, config, files, write};
use std::io::Read;
use std::path::Path;
use std::process::Command;
use undersigned::publish::{self, verify};

/// Every file of a folder as texts: of a workbook its parts; Parquet files are left out, since checking the
/// folder compares them with their CSV files.
fn texts(folder: &Path) -> Vec<(String, String)> {
    assert_eq!(verify::run(folder).unwrap().problems, Vec::new());
    let mut texts = Vec::new();
    for (name, bytes) in files(folder) {
        if name.ends_with(".xlsx") {
            let archive = rawzip::ZipArchive::from_slice(&bytes).unwrap();
            let mut entries = archive.entries();
            while let Some(entry) = entries.next_entry().unwrap() {
                let part = String::from_utf8_lossy(entry.file_path().as_bytes()).into_owned();
                let data = archive.get_entry(entry.wayfinder()).unwrap();
                let mut text = String::new();
                flate2::read::DeflateDecoder::new(data.data()).read_to_string(&mut text).unwrap();
                texts.push((format!("{name}/{part}"), text));
            }
        } else if !name.ends_with(".parquet") {
            texts.push((name, String::from_utf8(bytes).unwrap()));
        }
    }
    texts
}

#[test]
fn a_withdrawn_signer_leaves_no_trace() {
    let folder = tempfile::tempdir().unwrap();
    let raw = folder.path().join("raw");
    let first = LETTER.replace(
        "Lake Foundation, Norway\n",
        "Lake Foundation, Norway\nDr. Velda Ousterquist, Professor of Rivers, Lake Foundation, Norway\n",
    );
    let second = LETTER
        .replace("3 May 2021", "4 June 2022")
        .replace("rivers", "lakes")
        .replace("Union of Fishers, Peru\n", "Union of Fishers, Peru\nVelda Ousterquist, Lake Foundation\n");
    let report = "Lake news, 5 June 2022\n\nAn open letter to the Minister was published yesterday, signed by 3 organizations and by Velda Ousterquist, who asked for lakes.\n";
    write(
        &raw,
        &[
            ("a.txt", first.as_bytes()),
            ("b.txt", second.as_bytes()),
            ("news/velda-ousterquist.txt", report.as_bytes()),
        ],
    );
    let output = folder.path().join("output");
    let (_, before) = build(&config(), &raw, &output).unwrap();
    let signed: Vec<_> = before.signatures.iter().filter(|row| row.name.contains("Ousterquist")).collect();
    assert_eq!(signed.len(), 2);
    assert_eq!(signed[0].entity_id, signed[1].entity_id);
    let is_traced = |text: &str| {
        let lower = text.to_lowercase();
        lower.contains("ousterquist") || lower.contains("velda")
    };
    assert!(texts(&output).iter().filter(|(_, text)| is_traced(text)).count() > 6);

    let rows =
        format!("id,reason,date\n{},asked,2026-01-01\nsig-000000000000,gone,\n", signed[0].signature_id);
    write(folder.path(), &[("curation/withdrawals.csv", rows.as_bytes())]);
    let (_, after) = build(&config(), &raw, &output).unwrap();
    let traces: Vec<String> =
        texts(&output).into_iter().filter(|(_, text)| is_traced(text)).map(|(name, _)| name).collect();
    assert_eq!(traces, Vec::<String>::new());

    // The counts stay, the ids stay, and nothing personal is beside them.
    assert_eq!(after.signatures.len(), before.signatures.len());
    let row = after.signatures.iter().find(|row| row.signature_id == signed[0].signature_id).unwrap();
    assert_eq!((row.name.as_str(), row.text.as_str(), row.country), ("[withdrawn]", "[withdrawn]", None));
    assert_eq!((&row.role, &row.affiliation, row.entity_id), (&None, &None, signed[0].entity_id));
    let entity = after.entities.iter().find(|entity| entity.entity_id == row.entity_id).unwrap();
    assert_eq!((entity.name.as_str(), entity.n_signatures), ("[withdrawn]", 2));
    assert_eq!(after.names.iter().filter(|name| name.entity_id == row.entity_id).count(), 1);
    assert!(after.links.iter().all(|link| link.left_entity_id != row.entity_id));
    assert!(
        after
            .cosignatures
            .iter()
            .all(|pair| pair.entity_a != row.entity_id && pair.entity_b != row.entity_id)
    );
    assert!(after.cosignatures.len() < before.cosignatures.len());
    // Others are untouched.
    let others = |dataset: &undersigned::tables::Dataset| {
        dataset.signatures.iter().filter(|row| row.entity_id != entity.entity_id).cloned().collect::<Vec<_>>()
    };
    assert_eq!(others(&after), others(&before));
    let stale: Vec<&str> = after.issues.iter().map(|issue| issue.message.as_str()).collect();
    assert!(
        stale.iter().any(|message| message.contains("sig-000000000000 is withdrawn, but nobody")),
        "{stale:?}"
    );
}

#[test]
fn ways_of_reaching_a_signer_are_not_published() {
    let folder = tempfile::tempdir().unwrap();
    let raw = folder.path().join("raw");
    let letter = LETTER.replace(
        "Lake Foundation, Norway\n",
        "Lake Foundation, Norway\nAnn Other, 12 Quince Street, Springfield, ann.other (at) example.org, 020 7946 0958\n\
         Bo Ek, @bo_ek_writes, Norway\n",
    );
    write(&raw, &[("a.txt", letter.as_bytes())]);
    let output = folder.path().join("output");
    build(&config(), &raw, &output).unwrap();
    for (name, text) in texts(&output) {
        for private in ["Quince", "example.org", "ann.other", "7946", "bo_ek_writes"] {
            assert!(!text.contains(private), "{name} holds {private}");
        }
    }
}

/// Names that try to be markup, formulas, commands.
fn hostile() -> Vec<String> {
    vec![
        "<script>alert(1)</script> River Watch".to_owned(),
        "\"><img src=x onerror=alert(1)> Lake Watch".to_owned(),
        "=cmd|' /C calc'!A0 Union".to_owned(),
        "=HYPERLINK(\"http://x.example\",\"Lake\") League".to_owned(),
        "+1+1 Council of Rivers".to_owned(),
        "-2+3 Council of Lakes".to_owned(),
        "@SUM(1,1) Foundation".to_owned(),
        "River\u{202e}hctaW\u{202c} Society".to_owned(),
        "Lake \u{1b}[31mRed\u{1b}[0m \u{7}Society".to_owned(),
        "Quote \"inside\" 'both' Society".to_owned(),
        "Comma, Semicolon; Pipe | Society".to_owned(),
        "Back\\slash $HOME `id` $(id) Society".to_owned(),
        "]]> CDATA &amp; &lt; Society".to_owned(),
        "_x0041_ Escape Society".to_owned(),
        "| Markdown | Table | [link](javascript:alert(1)) Society".to_owned(),
        "Zero\u{0}Byte \u{fffe} Society".to_owned(),
        "ＦＵＬＬ ＷＩＤＴＨ 川\u{200b}の会".to_owned(),
        format!("{} Society", "Long ".repeat(2_000)),
        "Society\u{2028}of\u{2029}Separators".to_owned(),
        "NULL".to_owned(),
        "NA".to_owned(),
    ]
}

/// Two letters with the hostile names, as text and as data: so that they are in pairs too.
fn hostile_project(folder: &Path) {
    // A text with a zero byte is no text; as data it is one.
    let list: Vec<String> = hostile().into_iter().filter(|name| !name.contains('\0')).collect();
    let list = list.join("\n");
    let letter = LETTER.replace("River Watch, Kenya\n", &format!("River Watch, Kenya\n{list}\n"));
    let items: Vec<serde_json::Value> = hostile()
        .into_iter()
        .chain(["Line\nBreak Society".to_owned(), "Tab\tReturn\r\nSociety".to_owned()])
        .map(|name| serde_json::json!({"organization": name, "country": "Kenya"}))
        .collect();
    let others = (0..8)
        .map(|n| serde_json::json!({"organization": format!("Friends of Lake {n}"), "country": "Peru"}));
    let other: Vec<serde_json::Value> = items.iter().take(14).cloned().chain(others).collect();
    let (data, other) = (serde_json::to_vec(&items).unwrap(), serde_json::to_vec(&other).unwrap());
    write(
        folder,
        &[
            ("pipeline.toml", b"[dataset]\ntitle = \"A | <b>title</b> \\\"of\\\" `letters`\"\n[gates]\nmax_rejected_share = 1.0\n"),
            ("raw/a.txt", letter.as_bytes()),
            ("raw/b.json", &data),
            ("raw/c.json", &other),
            ("raw/c.toml", b"title = \"Another <i>letter</i>\"\ndate = \"2022-01-02\"\n"),
        ],
    );
}

/// A dataset in which every name and text is hostile, whatever reading would have made of it.
fn publish_hostile(target: &Path) {
    let folder = tempfile::tempdir().unwrap();
    hostile_project(folder.path());
    let config = undersigned::config::Config::read(&folder.path().join("pipeline.toml")).unwrap();
    let (_, mut dataset) = build(&config, &folder.path().join("raw"), &folder.path().join("built")).unwrap();
    let mut names =
        hostile().into_iter().chain(["Line\nBreak\r\nSociety".to_owned(), "x".repeat(40_000)]).cycle();
    // Those in pairs first: they are in the network.
    for is_paired in [true, false] {
        for row in dataset.entities.iter_mut().filter(|row| (row.n_letters > 1) == is_paired) {
            row.name = names.next().unwrap();
        }
    }
    for row in &mut dataset.signatures {
        row.name = names.next().unwrap();
        row.descriptor = names.next();
        row.text = names.next().unwrap();
    }
    for row in &mut dataset.letters {
        row.title = names.next();
    }
    for row in &mut dataset.issues {
        row.message = names.next().unwrap();
    }
    let staging = publish::open(target).unwrap();
    let extras = publish::Extras { xlsx_rows: 1_000, ..config.extras() };
    let notes =
        publish::stage(&dataset, &config.dataset, &extras, &staging, &publish::Twins::new()).unwrap().notes;
    staging.swap_in(None).unwrap();
    assert!(
        notes.iter().any(|note| note.contains("are cut") || note.contains("is cut") || note.contains("cell")),
        "{notes:?}"
    );
}

#[test]
fn hostile_names_do_no_harm_in_files() {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("output");
    publish_hostile(&output);
    let texts = texts(&output);
    let text = |name: &str| &texts.iter().find(|(known, _)| known == name).unwrap().1;
    // What was given is in the tables as given.
    let names: Vec<String> = csv::Reader::from_reader(text("entities.csv").as_bytes())
        .into_records()
        .map(|record| record.unwrap()[2].to_owned())
        .collect();
    for name in hostile().iter().take(20) {
        assert!(names.contains(name), "{name} is not in {names:#?}");
    }
    // XML holds no markup of theirs, and nothing that XML cannot hold.
    let is_xml = |name: &str| [".graphml", ".gexf", ".xml"].iter().any(|end| name.ends_with(end));
    for (name, text) in texts.iter().filter(|(name, _)| is_xml(name)) {
        assert!(!text.contains("<script") && !text.contains("<img"), "{name}");
        assert!(!text.contains(|c: char| c.is_control() && !"\n\r\t".contains(c)), "{name}");
        let mut reader = quick_xml::Reader::from_str(text);
        loop {
            match reader.read_event() {
                Ok(quick_xml::events::Event::Eof) => break,
                Ok(_) => {}
                Err(error) => panic!("{name}: {error}"),
            }
        }
    }
    assert!(text("network.graphml").contains("&lt;script&gt;"));
    // Pages hold no markup of theirs, nothing that turns a line, and no script but ours.
    for (name, page) in texts.iter().filter(|(name, _)| name.ends_with(".html")) {
        for markup in ["<script>alert", "<img", "onerror=alert(1)>", "<b>title", "<i>letter"] {
            assert!(!page.contains(markup), "{name} holds {markup}");
        }
        let harmful = |c: char| {
            (c.is_control() && c != '\n')
                || ('\u{202a}'..='\u{202e}').contains(&c)
                || ('\u{2028}'..='\u{2029}').contains(&c)
        };
        assert_eq!(page.find(harmful), None, "{name}");
        assert!(page.len() < 1_000_000, "{name} has {} bytes", page.len());
    }
    // What the explorer reads can end no script, and turns no line.
    for (name, part) in texts.iter().filter(|(name, _)| name.ends_with(".js") && !name.ends_with("app.js")) {
        let harmful =
            |c: char| c == '<' || (c.is_control() && c != '\n') || ('\u{2028}'..='\u{202e}').contains(&c);
        assert_eq!(part.find(harmful), None, "{name}");
    }
    // No formula in the workbook.
    for (name, text) in texts.iter().filter(|(name, _)| name.starts_with("tables.xlsx/xl/worksheets")) {
        assert!(!text.contains("<f>") && !text.contains("<hyperlink"), "{name}");
    }
    // The descriptors are whole, and the card tells of no signatory.
    for name in ["datapackage.json", "croissant.json"] {
        serde_json::from_str::<serde_json::Value>(text(name)).unwrap();
    }
    assert!(!text("README.md").contains("<script"));
}

#[test]
fn hostile_names_do_no_harm_on_a_terminal() {
    let folder = tempfile::tempdir().unwrap();
    hostile_project(folder.path());
    let run = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_undersigned"))
            .current_dir(folder.path())
            .args(arguments)
            .output()
            .unwrap();
        let (out, err) =
            (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
        (output.status.code(), out, err)
    };
    let (status, _, err) = run(&["build"]);
    assert_eq!(status, Some(0), "{err}");
    let signatures = std::fs::read(folder.path().join("output/signatures.csv")).unwrap();
    let records: Vec<csv::StringRecord> =
        csv::Reader::from_reader(&signatures[..]).into_records().map(|record| record.unwrap()).collect();
    let id = |part: &str| {
        records.iter().find(|record| record.iter().any(|cell| cell.contains(part))).unwrap()[0].to_owned()
    };
    let (turned, coloured) = (id("hctaW"), id("[31m"));
    let commands: [&[&str]; 9] = [
        &["parse", "raw/a.txt"],
        &["parse", "raw/b.json"],
        &["parse", "raw/a.txt", "--explain"],
        &["parse", "raw/c.json", "--letter"],
        &["explain", &turned],
        &["explain", &coloured],
        &["explain", &turned, &coloured],
        &["check"],
        &["build"],
    ];
    for command in commands {
        let (_, out, err) = run(command);
        for printed in [out, err] {
            let harmful = |c: char| (c.is_control() && c != '\n') || ('\u{202a}'..='\u{202e}').contains(&c);
            let found: Vec<char> = printed.chars().filter(|c| harmful(*c)).collect();
            assert!(found.is_empty(), "{command:?} prints {found:?}");
        }
    }
}

/// Leaves the hostile dataset where the readers of other languages can look at it, when told where.
#[test]
fn a_hostile_dataset_for_other_readers() {
    if let Some(target) = std::env::var_os("UNDERSIGNED_HOSTILE") {
        publish_hostile(Path::new(&target));
    }
}
