//! `datapackage.json`: the tables described for machines, as Data Package v2.

use serde_json::{Map, Value, json};

use crate::model::table::{Column, ColumnType};
use crate::publish::checksums::FileHash;
use crate::publish::{About, Published};
use crate::tables::{Dataset, SCHEMA_VERSION, TableView};

/// Name of the file.
pub const FILE: &str = "datapackage.json";

const GENERATOR: &str = "undersigned";

/// Whether a descriptor was written by this program.
pub fn is_ours(descriptor: &str) -> bool {
    let descriptor: Option<Value> = serde_json::from_str(descriptor).ok();
    let generator = descriptor.as_ref().and_then(|value| value.get("generator")).and_then(Value::as_str);
    generator.is_some_and(|generator| generator.split(' ').next() == Some(GENERATOR))
}

/// Sources that are listed at most; a reader of the descriptor is not to drown in them.
const MOST_SOURCES: usize = 100;

/// Where the documents are from, as far as somebody stated it.
pub fn sources(dataset: &Dataset) -> Vec<Value> {
    let mut sources = Vec::new();
    let mut n_further = 0;
    for row in &dataset.documents {
        let mut source = Map::new();
        let title = row.source_title.as_ref().or(row.source_publisher.as_ref()).or(row.source_url.as_ref());
        let Some(title) = title else { continue };
        source.insert("title".to_owned(), json!(title));
        if let Some(url) = row.source_url.as_ref().filter(|url| is_web_address(url)) {
            source.insert("path".to_owned(), json!(url));
        }
        let source = Value::Object(source);
        if sources.len() < MOST_SOURCES {
            if !sources.contains(&source) {
                sources.push(source);
            }
        } else {
            n_further += 1;
        }
    }
    if n_further > 0 {
        sources.push(json!({"title": format!("{n_further} further documents: see the table documents")}));
    }
    sources
}

fn is_web_address(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.contains(char::is_whitespace))
}

/// The file's text.
pub fn descriptor(tables: &[Published<'_>], about: &About, sources: &[Value]) -> String {
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
    say("schemaVersion", json!(SCHEMA_VERSION));
    say("sources", json!(sources));
    let views: Vec<&TableView<'_>> = tables.iter().map(|table| &table.view).collect();
    let csv = tables.iter().map(|table| csv_resource(&table.view, &table.csv, &views));
    let parquet = tables.iter().filter(|table| table.parquet.is_some());
    say("resources", csv.chain(parquet.map(|table| parquet_resource(&table.view, &views))).collect());
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

fn csv_resource(table: &TableView<'_>, file: &FileHash, tables: &[&TableView<'_>]) -> Value {
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
        "rows": table.rows.n_rows(),
        "schema": schema(table, tables),
    })
}

/// The twin of a CSV file. It has neither size nor hash: validators measure the data in it, not the file;
/// `SHA256SUMS` holds its hash.
fn parquet_resource(table: &TableView<'_>, tables: &[&TableView<'_>]) -> Value {
    json!({
        "name": format!("{}.parquet", table.name),
        "type": "table",
        "description": format!("The table {} as Parquet, with the same rows and columns as its CSV file.", table.name),
        "path": format!("{}.parquet", table.name),
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "rows": table.rows.n_rows(),
        "schema": schema(table, tables),
    })
}

fn schema(table: &TableView<'_>, tables: &[&TableView<'_>]) -> Value {
    let is_key = |column: &Column| table.key == [column.name];
    let fields: Vec<Value> = table.columns.iter().map(|column| field(column, is_key(column))).collect();
    let foreign_keys: Vec<Value> =
        table.columns.iter().filter_map(|column| foreign_key(table.name, column, tables)).collect();
    let mut schema = Map::new();
    schema.insert("$schema".to_owned(), json!("https://datapackage.org/profiles/2.0/tableschema.json"));
    schema.insert("fields".to_owned(), json!(fields));
    schema.insert("missingValues".to_owned(), json!([""]));
    schema.insert("primaryKey".to_owned(), json!(table.key));
    if !foreign_keys.is_empty() {
        schema.insert("foreignKeys".to_owned(), json!(foreign_keys));
    }
    Value::Object(schema)
}

/// Tables are referred to by single columns called as their key; `country` refers to `alpha2`.
fn foreign_key(table: &str, column: &Column, tables: &[&TableView<'_>]) -> Option<Value> {
    let target = column.references?;
    let key = tables.iter().find(|table| table.name == target)?.key.first()?;
    // The empty name is the table itself.
    let resource = if target == table { "" } else { target };
    Some(json!({ "fields": [column.name], "reference": { "resource": resource, "fields": [key] } }))
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
    if let Some(pattern) = column.pattern {
        constraints.insert("pattern".to_owned(), json!(pattern));
    }
    let (least, most) = column.bounds();
    for (name, bound) in [("minimum", least), ("maximum", most)] {
        if let Some(bound) = bound {
            constraints.insert(name.to_owned(), json!(bound));
        }
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
