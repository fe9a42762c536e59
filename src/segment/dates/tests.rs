//! Dates and date lines as they are printed.

use super::*;
use proptest::prelude::*;

fn check(text: &str, language: &str, expected: &str) {
    let calendar = &crate::reference::shared().calendar;
    let got: Vec<String> = find(text, Some(language), calendar)
        .into_iter()
        .map(|found| {
            let length = match found.date.precision {
                DatePrecision::Day => 10,
                DatePrecision::Month => 7,
                DatePrecision::Year => 4,
            };
            let doubt = if found.is_ambiguous { "?" } else { "" };
            format!("{}{doubt}", &found.date.date.to_string()[..length])
        })
        .collect();
    assert_eq!(got.join(" "), expected, "{text}");
}

#[test]
fn dates() {
    check("February 13, 2020", "en", "2020-02-13");
    check("Nov 9, 2020", "en", "2020-11-09");
    check("13 February 2020 and 2 March 2021", "en", "2020-02-13 2021-03-02");
    check("the 3rd of May, 2020", "en", "2020-05-03");
    check("this 3rd day of May 2020", "en", "2020-05-03");
    check("2016-08-12T03:34:33+00:00", "en", "2016-08-12");
    check("4/8/2016", "en", "2016-08-04?");
    check("25/8/2016", "en", "2016-08-25");
    check("8/25/2016", "en", "2016-08-25");
    check("2020 February 13", "en", "2020-02-13");
    // No such day, but the month is said.
    check("31 February 2020", "en", "2020-02");
    check("between 2014 to 2017, UNSCR 2270", "en", "");
    check("99999999999999999999", "en", "");
}

#[test]
fn dates_of_other_languages() {
    check("Brasília, 6 de outubro de 2016", "pt", "2016-10-06");
    check("Brasil, dezembro de 2015", "pt", "2015-12");
    check("Lima, 1º de junio del 2018", "es", "2018-06-01");
    check("a los 20 días del mes de diciembre del año 2015", "es", "2015-12-20");
    check("le 1er mars 2021", "fr", "2021-03-01");
    check("13. Februar 2020", "de", "2020-02-13");
    check("Wien, 3. Jänner 2021", "de", "2021-01-03");
    check("13.02.2020", "de", "2020-02-13");
    check("Lecce, lì 20 novembre 2024", "it", "2024-11-20");
    check("1 d’abril de 2019", "ca", "2019-04-01");
    check("21 de març del 2019", "ca", "2019-03-21");
    check("3 mei 2021", "nl", "2021-05-03");
    check("24 stycznia 2020 r.", "pl", "2020-01-24");
    check("25. ledna 2022", "cs", "2022-01-25");
    check("3. mája 2021", "sk", "2021-05-03");
    check("4 Mart 2016", "tr", "2016-03-04");
    check("13 февраля 2020 года", "ru", "2020-02-13");
    check("«13» февраля 2020 г.", "ru", "2020-02-13");
    check("13 лютого 2020 р.", "uk", "2020-02-13");
    check("20 ديسمبر 2019", "ar", "2019-12-20");
    check("٢٠ كانون الأول ٢٠١٩", "ar", "2019-12-20");
    check("20 كانون الأول/ديسمبر 2019", "ar", "2019-12-20");
    check("18 בינואר 2020", "he", "2020-01-18");
    check("ה־18 בינואר 2020", "he", "2020-01-18");
    check("29 मई 2016", "hi", "2016-05-29");
    check("२९ दिसम्बर २०१६", "hi", "2016-12-29");
    check("2020年2月13日", "ja", "2020-02-13");
    check("令和2年8月3日", "ja", "2020-08-03");
    check("平成三十年四月一日", "ja", "2018-04-01");
    check("令和元年五月", "ja", "2019-05");
    check("民國110年2月13日", "zh", "2021-02-13");
    check("二〇二〇年十二月十三日", "zh", "2020-12-13");
    check("2020년 2월 13일", "ko", "2020-02-13");
    check("2020. 2. 13.", "ko", "2020-02-13");
    check("ngày 19 tháng 8 năm 2023", "vi", "2023-08-19");
    check("19 tháng 8, 2023", "vi", "2023-08-19");
    check("28 Februari 2023", "id", "2023-02-28");
    check("2020. február 13.", "hu", "2020-02-13");
    check("3 สิงหาคม 2563", "th", "2020-08-03");
}

#[test]
fn datelines() {
    let calendar = &crate::reference::shared().calendar;
    let check = |text: &str, expected: Option<(&str, bool)>| {
        let got = dateline(text, None, calendar);
        let got = got.map(|line| (line.place.unwrap_or(""), line.is_of_page));
        assert_eq!(got, expected, "{text}");
    };
    check("February 13, 2020", Some(("", false)));
    check("Brussels, 13 February 2020", Some(("Brussels", false)));
    check("Date: 2020-02-13", Some(("", false)));
    check("Letter written August 6th, 2021.", Some(("", false)));
    check("Paris, le 13 février 2020", Some(("Paris", false)));
    check("Fait à Lyon, le 13 février 2020", Some(("Lyon", false)));
    check("Berlin, den 13. Februar 2020", Some(("Berlin", false)));
    check("Berlin, Montag, 3. Mai 2021", Some(("Berlin", false)));
    check("En Oaxaca, a 20 de diciembre de 2015", Some(("Oaxaca", false)));
    check("Se firma el 8 de abril de 2022", Some(("", false)));
    check("Hà Nội, ngày 19 tháng 8 năm 2023", Some(("Hà Nội", false)));
    check("2021년 2월 5일, 춘천", Some(("춘천", false)));
    check("נבטים, 18 בינואר 2020", Some(("נבטים", false)));
    check("نابلس في 20 ديسمبر 2019", Some(("نابلس", false)));
    check("13 февраля 2020 года", Some(("", false)));
    check("Published on 3 May 2021", Some(("", true)));
    check("Last updated: May 3, 2021 10:30 am", Some(("", true)));
    check("Veröffentlicht am 3. Mai 2021", Some(("", true)));
    check("Press release | 3 May 2021", Some(("", true)));
    check("2020-09-23 19:55", Some(("", false)));
    check("On May 2, 2020 the council met", None);
    check("As everybody should know by now it was 2 May 2020", None);
}

proptest! {
    #[test]
    fn no_text_panics(text in "([0-9/. ,-]|May|de|年|令和|tháng|\\PC){0,40}") {
        let calendar = &crate::reference::shared().calendar;
        for found in find(&text, None, calendar) {
            prop_assert!(text.get(found.range).is_some());
        }
        dateline(&text, None, calendar);
    }
}
