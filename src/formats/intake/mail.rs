//! One message: a newsletter that came by mail.

use super::html_text::text_of;
use super::{Item, html, html_scan};
use crate::formats::values::{Field, one_line};
use dom_query::Document;
use mail_parser::{Address, Message, MessageParser, PartType};

/// Reads a message.
///
/// # Errors
/// A sentence, where it is none or has no text.
pub(super) fn read(bytes: &[u8]) -> Result<(Item, Vec<String>), String> {
    let message = MessageParser::default().parse(bytes).filter(|message| !message.headers().is_empty());
    let Some(message) = message else { return Err("it is no message: it has no header lines".to_owned()) };
    // A browser that saves a page as one file makes a message of it.
    if let Some(url) = message.header_raw("Snapshot-Content-Location") {
        let page = message.body_html(0).ok_or("the saved page has no text")?;
        return html::read(page.as_bytes(), Some(url.trim()));
    }
    let mut item = Item::default();
    (item.text, item.markdown) = body(&message)?;
    if item.text.trim().is_empty() {
        return Err("the message has no text".to_owned());
    }
    item.meta.title = one_line(message.subject().unwrap_or_default());
    let (name, address) = message.from().map(sender).unwrap_or_default();
    let site = address.as_deref().and_then(|address| Some(address.rsplit_once('@')?.1.to_owned()));
    item.meta.source = name.clone().or(site).filter(|source| !source.is_empty());
    let mut odd = Vec::new();
    if let Some(date) = message.date() {
        let day = format!("{:04}-{:02}-{:02}", date.year, date.month, date.day);
        Field::Date.set(&mut item.meta, &day, None, &mut odd);
    }
    Ok((item, odd.into_iter().map(|complaint| complaint.what).collect()))
}

/// Returns the name and the address of who sent it.
fn sender(from: &Address<'_>) -> (Option<String>, Option<String>) {
    let first = from.first();
    let words = |words: Option<&str>| words.map(one_line).filter(|words| !words.is_empty());
    first.map_or((None, None), |one| (words(one.name()), words(one.address())))
}

/// The page of a newsletter reads better than the plain text beside it, which often only says that there is a page.
fn body(message: &Message<'_>) -> Result<(String, bool), String> {
    let (mut pages, mut plain) = (Vec::new(), Vec::new());
    for part in message.html_bodies() {
        if let PartType::Html(page) = &part.body {
            pages.push(page.as_ref());
        }
    }
    for part in message.text_bodies() {
        if let PartType::Text(text) = &part.body {
            plain.push(text.replace("\r\n", "\n"));
        }
    }
    let page = pages.join("\n");
    if page.trim().is_empty() {
        return Ok((plain.join("\n\n").trim().to_owned(), false));
    }
    if let Some(why) = html_scan::refused(&page) {
        return if plain.is_empty() { Err(why) } else { Ok((plain.join("\n\n"), false)) };
    }
    let page = Document::from(page);
    Ok((page.body().map(|body| text_of(&body)).unwrap_or_default(), true))
}

#[cfg(test)]
mod tests {
    use super::read;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn newsletters_are_read() {
        let mail = "From: =?utf-8?q?The_Br=C3=BCcke?= <news@x.example>\r\nTo: a@b.c\r\nSubject: Fish\r\n and oil\r\n\
                    Date: Mon, 10 Jul 2023 23:30:00 -0500\r\nMIME-Version: 1.0\r\n\
                    Content-Type: multipart/alternative; boundary=\"b\"\r\n\r\n\
                    --b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nView it online.\r\n\
                    --b\r\nContent-Type: text/html; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
                    <h1>Fish</h1><p>A caf=E9 in Oslo.</p>\r\n--b--\r\n";
        let (item, said) = read(mail.as_bytes()).unwrap();
        assert_eq!(said, [""; 0]);
        assert_eq!((item.text.as_str(), item.markdown), ("# Fish\n\nA café in Oslo.", true));
        assert_eq!((item.meta.title.as_str(), item.meta.date), ("Fish and oil", Some(date(2023, 7, 10))));
        assert_eq!(item.meta.source.as_deref(), Some("The Brücke"));
        let saved = b"From: <Saved by Blink>\nSnapshot-Content-Location: https://x.example/fish\nSubject: x\nMIME-Version: 1.0\n\
            Content-Type: multipart/related; type=\"text/html\"; boundary=\"b\"\n\n--b\nContent-Type: text/html\n\
            Content-Transfer-Encoding: quoted-printable\n\n<html lang=3Den><h1>Fish</h1><p>Text of it.</p></html>\n--b--\n";
        let saved = read(saved).unwrap().0;
        assert_eq!((saved.meta.title.as_str(), saved.text.as_str()), ("Fish", "Text of it."));
        assert_eq!(saved.meta.url.as_deref(), Some("https://x.example/fish"));
        let plain = read(b"From: a@b.example\nSubject: x\nMessage-ID: <1@b>\n\nOne.\nTwo.\n").unwrap().0;
        assert_eq!((plain.text.as_str(), plain.meta.source.as_deref()), ("One.\nTwo.", Some("b.example")));
        assert!(read(b"From: a@b\nSubject: x\n\n").is_err());
    }

    proptest! {
        #[test]
        fn no_message_is_fatal(bytes in "(From: |Subject: |Content-Type: multipart/mixed; boundary=b\n|--b|--b--|\n|[ -~]{0,20}){0,30}") {
            let _ = read(bytes.as_bytes());
        }
    }
}
