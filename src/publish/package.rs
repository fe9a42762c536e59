//! `datapackage.json`: the tables described for machines, as Data Package v2.

use serde_json::{Map, Value, json};

use crate::model::table::{Column, ColumnType};
use crate::publish::About;
use crate::publish::checksums::FileHash;
use crate::tables::TableView;

/// Name of the file.
pub const FILE: &str = "datapackage.json";

const GENERATOR: &str = "undersigned";

/// Whether a descriptor was written by this program.
pub fn is_ours(descriptor: &str) -> bool {
    let descriptor: Option<Value> = serde_json::from_str(descriptor).ok();
    let generator = descriptor.as_ref().and_then(|value| value.get("generator")).and_then(Value::as_str);
    generator.is_some_and(|generator| generator.split(' ').next() == Some(GENERATOR))
}

/// The file's text. `csv_files` are the CSV files of the tables, in their order.
pub fn descriptor(tables: &[TableView<'_>], about: &About, csv_files: &[FileHash]) -> String {
    let mut package = Map::new();
    let mut say = |key: &str, value: Value| {
        if !matches!(&value, Value::Null) && value != json!([]) && value != json!("") {
            package.insert(key.to_owned(), value);
        }
    };
    say("$schema", json!("https://datapackage.org/profiles/2.0/datapackage.json"));
    say("name", json!(about.name));
    say("title", json!(about.title));
    say("description", json!(about.description));
    say("version", json!(about.version));
    say("homepage", json!(about.homepage));
    say("keywords", json!(about.keywords));
    say("licenses", licences(about));
    say("contributors", about.creators.iter().map(contributor).collect());
    say("generator", json!(format!("{GENERATOR} {}", env!("CARGO_PKG_VERSION"))));
    let csv = tables.iter().zip(csv_files).map(|(table, file)| csv_resource(table, file));
    say("resources", csv.chain(tables.iter().map(parquet_resource)).collect());
    let mut text = serde_json::to_string_pretty(&package).unwrap_or_default();
    text.push('\n');
    text
}

fn licences(about: &About) -> Value {
    let mut licence = Map::new();
    if let Some(id) = &about.licence {
        licence.insert("name".to_owned(), json!(id));
    }
    if let Some(page) = about.licence_page() {
        licence.insert("path".to_owned(), json!(page));
    }
    if licence.is_empty() { Value::Null } else { json!([licence]) }
}

fn contributor(creator: &crate::publish::Creator) -> Value {
    let mut contributor = Map::new();
    contributor.insert("title".to_owned(), json!(creator.name));
    contributor.insert("roles".to_owned(), json!(["creator"]));
    if let Some(orcid) = &creator.orcid {
        contributor.insert("path".to_owned(), json!(orcid));
    }
    if let Some(affiliation) = &creator.affiliation {
        contributor.insert("organization".to_owned(), json!(affiliation));
    }
    Value::Object(contributor)
}

fn csv_resource(table: &TableView<'_>, file: &FileHash) -> Value {
    json!({
        "name": table.name,
        "type": "table",
        "description": table.description,
        "path": file.name,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": file.bytes,
        "hash": format!("sha256:{}", file.sha256),
        "schema": schema(table),
    })
}

/// The twin of a CSV file. It has neither size nor hash: validators measure the data in it, not the file;
/// `SHA256SUMS` holds its hash.
fn parquet_resource(table: &TableView<'_>) -> Value {
    json!({
        "name": format!("{}.parquet", table.name),
        "type": "table",
        "description": format!("The table {} as Parquet, with the same rows and columns as its CSV file.", table.name),
        "path": format!("{}.parquet", table.name),
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "schema": schema(table),
    })
}

fn schema(table: &TableView<'_>) -> Value {
    let is_key = |column: &Column| table.key == [column.name];
    let fields: Vec<Value> = table.columns.iter().map(|column| field(column, is_key(column))).collect();
    let foreign_keys: Vec<Value> =
        table.columns.iter().filter_map(|column| foreign_key(table.name, column)).collect();
    let mut schema = Map::new();
    schema.insert("fields".to_owned(), json!(fields));
    schema.insert("missingValues".to_owned(), json!([""]));
    schema.insert("primaryKey".to_owned(), json!(table.key));
    if !foreign_keys.is_empty() {
        schema.insert("foreignKeys".to_owned(), json!(foreign_keys));
    }
    Value::Object(schema)
}

/// Tables are referred to by single columns called as their key; `country` refers to `alpha2`.
fn foreign_key(table: &str, column: &Column) -> Option<Value> {
    let target = column.references?;
    // The empty name is the table itself.
    let resource = if target == table { "" } else { target };
    Some(
        json!({ "fields": [column.name], "reference": { "resource": resource, "fields": [key_of(target)?] } }),
    )
}

fn key_of(target: &str) -> Option<&'static str> {
    let tables = crate::tables::Dataset::default();
    let key = tables.tables().iter().find(|table| table.name == target).map(|table| table.key)?;
    key.first().copied()
}

fn field(column: &Column, is_key: bool) -> Value {
    let mut field = Map::new();
    field.insert("name".to_owned(), json!(column.name));
    field.insert("type".to_owned(), json!(type_name(column.column_type)));
    field.insert("description".to_owned(), json!(column.description));
    let mut constraints = Map::new();
    if !column.nullable {
        constraints.insert("required".to_owned(), json!(true));
    }
    if is_key {
        constraints.insert("unique".to_owned(), json!(true));
    }
    if !column.vocabulary.is_empty() {
        let values: Vec<&str> = column.vocabulary.iter().map(|(value, _)| *value).collect();
        constraints.insert("enum".to_owned(), json!(values));
        let meanings =
            column.vocabulary.iter().map(|(value, meaning)| json!({"value": value, "label": meaning}));
        field.insert("categories".to_owned(), meanings.collect());
    }
    if !constraints.is_empty() {
        field.insert("constraints".to_owned(), Value::Object(constraints));
    }
    Value::Object(field)
}

/// The name of a type, as the package has it.
pub fn type_name(column_type: ColumnType) -> &'static str {
    match column_type {
        ColumnType::Text => "string",
        ColumnType::Integer => "integer",
        ColumnType::Number => "number",
        ColumnType::Boolean => "boolean",
        ColumnType::Date => "date",
    }
}
