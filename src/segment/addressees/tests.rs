//! Letters and titles with their addressees.

use super::*;
use crate::formats::{self, ReadSettings};
use crate::segment::{Stated, run};
use proptest::prelude::*;

fn check(text: &str, expected: &[&str]) {
    let read = formats::run("x.txt", text.as_bytes(), &ReadSettings::default());
    let stated = Stated { role: Some(crate::model::Role::Letter), language: None };
    let letter =
        run("x.txt", &read.value.unwrap(), &stated, crate::reference::shared()).value.letter.unwrap();
    assert_eq!(letter.addressees, expected, "{text}");
}

const BODY: &str = "\n\nWe ask you to keep the rivers of the country clean for everybody who lives there.\n";

#[test]
fn labels() {
    check(
        &format!(
            "Clean rivers\n\nTo\nMembers of the Water Committee\nMinister for Rivers\n\nDear Members,{BODY}"
        ),
        &["Members of the Water Committee", "Minister for Rivers"],
    );
    check(
        &format!(
            "Clean rivers\n\nTo: Minister for Rivers; Chair of the Board\nCC: Ann Other\n\nDear Minister,{BODY}"
        ),
        &["Minister for Rivers", "Chair of the Board"],
    );
    check(
        &format!(
            "Open Letter To:\n\nMs. Ann Other, Upland Bank\n\nMr. Jo Doe, Lowland Bank\n\nConcerning: rivers\n\nDear Sirs,{BODY}"
        ),
        &["Ms. Ann Other, Upland Bank", "Mr. Jo Doe, Lowland Bank"],
    );
    check(&format!("清い川\n\n宛先:\n河川大臣\n\n河川大臣 殿{BODY}"), &["河川大臣"]);
    check(
        &format!("Sông sạch\n\nKính gửi:\nBộ trưởng Bộ Nước\n\nKính thưa Bộ trưởng,{BODY}"),
        &["Bộ trưởng Bộ Nước"],
    );
    check(&format!("أنهار نظيفة\n\nإلى\nوزيرة المياه\n\nتحية طيبة وبعد،{BODY}"), &["وزيرة المياه"]);
}

#[test]
fn labels_speak_for_all_up_to_the_copies() {
    check(
        &format!(
            "3 May 2021\n\nTo: Ann Other\nMinister for Rivers\n\nJohn Smith\nMinister for Lakes\n\nCc: Mary Doe\nMayor\n\nDear Ministers,{BODY}"
        ),
        &["Ann Other, Minister for Rivers", "John Smith, Minister for Lakes"],
    );
}

#[test]
fn presente_closes_an_address() {
    check(
        &format!("Ríos limpios\n\nC. ANA GARCÍA LÓPEZ\nPRESIDENTA MUNICIPAL\nP R E S E N T E{BODY}"),
        &["C. ANA GARCÍA LÓPEZ, PRESIDENTA MUNICIPAL"],
    );
}

#[test]
fn titles_say_more_than_offices_and_tell_no_addressee_behind_a_colon() {
    check(
        &format!("Carta aberta à Câmara Municipal de Setúbal\n\nExmo. Senhor Presidente,{BODY}"),
        &["Câmara Municipal de Setúbal"],
    );
    check(&format!("Otvorený list: Zachráňme rieky{BODY}"), &[]);
}

#[test]
fn addresses() {
    check(
        &format!(
            "River Watch\n1 Main Street\nUpland\n\nMs. Ann Other\nMinister for Rivers\nHouse of Waters\n2 High Street\nLowland\n\n3 May 2021\n\nDear Minister,{BODY}"
        ),
        &["Ms. Ann Other, Minister for Rivers, House of Waters"],
    );
    check(
        &format!("3 May 2021\n\nMs. Ann Other\nMinister for Rivers\n\nDear Minister,{BODY}"),
        &["Ms. Ann Other, Minister for Rivers"],
    );
}

