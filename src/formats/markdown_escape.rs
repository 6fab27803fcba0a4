//! Foreign text as Markdown that stays text: no heading, link, image, HTML, formula or comment comes from it.
//!
//! Covers CommonMark, its GitHub extensions and those of Obsidian (`[[links]]`, `#tags`, `%%comments%%`, `==marks==`, `$math$`).

/// Escapes text; `line_start` says whether it begins a line.
pub(super) fn escape(text: &str, line_start: bool) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            out.push('\n');
        }
        let rest = if at > 0 || line_start { open_line(line, &mut out) } else { line };
        inline(rest, &mut out);
    }
    out
}

/// Escapes text for a table cell: one line.
pub(super) fn cell(text: &str) -> String {
    escape(&text.split_whitespace().collect::<Vec<_>>().join(" "), false)
}

/// Writes what has a meaning only at the start of a line, and returns the rest.
fn open_line<'t>(line: &'t str, out: &mut String) -> &'t str {
    let rest = line.trim_start_matches([' ', '\t']);
    let blanks = &line[..line.len() - rest.len()];
    // A tab or four blanks would make code of the line; a character reference does not.
    match blanks.chars().next() {
        Some(first) if !rest.is_empty() && (blanks.len() > 3 || blanks.contains('\t')) => {
            out.push_str(&format!("&#{};{}", u32::from(first), &blanks[1..]));
        }
        _ => out.push_str(blanks),
    }
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, after) = rest.split_at(digits);
    let ordered = digits > 0 && after.starts_with(['.', ')']);
    if ordered || digits == 0 && after.starts_with(['-', '+', '=', '>', ':']) {
        out.push_str(number);
        out.push('\\');
        out.push_str(&after[..1]);
        return &after[1..];
    }
    rest
}

fn inline(line: &str, out: &mut String) {
    let mut before = ' ';
    for (at, c) in line.char_indices() {
        let after = &line[at + c.len_utf8()..];
        let acts = match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '~' | '$' | '|' | '#' | '^' | '@' => true,
            '%' | '=' => before == c || after.starts_with(c),
            '&' => after.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '#'),
            ':' => after.starts_with("//"),
            // `www.` is made a link.
            '.' => before.eq_ignore_ascii_case(&'w'),
            _ => false,
        };
        if is_hidden(c) {
            out.push_str(&format!("&#{};", u32::from(c)));
        } else {
            if acts {
                out.push('\\');
            }
            out.push(c);
        }
        before = c;
    }
}

/// Characters that act on a terminal or hide; as character references they do neither in the file. Joiners are left, since
/// scripts and emoji need them.
fn is_hidden(c: char) -> bool {
    c.is_control() && c != '\t'
        || matches!(u32::from(c), 0x061C | 0x200B | 0x200E..=0x200F | 0x2028..=0x202E | 0x2060..=0x206F | 0xFEFF)
}

/// Returns a note, which is Markdown, as lines of a quote: what could load or run something is made text.
pub(super) fn quoted_note(note: &str) -> String {
    let tame = note.replace("\r\n", "\n").replace('\r', "\n").replace('<', "&lt;");
    let tame = tame.replace("![", "\\![").replace("%%", "\\%\\%");
    let shown = |line: &str| {
        line.chars().fold(String::from("> "), |mut out, c| {
            if is_hidden(c) {
                out.push_str(&format!("&#{};", u32::from(c)))
            } else {
                out.push(c)
            }
            out
        })
    };
    tame.split('\n').map(|line| format!("{}\n", shown(line).trim_end())).collect()
}

/// Returns the name of an entity as the target of a `[[link]]`: what a link or a file name cannot hold becomes `-`.
pub(super) fn link_target(name: &str) -> String {
    let allowed = |c: char| !c.is_control() && !is_hidden(c) && !"[]|#^\\/:<>*?\"`$~%".contains(c);
    let name: String = name.trim().chars().map(|c| if allowed(c) { c } else { '-' }).collect();
    let name = name.trim_start_matches('.').trim();
    if name.is_empty() { "unnamed".to_owned() } else { name.to_owned() }
}

