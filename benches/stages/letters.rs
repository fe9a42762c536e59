//! Letters to measure: of a folder, or of invented names, the same in every run.

// What one benchmark does not ask for, another does.
#![allow(dead_code)]

use std::path::Path;
use std::sync::OnceLock;

/// The variable that names a folder of letters to measure.
const FOLDER: &str = "UNDERSIGNED_LETTERS";
/// Signatures in the letters that are made.
const SIGNATURES: usize = 100_000;

/// The letters, as bytes.
pub fn all() -> &'static [Vec<u8>] {
    static ALL: OnceLock<Vec<Vec<u8>>> = OnceLock::new();
    ALL.get_or_init(|| match std::env::var_os(FOLDER) {
        Some(folder) => of_folder(folder.as_ref()),
        None => letters(SIGNATURES).into_iter().map(String::into_bytes).collect(),
    })
}

/// Which letters they are, for a person.
pub fn source() -> String {
    let n_bytes: usize = all().iter().map(Vec::len).sum();
    let source = match std::env::var_os(FOLDER) {
        Some(folder) => format!("of the folder {}", folder.display()),
        None => format!("made, with {SIGNATURES} signatures; {FOLDER} may name a folder of others"),
    };
    format!("{} letters of {} KiB in all, {source}", all().len(), n_bytes / 1024)
}

/// Every file below a folder, in order of their paths.
fn of_folder(folder: &Path) -> Vec<Vec<u8>> {
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().filter_map(Result::ok);
    let files = entries.filter(|entry| entry.file_type().is_file());
    files.filter_map(|entry| std::fs::read(entry.path()).ok()).collect()
}

/// Words of the names of organizations.
const FIRST: [&str; 12] = [
    "River", "Lake", "Upland", "Meadow", "Lantern", "Harbour", "Orchard", "Valley", "Island", "Forest",
    "Bridge", "Garden",
];
const SECOND: [&str; 10] = [
    "Watch",
    "Union",
    "Foundation",
    "Network",
    "Institute",
    "Alliance",
    "Cooperative",
    "Association",
    "Fund",
    "Society",
];
const MATTERS: [&str; 8] = [
    "Clean Water",
    "Open Data",
    "Fair Trade",
    "Public Health",
    "Housing",
    "Free Speech",
    "Science",
    "the Arts",
];
const GIVEN: [&str; 12] =
    ["Ann", "Ben", "Carla", "Dario", "Eva", "Femi", "Greta", "Hugo", "Ines", "José", "Karim", "Łucja"];
const FAMILY: [&str; 10] =
    ["Other", "Doe", "Example", "Sample", "Nobody", "Anders", "Placeholder", "de Muster", "Ejemplo", "Błąd"];
const ROLES: [&str; 8] = [
    "Director",
    "Professor of Law",
    "Chair",
    "Member of Parliament",
    "Policy Officer",
    "Former Minister",
    "Writer",
    "Executive Director",
];
const COUNTRIES: [&str; 10] = [
    "Kenya",
    "Norway",
    "U.S.A.",
    "Brasil",
    "Germany",
    "the Netherlands",
    "South Korea",
    "Perú",
    "Tuurkey",
    "UK",
];

/// Signatories in a letter, on average.
const SIGNATORIES: usize = 43;

