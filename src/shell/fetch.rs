//! The one place that opens connections, and only when a command says so. An answer may be slow, broken, endless or a bomb:
//! each has a limit.

use super::fetching::{Got, Refused};
use std::io::Read;
use std::time::Duration;
use ureq::http::Response;
use ureq::{Agent, Body, Error};

/// Bytes of an answer, as it comes and unpacked.
const SIZE: u64 = 32 * 1024 * 1024;
/// A server is silent no longer.
const SILENCE: Duration = Duration::from_secs(15);
const REDIRECTS: u32 = 8;
/// Names of a server, of it the part that tells us apart.
const AGENT: &str = concat!("newsgloss/", env!("CARGO_PKG_VERSION"));

/// Gets what stands at an address, unless it is still the version that is named. The answer takes no longer than `limit`.
///
/// # Errors
/// Why it could not be got.
pub fn get(url: &str, etag: Option<&str>, modified: Option<&str>, limit: Duration) -> Result<Got, Refused> {
    if !url.starts_with("https://") && !url.starts_with("http://") {
        return Err(format!("{url} is no address; it begins with https:// or http://").into());
    }
    let silence = Some(limit.min(SILENCE));
    let agent: Agent = Agent::config_builder()
        .user_agent(AGENT)
        .accept_encoding("gzip")
        .max_redirects(REDIRECTS)
        .http_status_as_error(false)
        .timeout_global(Some(limit))
        .timeout_connect(silence)
        .timeout_recv_response(silence)
        .timeout_per_read(silence)
        .build()
        .into();
    let mut request = agent.get(url);
    for (name, value) in [("If-None-Match", etag), ("If-Modified-Since", modified)] {
        if let Some(value) = value {
            request = request.header(name, value);
        }
    }
    let mut response = request.call().map_err(|error| sentence(&error))?;
    let header = |response: &Response<Body>, name: &str| {
        response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
    };
    let of_url = ureq::ResponseExt::get_uri(&response).to_string();
    let mut got =
        Got { url: of_url, etag: header(&response, "etag"), modified: header(&response, "last-modified"), bytes: None };
    match response.status().as_u16() {
        304 => return Ok(got),
        200..=299 => {}
        status => {
            let wait = header(&response, "retry-after").and_then(|seconds| seconds.parse().ok());
            return Err(Refused { why: status_words(status), wait });
        }
    }
    let packed = header(&response, "content-encoding").is_some_and(|how| how.contains("gzip"));
    let mut body = response.body_mut().as_reader();
    let bytes = if packed { whole(&mut flate2::read::MultiGzDecoder::new(body)) } else { whole(&mut body) };
    got.bytes = Some(bytes?);
    Ok(got)
}

fn whole(body: &mut dyn Read) -> Result<Vec<u8>, Refused> {
    let mut bytes = Vec::new();
    match body.take(SIZE + 1).read_to_end(&mut bytes) {
        Ok(_) if bytes.len() as u64 > SIZE => {
            Err(format!("the answer is larger than {} MiB, which no feed or page is", SIZE / 1024 / 1024).into())
        }
        Ok(_) => Ok(bytes),
        Err(error) => Err(match error.get_ref().and_then(|inner| inner.downcast_ref::<Error>()) {
            Some(inner) => sentence(inner),
            None if error.kind() == std::io::ErrorKind::TimedOut => too_slow(),
            None => format!("the answer is broken: {error}").into(),
        }),
    }
}

fn too_slow() -> Refused {
    "the server is too slow: it did not answer in full in time (--timeout allows more)".to_owned().into()
}

fn sentence(error: &Error) -> Refused {
    match error {
        Error::Timeout(_) => too_slow(),
        Error::HostNotFound => "the server is not found; check the address and the connection".to_owned().into(),
        Error::TooManyRedirects => format!("the address leads on more than {REDIRECTS} times").into(),
        Error::ConnectionFailed => "no connection to the server".to_owned().into(),
        Error::BadUri(_) => "it is no address that can be asked".to_owned().into(),
        Error::Io(error) if error.kind() == std::io::ErrorKind::TimedOut => too_slow(),
        Error::Io(error) if error.kind() == std::io::ErrorKind::ConnectionRefused => {
            "the server refuses connections".to_owned().into()
        }
        error => format!("the server cannot be asked: {error}").into(),
    }
}

fn status_words(status: u16) -> String {
    match status {
        401 | 403 => format!("the server does not let us read it ({status})"),
        404 | 410 => format!("there is nothing at this address any more ({status})"),
        429 => "the server wants fewer questions (429); try again later".to_owned(),
        500..=599 => format!("the server has a fault ({status}); try again later"),
        _ => format!("the server answers with status {status}"),
    }
}
