//! A small corpus of invented letters, for the tests of tables and of publishing.
//!
//! Three letters with four documents (`c.txt` is a copy of `a.html`), a report about letters, and a file
//! that could not be read.

use jiff::civil::{Date, date};

use crate::model::*;

/// A day.
pub fn day(year: i16, month: i8, day_of_month: i8) -> PartialDate {
    PartialDate { date: date(year, month, day_of_month), precision: DatePrecision::Day }
}

/// A month.
pub fn month(year: i16, month: i8) -> PartialDate {
    PartialDate { date: date(year, month, 1), precision: DatePrecision::Month }
}

/// A document without anything.
pub fn reading(path: &str, role: Role) -> Reading {
    let letter_id = (role == Role::Letter).then(|| LetterId::of(&[path]));
    Reading {
        document: Document {
            id: DocumentId::of(&[path]),
            path: path.to_owned(),
            media_type: Some("text/plain".to_owned()),
            encoding: Some("UTF-8".to_owned()),
            language: Some("en".to_owned()),
            sha256: "0".repeat(64),
            bytes: 1234,
            n_lines: 40,
            role,
            source_title: Some(format!("Source of {path}")),
            source_publisher: None,
            source_url: None,
            source_date: None,
            source_licence: None,
        },
        letter_id,
        is_id_stated: false,
        letter: letter_id.map(|_| Letter::default()),
        sections: Vec::new(),
        n_block_lines: 0,
        signatures: Vec::new(),
        layouts: Vec::new(),
        notes: Vec::new(),
        claims: Vec::new(),
        mentions: Vec::new(),
        issues: Vec::new(),
    }
}

/// A letter to somebody.
pub fn letter(path: &str, addressee: &str, date: Option<PartialDate>, n_signatures: u32) -> Reading {
    let mut reading = reading(path, Role::Letter);
    reading.letter = Some(Letter {
        title: Some(format!("Open letter to {addressee}")),
        date: date.map(|date| (date, DateSource::Dateline)),
        addressees: vec![addressee.to_owned()],
        ..Letter::default()
    });
    reading.signatures = (1..=n_signatures)
        .map(|position| signature(position, &format!("Signatory {position} of {path}"), Kind::Organization))
        .collect();
    reading
}

/// A signature in the first section.
pub fn signature(position: u32, name: &str, kind: Kind) -> Signature {
    Signature {
        position,
        section_idx: 0,
        section: None,
        kind,
        name: name.to_owned(),
        name_normalized: crate::text::fold(name),
        acronym: None,
        descriptor: None,
        role: None,
        affiliation: None,
        place_name: None,
        country_text: None,
        country: None,
        place: Place::line(20 + position),
        text: name.to_owned(),
        flags: Vec::new(),
    }
}

/// A claim of the letter as a whole.
pub fn claim(unit: Unit, qualifier: Qualifier, stated: u32, text: &str) -> Claim {
    Claim {
        unit,
        qualifier,
        stated,
        scope: ClaimScope::Letter,
        section: None,
        place: Place::line(3),
        text: text.to_owned(),
    }
}

/// A corpus in which every signature is an entity by its name; copies are given by path.
pub fn corpus(mut readings: Vec<Reading>, copies: &[(&str, &str)]) -> Corpus {
    readings.sort_by(|a, b| a.document.path.cmp(&b.document.path));
    let index = |path: &str| readings.iter().position(|reading| reading.document.path == path).unwrap();
    let mut original_of: Vec<usize> = (0..readings.len()).collect();
    for (copy, original) in copies {
        original_of[index(copy)] = index(original);
    }
    let mut signings = Vec::new();
    for (reading, original) in original_of.iter().enumerate() {
        if *original == reading {
            signings.extend((0..readings[reading].signatures.len()).map(|signature| (reading, signature)));
        }
    }
    let ids = signings.iter().map(|(reading, signature)| {
        let signature = &readings[*reading].signatures[*signature];
        SignatureId::of(&[
            &readings[*reading].document.path,
            &signature.text,
            &signature.position.to_string(),
        ])
    });
    let signature_ids = ids.collect();
    let mut corpus = Corpus {
        readings,
        original_of,
        signings,
        signature_ids,
        aliases: std::collections::BTreeMap::new(),
        linkage: Linkage::default(),
        registry: Registry::default(),
        churn: Churn::default(),
        issues: Vec::new(),
        withdrawn: Vec::new(),
    };
    corpus.linkage = linkage(&corpus);
    corpus
}

