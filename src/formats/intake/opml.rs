//! OPML: a list of feeds.

use super::{Piece, Subscription, Task};
use crate::formats::decode::decode_named;
use crate::formats::values::one_line;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::ops::ControlFlow;

pub(super) fn read(bytes: &[u8], task: &mut Task<'_, '_>) -> ControlFlow<()> {
    let text = decode_named(bytes, super::feed::declared(bytes).as_deref()).0;
    let mut reader = Reader::from_str(&text);
    reader.config_mut().check_end_names = false;
    let mut found = 0;
    loop {
        match reader.read_event() {
            Ok(Event::Start(element) | Event::Empty(element)) if element.local_name().as_ref() == "outline" => {
                if let Some(feed) = subscription(&element) {
                    found += 1;
                    task.give("", Piece::Feed(feed))?;
                }
            }
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(error) => {
                task.give(
                    "",
                    Piece::Said(format!("the list of feeds is broken: {error}; what stands before is taken")),
                )?;
                break;
            }
        }
    }
    if found == 0 { task.skip("", "it lists no feed") } else { ControlFlow::Continue(()) }
}

fn subscription(element: &BytesStart<'_>) -> Option<Subscription> {
    let value = |name: &str| {
        let mut attributes = element.attributes();
        let attribute =
            attributes.with_checks(false).flatten().find(|it| it.key.as_ref().eq_ignore_ascii_case(name))?;
        let raw = attribute.value.into_owned();
        Some(one_line(&quick_xml::escape::unescape(&raw).map_or_else(|_| raw.clone(), std::borrow::Cow::into_owned)))
    };
    let url = value("xmlUrl").filter(|url| url.starts_with("http://") || url.starts_with("https://"))?;
    Some(Subscription { title: value("title").or_else(|| value("text")).unwrap_or_default(), url })
}
