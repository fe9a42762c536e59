//! What is withheld and what is not, in the manners of several countries.

use super::*;
use proptest::prelude::*;

/// All that is wrong at once.
fn check_all(cases: &[(&str, &str)]) {
    let wrong: Vec<String> = cases
        .iter()
        .filter(|(text, expected)| withheld(text) != *expected)
        .map(|(text, _)| format!("{text} -> {}", withheld(text)))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn mail_addresses() {
    check_all(&[
        ("Mira Lindqvist, m.lindqvist@example.org", "Mira Lindqvist, [e-mail]"),
        ("(mira@example.co.uk).", "([e-mail])."),
        ("a@example.org and b@example.org", "[e-mail] and [e-mail]"),
        ("mira+letters@example.org", "[e-mail]"),
        ("Bo Ek <bo@example.org>", "Bo Ek <[e-mail]>"),
        ("Bo Ek, bo.ek [at] example.org", "Bo Ek, [e-mail]"),
        ("Bo Ek (bo.ek(at)example(dot)org)", "Bo Ek ([e-mail])"),
        ("Bo Ek - bo {at} example [dot] org, Norway", "Bo Ek - [e-mail], Norway"),
        ("Ana Ruiz, ana (arroba) example.es", "Ana Ruiz, [e-mail]"),
        ("Bo Ek, bo at example dot org", "Bo Ek, [e-mail]"),
        ("Bo Ek, bo at example dot co dot uk", "Bo Ek, [e-mail]"),
        ("Bo Ek, bo @ example.org", "Bo Ek, [e-mail]"),
        ("Bo Ek, bo＠example.org", "Bo Ek, [e-mail]"),
        // What only looks like one.
        ("Rivers @ Lakes e.V.", "Rivers @ Lakes e.V."),
        ("Women at Work dot Net", "Women at Work dot Net"),
        ("Friends (at) Sea", "Friends (at) Sea"),
        ("https://example.org/@mira", "https://example.org/@mira"),
    ]);
}

#[test]
fn handles() {
    check_all(&[
        ("@harbourwatch", "@harbourwatch"),
        ("@harbourwatch, Kenya", "@harbourwatch, Kenya"),
        ("1. @harbourwatch", "1. @harbourwatch"),
        ("Bo Ek (@bo_ek)", "Bo Ek ([handle])"),
        ("Bo Ek, Twitter: @bo.ek.", "Bo Ek, Twitter: [handle]."),
        ("Bo Ek, https://www.twitter.com/bo_ek", "Bo Ek, [handle]"),
        ("Bo Ek (linkedin.com/in/bo-ek)", "Bo Ek ([handle])"),
        ("https://facebook.com/letters/1", "https://facebook.com/letters/1"),
        ("Bo Ek, https://example.org/bo", "Bo Ek, https://example.org/bo"),
    ]);
    assert_eq!(withheld_beside("@bo_ek"), "[handle]");
}

#[test]
fn telephone_numbers() {
    check_all(&[
        ("Tel. +46 (0)8 123 456-78, Stockholm", "Tel. [telephone], Stockholm"),
        ("Bo Ek +4681234567", "Bo Ek [telephone]"),
        ("Bo Ek (+46 8 123 456 78)", "Bo Ek ([telephone])"),
        ("Bo Ek, Tel: 020 7946 0958", "Bo Ek, Tel: [telephone]"),
        ("Bo Ek, 020 7946 0958, London", "Bo Ek, [telephone], London"),
        ("Ann Other (555) 010-4477", "Ann Other [telephone]"),
        ("Ann Other, 555-010-4477", "Ann Other, [telephone]"),
        ("Ann Other, 1-555-010-4477", "Ann Other, [telephone]"),
        ("Léa Roc, 06 12 34 56 78", "Léa Roc, [telephone]"),
        ("Léa Roc, 0612345678", "Léa Roc, [telephone]"),
        ("Max Ohm, Tel.: 0171/1234567", "Max Ohm, Tel.: [telephone]"),
        ("Max Ohm, Telefon 44 55 66", "Max Ohm, Telefon [telephone]"),
        ("Ана Реп, тел. 8 (495) 123-45-67", "Ана Реп, тел. [telephone]"),
        ("川田 電話03-1234-5678", "川田 電話[telephone]"),
        ("Mai Le, 0912 345 678", "Mai Le, [telephone]"),
        ("Ann Other, Tel. no. 12345", "Ann Other, Tel. no. [telephone]"),
        ("Samir, هاتف: ٠٥٠١٢٣٤٥٦٧", "Samir, هاتف: [telephone]"),
        // What only looks like one.
        ("LGBTQI+ 2020 Network", "LGBTQI+ 2020 Network"),
        ("Age 50+", "Age 50+"),
        ("Media+Culture", "Media+Culture"),
        ("Founded 01.02.2003", "Founded 01.02.2003"),
        ("On 2003-02-01 10", "On 2003-02-01 10"),
        ("1,000,000 signatures for 2020-2021", "1,000,000 signatures for 2020-2021"),
        ("ORCID 0000-0002-1825-0097", "ORCID 0000-0002-1825-0097"),
        ("Charity no. 0123456789", "Charity no. 0123456789"),
        ("ISBN 978-3-16-148410-0", "ISBN 978-3-16-148410-0"),
        ("Ann Other BE 0123.456.789", "Ann Other BE 0123.456.789"),
        ("Group of 77", "Group of 77"),
        ("sig-012345678901 is gone", "sig-012345678901 is gone"),
    ]);
}

#[test]
fn street_addresses() {
    check_all(&[
        ("Bo Ek, 12 Main Street, Springfield", "Bo Ek, [address], Springfield"),
        ("Bo Ek, 221B Baker St., London", "Bo Ek, [address], London"),
        ("Bo Ek (12 North Main Road NW)", "Bo Ek ([address])"),
        ("Bo Ek, 1200 K Street NW, Suite 400, Washington", "Bo Ek, [address], Washington"),
        ("Bo Ek / 12 Main Street / Springfield", "Bo Ek / [address] / Springfield"),
        ("Bo Ek, Address: 12 Main Street", "Bo Ek, Address: [address]"),
        ("Bo Ek, P.O. Box 123, Nairobi", "Bo Ek, [address], Nairobi"),
        ("Max Ohm, Hauptstraße 5, 10115 Berlin", "Max Ohm, [address], 10115 Berlin"),
        ("Max Ohm, Postfach 1234", "Max Ohm, [address]"),
        ("Léa Roc, 12 rue de la Paix, Paris", "Léa Roc, [address], Paris"),
        ("Léa Roc, 12 bis rue Haute, Lyon", "Léa Roc, [address], Lyon"),
        ("Ana Ruiz, Calle Mayor 12, Madrid", "Ana Ruiz, [address], Madrid"),
        ("Ana Ruiz, Calle Mayor, 12, 3º, Madrid", "Ana Ruiz, [address], 3º, Madrid"),
        ("Lia Bo, Via Roma, 5, Torino", "Lia Bo, [address], Torino"),
        ("Rui Sá, Rua Augusta 1200, São Paulo", "Rui Sá, [address], São Paulo"),
        ("Jan Dom, ul. Długa 7/9 m. 3, Łódź", "Jan Dom, [address], Łódź"),
        ("Ана Реп, ул. Ленина, д. 5, Омск", "Ана Реп, [address], Омск"),
        ("Piet Vos, Keizersgracht 123, Amsterdam", "Piet Vos, [address], Amsterdam"),
        ("Bo Ek, Storgatan 12 B, Malmö", "Bo Ek, [address], Malmö"),
        ("Budi, Jl. Sudirman No. 45, Jakarta", "Budi, [address], Jakarta"),
        ("王明，北京市中山路12号，北京", "王明，[address]，北京"),
        ("김나, 서울 세종대로 209", "김나, 서울 [address]"),
        ("川田, 千代田1丁目2番3号", "川田, [address]"),
    ]);
    assert_eq!(withheld_beside("12 Main Street"), "[address]");
    // What only looks like one.
    check_all(&[
        ("12 Main Street", "12 Main Street"),
        ("Residents of 12 Main Street, Springfield", "Residents of 12 Main Street, Springfield"),
        ("River Watch, Wall Street 2008", "River Watch, Wall Street 2008"),
        ("Main Street Alliance", "Main Street Alliance"),
        ("Bo Ek, Mothers of Plaza 25", "Bo Ek, Mothers of Plaza 25"),
        ("Bo Ek, 5 May 2021", "Bo Ek, 5 May 2021"),
        ("Bo Ek, Studio 54, Oslo", "Bo Ek, Studio 54, Oslo"),
        ("Radio, Via 5", "Radio, Via 5"),
        ("Bo Ek, 350 Africa", "Bo Ek, 350 Africa"),
        ("Bo Ek, Class of 2010, University Drive", "Bo Ek, Class of 2010, University Drive"),
    ]);
}

#[test]
fn what_shows_behind_a_mark_is_withheld_too() {
    for text in ["+＠号.é@路0", "a@b.c@d.e"] {
        let once = withheld_beside(text).into_owned();
        assert_eq!(withheld_beside(&once), once.as_str(), "{text}");
        let once = withheld(text).into_owned();
        assert_eq!(withheld(&once), once.as_str(), "{text}");
    }
}

proptest! {
    #[test]
    fn withholding_takes_any_text_and_is_idempotent(text in "[a-cé漢路号@＠+.0-9 ()\\[\\]/,-]{0,40}|\\PC{0,30}") {
        let once = withheld(&text).into_owned();
        prop_assert_eq!(withheld(&once), once.as_str());
        let once = withheld_beside(&text).into_owned();
        prop_assert_eq!(withheld_beside(&once), once.as_str());
    }
}
