//! Many pieces of work on all processors, whose results are taken in the order of the pieces, few of them waiting at a time.

use std::io;
use std::num::NonZero;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// Results for each thread that may wait to be taken.
const AHEAD: usize = 8;

/// What is still to do, and where the turn of each piece is told in their order; nothing once all is begun.
type Queue<'a, T, R> = Mutex<Option<(&'a mut (dyn Iterator<Item = T> + Send), SyncSender<Receiver<R>>)>>;

/// Does `work` on each of `items`, and gives the results to `take` one by one.
///
/// # Errors
/// What `take` refuses; what is not begun is then never done.
pub(super) fn in_order<T: Send, R: Send>(
    items: &mut (dyn Iterator<Item = T> + Send),
    work: &(dyn Fn(T) -> R + Sync),
    take: &mut dyn FnMut(R) -> io::Result<()>,
) -> io::Result<()> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let (told, turns) = sync_channel(threads * AHEAD);
    let queue: Queue<'_, T, R> = Mutex::new(Some((items, told)));
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some((item, done)) = next(&queue) {
                    let _ = done.send(work(item)); // nobody waits for it where `take` refused an earlier one
                }
            });
        }
        // Moved in here, so that the threads end where this does.
        let turns = turns;
        turns.iter().try_for_each(|turn| take(turn.recv().map_err(io::Error::other)?))
    })
}

/// Begins the next piece: it and its turn leave under one lock, so that turns stand in the order of the pieces.
fn next<T, R>(queue: &Queue<'_, T, R>) -> Option<(T, Sender<R>)> {
    let mut open = queue.lock().unwrap_or_else(PoisonError::into_inner);
    let (items, told) = open.as_mut()?;
    let (done, turn) = channel();
    let begun = items.next().filter(|_| told.send(turn).is_ok());
    if begun.is_none() {
        *open = None;
    }
    Some((begun?, done))
}

#[cfg(test)]
mod tests {
    use super::in_order;
    use std::io;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn results_come_in_the_order_of_the_pieces_and_few_wait() {
        let (begun, mut taken) = (AtomicUsize::new(0), Vec::new());
        let work = |number: usize| {
            begun.fetch_add(1, Ordering::Relaxed);
            if number.is_multiple_of(7) {
                std::thread::yield_now();
            }
            number
        };
        let mut take = |number: usize| {
            taken.push(number);
            if number == 900 { Err(io::Error::other("enough")) } else { Ok(()) }
        };
        assert!(in_order(&mut (0..100_000), &work, &mut take).is_err());
        assert_eq!(taken, (0..=900).collect::<Vec<_>>());
        assert!(begun.load(Ordering::Relaxed) < 50_000, "what nobody takes is not begun");
        taken.clear();
        let mut take = |number: usize| {
            taken.push(number);
            Ok(())
        };
        in_order(&mut (0..5), &|number| number, &mut take).unwrap();
        assert_eq!(taken, [0, 1, 2, 3, 4]);
    }
}