#[test]
fn addresses_before_the_date() {
    check(
        &format!("The Hon. Ann Other\nMinister for Rivers\n\nBy email\n\n3 May 2021\n\nDear Minister,{BODY}"),
        &["The Hon. Ann Other, Minister for Rivers"],
    );
    check(
        &format!(
            "Vážený pan\nJan Jiný\nministr řek\nVodní 5\n110 00 Praha\n\nBrno, 3. května 2021\n\nVážený pane ministře,{BODY}"
        ),
        &["Jan Jiný, ministr řek"],
    );
    check(
        &format!("Ministry of Rivers\nMs. Ann Other\n\nOpen letter on clean rivers\n\nDear Minister,{BODY}"),
        &["Ministry of Rivers", "Ms. Ann Other"],
    );
    check(
        &format!("Ríos limpios\n\nSeñor Ministro de Aguas\nPresente\n\nEstimado señor Ministro:{BODY}"),
        &["Señor Ministro de Aguas"],
    );
    check(&format!("수신: 강부 장관 귀하\n\n존경하는 장관님께,{BODY}"), &["강부 장관"]);
}

#[test]
fn lines_that_lead() {
    check(&format!("Flüsse\n\nAn die Ministerin für Flüsse,{BODY}"), &["Ministerin für Flüsse"]);
}

#[test]
fn titles() {
    let check = |title: &str, expected: Option<&str>| {
        assert_eq!(in_title(title, &crate::reference::shared().phrases).as_deref(), expected, "{title}");
    };
    check("Open letter to the Minister of Rivers on tariffs", Some("Minister of Rivers"));
    check("Open letter to remove the dam", None);
    check("A call to protect rivers", None);
    check("Carta abierta al Ministro de Aguas sobre tarifas", Some("Ministro de Aguas"));
    check("Carta aberta sobre Água Limpa", None);
    check("Lettre ouverte à la Ministre", Some("Ministre"));
    check("Offener Brief an die Ministerin für Flüsse", Some("Ministerin für Flüsse"));
    check("Lettera aperta su Acqua Pulita", None);
    check("Carta oberta a la Ministra", Some("Ministra"));
    check("Open brief aan de minister over schone rivieren", Some("minister"));
    check("List otwarty w sprawie Czystych Rzek", None);
    check("List otwarty do Ministra Rzek", Some("Ministra Rzek"));
    check("Открытое письмо министру рек", Some("министру рек"));
    check("Открытое письмо по вопросам рек", None);
    check("رسالة مفتوحة إلى وزيرة المياه", Some("وزيرة المياه"));
    check("رسالة مفتوحة بشأن الأنهار", None);
    check("致水务局局长的公开信", Some("水务局局长"));
    check("关于河流的公开信", None);
    check("水資源局長への公開書簡", Some("水資源局長"));
    check("気候行動公開書簡", None);
    check("수자원본부장에게 보내는 공개서한", Some("수자원본부장"));
    check("Su Bakanı'na Açık Mektup", Some("Su Bakanı"));
    check("Irmaklar için Açık Mektup", None);
    check("Thư ngỏ về Sông sạch", None);
    check("Surat Terbuka kepada Menteri Sungai tentang air", Some("Menteri Sungai"));
}

proptest! {
    #[test]
    fn no_text_panics(text in "(To:|An die |Dear A,|letter to |への公開書簡|致|3 May 2021|;|,|\\n|\\n\\n|\\PC){0,40}") {
        let read = formats::run("x.txt", text.as_bytes(), &ReadSettings::default());
        if let Some(text) = read.value {
            run("x.txt", &text, &Stated::default(), crate::reference::shared());
        }
    }
}

#[test]
fn the_title_names_in_full_whom_the_salutation_greets() {
    check(&format!("Open letter to the Minister of Rivers\n\nDear Minister,{BODY}"), &["Minister of Rivers"]);
    check(&format!("List otwarty do Ministra Rzek\n\nSzanowny Panie Ministrze,{BODY}"), &["Ministra Rzek"]);
    check(
        &format!("Clean rivers\n\nDear President Other,\nDear Chair Doe,{BODY}"),
        &["President Other", "Chair Doe"],
    );
    check(
        &format!("Save the river\n\n*An open letter to Governor Doe*\n\nDear Governor Doe,{BODY}"),
        &["Governor Doe"],
    );
}

#[test]
fn addressees_without_a_salutation() {
    check(
        &format!(
            "Comunicado\n\nEl río no se vende\n\nA la opinión pública\nA los medios de comunicación{BODY}"
        ),
        &["medios de comunicación"],
    );
    check(
        "Відкритий лист\n\nМіському голові Тестенку О.В.\n\n22 серпня 2020 року\n\nУряд хоче продати річку приватній компанії, і нікого про це не запитали.\n",
        &["Міському голові Тестенку О.В"],
    );
}
