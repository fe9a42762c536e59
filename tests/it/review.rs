//! Questions to people, their answers, and the stories that are told of pairs and entities.

use crate::support::{build, config, files, write};
use std::path::Path;
use std::process::{Command, Output};

/// Letters with a misprint, an acronym, a namesake, and names that would be markup.
const LETTERS: [&str; 3] = [
    "River Watch, Kenya\nWatchers of Rivers, Kenya\n",
    "River Wotch International, Kenya\n<script>alert(1)</script> \"Lake\" & Foundation, Norway\n\
     Union for the Protection of Amber Lakes (UPAL), Peru\nAnn Other, Lake University\n",
    "River Watch International\nUPAL\nUnion for Protection of Amber Lake\nAnn B. Other, University of Lakes\n\
     <script>alert(1)</script> \"Lakes\" & Foundation, Norway\n",
];

fn project() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[("pipeline.toml", b"")]);
    for (at, signers) in LETTERS.iter().enumerate() {
        let title = ["rivers", "wells", "mills"][at];
        let letter = format!(
            "Open letter on {title}\n\n{} May 2021\n\nDear Minister,\n\nWe write to ask you to keep the {title} of \
             the country clean for everybody who lives there.\n\nSincerely,\n\n{signers}",
            at + 1
        );
        write(folder.path(), &[(&format!("raw/{title}.txt"), letter.as_bytes())]);
    }
    folder
}

fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output: Output = Command::new(env!("CARGO_BIN_EXE_undersigned"))
        .current_dir(folder)
        .args(arguments)
        .output()
        .expect("the program was built for this test");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap_or(-1), text(&output.stdout), text(&output.stderr))
}

#[test]
fn questions_are_asked_and_answers_taken_in() {
    let folder = project();
    let (status, _, told) = run(folder.path(), &["review"]);
    assert_eq!(status, 0, "{told}");
    let made = files(&folder.path().join("review"));
    assert_eq!(made.keys().collect::<Vec<_>>(), ["review.csv", "review.html"]);
    let page = String::from_utf8(made["review.html"].clone()).unwrap();
    // One script and nothing else that a name could have brought in; nothing from elsewhere.
    assert_eq!(page.matches("<script").count(), 1);
    assert!(page.contains("default-src 'none'") && !page.contains("http://") && !page.contains("https://"));
    let n_pairs = page.matches("<article").count();
    for part in ["<fieldset>", "<legend>", "value=\"same\"", "value=\"different\"", "value=\"unsure\""] {
        assert_eq!(page.matches(part).count(), n_pairs, "{part}");
    }
    let csv = String::from_utf8(made["review.csv"].clone()).unwrap();
    for question in ["near_threshold", "acronym", "weakest_link"] {
        assert!(csv.contains(question), "{question}\n{csv}");
    }
    // Unfilled, it decides nothing.
    let (status, _, told) = run(folder.path(), &["review", "--apply", "review/review.csv"]);
    assert_eq!(status, 0, "{told}");
    assert!(told.contains("0 decisions added"), "{told}");
    assert!(!folder.path().join("curation").exists());

    let rows: Vec<csv::StringRecord> =
        csv::Reader::from_reader(csv.as_bytes()).records().map(Result::unwrap).collect();
    let ids = |at: usize| (rows[at][0].to_owned(), rows[at][1].to_owned());
    let header = "left_signature_id,right_signature_id,decision,value,reason,who,date\n";
    let ((a, b), (c, d)) = (ids(0), ids(1));
    let file = format!(
        "{header}{a},{b},same,,\"one, not two\",ann,2026-11-24\n{c},{d},different,,,ann,\n{a},{b},unsure,,,,\n"
    );
    write(folder.path(), &[("answers.csv", file.as_bytes())]);
    let apply = || run(folder.path(), &["review", "--apply", "answers.csv"]);
    let (status, _, told) = apply();
    assert_eq!(status, 0, "{told}");
    assert!(told.contains("2 decisions added"), "{told}");
    let path = folder.path().join("curation/decisions.csv");
    let decided = std::fs::read_to_string(&path).unwrap();
    assert_eq!(
        decided,
        format!("{header}{a},{b},same,,\"one, not two\",ann,2026-11-24\n{c},{d},different,,,ann,\n")
    );
    let (status, _, told) = apply();
    assert_eq!(
        (status, told.contains("0 decisions added"), told.contains("2 known")),
        (0, true, true),
        "{told}"
    );

    // What contradicts is told with both places, and left out; the rest is taken in. Missing columns are added.
    write(
        folder.path(),
        &[(
            "curation/decisions.csv",
            format!("decision,left_signature_id,right_signature_id,note\nsame,{a},{b},mine\n").as_bytes(),
        )],
    );
    write(
        folder.path(),
        &[(
            "answers.csv",
            format!("{header}{b},{a},different,,,,\n{c},{d},different,,x,,\nsig-000000000000,{a},same,,,,\n")
                .as_bytes(),
        )],
    );
    let (status, _, told) = apply();
    assert_eq!(status, 1);
    assert!(told.contains("answers.csv:2:1: They are decided to be the same"), "{told}");
    assert!(
        told.contains("curation/decisions.csv:2") && told.contains("answers.csv:4:1: The signature"),
        "{told}"
    );
    let decided = std::fs::read_to_string(&path).unwrap();
    let expected = format!(
        "decision,left_signature_id,right_signature_id,note,value,reason,who,date\nsame,{a},{b},mine,,,,\ndifferent,{c},{d},,,x,,\n"
    );
    assert_eq!(decided, expected);

    // What is decided is not asked again.
    run(folder.path(), &["review", "-o", "again"]);
    let again = std::fs::read_to_string(folder.path().join("again/review.csv")).unwrap();
    assert!(!again.contains(&a) || !again.contains(&b), "{again}");
}

