//! Where names end by our rules, whatever a model or the texts that it learned from say.

use super::super::lists::{Class, class};
use super::super::names::Found;
use super::super::words::{Word, words};
use crate::text::Span;

/// Returns a person's name without the titles before it; what is only a title stays as it is.
pub(in crate::recognize) fn without_title(text: &str, name: Span) -> Span {
    let (mut titled, mut start) = (false, name.start);
    for word in words(text, name) {
        let class = class(word.of(text));
        let title = class.has(Class::TITLE) && (titled || !class.has(Class::GIVEN));
        if !(title || class.has(Class::TITLE_PART) || titled && word.of(text) == ".") {
            start = word.span.start;
            break;
        }
        titled |= title;
    }
    if titled { Span::new(start, name.end) } else { name }
}

/// Returns a person's name with the particles before it where the rules took them for a part of it: "von der Leyen".
pub(super) fn with_particles(text: &str, rules: &[Found], name: Span) -> Span {
    let at = rules.partition_point(|rule| rule.span.end < name.end);
    let Some(rule) = rules.get(at).filter(|rule| rule.span.end == name.end && rule.span.start < name.start) else {
        return name;
    };
    let particle = |word: Word| class(word.of(text)).has(Class::PARTICLE) || word.of(text) == "-";
    if words(text, Span::new(rule.span.start, name.start)).all(particle) { rule.span } else { name }
}

/// Says whether all capitalised words of a name only say what somebody or something is: "President", "Council".
pub(super) fn only_roles(text: &str, name: &[Word]) -> bool {
    let roles = Class::TITLE.and(Class::TITLE_PART).and(Class::ORG_HEAD).and(Class::LOC_HEAD);
    let mut capitals = name.iter().filter(|word| word.may_name());
    capitals.all(|word| class(word.of(text)).has(roles))
}

#[cfg(test)]
mod tests {
    use super::{Span, without_title};

    #[test]
    fn titles_are_no_part_of_a_name() {
        for (name, bare) in
            [("President Xi Jinping", "Xi Jinping"), ("Mr. Jones", "Jones"), ("Pope", "Pope"), ("Ann", "Ann")]
        {
            let span = without_title(name, Span::new(0, name.len()));
            assert_eq!(&name[span.start..span.end], bare);
        }
    }
}
