//! The waterfall of a pair as a picture: one bar for each piece of evidence, from the sum before it to the sum
//! after it; the threshold is a dashed line.

use super::steps;
use crate::model::Link;
use crate::page::escaped;
use std::fmt::Write;

/// Width of the picture, of its labels, and height of a row, in pixels.
const WIDTH: f64 = 760.0;
const LABELS: f64 = 330.0;
const ROW: f64 = 26.0;
/// Longest label, in characters.
const LONGEST: usize = 44;

/// Colours for light and for dark; a picture inside a page has them as well.
const STYLE: &str = "text{font:13px system-ui,sans-serif;fill:#1a1c1e}.quiet{fill:#55595e}.for{fill:#1b6e3a}\
.against{fill:#a8321f}.sum{fill:#2f4f9e}.axis{stroke:#8a8f96}.threshold{stroke:#2f4f9e;stroke-dasharray:5 4}\
@media(prefers-color-scheme:dark){text{fill:#eceef0}.quiet{fill:#aeb4bb}.for{fill:#7fd49b}.against{fill:#ff9b85}\
.sum{fill:#a9c1ff}.threshold{stroke:#a9c1ff}}";

/// The picture. `names` are those of the two, `threshold` is the weight from which they would be linked, in bits.
pub fn waterfall(link: &Link, names: [&str; 2], threshold: f64) -> String {
    let steps = steps(link);
    let total = super::bits(link.millibits);
    let sums = steps.iter().map(|step| step.after).chain([0.0, total, threshold]);
    let (low, high) = sums.fold((0.0_f64, 1.0_f64), |(low, high), sum| (low.min(sum), high.max(sum)));
    // Room for the numbers on both sides.
    let (left, right) = (LABELS + 50.0, WIDTH - 60.0);
    let x = |bits: f64| left + (bits - low) / (high - low).max(1.0) * (right - left);
    let height = ROW * (steps.len() as f64 + 3.0);
    let title = format!("{} and {}: {total:+.1} bits", names[0], names[1]);
    let mut out = String::new();
    let _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" \
         height=\"{height}\">\n<title>{}</title>\n<style>{STYLE}</style>\n",
        escaped(&title)
    );
    let bottom = ROW * (steps.len() as f64 + 2.0);
    for (class, at) in [("axis", 0.0), ("threshold", threshold)] {
        let at = x(at);
        let _ = writeln!(
            out,
            "<line class=\"{class}\" x1=\"{at:.1}\" x2=\"{at:.1}\" y1=\"{:.1}\" y2=\"{bottom:.1}\"/>",
            ROW * 0.8
        );
    }
    let _ = writeln!(
        out,
        "<text class=\"quiet\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">linked from {threshold:.1}</text>",
        x(threshold).clamp(left, right - 20.0),
        ROW * 0.6
    );
    for (row, step) in steps.iter().enumerate() {
        let label = if step.detail.is_empty() {
            step.kind.clone()
        } else {
            format!("{}: {}", step.kind, step.detail)
        };
        let class = if step.bits < 0.0 { "against" } else { "for" };
        bar(&mut out, row, &label, class, (x(step.before), x(step.after)), step.bits);
    }
    bar(&mut out, steps.len(), "in all", "sum", (x(0.0), x(total)), total);
    out.push_str("</svg>\n");
    out
}

/// One row: label, bar, and the number behind the bar.
fn bar(out: &mut String, row: usize, label: &str, class: &str, (from, to): (f64, f64), bits: f64) {
    let top = ROW * (row as f64 + 1.0);
    let cut: String = match label.chars().count() > LONGEST {
        true => label.chars().take(LONGEST - 1).chain(['…']).collect(),
        false => label.to_owned(),
    };
    let middle = top + ROW * 0.68;
    let _ = writeln!(
        out,
        "<g><title>{} ({bits:+.3} bits)</title><text x=\"8\" y=\"{middle:.1}\">{}</text>\
         <rect class=\"{class}\" x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\"/>\
         <text x=\"{:.1}\" y=\"{middle:.1}\">{bits:+.1}</text></g>",
        escaped(label),
        escaped(&cut),
        from.min(to),
        top + 4.0,
        (to - from).abs().max(1.0),
        ROW - 8.0,
        from.max(to) + 6.0,
    );
}