#[test]
fn pairs_and_entities_are_told_of() {
    let folder = project();
    let (_, dataset) = build(&config(), &folder.path().join("raw"), &folder.path().join("output")).unwrap();
    let row = |name: &str| dataset.signatures.iter().find(|row| row.name == name).unwrap();
    let id = |name: &str| row(name).signature_id.to_string();
    let entity = |name: &str| row(name).entity_id.to_string();
    let check = |arguments: &[&str], parts: &[&str]| {
        let (status, out, told) = run(folder.path(), &[&["explain"], arguments].concat());
        assert_eq!(status, 0, "{arguments:?} {told}");
        for part in parts {
            assert!(out.contains(part), "{arguments:?}: {part:?} is not in\n{out}");
        }
    };
    let (watch, other) = (id("River Watch"), id("River Watch International"));
    // Never compared, or too light to publish: still explained, word by word.
    check(
        &[&watch, &other],
        &["They are different entities", "are missing", "international", "unmatched words"],
    );
    check(&[&entity("River Watch"), &entity("Watchers of Rivers")], &["They are different entities"]);
    check(&[&id("UPAL"), &watch], &["They are different entities"]);
    check(&[&id("Ann Other"), &watch], &["read as a person and the other is not"]);
    let pair = [id("River Wotch International"), other.clone()];
    check(
        &[&pair[0], &pair[1], "--svg", "pair.svg", "--html", "pair.html"],
        &["They are one entity", "watch/wotch", "are needed"],
    );
    check(&[&entity("UPAL"), "--html", "entity.html"], &["its weakest link", "acronym"]);
    check(&[&entity("Ann Other")], &["nothing had to be joined", "nearly joined"]);
    let hostile = dataset.signatures.iter().find(|row| row.name.contains("script")).unwrap();
    check(&[&hostile.entity_id.to_string(), "--html", "hostile.html"], &["alert(1)"]);
    for name in ["pair.svg", "pair.html", "entity.html", "hostile.html"] {
        let text = std::fs::read_to_string(folder.path().join(name)).unwrap();
        assert!(!text.contains("<script") && !text.contains("NaN"), "{name}");
        assert_eq!(text.contains("<svg"), name != "hostile.html", "{name}");
    }
    let svg = std::fs::read_to_string(folder.path().join("pair.svg")).unwrap();
    let steps = svg.matches("<rect").count();
    assert!(steps > 4 && svg.matches("</g>").count() == steps, "{svg}");
}
