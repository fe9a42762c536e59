//! Scratch.
#![allow(missing_docs)]
mod entities; mod generator; mod material; mod printing; mod random;
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let root = std::path::PathBuf::from(env!("GEN_ROOT"));
    let mut w = csv::Writer::from_path(&a[3]).unwrap();
    let mut t = csv::Writer::from_path(&a[4]).unwrap();
    w.write_record(["signature_id","letter_id","name","kind","affiliation","country"]).unwrap();
    t.write_record(["signature_id","entity_id"]).unwrap();
    generator::generate(&root, a[1].parse().unwrap(), a[2].parse().unwrap(), |r| {
        w.write_record([r.number.to_string().as_str(), r.letter.to_string().as_str(), r.printed.name.as_str(), if r.is_person {"person"} else {"organization"}, &r.printed.affiliation, &r.printed.country]).unwrap();
        t.write_record([&r.number.to_string(), &r.entity.to_string()]).unwrap();
    });
}
