//! The whole of linking: small letters with invented names, and properties that hold for any input.

use super::*;
use crate::model::{Alpha2, IssueCode, Kind, LinkDecision, RelationKind};
use crate::reference::shared;
use proptest::prelude::*;

fn row<'a>(letter: u32, position: u32, kind: Kind, name: &'a str, country: &str) -> Signing<'a> {
    let id = SignatureId::of(&[&letter.to_string(), &position.to_string(), name]);
    let country = Alpha2::new(country);
    let [acronym, affiliation, descriptor] = [None; 3];
    Signing { id, letter, kind, name, acronym, affiliation, descriptor, country, position }
}

fn link(rows: &[Signing], decisions: &[Decision]) -> Outcome<Linkage> {
    run(rows, decisions, &LinkSettings::default(), shared())
}

/// Two signatures in two letters, as (name, country), and whether they are one entity.
fn check(kind: Kind, left: (&str, &str), right: (&str, &str), is_same: bool) {
    let rows = [row(0, 1, kind, left.0, left.1), row(1, 1, kind, right.0, right.1)];
    let linkage = link(&rows, &[]).value;
    assert_eq!(
        linkage.entity_of[0] == linkage.entity_of[1],
        is_same,
        "{left:?} {right:?} {:#?}",
        linkage.links
    );
}

#[test]
fn organizations() {
    let check = |left, right, is_same| check(Kind::Organization, left, right, is_same);
    check(("Lantern Rights Watch", ""), ("The LANTERN Rights Watch, Inc.", ""), true);
    check(("Lantern Rights Watch", ""), ("Lantern Rihgts Watch", "KE"), true);
    check(("Union of Lantern Workers (UOLW)", ""), ("UOLW – Union of Lantern Workers", ""), true);
    check(("Lantern Rights Watch", "KE"), ("Lantern Rights Watch", "KE"), true);
    check(("LanternWorks Fund", ""), ("Lantern Works Fund", ""), true);
    check(("Lantern Rights Watch", ""), ("Candle Rights Watch", ""), false);
    check(("Lantern Workers' League of Oslo", ""), ("Lantern Workers' League of Bergen", ""), false);
    check(("Upland University", ""), ("University of Upland", ""), false);
    check(("Lantern Museum VII", ""), ("Lantern Museum XII", ""), false);
    check(("Lantern Watch", ""), ("Lantern Watch Kenya", ""), false);
    check(("Lantern Watch", ""), ("Lantern Watch (Kenya)", ""), false);
    check(("Lantern Watch", "KE"), ("Lantern Watch, Kenya", ""), true);
    check(("Lantern Watch", ""), ("Northern Chapter of Lantern Watch", ""), false);
    check(("National Network", "KE"), ("National Network", "PE"), false);
    check(("Lantern 350", ""), ("Lantern 360", ""), false);
    check(("Lanternwork Two", ""), ("Lanternwork 2", ""), true);
    check(("Third Lanternwork Watch", ""), ("3rd Lanternwork Watch", ""), true);
    check(("Housing First", ""), ("Housing 1", ""), false);
    check(("Lanternwork First", ""), ("Lanternwork 1", ""), false);
    check(("First Lanternwork Watch", ""), ("Second Lanternwork Watch", ""), false);
    check(("4th Lanternwork Watch", ""), ("5th Lanternwork Watch", ""), false);
    check(("Primero Lanternwork", ""), ("Lanternwork One", ""), false);
    check(("MNLH-SC", ""), ("MNLH - RS", ""), false);
    check(("Union of Lantern and Candle Workers", ""), ("UoLCW", ""), true);
    check(("Karimbawa Foundation", ""), ("Karimbawa", ""), true);
    check(("Karimbawa Youth Office", ""), ("Karimbawa", ""), false);
    check(("Karimbawa Jugend", ""), ("Karimbawa", ""), false);
    check(("Karimbawa – for open lanterns", ""), ("Karimbawa", ""), true);
    check(("Karimbawa, Network of Lamplighters", ""), ("Network of Lamplighters", ""), true);
    check(("Karimbawa – Office of Lamplighters", ""), ("Karimbawa", ""), false);
    check(
        ("Committee to Protect Lamplighters", ""),
        ("Committee for the Protection of Lamplighters", ""),
        true,
    );
    check(("Social Lamplighters' Party", ""), ("Socialist Lamplighters' Party", ""), false);
    check(("RedLinterna", ""), ("Red Linterna", ""), true);
    check(("Big Lantern Watch", ""), ("BigLanternWatch", ""), true);
    check(("University of Miami", "US"), ("Miami University", "US"), false);
    check(("Fundacja Karimbawa", "PL"), ("Karimbawa Foundation", "PL"), true);
    check(("Lanternriver Club", "US"), ("Lanternriver Club Foundation", "US"), false);
}

