//! `croissant.json`: the files and tables for search engines of datasets and for machine learning, as
//! Croissant 1.1.
//!
//! A table is a record set over its Parquet file, or over its CSV file where there is no other. References
//! between tables are told in words: tools that follow them would join the tables on loading.

use serde_json::{Map, Value, json};

use crate::model::table::{Column, ColumnType};
use crate::publish::{About, Published};

/// Name of the file.
pub const FILE: &str = "croissant.json";

/// The file's text.
pub fn render(tables: &[Published<'_>], about: &About) -> String {
    let mut dataset = Map::new();
    let mut say = |key: &str, value: Value| {
        if !matches!(&value, Value::Null) && value != json!([]) && value != json!("") {
            dataset.insert(key.to_owned(), value);
        }
    };
    say("@context", context());
    say("@type", json!("sc:Dataset"));
    say("conformsTo", json!("http://mlcommons.org/croissant/1.1"));
    say("name", json!(about.name));
    say("alternateName", json!(about.title));
    about.properties().into_iter().for_each(|(key, value)| say(key, value));
    say("creator", about.creators.iter().map(creator).collect());
    say("citeAs", json!(cite_as(about)));
    say("distribution", tables.iter().flat_map(files).collect());
    say("recordSet", tables.iter().map(record_set).collect());
    let mut text = serde_json::to_string_pretty(&dataset).unwrap_or_default();
    text.push('\n');
    text
}

/// What the short names of the file stand for, as the format prescribes.
fn context() -> Value {
    let mut context = Map::new();
    context.insert("@language".to_owned(), json!("en"));
    context.insert("@vocab".to_owned(), json!("https://schema.org/"));
    context.insert("cr".to_owned(), json!("http://mlcommons.org/croissant/"));
    context.insert("dct".to_owned(), json!("http://purl.org/dc/terms/"));
    context.insert("rai".to_owned(), json!("http://mlcommons.org/croissant/RAI/"));
    context.insert("sc".to_owned(), json!("https://schema.org/"));
    context.insert("conformsTo".to_owned(), json!("dct:conformsTo"));
    context.insert("data".to_owned(), json!({"@id": "cr:data", "@type": "@json"}));
    context.insert("dataType".to_owned(), json!({"@id": "cr:dataType", "@type": "@vocab"}));
    context.insert("examples".to_owned(), json!({"@id": "cr:examples", "@type": "@json"}));
    let own = "arrayShape citeAs column containedIn equivalentProperty extract field fileObject fileProperty \
               fileSet format includes isArray isLiveDataset jsonPath key md5 parentField path recordSet \
               references regex repeated replace samplingRate sdVersion separator source subField transform";
    for name in own.split_whitespace() {
        context.insert(name.to_owned(), json!(format!("cr:{name}")));
    }
    Value::Object(context)
}

fn creator(creator: &crate::publish::Creator) -> Value {
    let is_person = creator.orcid.is_some() || creator.affiliation.is_some();
    let mut said = Map::new();
    said.insert("@type".to_owned(), json!(if is_person { "sc:Person" } else { "sc:Organization" }));
    said.insert("name".to_owned(), json!(creator.name));
    if let Some(orcid) = &creator.orcid {
        said.insert("url".to_owned(), json!(orcid));
    }
    Value::Object(said)
}

fn cite_as(about: &About) -> String {
    let makers: Vec<&str> = about.creators.iter().map(|creator| creator.name.as_str()).collect();
    let makers = if makers.is_empty() { String::new() } else { format!("{}: ", makers.join(", ")) };
    let day = about.released.as_ref().map_or(String::new(), |day| format!(", {day}"));
    format!("{makers}{}. Version {}{day}.", about.title, about.version)
}

fn files(table: &Published<'_>) -> Vec<Value> {
    let name = table.view.name;
    let twins =
        [Some((&table.csv, "text/csv")), table.parquet.as_ref().map(|file| (file, "application/x-parquet"))];
    let file = |(file, format): (&crate::publish::checksums::FileHash, &str)| {
        json!({
            "@type": "cr:FileObject",
            "@id": file.name,
            "name": file.name,
            "description": format!("The table {name}."),
            "contentUrl": file.name,
            "contentSize": format!("{} B", file.bytes),
            "encodingFormat": format,
            "sha256": file.sha256,
        })
    };
    twins.into_iter().flatten().map(file).collect()
}

fn record_set(table: &Published<'_>) -> Value {
    let name = table.view.name;
    let file = table.parquet.as_ref().unwrap_or(&table.csv).name.as_str();
    let id = |column: &str| format!("{name}/{column}");
    let key: Vec<Value> = table.view.key.iter().map(|column| json!({"@id": id(column)})).collect();
    let field = |column: &Column| {
        json!({
            "@type": "cr:Field",
            "@id": id(column.name),
            "name": column.name,
            "description": described(column),
            "dataType": data_type(column.column_type),
            "source": { "fileObject": { "@id": file }, "extract": { "column": column.name } },
        })
    };
    json!({
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": table.view.description,
        "key": key,
        "field": table.view.columns.iter().map(field).collect::<Vec<_>>(),
    })
}

fn described(column: &Column) -> String {
    let mut text = column.description.clone();
    if let Some(table) = column.references {
        text.push_str(&format!(" Refers to the table {table}."));
    }
    if !column.vocabulary.is_empty() {
        let values: Vec<String> =
            column.vocabulary.iter().map(|(value, meaning)| format!("`{value}`: {meaning}")).collect();
        text.push_str(&format!(" Values: {}", values.join(" ")));
    }
    text
}

fn data_type(column_type: ColumnType) -> &'static str {
    match column_type {
        ColumnType::Text => "sc:Text",
        ColumnType::Integer => "cr:Int32",
        ColumnType::Number => "cr:Float64",
        ColumnType::Boolean => "sc:Boolean",
        ColumnType::Date => "sc:Date",
    }
}
