//! Names of files that are made of titles: no title can name a path.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Bytes of a name that is made of a title.
const SLUG: usize = 80;
/// Names that mean a device on some systems, whatever ending follows.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// Makes a name of a title: small letters and digits of any script, with hyphens between them. Accents of Latin letters are taken
/// off; marks of other scripts are part of their letters. It may be empty.
pub(super) fn slug(title: &str) -> String {
    let mut out = String::new();
    for c in title.nfkd() {
        match c {
            'ß' => out.push_str("ss"),
            'ł' | 'Ł' => out.push('l'),
            'ø' | 'Ø' => out.push('o'),
            'æ' | 'Æ' => out.push_str("ae"),
            'đ' | 'Đ' => out.push('d'),
            '\'' | '’' | '\u{ad}' => {}
            c if is_invisible(c) => {}
            c if is_combining_mark(c) => {
                if out.ends_with(|last: char| !last.is_ascii()) {
                    out.push(c);
                }
            }
            c if c.is_alphanumeric() => out.extend(c.to_lowercase().filter(|c| !is_combining_mark(*c))),
            _ if out.ends_with('-') || out.is_empty() => {}
            _ => out.push('-'),
        }
        // What is composed below is never longer than this.
        if out.len() > SLUG * 4 {
            break;
        }
    }
    let name = cut(out.nfc().collect());
    if is_device(&name) { String::new() } else { name }
}

/// Cuts a name on a word where there is one.
fn cut(mut name: String) -> String {
    if name.len() > SLUG {
        let end = name.floor_char_boundary(SLUG);
        let word = name[..end].rfind('-').filter(|at| *at > SLUG / 2);
        name.truncate(word.unwrap_or(end));
    }
    name.trim_end_matches('-').to_owned()
}

fn is_device(name: &str) -> bool {
    let numbered = |port: &str| name.strip_prefix(port).is_some_and(|rest| rest.len() == 1 && rest != "0");
    DEVICES.contains(&name) || numbered("com") || numbered("lpt")
}

/// Letters and marks that show nothing: fillers, joiners and selectors of variants.
const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{ffa0}' | '\u{e0100}'..='\u{e01ef}')
}

#[cfg(test)]
mod tests {
    use super::slug;
    use proptest::prelude::*;
    use unicode_normalization::is_nfc;

    #[test]
    fn titles_of_all_scripts_are_readable_names() {
        let cases = [
            ("Été: a “b”, Łódź & Søn", "ete-a-b-lodz-son"),
            ("НАТО расширяется: Йемен и Ёлка", "нато-расширяется-йемен-и-ёлка"),
            ("习近平会见普京（全文）", "习近平会见普京-全文"),
            ("الرئيس يزور القاهرة", "الرئيس-يزور-القاهرة"),
            ("नई दिल्ली में बैठक", "नई-दिल्ली-में-बैठक"),
            ("台風８号、ガス", "台風8号-ガス"),
            ("한국 대통령", "한국-대통령"),
            ("🎉🔥❤️", ""),
            ("\u{202e}../..\\con", ""),
            ("..hidden.", "hidden"),
            ("a\u{200b}b\u{200d}c\u{3164}", "a-b-c"),
            ("NUL", ""),
            ("com1", ""),
            ("community", "community"),
        ];
        for (title, name) in cases {
            assert_eq!(slug(title), name, "{title}");
        }
        let long = slug(&"Совет безопасности ".repeat(9));
        assert!(long.len() <= 80 && long.ends_with("безопасности"), "{long}");
        assert_eq!(slug(&"会".repeat(99)), "会".repeat(26));
    }

    proptest! {
        #[test]
        fn a_name_is_safe_whatever_the_title(title in any::<String>()) {
            let slug = slug(&title);
            prop_assert!(slug.len() <= 80 && is_nfc(&slug));
            prop_assert!(!slug.starts_with('-') && !slug.ends_with('-'));
            prop_assert!(slug.chars().all(|c| c == '-' || c.is_alphanumeric() || super::is_combining_mark(c)), "{}", slug);
        }
    }
}