/// One word says who bears it only while no third name holds it.
#[test]
fn a_type_is_left_out_where_nobody_else_has_the_name() {
    let names = ["Karimbawa", "Karimbawa Foundation", "Karimbawa Institute of Lamps"];
    let rows: Vec<Signing> =
        (0..).zip(names).map(|(letter, name)| row(letter, 1, Kind::Organization, name, "")).collect();
    let entities = |rows: &[Signing]| link(rows, &[]).value.entities.len();
    assert_eq!((entities(&rows[..2]), entities(&rows)), (1, 3));
}

/// Acronyms of three letters say too little among thousands of names, but enough of two names to compare.
#[test]
fn pairs_to_compare_are_judged_as_pairs() {
    let names: Vec<String> = (0..6000_u32)
        .map(|at| {
            let letter = |n: u32| char::from(b'a' + (at / 2 * 5 / n % 26) as u8);
            let [a, b, c] = [letter(676), letter(26), letter(1)];
            if at % 2 == 0 { format!("{a}{b}{c}") } else { format!("{a}umbo {b}uvvy {c}uxxo") }
        })
        .collect();
    let n_entities = |n_in_letter: u32| {
        let rows: Vec<Signing> = (0..)
            .zip(&names)
            .map(|(at, name)| row(at / n_in_letter, at, Kind::Organization, name, ""))
            .collect();
        link(&rows, &[]).value.entities.len()
    };
    let (apart, in_pairs) = (n_entities(1), n_entities(2));
    assert!(apart > 5500 && in_pairs < 3500, "{apart} {in_pairs}");
}

#[test]
fn persons() {
    let check = |left, right, is_same| check(Kind::Person, left, right, is_same);
    check(("Ada Lampwright", ""), ("Lampwright, Ada", ""), true);
    check(("Dr. Ada Lampwright", ""), ("ADA LAMPWRIGHT, PhD", ""), true);
    check(("Ada Lampwright", ""), ("Ada Wickmaker", ""), false);
    check(("Ada Lampwright", ""), ("Berta Lampwright", ""), false);
    check(("Ada B. Lampwright", ""), ("Ada C. Lampwright", ""), false);
    check(("Ada Zoe Lampwright", "FR"), ("Ada Lampwright", "FR"), true);
    check(("Jürgen Lampwright", ""), ("Juergen Lampwright", ""), true);
    check(("Bill Lampwright", ""), ("William Lampwright", ""), true);
    check(("Wilma Lampwright", ""), ("William Lampwright", ""), false);
    check(("大江健三郎", ""), ("大江 健三郎", ""), true);
    check(("大江 健三郎", ""), ("大江健三郎", ""), true);
}

/// Two persons of one name as (descriptor, affiliation, country), and whether they are one entity.
fn check_affiliations(name: &str, left: (&str, &str, &str), right: (&str, &str, &str), is_same: bool) {
    let text = |text| Some(text).filter(|text: &&str| !text.is_empty());
    let rows = [left, right];
    let rows: Vec<Signing> = (0..2)
        .map(|letter| {
            let (descriptor, affiliation, country) = rows[letter as usize];
            Signing {
                descriptor: text(descriptor),
                affiliation: text(affiliation),
                ..row(letter, 1, Kind::Person, name, country)
            }
        })
        .collect();
    let linkage = link(&rows, &[]).value;
    let told = format!("{name} {left:?} {right:?} {:#?}", linkage.links);
    assert_eq!(linkage.entity_of[0] == linkage.entity_of[1], is_same, "{told}");
    if !is_same {
        assert!(linkage.links.iter().any(|link| link.decision == LinkDecision::Review), "{told}");
    }
}

#[test]
fn namesakes_of_different_affiliations_are_left_for_review() {
    let check = |left, right, is_same| check_affiliations("Jane Doe", left, right, is_same);
    let oxford = ("Professor, University of Oxford", "University of Oxford", "");
    check(("plumber, Sydney", "", ""), oxford, false);
    check(("", "Lantern Workers' League", ""), ("", "University of Oxford", ""), false);
    check(("nurse, Leeds", "", ""), ("plumber, Sydney", "", ""), false);
    check(("", "", ""), oxford, true);
    check(("Professor", "", ""), oxford, true);
    check(("", "University of Oxford", ""), oxford, true);
    check(("plumber, London", "", "GB"), (oxford.0, oxford.1, "GB"), true);
    let (left, right) = (("", "Lantern Workers' League", ""), oxford);
    check_affiliations("Adalind Quuxby Lampwright", left, right, true);
}