fn linkage(corpus: &Corpus) -> Linkage {
    let mut entities: Vec<Entity> = Vec::new();
    for signing in 0..corpus.signings.len() {
        let signature = corpus.signature(signing);
        match entities.iter_mut().find(|entity| entity.name == signature.name) {
            Some(entity) => entity.signings.push(signing),
            None => entities.push(Entity {
                id: EntityId::of(&[&signature.name]),
                kind: signature.kind,
                name: signature.name.clone(),
                acronym: signature.acronym.clone(),
                country: signature.country.as_ref().and_then(CountryReading::country),
                is_name_decided: false,
                is_country_decided: false,
                confidence: 1.0,
                signings: vec![signing],
            }),
        }
    }
    entities.sort_by_key(|entity| entity.id);
    let mut entity_of = vec![0; corpus.signings.len()];
    for (index, entity) in entities.iter().enumerate() {
        for signing in &entity.signings {
            entity_of[*signing] = index;
        }
    }
    let n = corpus.signings.len();
    Linkage {
        entities,
        entity_of,
        link_probability: vec![None; n],
        affiliation_of: vec![None; n],
        links: Vec::new(),
        relations: Vec::new(),
    }
}

/// The corpus that most tests look at.
pub fn small_corpus() -> Corpus {
    let country = |code: &str, text: &str| {
        let codes = vec![Alpha2::new(code).unwrap()];
        let reading = CountryReading {
            codes,
            method: CountryMethod::Name,
            confidence: 0.987_65,
            candidates: Vec::new(),
        };
        (Some(text.to_owned()), Some(reading))
    };
    let mut a = letter("a.html", "Ana Rivas, Prime Minister of Chile", Some(day(2021, 3, 4)), 0);
    a.signatures = vec![
        signature(1, "Harbour Watch", Kind::Organization),
        signature(2, "Society for \"Quiet\" Rivers, Lakes", Kind::Organization),
        signature(3, "Mira Lindqvist", Kind::Person),
        signature(4, "Harbour Watch", Kind::Organization),
    ];
    (a.signatures[0].country_text, a.signatures[0].country) = country("NA", "Namibia");
    (a.signatures[1].country_text, a.signatures[1].country) = country("SE", "Sweden");
    a.signatures[2].affiliation = Some("Harbour Watch".to_owned());
    a.signatures[3].flags = vec![Flag::Duplicate, Flag::Joined];
    a.claims = vec![
        claim(Unit::Organizations, Qualifier::Exactly, 3, "signed by 3 organizations"),
        claim(Unit::Countries, Qualifier::Exactly, 3, "from 3 countries"),
        claim(Unit::Represented, Qualifier::Over, 300, "representing more than 300 groups"),
    ];
    a.notes = vec![LineNote {
        line: Line::plain("???", Place::line(30)),
        fate: LineFate::Rejected,
        is_of_section: true,
        reason: "no name in it".to_owned(),
    }];
    let mut b = letter("b.txt", "Ana Rivas", Some(month(2022, 5)), 0);
    b.signatures = vec![
        signature(1, "Harbour Watch", Kind::Organization),
        signature(2, "Mira Lindqvist", Kind::Person),
        signature(3, "Verein für Flüsse", Kind::Unknown),
    ];
    let mut copy = letter("c.txt", "Ana Rivas, Prime Minister of Chile", Some(day(2021, 3, 9)), 0);
    copy.signatures = a.signatures.clone();
    let mut report = reading("d.md", Role::Coverage);
    report.mentions = vec![Mention {
        line: 7,
        text: "A letter by 3 groups urged the Chilean government".to_owned(),
        addressee: Some("Chilean government".to_owned()),
        n_organizations: Some(3),
        date: Some(month(2021, 3)),
        ..Mention::default()
    }];
    let mut unreadable = reading("e.bin", Role::Unreadable);
    unreadable.document.media_type = None;
    unreadable.document.encoding = None;
    unreadable.document.language = None;
    unreadable.issues = vec![Issue::new(IssueCode::BinaryDocument, "e.bin", "the file is no text")];

    let mut corpus = corpus(vec![a, b, copy, report, unreadable], &[("c.txt", "a.html")]);
    corpus.issues = vec![Issue::new(IssueCode::OrphanSidecar, "f.toml", "it lies beside no document")];
    let harbour = corpus.linkage.entity_of[0];
    corpus.linkage.affiliation_of[2] = Some(harbour);
    corpus.linkage.link_probability[0] = Some(0.999_96);
    corpus.linkage.links = vec![link(0, 4, LinkDecision::Linked), link(1, 6, LinkDecision::Review)];
    corpus.linkage.relations = vec![Relation {
        entity_a: corpus.linkage.entity_of[2],
        entity_b: harbour,
        kind: RelationKind::AffiliatedWith,
        evidence: "printed after the name".to_owned(),
    }];
    corpus
}

fn link(left: usize, right: usize, decision: LinkDecision) -> Link {
    let evidence = [(EvidenceKind::EqualWords, "harbour watch", 9_250), (EvidenceKind::Prior, "", -3_125)];
    Link {
        left,
        right,
        millibits: 6_125,
        probability: 0.985_87,
        decision,
        by: Decided::Score,
        why: "all words are equal".to_owned(),
        evidence: evidence
            .map(|(kind, detail, millibits)| EvidenceItem { kind, detail: detail.to_owned(), millibits })
            .to_vec(),
    }
}

/// The first day of a month, as dates are published.
pub fn first(year: i16, month: i8) -> Date {
    date(year, month, 1)
}
