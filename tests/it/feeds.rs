//! Feeds over the network: a server of our own on the loopback address answers well, badly, slowly, and without end.

use crate::adding::{PAGE, Place};
use crate::containers::{RSS, gzipped};
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A server that answers by path and keeps what it was asked.
struct Server {
    address: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let kept = asked.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let kept = kept.clone();
                std::thread::spawn(move || answer(stream, &kept));
            }
        });
        Self { address, asked }
    }

    fn at(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.asked.lock().unwrap())
    }
}

fn answer(mut stream: TcpStream, kept: &Mutex<Vec<String>>) {
    let mut request = String::new();
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    while reader.read_line(&mut request).unwrap_or(0) > 2 {}
    let path = request.split(' ').nth(1).unwrap_or_default().to_owned();
    let known = request.to_lowercase().contains("if-none-match: \"v1\"");
    kept.lock().unwrap().push(format!("{path}{}", if known { " known" } else { "" }));
    let fine = |head: &str, body: &[u8]| {
        [
            format!("HTTP/1.1 200 OK\r\nConnection: close\r\n{head}Content-Length: {}\r\n\r\n", body.len()).as_bytes(),
            body,
        ]
        .concat()
    };
    let bytes = match path.as_str() {
        "/feed" if known => b"HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n".to_vec(),
        "/feed" => fine("ETag: \"v1\"\r\n", RSS.as_bytes()),
        "/packed" => fine(
            "Content-Encoding: gzip\r\n",
            &gzipped(RSS.replace("wire", "packed").replace("text", "packed text").as_bytes()),
        ),
        "/bomb" => fine("Content-Encoding: gzip\r\n", &gzipped(&vec![b'a'; 64 << 20])),
        "/moved" => b"HTTP/1.1 301 Moved\r\nLocation: /page\r\nConnection: close\r\nContent-Length: 0\r\n\r\n".to_vec(),
        "/circle" => {
            b"HTTP/1.1 302 Moved\r\nLocation: /circle\r\nConnection: close\r\nContent-Length: 0\r\n\r\n".to_vec()
        }
        "/page" => fine(
            "",
            PAGE.replace(
                "<link rel=canonical href=https://wire.example/fish>",
                "<link rel=alternate type='application/rss+xml' href='/feed'>",
            )
            .as_bytes(),
        ),
        "/broken" => b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n<rss>".to_vec(),
        "/rubbish" => b"\x00\x01\x02 no answer at all\r\n\r\n".to_vec(),
        "/busy" => b"HTTP/1.1 429 Busy\r\nRetry-After: 3600\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".to_vec(),
        "/endless" => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n<rss>");
            while stream.write_all(&[b'a'; 65536]).is_ok() {}
            return;
        }
        "/slow" => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n");
            while stream.write_all(b"a").is_ok() {
                std::thread::sleep(Duration::from_millis(200));
            }
            return;
        }
        "/silent" => return std::thread::sleep(Duration::from_secs(20)),
        _ => b"HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n".to_vec(),
    };
    let _ = stream.write_all(&bytes);
}

#[test]
fn feeds_are_got_once_and_then_only_what_changed() {
    let (place, server) = (Place::new(), Server::start());
    place.run(&["fetch"]).says(0, &["No feeds are subscribed to"]);
    place
        .run(&["subscribe", &server.at("/feed"), &server.at("/feed")])
        .says(0, &["1 feed subscribed to, 1 there already"]);
    assert_eq!(server.asked(), [""; 0], "subscribing asks nobody");
    place.run(&["fetch"]).says(0, &[&format!("{}: 2 new, 0 there already", server.at("/feed")), "2 articles added."]);
    assert_eq!(server.asked(), ["/feed"]);
    place.run(&["fetch"]).says(0, &["nothing new", "0 articles added."]);
    assert_eq!(server.asked(), ["/feed known"]);
    std::fs::remove_dir_all(place.path("lib/.newsgloss")).unwrap();
    place.run(&["fetch"]).says(0, &["0 new, 2 there already"]);
    assert_eq!(server.asked(), ["/feed"], "what was derived may be deleted");
    place.run(&["list"]).says(0, &[]);
    place.run(&["check"]).says(0, &[]);
    assert_eq!(server.asked(), [""; 0], "nothing else asks");
}

#[test]
fn what_is_wrong_with_a_feed_is_told_and_the_others_go_on() {
    let (place, server) = (Place::new(), Server::start());
    let bad = [
        ("/bomb", "the answer is larger than 32 MiB"),
        ("/circle", "leads on more than 8 times"),
        ("/page", "it is no feed; the page names this one: http"),
        ("/broken", "broken"),
        ("/rubbish", "cannot be asked"),
        ("/busy", "wants fewer questions (429)"),
        ("/endless", "larger than 32 MiB"),
        ("/slow", "too slow"),
        ("/silent", "too slow"),
        ("/nothing", "there is nothing at this address any more (404)"),
    ];
    let mut command =
        vec!["subscribe".to_owned(), server.at("/feed"), server.at("/packed"), "http://127.0.0.1:1/x".to_owned()];
    command.extend(bad.iter().map(|(path, _)| server.at(path)));
    place.run(&command.iter().map(String::as_str).collect::<Vec<_>>()).says(0, &["13 feeds"]);
    let said =
        place.run(&["fetch", "--timeout", "20"]).says(1, &["4 articles added", "the server refuses connections"]);
    for (path, words) in bad {
        let line =
            said.words.lines().find(|line| line.starts_with(&format!("{}:", server.at(path)))).unwrap_or_default();
        assert!(line.contains(words), "{path}: {line:?} does not say {words:?}\n{}", said.words);
    }
    server.asked();
    let again = place.run(&["fetch", "--timeout", "2"]).says(1, &["asked to be left alone for 60 more minutes"]);
    assert!(!server.asked().contains(&"/busy".to_owned()), "{}", again.words);
    let listed = place.run(&["subscribe"]).out;
    assert!(listed.lines().any(|line| line.contains("/circle") && line.contains("leads on")), "{listed}");
}

#[test]
fn a_page_is_got_when_its_address_is_named() {
    let (place, server) = (Place::new(), Server::start());
    place.run(&["add", &server.at("/moved")]).says(0, &["1 article added."]);
    assert_eq!(server.asked(), ["/moved", "/page"]);
    let articles = place.articles();
    assert_eq!(articles[0]["url"], server.at("/page").as_str());
    place
        .run(&["add", &server.at("/nothing")])
        .says(1, &["there is nothing at this address any more (404)", "0 articles added, 1 left out."]);
}