#[test]
fn a_person_is_not_an_organization() {
    let rows = [
        row(0, 1, Kind::Organization, "Ada Lampwright", ""),
        row(1, 1, Kind::Person, "Ada Lampwright", ""),
        row(2, 1, Kind::Unknown, "Ada Lampwright", ""),
    ];
    let linkage = link(&rows, &[]).value;
    assert_ne!(linkage.entity_of[0], linkage.entity_of[1]);
    assert_eq!(linkage.entity_of[1], linkage.entity_of[2]);
}

#[test]
fn affiliations_are_linked_to_organizations() {
    let mut rows = [
        row(0, 1, Kind::Organization, "Lantern Rights Watch", ""),
        row(1, 1, Kind::Person, "Ada Lampwright", ""),
        row(1, 2, Kind::Person, "Berta Wickmaker", ""),
    ];
    rows[1].affiliation = Some("Lantern Rights Watch");
    rows[2].affiliation = Some("Candle House");
    let linkage = link(&rows, &[]).value;
    assert_eq!(linkage.affiliation_of[1], Some(linkage.entity_of[0]));
    // What never signed is no entity.
    assert_eq!((linkage.affiliation_of[2], linkage.entities.len()), (None, 3));
    assert!(linkage.relations.iter().all(|relation| relation.kind == RelationKind::AffiliatedWith));
    assert_eq!(linkage.relations.len(), 1);
}

#[test]
fn a_chapter_is_related_and_a_look_alike_is_told() {
    let rows = [
        row(0, 1, Kind::Organization, "Lanternwork Watch", ""),
        row(1, 1, Kind::Organization, "Lanternwork Watch Kenya", ""),
        row(2, 1, Kind::Organization, "Lanternwork Watch Peru", ""),
    ];
    let linkage = link(&rows, &[]).value;
    let chapters = linkage.relations.iter().filter(|relation| relation.kind == RelationKind::ChapterOf);
    assert_eq!(chapters.map(|chapter| chapter.entity_b).collect::<Vec<_>>(), [linkage.entity_of[0]; 2]);
    let rejected = linkage.links.iter().find(|link| (link.left, link.right) == (1, 2)).unwrap();
    assert_eq!(rejected.decision, LinkDecision::Rejected);
    assert!(rejected.why.contains("different places"), "{}", rejected.why);
}

fn decision(left: &Signing, right: &Signing, is_same: bool, line: u32) -> Decision {
    let source = decisions::Source { path: String::new(), line };
    Decision { left: left.id, right: right.id, is_same, source }
}

#[test]
fn people_overrule() {
    let rows = [
        row(0, 1, Kind::Organization, "Lantern Rights Watch", ""),
        row(1, 1, Kind::Organization, "Lantern Rights Watch", ""),
        row(2, 1, Kind::Organization, "Candle House", ""),
    ];
    let decisions = [decision(&rows[0], &rows[1], false, 2), decision(&rows[0], &rows[2], true, 3)];
    let linkage = link(&rows, &decisions).value;
    assert_ne!(linkage.entity_of[0], linkage.entity_of[1]);
    assert_eq!(linkage.entity_of[0], linkage.entity_of[2]);
    let told: Vec<_> = linkage.links.iter().map(|link| (link.left, link.right, link.decision)).collect();
    assert_eq!(told, [(0, 1, LinkDecision::Overruled), (0, 2, LinkDecision::Overruled)]);
}

#[test]
fn contradictions_are_set_aside() {
    let rows = [
        row(0, 1, Kind::Organization, "Lantern", ""),
        row(1, 1, Kind::Organization, "Candle", ""),
        row(2, 1, Kind::Organization, "Torch", ""),
    ];
    let decisions = [
        decision(&rows[0], &rows[1], true, 2),
        decision(&rows[1], &rows[2], true, 3),
        decision(&rows[0], &rows[2], false, 4),
    ];
    let outcome = link(&rows, &decisions);
    assert_eq!(outcome.value.entities.len(), 3);
    assert_eq!(outcome.issues[0].code, IssueCode::ContradictoryDecisions);
}

