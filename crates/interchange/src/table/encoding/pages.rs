//! Code pages of one byte a character, as far as people's spreadsheets come in them: the upper half of each (Unicode's
//! mappings of vendors' code pages). The encoding standard's whole library would weigh more than all else here.

/// A code page.
pub(super) struct Page {
    /// Its name, as the Encoding Standard has it.
    pub(super) name: &'static str,
    /// Its characters from byte 0x80 on.
    upper: &'static str,
}

impl Page {
    /// The bytes as text.
    pub(super) fn decode(&self, bytes: &[u8]) -> String {
        let upper: Vec<char> = self.upper.chars().collect();
        let char = |byte: &u8| {
            let at = byte.checked_sub(0x80).map(usize::from);
            at.and_then(|at| upper.get(at)).copied().unwrap_or(char::from(*byte))
        };
        bytes.iter().map(char).collect()
    }
}

/// The code pages; of two that fit equally well, the first is the likelier.
pub(super) const PAGES: [Page; 8] = [
    WESTERN,
    Page { name: "macintosh", upper: MACINTOSH },
    Page { name: "Windows-1254", upper: WINDOWS_1254 },
    Page { name: "Windows-1250", upper: WINDOWS_1250 },
    Page { name: "Windows-1251", upper: WINDOWS_1251 },
    Page { name: "Windows-1253", upper: WINDOWS_1253 },
    Page { name: "Windows-1255", upper: WINDOWS_1255 },
    Page { name: "Windows-1256", upper: WINDOWS_1256 },
];

/// What spreadsheet programs write where nothing else is said.
pub(super) const WESTERN: Page = Page { name: "Windows-1252", upper: WINDOWS_1252 };

const WINDOWS_1250: &str = "\
    €�‚�„…†‡�‰Š‹ŚŤŽŹ�‘’“”•–—�™š›śťžź\u{a0}ˇ˘Ł¤Ą¦§¨©Ş«¬\u{ad}®Ż°±˛ł´µ¶·¸ąş»Ľ˝ľż\
    ŔÁÂĂÄĹĆÇČÉĘËĚÍÎĎĐŃŇÓÔŐÖ×ŘŮÚŰÜÝŢßŕáâăäĺćçčéęëěíîďđńňóôőö÷řůúűüýţ˙";
const WINDOWS_1251: &str = "\
    ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—�™љ›њќћџ\u{a0}ЎўЈ¤Ґ¦§Ё©Є«¬\u{ad}®Ї°±Ііґµ¶·ё№є»јЅѕї\
    АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюя";
const WINDOWS_1252: &str = "\
    €\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ\
    \u{a0}¡¢£¤¥¦§¨©ª«¬\u{ad}®¯°±²³´µ¶·¸¹º»¼½¾¿\
    ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞß\
    àáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ";
const WINDOWS_1253: &str = "\
    €�‚ƒ„…†‡�‰�‹�����‘’“”•–—�™�›����\u{a0}΅Ά£¤¥¦§¨©�«¬\u{ad}®―°±²³΄µ¶·ΈΉΊ»Ό½ΎΏ\
    ΐΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡ�ΣΤΥΦΧΨΩΪΫάέήίΰαβγδεζηθικλμνξοπρςστυφχψωϊϋόύώ�";
const WINDOWS_1254: &str = "\
    €�‚ƒ„…†‡ˆ‰Š‹Œ����‘’“”•–—˜™š›œ��Ÿ\u{a0}¡¢£¤¥¦§¨©ª«¬\u{ad}®¯°±²³´µ¶·¸¹º»¼½¾¿\
    ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏĞÑÒÓÔÕÖ×ØÙÚÛÜİŞßàáâãäåæçèéêëìíîïğñòóôõö÷øùúûüışÿ";
const WINDOWS_1255: &str = "\
    €�‚ƒ„…†‡ˆ‰�‹�����‘’“”•–—˜™�›����\
    \u{a0}¡¢£₪¥¦§¨©×«¬\u{ad}®¯°±²³´µ¶·¸¹÷»¼½¾¿\
    \u{5b0}\u{5b1}\u{5b2}\u{5b3}\u{5b4}\u{5b5}\u{5b6}\u{5b7}\u{5b8}\u{5b9}�\u{5bb}\u{5bc}\u{5bd}\u{5be}\u{5bf}\u{5c0}\u{5c1}\u{5c2}\u{5c3}\u{5f0}\u{5f1}\u{5f2}\u{5f3}\u{5f4}�������\
    אבגדהוזחטיךכלםמןנסעףפץצקרשת��\u{200e}\u{200f}�";
const WINDOWS_1256: &str = "\
    €پ‚ƒ„…†‡ˆ‰ٹ‹Œچژڈگ‘’“”•–—ک™ڑ›œ\u{200c}\u{200d}ں\
    \u{a0}،¢£¤¥¦§¨©ھ«¬\u{ad}®¯°±²³´µ¶·¸¹؛»¼½¾؟\
    ہءآأؤإئابةتثجحخدذرزسشصض×طظعغـفقك\
    àلâمنهوçèéêëىيîï\u{64b}\u{64c}\u{64d}\u{64e}ô\u{64f}\u{650}÷\u{651}ù\u{652}ûü\u{200e}\u{200f}ے";
const MACINTOSH: &str = "\
    ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø\
    ¿¡¬√ƒ≈∆«»…\u{a0}ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_the_standards() {
        let bytes: Vec<u8> = (0..=255).collect();
        for page in &PAGES {
            let standard = encoding_rs::Encoding::for_label(page.name.as_bytes()).unwrap();
            let (text, _) = standard.decode_without_bom_handling(&bytes);
            // The standard gives bytes without a character that of their number.
            let differ = |(own, its): &(char, char)| own != its && *own != char::REPLACEMENT_CHARACTER;
            let decoded = page.decode(&bytes);
            let wrong: Vec<_> = decoded.chars().zip(text.chars()).filter(differ).collect();
            assert!(wrong.is_empty(), "{}: {wrong:?}", page.name);
        }
    }
}