/// A linear congruential generator: good enough to choose words, and the same everywhere.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, n_sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n_sides
    }

    fn of(&mut self, words: &[&'static str]) -> &'static str {
        words[self.roll(words.len())]
    }
}

/// The name of an organization.
fn organization(dice: &mut Dice) -> String {
    let (first, second, matter) = (dice.of(&FIRST), dice.of(&SECOND), dice.of(&MATTERS));
    match dice.roll(6) {
        0 => format!("{first} {second}"),
        1 => format!("{first} {second} for {matter}"),
        2 => format!("The {second} of {first} {matter}, Inc."),
        3 => format!("{first} {matter} {second} ({}{}{})", &first[..1], &matter[..1], &second[..1]),
        4 => format!("International {second} for {matter} – {first}"),
        _ => format!("{} {first} {second}", dice.of(&COUNTRIES)),
    }
}

/// The name of a person.
fn person(dice: &mut Dice) -> String {
    let (given, family) = (dice.of(&GIVEN), dice.of(&FAMILY));
    match dice.roll(5) {
        0 => format!("Dr. {given} {family}"),
        1 => format!("{given} {}. {family}", (b'A' + dice.roll(26) as u8) as char),
        2 => format!("Prof. {given} {family}, PhD"),
        _ => format!("{given} {family}"),
    }
}

/// The line of a signatory.
fn signatory(dice: &mut Dice, is_person: bool) -> String {
    let country = dice.of(&COUNTRIES);
    match (is_person, dice.roll(4)) {
        (true, 0) => format!("{}, {}", person(dice), country),
        (true, 1) => format!("{}, {}, {}", person(dice), dice.of(&ROLES), organization(dice)),
        (true, _) => format!("{}, {}, {}, {country}", person(dice), dice.of(&ROLES), organization(dice)),
        (false, 0) => organization(dice),
        (false, _) => format!("{}, {country}", organization(dice)),
    }
}

const OPENING: &str = "Dear Minister,\n\nWe write to you since the rivers of this country are not what they were. \
    Independent experts have warned of it again and again, and nothing has been done. The measures that were \
    adopted last year came without consultation and place a burden on those who can least bear it.\n\nWe ask you to \
    keep the rivers clean for everybody who lives there, and to publish what is known of their state.\n\nSincerely,\n\n";

/// A letter with so many signatories, first organizations, then persons.
fn letter(dice: &mut Dice, n_signatories: usize) -> String {
    let mut text =
        format!("Open letter on {}\n\n3 May 2021\n\n{OPENING}Organizations:\n\n", dice.of(&MATTERS));
    let n_organizations = n_signatories * 3 / 5;
    for index in 0..n_signatories {
        if index == n_organizations {
            text.push_str("\nIndividuals:\n\n");
        }
        text.push_str(&signatory(dice, index >= n_organizations));
        text.push('\n');
    }
    text
}

/// Letters with so many signatories in all.
fn letters(n_signatories: usize) -> Vec<String> {
    let mut dice = Dice(1);
    let mut letters = Vec::new();
    let mut left = n_signatories;
    while left > 0 {
        let n_here = left.min(SIGNATORIES / 3 + dice.roll(SIGNATORIES * 4 / 3));
        letters.push(letter(&mut dice, n_here.max(1)));
        left -= n_here.max(1);
    }
    letters
}

/// A letter of so many signatories as a web page.
pub fn page(n_signatories: usize) -> String {
    let text = letter(&mut Dice(2), n_signatories);
    let mut page =
        String::from("<!doctype html><html lang=en><title>Open letter</title><body><nav>Home</nav><main>");
    for line in text.lines().filter(|line| !line.is_empty()) {
        page.push_str(&format!("<p>{}</p>\n", line.replace('&', "&amp;")));
    }
    page.push_str("</main></body></html>");
    page
}

/// Names, of organizations or of persons.
pub fn names(of_persons: bool) -> Vec<String> {
    let mut dice = Dice(3);
    (0..1000).map(|_| if of_persons { person(&mut dice) } else { organization(&mut dice) }).collect()
}

/// Lines on a page of a PDF.
const LINES: usize = 50;

/// A letter of so many signatories as a PDF, and the number of its pages.
pub fn pdf(n_signatories: usize) -> (Vec<u8>, usize) {
    let text = letter(&mut Dice(4), n_signatories);
    let lines: Vec<&str> = text.lines().collect();
    let pages: Vec<String> = lines.chunks(LINES).map(content).collect();
    let kids: Vec<String> = (0..pages.len()).map(|page| format!("{} 0 R", 4 + 2 * page)).collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Kids [{}] /Count {} >>", kids.join(" "), pages.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
    ];
    for page in &pages {
        let number = objects.len() + 2;
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {number} 0 R \
             /Resources << /Font << /F1 3 0 R >> >> >>"
        ));
        objects.push(format!("<< /Length {} >>\nstream\n{page}\nendstream", page.len()));
    }
    let mut file = String::from("%PDF-1.4\n");
    let mut places = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        places.push(file.len());
        file.push_str(&format!("{} 0 obj\n{object}\nendobj\n", index + 1));
    }
    let start = file.len();
    file.push_str(&format!("xref\n0 {}\n0000000000 65535 f \n", places.len() + 1));
    for place in &places {
        file.push_str(&format!("{place:010} 00000 n \n"));
    }
    file.push_str(&format!(
        "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n",
        places.len() + 1
    ));
    (file.into_bytes(), pages.len())
}

/// What draws the lines of a page; letters that are not ASCII are octal.
fn content(lines: &[&str]) -> String {
    let mut content = String::from("BT /F1 10 Tf 14 TL 60 790 Td");
    for line in lines {
        let escaped: String = line
            .chars()
            .map(|c| match c {
                '(' | ')' | '\\' => format!("\\{c}"),
                _ if c.is_ascii() => c.to_string(),
                _ if u32::from(c) < 256 => format!("\\{:03o}", u32::from(c)),
                _ => "-".to_owned(),
            })
            .collect();
        content.push_str(&format!("\n({escaped}) Tj T*"));
    }
    content.push_str("\nET");
    content
}