/// Words of which invented names are made: some common, some rare, places, numbers, slips.
const WORDS: [&str; 20] = [
    "Lantern",
    "Lantren",
    "Candle",
    "Rights",
    "Watch",
    "Union",
    "of",
    "the",
    "Kenya",
    "Peru",
    "(LU)",
    "VII",
    "Chapter",
    "Inc.",
    "Workers",
    "-",
    "Ada",
    "A.",
    "Lampwright",
    "Wickmaker",
];

prop_compose! {
    fn signings()(
        rows in prop::collection::vec(
            (0_u32..5, 0_usize..3, prop::collection::vec(0_usize..WORDS.len(), 0..5), 0_usize..3, 0_usize..4),
            0..24,
        ),
    ) -> Vec<(u32, Kind, String, &'static str, Option<&'static str>)> {
        rows.into_iter()
            .map(|(letter, kind, words, country, affiliation)| {
                let kind = [Kind::Organization, Kind::Person, Kind::Unknown][kind];
                let name = words.iter().map(|word| WORDS[*word]).collect::<Vec<_>>().join(" ");
                let affiliation = [None, Some("Lantern Union"), Some("Candle Watch"), None][affiliation];
                (letter, kind, name, ["", "KE", "PE"][country], affiliation)
            })
            .collect()
    }
}

fn rows<'a>(made: &'a [(u32, Kind, String, &'static str, Option<&'static str>)]) -> Vec<Signing<'a>> {
    made.iter()
        .enumerate()
        .map(|(at, (letter, kind, name, country, affiliation))| Signing {
            affiliation: *affiliation,
            ..row(*letter, at as u32 + 1, *kind, name, country)
        })
        .collect()
}

/// The entity of each signature, by the ids of both.
fn entities(rows: &[Signing], linkage: &Linkage) -> Vec<(SignatureId, crate::model::EntityId)> {
    let mut found: Vec<_> = rows
        .iter()
        .enumerate()
        .map(|(at, row)| (row.id, linkage.entities[linkage.entity_of[at]].id))
        .collect();
    found.sort_unstable();
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_clustering_is_a_partition(made in signings()) {
        let rows = rows(&made);
        let linkage = link(&rows, &[]).value;
        let mut seen = vec![0; rows.len()];
        for (at, entity) in linkage.entities.iter().enumerate() {
            for signing in &entity.signings {
                seen[*signing] += 1;
                prop_assert_eq!(linkage.entity_of[*signing], at);
            }
        }
        prop_assert!(seen.iter().all(|n| *n == 1));
        prop_assert!(linkage.entities.windows(2).all(|two| two[0].id < two[1].id));
        prop_assert!(linkage.links.iter().all(|link| link.left < link.right && link.right < rows.len()));
    }

    #[test]
    fn the_order_of_rows_plays_no_part(made in signings(), turn in 0_usize..24) {
        let rows = rows(&made);
        let mut turned = rows.clone();
        turned.reverse();
        let by = turn.min(turned.len());
        turned.rotate_left(by);
        let (one, other) = (link(&rows, &[]).value, link(&turned, &[]).value);
        prop_assert_eq!(entities(&rows, &one), entities(&turned, &other));
        prop_assert_eq!(one.links.len(), other.links.len());
    }

    #[test]
    fn decisions_are_obeyed(made in signings(), pairs in prop::collection::vec((0_usize..24, 0_usize..24, any::<bool>()), 0..6)) {
        let rows = rows(&made);
        let decisions: Vec<Decision> = pairs
            .iter()
            .enumerate()
            .filter(|(_, (a, b, _))| a != b && *a < rows.len() && *b < rows.len())
            .map(|(at, (a, b, is_same))| decision(&rows[*a], &rows[*b], *is_same, at as u32 + 2))
            .collect();
        let outcome = link(&rows, &decisions);
        if outcome.issues.iter().any(|issue| issue.code == IssueCode::ContradictoryDecisions) {
            return Ok(());
        }
        let entity = |id: SignatureId| outcome.value.entity_of[rows.iter().position(|row| row.id == id).unwrap()];
        for decision in &decisions {
            prop_assert_eq!(entity(decision.left) == entity(decision.right), decision.is_same);
        }
    }

    #[test]
    fn any_text_is_linked(names in prop::collection::vec("\\PC*", 0..6)) {
        let rows: Vec<Signing> = names
            .iter()
            .enumerate()
            .map(|(at, name)| {
                let kind = if at % 2 == 0 { Kind::Organization } else { Kind::Person };
                row(at as u32, 1, kind, name, "")
            })
            .collect();
        prop_assert_eq!(link(&rows, &[]).value.entity_of.len(), rows.len());
    }
}