/// Returns a link to an entity, followed by its name where the link cannot hold it.
pub(super) fn link(name: &str) -> String {
    let target = link_target(name);
    if target == name { format!("[[{target}]]") } else { format!("[[{target}]] ({})", cell(name)) }
}

/// Returns a label as a tag of note programs, which hold letters, digits, `_`, `-` and `/` only.
pub(super) fn tag(label: &str) -> String {
    let allowed = |c: char| c.is_alphanumeric() || "_-/".contains(c);
    label.chars().map(|c| if allowed(c) { c } else { '-' }).collect()
}

#[cfg(test)]
mod tests {
    use super::{escape, link, link_target, quoted_note, tag};
    use proptest::prelude::*;

    #[test]
    fn foreign_text_stays_text() {
        let cases = [
            ("# head", "\\# head"),
            ("a\n===\nb\n---", "a\n\\=\\=\\=\nb\n\\---"),
            ("- x\n+ y\n* z\n> q\n1. n\n12) m\n3.5 km", "\\- x\n\\+ y\n\\* z\n\\> q\n1\\. n\n12\\) m\n3\\.5 km"),
            ("<img src=x onerror=y>", "\\<img src=x onerror=y>"),
            ("![[a]] [b](c) [^1]", "!\\[\\[a\\]\\] \\[b\\](c) \\[\\^1\\]"),
            ("see https://x.example or www.x.example, a@b.c", "see https\\://x.example or www\\.x.example, a\\@b.c"),
            ("`c` $m$ ~~s~~ ==h== 5% %%k%% a=b", "\\`c\\` \\$m\\$ \\~\\~s\\~\\~ \\=\\=h\\=\\= 5% \\%\\%k\\%\\% a=b"),
            ("AT&T &lt; &#60; a & b", "AT\\&T \\&lt; \\&#60; a & b".replace("&#", "&\\#").as_str()),
            ("    code\n\tcode\n  two", "&#32;   code\n&#9;code\n  two"),
            ("a\u{1b}[31m\u{202e}b\0", "a&#27;\\[31m&#8238;b&#0;"),
            ("👩‍👩‍👧 习近平 Łódź e\u{301}", "👩‍👩‍👧 习近平 Łódź e\u{301}"),
            ("a | b\\", "a \\| b\\\\"),
        ]
        .map(|(text, escaped)| (text.to_owned(), escaped.to_owned()));
        for (text, escaped) in cases {
            assert_eq!(escape(&text, true), escaped, "{text}");
        }
    }

    #[test]
    fn names_and_notes_are_tamed() {
        assert_eq!(link_target("../etc/a|b]]"), "-etc-a-b--");
        assert_eq!(link_target(" \n"), "unnamed");
        assert_eq!(link("Xi Jinping"), "[[Xi Jinping]]");
        assert_eq!(link("A|B"), "[[A-B]] (A\\|B)");
        assert_eq!(tag("war & peace"), "war---peace");
        assert_eq!(quoted_note("a *b*\n\n<b>![x](y)"), "> a *b*\n>\n> &lt;b>\\![x](y)\n");
    }

    proptest! {
        #[test]
        fn escaping_only_adds(text in "[a-z #*_<>\\[\\]|`~$%=&.:\\\\\n-]{0,60}") {
            let escaped = escape(&text, true);
            // Taking each escape off gives the text again.
            let mut chars = escaped.replace("&#32;", " ").chars().collect::<Vec<_>>().into_iter();
            let mut back = String::new();
            while let Some(c) = chars.next() {
                back.push(if c == '\\' { chars.next().unwrap_or('\\') } else { c });
            }
            prop_assert_eq!(back, text);
        }
    }
}
