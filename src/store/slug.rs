//! Names of files that are made of titles: no title can name a path.

use unicode_normalization::UnicodeNormalization;

/// Bytes of a name that is made of a title.
const SLUG: usize = 60;

/// Makes small ASCII letters, digits and hyphens of a title, and nothing else; accents are taken off.
pub(super) fn slug(title: &str) -> String {
    let mut out = String::new();
    for c in title.nfkd().filter(|c| !unicode_normalization::char::is_combining_mark(*c)) {
        match c {
            'ß' => out.push_str("ss"),
            'ł' | 'Ł' => out.push('l'),
            'ø' | 'Ø' => out.push('o'),
            'æ' | 'Æ' => out.push_str("ae"),
            'đ' | 'Đ' => out.push('d'),
            '\'' | '’' => {}
            c if c.is_ascii_alphanumeric() => out.push(c.to_ascii_lowercase()),
            _ if out.ends_with('-') || out.is_empty() => {}
            _ => out.push('-'),
        }
        if out.len() > SLUG {
            // Cut on a word where there is one.
            let end = out[..SLUG].rfind('-').filter(|at| *at > SLUG / 2).unwrap_or(SLUG);
            out.truncate(end);
            break;
        }
    }
    out.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::slug;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_name_is_safe_whatever_the_title(title in any::<String>()) {
            let slug = slug(&title);
            prop_assert!(slug.len() <= 60);
            prop_assert!(slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
        }
    }
}
