//! `suggest`: lines of stdin to lines of stdout, in their order, on all cores, with bounded memory.
//!
//! Line `i` goes to worker `i mod n` and its answer is taken from that worker at turn `i`: so the order is kept, and no
//! queue grows beyond its bound.

use super::arguments::SuggestArguments;
use super::failure::Failure;
use super::output::{Out, say};
use super::suggest_line::{Answer, answer, refuse};
use crate::recognize::Depth;
use std::io::{self, BufRead, ErrorKind};
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, sync_channel};
use std::thread::{self, JoinHandle};

/// Lines that wait in front of and behind each worker.
const WAITING: usize = 8;
/// Bytes of the longest line that is read.
const LONGEST: usize = 64 * 1024 * 1024;

/// A line, or that it is too long to be read.
type Line = Option<Vec<u8>>;

struct Worker {
    answers: Receiver<Answer>,
    thread: JoinHandle<()>,
}

/// Answers every line of stdin; false when one could not be understood.
pub fn run(wanted: &SuggestArguments, out: &mut Out) -> Result<bool, Failure> {
    let depth = if wanted.fast { Depth::Fast } else { Depth::Careful };
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let (lines, workers): (Vec<_>, Vec<_>) = (0..cores).map(|_| worker(depth)).unzip();
    let reader = thread::spawn(move || deal(&mut io::stdin().lock(), &lines));
    let (mut clean, mut turn) = (true, 0);
    while let Some(answer) = next(&workers[turn % cores].answers, out)? {
        turn += 1;
        out.bytes(&answer.line)?;
        if let Some(complaint) = answer.complaint {
            clean = false;
            say(&format!("Line {turn}: {complaint}."));
        }
    }
    for worker in workers {
        drop(worker.answers);
        worker.thread.join().map_err(|_| Failure::Failed("A text could not be worked on.".to_owned()))?;
    }
    match reader.join() {
        Ok(Err(error)) => Err(Failure::Failed(format!("Cannot read stdin: {error}."))),
        _ => Ok(clean),
    }
}

fn worker(depth: Depth) -> (SyncSender<Line>, Worker) {
    let (lines, waiting) = sync_channel::<Line>(WAITING);
    let (done, answers) = sync_channel(WAITING);
    let thread = thread::spawn(move || {
        for line in waiting {
            let answer =
                line.map_or_else(|| refuse(None, &format!("it has more than {LONGEST} bytes")), |l| answer(&l, depth));
            if done.send(answer).is_err() {
                break; // nobody waits for it any more
            }
        }
    });
    (lines, Worker { answers, thread })
}

/// Takes the next answer. While none is there, what was answered so far goes out, for those who send a line and wait.
fn next(answers: &Receiver<Answer>, out: &mut Out) -> Result<Option<Answer>, Failure> {
    match answers.try_recv() {
        Ok(answer) => Ok(Some(answer)),
        Err(TryRecvError::Disconnected) => Ok(None),
        Err(TryRecvError::Empty) => {
            out.finish()?;
            Ok(answers.recv().ok())
        }
    }
}

/// Deals the lines out, one worker after the other. Every line has its turn, also an empty one.
fn deal(input: &mut dyn BufRead, workers: &[SyncSender<Line>]) -> io::Result<()> {
    for worker in workers.iter().cycle() {
        let Some(line) = read_line(input)? else { break };
        if worker.send(line).is_err() {
            break;
        }
    }
    Ok(())
}

/// Reads a line without its end; none at the end of the input. Of one that is too long nothing is kept.
fn read_line(input: &mut dyn BufRead) -> io::Result<Option<Line>> {
    let (mut line, mut begun, mut whole) = (Vec::new(), false, true);
    loop {
        let bytes = match input.fill_buf() {
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            read => read?,
        };
        if bytes.is_empty() {
            return Ok(begun.then_some(whole.then_some(line)));
        }
        begun = true;
        let end = bytes.iter().position(|byte| *byte == b'\n');
        let part = &bytes[..end.unwrap_or(bytes.len())];
        whole &= line.len() + part.len() <= LONGEST;
        if whole {
            line.extend_from_slice(part);
        } else {
            line = Vec::new();
        }
        let used = part.len() + usize::from(end.is_some());
        input.consume(used);
        if end.is_some() {
            return Ok(Some(whole.then_some(line)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, read_line};

    #[test]
    fn lines_are_read_and_too_long_ones_dropped() {
        let long = vec![b'x'; LONGEST + 1];
        let bytes = [b"a\n\nb\r\n".as_slice(), &long, b"\nlast"].concat();
        let mut input = std::io::BufReader::with_capacity(4096, bytes.as_slice());
        let mut lines = Vec::new();
        while let Some(line) = read_line(&mut input).unwrap() {
            lines.push(line.map(|line| String::from_utf8(line).unwrap()));
        }
        let expected = [Some("a"), Some(""), Some("b\r"), None, Some("last")];
        assert_eq!(lines, expected.map(|line| line.map(str::to_owned)));
    }
}
