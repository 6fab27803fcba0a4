//! Many messages in one file: each begins with a line `From ` after an empty one.

use super::{Kind, Task, limits};
use std::io::{BufRead, BufReader, Read};
use std::ops::ControlFlow;

pub(super) fn read(source: &mut dyn Read, task: &mut Task<'_, '_>) -> ControlFlow<()> {
    let mut source = BufReader::new(source);
    let (mut message, mut number, mut too_large, mut after_empty) = (Vec::new(), 0_usize, false, true);
    let mut line = Vec::new();
    loop {
        line.clear();
        let end = match source.by_ref().take(limits::RECORD).read_until(b'\n', &mut line) {
            Ok(read) => read == 0,
            Err(error) => {
                task.skip("", limits::unread(&error))?;
                true
            }
        };
        if end || after_empty && line.starts_with(b"From ") {
            if number > 0 {
                give(std::mem::take(&mut message), number, too_large, task)?;
            }
            if end {
                return ControlFlow::Continue(());
            }
            number += 1;
            too_large = false;
        } else if message.len() as u64 + line.len() as u64 > limits::RECORD {
            too_large = true;
        } else {
            // `>From ` in a text was `From ` before it was put into such a file.
            let bare = line.iter().take_while(|byte| **byte == b'>').count();
            let quoted = usize::from(bare > 0 && line[bare..].starts_with(b"From "));
            message.extend_from_slice(&line[quoted..]);
        }
        after_empty = line == b"\n" || line == b"\r\n";
    }
}

fn give(message: Vec<u8>, number: usize, too_large: bool, task: &mut Task<'_, '_>) -> ControlFlow<()> {
    let before = std::mem::take(&mut task.place);
    task.place = super::joined(&before, &format!("message {number}"));
    let flow = if too_large {
        task.skip("", "the message is larger than 16 MiB")
    } else {
        task.document(&Kind::Mail, message)
    };
    task.place = before;
    flow
}
