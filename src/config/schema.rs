//! The JSON Schema of `pipeline.toml`, for editors: made from the settings and their comments.

use crate::config::Config;
use schemars::generate::SchemaSettings;
use schemars::transform::{RecursiveTransform, Transform};
use serde_json::Value;

/// The schema of a configuration, in the draft that every editor understands.
pub fn schema() -> Value {
    let settings = SchemaSettings::draft07().with(|settings| settings.inline_subschemas = true);
    let mut schema = settings.into_generator().into_root_schema_for::<Config>();
    schema.insert("title".to_owned(), "pipeline.toml of undersigned".into());
    RecursiveTransform(without_null).transform(&mut schema);
    schema.to_value()
}

/// TOML has no null: what need not be there is simply absent. What a machine would call a number's size tells
/// nobody anything.
fn without_null(schema: &mut schemars::Schema) {
    if let Some(Value::Array(types)) = schema.get_mut("type") {
        types.retain(|name| name != "null");
        if let [only] = types.as_slice() {
            let only = only.clone();
            schema.insert("type".to_owned(), only);
        }
    }
    if schema.get("default").is_some_and(Value::is_null) {
        schema.remove("default");
    }
    schema.remove("format");
    for word in ["description", "title"] {
        if let Some(Value::String(text)) = schema.get_mut(word) {
            *text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        }
    }
}
