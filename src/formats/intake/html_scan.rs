//! A look at the tags of a page before it is made into a tree: what nests too deep, or makes elements without number, would
//! take memory and time without end.

/// Tags of a page; real ones have some thousands.
const TAGS: usize = 400_000;
/// Elements in elements.
const DEPTH: usize = 600;
/// An open element of these is opened again in each block that follows, so that pages multiply.
const MULTIPLYING: [&str; 14] =
    ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];
/// Elements that such multiplying may make.
const MULTIPLIED: usize = 2_000_000;
/// Elements that end by themselves.
const LOOSE: [&str; 28] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr", "p",
    "li", "dt", "dd", "tr", "td", "th", "option", "optgroup", "thead", "tbody", "tfoot", "colgroup", "path",
];

/// Returns why a page cannot be read, where that is so.
pub(super) fn refused(page: &str) -> Option<String> {
    let (mut tags, mut depth, mut open, mut made) = (0_usize, 0_usize, 0_usize, 0_usize);
    for (at, _) in page.match_indices('<') {
        let rest = &page.as_bytes()[at + 1..];
        let closing = rest.first() == Some(&b'/');
        let rest = &rest[usize::from(closing)..];
        let length = rest.iter().take(12).take_while(|byte| byte.is_ascii_alphanumeric()).count();
        if length == 0 {
            continue;
        }
        let name = str::from_utf8(&rest[..length]).unwrap_or_default().to_ascii_lowercase();
        tags += 1;
        if LOOSE.contains(&name.as_str()) {
            made += open;
        } else if closing {
            depth = depth.saturating_sub(1);
            open = open.saturating_sub(usize::from(MULTIPLYING.contains(&name.as_str())));
        } else {
            depth += 1;
            made += open;
            open += usize::from(MULTIPLYING.contains(&name.as_str()));
        }
        if tags > TAGS {
            return Some(format!("it has more than {TAGS} tags, which no article has"));
        }
        if depth > DEPTH || made > MULTIPLIED {
            return Some(format!("its elements nest more than {DEPTH} deep, which no article's do"));
        }
    }
    None
}

/// Returns a page without scripts, styles and comments, whose tags are none. What scripts say about the article stays.
pub(super) fn without_scripts(page: &str) -> String {
    // The same bytes, so that a place in one is a place in the other.
    let small = page.to_ascii_lowercase();
    let mut out = String::with_capacity(page.len());
    let (mut from, mut unended) = (0, Vec::new());
    while let Some(at) = small[from..].find('<').map(|at| from + at) {
        out.push_str(&page[from..at]);
        from = at + no_markup(&small[at..], &mut unended).unwrap_or(0);
        if from == at {
            out.push('<');
            from += 1;
        }
    }
    out.push_str(&page[from..]);
    out
}

/// Returns the length of a comment, script or style that begins here, in small letters. `unended` holds the ends that do not come
/// any more, so that they are looked for once.
fn no_markup(rest: &str, unended: &mut Vec<&'static str>) -> Option<usize> {
    /// Bytes of a tag in which its type is looked for.
    const TAG: usize = 300;
    let (skip, end) = match rest {
        _ if rest.starts_with("<!--") => (2, "-->"),
        _ if opens(rest, "script") => (0, "</script"),
        _ if opens(rest, "style") => (0, "</style"),
        _ => return None,
    };
    let tag = String::from_utf8_lossy(&rest.as_bytes()[..rest.len().min(TAG)]);
    if unended.contains(&end) || skip == 0 && tag.split('>').next().is_some_and(|tag| tag.contains("ld+json")) {
        return None;
    }
    let Some(at) = rest[skip..].find(end).map(|at| skip + at) else {
        unended.push(end);
        return None;
    };
    Some(rest[at..].find('>').map_or(rest.len(), |close| at + close + 1))
}

fn opens(rest: &str, name: &str) -> bool {
    let after = rest[1..].strip_prefix(name);
    after.is_some_and(|after| !after.starts_with(|c: char| c.is_ascii_alphanumeric()))
}

/// Returns a page without the bytes of pictures and fonts that were put into it.
pub(super) fn without_data(page: String) -> String {
    if !page.contains(";base64,") {
        return page;
    }
    let mut out = String::with_capacity(page.len() / 2);
    let mut rest = page.as_str();
    while let Some(at) = rest.find(";base64,") {
        let from = at + ";base64,".len();
        out.push_str(&rest[..from]);
        let data = rest[from..].bytes().take_while(|b| b.is_ascii_alphanumeric() || b"+/=%\n\r".contains(b)).count();
        rest = &rest[from + data..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::{refused, without_data, without_scripts};

    #[test]
    fn scripts_and_comments_have_no_tags() {
        let deep = "<div>".repeat(900);
        let ld = "<script type='application/ld+json'>{\"@type\": \"Article\"}</script>";
        let page =
            format!("{ld}<!-- <script> {deep} --><SCRIPT>x = '{deep}'</Script ><style>{deep}</style><p>É<b>x</b>");
        assert_eq!(without_scripts(&page), format!("{ld}<p>É<b>x</b>"));
        for odd in ["<script>never ends <p>", "<!-- never", "<!-->x", "<scripts>y", "<", "<!-", "a < b"] {
            assert!(!without_scripts(odd).is_empty(), "{odd}");
        }
    }

    #[test]
    fn pages_that_would_not_end_are_refused() {
        let fine = "<p>x <b>y</b><br><a href=x>z</a>".repeat(5000);
        assert_eq!(refused(&format!("<html><body><div>{fine}</div></body>")), None);
        assert!(refused(&"<div>".repeat(1000)).unwrap().contains("deep"));
        assert!(refused(&"<br>".repeat(500_000)).unwrap().contains("tags"));
        let multiplying: String = (0..500).map(|number| format!("<b id={number}>")).collect();
        assert!(refused(&format!("{multiplying}{}", "<p>x".repeat(100_000))).is_some());
        assert_eq!(refused("a < b, and </3 <é"), None);
    }

    #[test]
    fn embedded_data_is_taken_out() {
        let page = "<img src=\"data:image/png;base64,AAAA+/==\"><p>;base64, x</p>".to_owned();
        assert_eq!(without_data(page), "<img src=\"data:image/png;base64,\"><p>;base64, x</p>");
    }
}
