//! Letters and their signatures over time.

use std::collections::BTreeMap;
use std::fmt::Write;

use jiff::civil::Date;

use crate::model::DatePrecision;
use crate::publish::html::{Links, bar, counted, figure, heads, number, table};
use crate::tables::Dataset;

/// Columns that are drawn at most.
const MOST_COLUMNS: i32 = 60;
const COLUMN: i32 = 14;
const HEIGHT: i32 = 120;

/// Length of a period, in months.
const LENGTHS: &[i32] = &[1, 3, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12_000];

/// Writes the section.
pub fn write(out: &mut String, dataset: &Dataset, links: &Links<'_>) {
    let dated: Vec<(i32, i32, bool)> = dataset
        .letters
        .iter()
        .filter_map(|row| {
            Some((month(row.date?), row.n_signatures, row.date_precision == Some(DatePrecision::Year)))
        })
        .collect();
    let n_undated = dataset.letters.len() - dated.len();
    if n_undated > 0 {
        let _ = writeln!(out, "<p>{} no date.</p>", counted(n_undated, "letter has", "letters have"));
    }
    let (Some(first), Some(last)) =
        (dated.iter().map(|(month, ..)| *month).min(), dated.iter().map(|(month, ..)| *month).max())
    else {
        return;
    };
    // A letter of which only the year is known is of no month.
    let least = if dated.iter().any(|(.., is_year)| *is_year) { 12 } else { 1 };
    let fits = |length: &&i32| last.div_euclid(**length) - first.div_euclid(**length) < MOST_COLUMNS;
    let length = LENGTHS.iter().filter(|length| **length >= least).find(fits).copied().unwrap_or(12_000);
    let (from, to) = (first.div_euclid(length), last.div_euclid(length));
    let mut periods: BTreeMap<i32, (i64, i64)> = (from..=to).map(|period| (period, (0, 0))).collect();
    for (month, n_signatures, _) in dated {
        let period = periods.entry(month.div_euclid(length)).or_default();
        *period = (period.0 + 1, period.1 + i64::from(n_signatures));
    }
    let values: Vec<(String, i64, i64)> = periods
        .into_iter()
        .map(|(period, (letters, signatures))| (name(period, length), letters, signatures))
        .collect();
    draw(out, &values);
    let most = |of: fn(&(String, i64, i64)) -> i64| values.iter().map(of).max().unwrap_or(0);
    let (letters, signatures) = (most(|value| value.1), most(|value| value.2));
    let rows = values.iter().filter(|value| value.1 > 0).map(|value| {
        let year = value.0.get(..4).filter(|_| length <= 12);
        let period = year.map_or_else(
            || value.0.clone(),
            |year| links.view(format_args!("letters?year={year}"), &value.0),
        );
        (String::new(), vec![period, bar(value.1, letters), bar(value.2, signatures)])
    });
    let caption = format!("Letters by their dates. Rows: {}", links.table("letters"));
    table(out, &caption, &heads(["Period", "#Letters", "#Signatures"]), rows);
}

fn month(date: Date) -> i32 {
    i32::from(date.year()) * 12 + i32::from(date.month()) - 1
}

/// What a period is called.
fn name(period: i32, length: i32) -> String {
    let first = period * length;
    let (year, month) = (first.div_euclid(12), first.rem_euclid(12) + 1);
    match length {
        1 => format!("{year:04}-{month:02}"),
        3 => format!("{year:04} Q{}", (month + 2) / 3),
        12 => format!("{year:04}"),
        _ => format!("{year:04}–{:04}", year + length / 12 - 1),
    }
}

/// Two rows of columns over one axis: letters above, signatures below.
fn draw(out: &mut String, values: &[(String, i64, i64)]) {
    let n = i32::try_from(values.len()).unwrap_or(MOST_COLUMNS);
    let left = 10;
    let width = (left * 2 + n * COLUMN).max(260);
    let mut drawing = String::new();
    let series: [(&str, &str, fn(&(String, i64, i64)) -> i64); 2] =
        [("Letters", "sum", |value| value.1), ("Signatures", "for", |value| value.2)];
    let bottom = |at: i32| 20 + HEIGHT + at * (HEIGHT + 30);
    for (at, (what, class, of)) in (0..).zip(series) {
        let largest = values.iter().map(of).max().unwrap_or(0).max(1);
        let bottom = bottom(at);
        let _ = writeln!(
            drawing,
            "<text x=\"{left}\" y=\"{}\">{what}, at most {}</text>\
             <path class=\"axis\" d=\"M{left} {bottom}H{}\"/>",
            bottom - HEIGHT - 6,
            number(largest),
            width - left
        );
        for (column, value) in (0..).zip(values) {
            let height = i32::try_from(of(value) * i64::from(HEIGHT) / largest).unwrap_or(0);
            let height = if of(value) > 0 { height.max(1) } else { continue };
            let _ = writeln!(
                drawing,
                "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{height}\"><title>{}: {}</title></rect>",
                left + column * COLUMN,
                bottom - height,
                COLUMN - 2,
                value.0,
                number(of(value))
            );
        }
    }
    let base = bottom(1) + 18;
    if let (Some(first), Some(last)) = (values.first(), values.last()) {
        let _ = writeln!(drawing, "<text x=\"{left}\" y=\"{base}\">{}</text>", first.0);
        if n > 1 {
            let _ = writeln!(
                drawing,
                "<text x=\"{}\" y=\"{base}\" text-anchor=\"end\">{}</text>",
                width - left,
                last.0
            );
        }
    }
    let busiest = values.iter().rev().max_by_key(|value| value.1);
    let description = busiest.map_or_else(String::new, |busiest| {
        format!(
            "From {} to {}; most letters, {}, are of {}",
            values.first().map_or("", |value| &value.0),
            values.last().map_or("", |value| &value.0),
            number(busiest.1),
            busiest.0
        )
    });
    figure(out, "over-time", (width, base + 8), "Letters and signatures over time", &description, drawing);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_have_names() {
        let check = |date: [i8; 3], year: i16, length: i32, expected: &str| {
            let date = Date::new(year, date[1], date[2]).unwrap();
            assert_eq!(name(month(date).div_euclid(length), length), expected);
        };
        check([0, 5, 3], 2021, 1, "2021-05");
        check([0, 12, 31], 2021, 3, "2021 Q4");
        check([0, 1, 1], 2021, 12, "2021");
        check([0, 6, 1], 1987, 60, "1985–1989");
        check([0, 6, 1], 1987, 1200, "1900–1999");
    }
}
