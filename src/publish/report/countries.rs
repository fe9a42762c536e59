//! Countries, on a map and as bars.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::model::Alpha2;
use crate::page::escaped;
use crate::publish::html::{Links, bar, figure, heads, number, share, table, text};
use crate::reference::map;
use crate::tables::Dataset;

/// Shades of the map.
const N_SHADES: usize = 5;

/// What is counted of a country.
#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    signatures: usize,
    entities: usize,
}

/// Writes the section.
pub fn write(out: &mut String, dataset: &Dataset, links: &Links<'_>) {
    let mut counts: BTreeMap<Alpha2, Counts> =
        dataset.countries.iter().map(|row| (row.alpha2, Counts::default())).collect();
    let (mut none, mut several) = (0, 0);
    for row in &dataset.signatures {
        match (row.country, &row.country_codes) {
            (Some(country), _) => counts.entry(country).or_default().signatures += 1,
            (None, Some(_)) => several += 1,
            (None, None) => none += 1,
        }
    }
    for country in dataset.entities.iter().filter_map(|row| row.country) {
        counts.entry(country).or_default().entities += 1;
    }
    let n = dataset.signatures.len();
    let _ = writeln!(
        out,
        "<p>{} of {} signatures ({}) print no country, {} print several. A country is that which is printed with a \
         name, not where somebody lives.</p>",
        number(none),
        number(n),
        share(none, n),
        number(several)
    );
    if counts.is_empty() {
        return;
    }
    let largest = counts.values().map(|counts| counts.signatures).max().unwrap_or(0);
    draw(out, dataset, &counts, largest);

    let names: BTreeMap<Alpha2, _> = dataset.countries.iter().map(|row| (row.alpha2, row)).collect();
    let mut sorted: Vec<(&Alpha2, &Counts)> = counts.iter().collect();
    sorted.sort_by_key(|(code, counts)| (std::cmp::Reverse((counts.signatures, counts.entities)), **code));
    let rows = sorted.into_iter().map(|(code, counts)| {
        let row = names.get(code);
        let whole = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let cells = vec![
            links.view(
                format_args!("signatures?country={code}"),
                &row.map_or_else(|| code.to_string(), |row| text(&row.name)),
            ),
            code.to_string(),
            bar(whole(counts.signatures), whole(largest)),
            links.view(format_args!("entities?country={code}"), &number(counts.entities)),
            row.and_then(|row| row.subregion.as_deref()).map(text).unwrap_or_default(),
        ];
        (format!("country-{code}"), cells)
    });
    let columns = heads(["Country", "Code", "#Signatures", "#Signatories", "Region"]);
    let caption = format!(
        "Countries by signatures. Rows: {}, {}, {}",
        links.table("countries"),
        links.table("signatures"),
        links.table("entities")
    );
    table(out, &caption, &columns, rows);
}

/// The least number of each shade: steps that grow evenly by factor, without one that says nothing.
fn steps(largest: usize) -> Vec<usize> {
    let mut steps: Vec<usize> = (0..N_SHADES)
        .map(|shade| {
            let exponent = shade as f64 / N_SHADES as f64;
            (largest.max(1) as f64).powf(exponent).round() as usize
        })
        .collect();
    steps.dedup();
    steps
}

fn draw(out: &mut String, dataset: &Dataset, counts: &BTreeMap<Alpha2, Counts>, largest: usize) {
    let steps = steps(largest);
    let shade = |n: usize| steps.iter().rposition(|step| n >= *step).filter(|_| n > 0);
    let names: BTreeMap<&str, &str> =
        dataset.countries.iter().map(|row| (row.alpha2.as_str(), row.name.as_str())).collect();
    let (mut land, mut small) = (String::new(), String::new());
    let mut others = String::new();
    for place in map::places() {
        let n = Alpha2::new(place.alpha2)
            .and_then(|code| counts.get(&code))
            .map_or(0, |counts| counts.signatures);
        let Some(shade) = shade(n) else {
            others.push_str(place.outline);
            continue;
        };
        let name = names.get(place.alpha2).copied().unwrap_or(place.alpha2);
        let title = format!("<title>{}: {}</title>", escaped(name), number(n));
        let _ = if place.outline.is_empty() {
            writeln!(
                small,
                "<circle class=\"s{shade}\" cx=\"{}\" cy=\"{}\" r=\"5\">{title}</circle>",
                place.x, place.y
            )
        } else {
            writeln!(land, "<path class=\"s{shade}\" d=\"{}\">{title}</path>", place.outline)
        };
    }
    let mut drawing = format!(
        "<g class=\"map\" fill-rule=\"evenodd\">\n<path class=\"none\" d=\"{others}\"/>\n{land}{small}</g>\n"
    );
    // The legend stands in the southern sea.
    for (at, step) in steps.iter().enumerate() {
        let up_to = steps.get(at + 1).map_or(largest, |next| next.saturating_sub(1).max(*step));
        let label =
            if *step >= up_to { number(*step) } else { format!("{}–{}", number(*step), number(up_to)) };
        let y = 310 + 22 * i32::try_from(at).unwrap_or(0);
        let _ = writeln!(
            drawing,
            "<g class=\"map\"><rect class=\"s{at}\" x=\"20\" y=\"{y}\" width=\"22\" height=\"16\"/></g>\
             <text x=\"50\" y=\"{}\">{label}</text>",
            y + 13
        );
    }
    let mut most: Vec<(&Alpha2, &Counts)> = counts.iter().collect();
    most.sort_by_key(|(code, counts)| (std::cmp::Reverse(counts.signatures), **code));
    let most: Vec<String> = most
        .iter()
        .take(5)
        .filter(|(_, counts)| counts.signatures > 0)
        .map(|(code, counts)| {
            let name = names.get(code.as_str()).copied().unwrap_or(code.as_str());
            format!("{} ({})", escaped(name), number(counts.signatures))
        })
        .collect();
    let description = if most.is_empty() {
        "No signature prints a country".to_owned()
    } else {
        format!(
            "A darker shade stands for more signatures; a dot for a country too small to be drawn. Most are from {}. \
             Boundaries are those of the source of the map, and no statement of this dataset",
            most.join(", ")
        )
    };
    figure(out, "map", (map::WIDTH, map::HEIGHT), "Signatures by country", &description, drawing);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shades_grow() {
        assert_eq!(steps(0), [1]);
        assert_eq!(steps(1), [1]);
        assert_eq!(steps(3), [1, 2]);
        assert_eq!(steps(32), [1, 2, 4, 8, 16]);
        assert_eq!(steps(100_000), [1, 10, 100, 1000, 10_000]);
    }
}
