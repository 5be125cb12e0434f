//! A log that is written and read at once, and the spool below it.
//! Nobody but the test writes the files.

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use mtc_probe::error::Signal;
use mtc_probe::evidence::Attempts;
use mtc_probe::runlog::{EndRecord, LiveLog, Log, LogCopy, Spool};

use super::{log, read, under_one_root};
use crate::verdicts::scene::NOW;

const RUN: (&str, mtc_probe::moment::Moment) = ("probe", NOW);

#[test]
fn what_was_written_is_read_while_more_is_written() {
    let attempts = under_one_root(12);
    let live = LiveLog::begin(RUN, &[], None).expect("a spool");
    std::thread::scope(|scope| {
        let written = scope.spawn(|| {
            for (place, attempt) in (0..).zip(&attempts) {
                live.attempt(place, attempt).expect("written");
            }
        });
        while !written.is_finished() {
            let so_far = read(&live);
            assert_eq!(so_far, attempts[..so_far.len()]);
        }
    });
    assert_eq!(read(&live), attempts);
    assert!(live.read(12).is_err());
}

#[test]
fn a_saved_log_is_there_from_its_first_attempt_on() {
    let attempts = under_one_root(3);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("run.jsonl");
    let file = std::fs::File::options()
        .read(true)
        .write(true)
        .create_new(true)
        .open(&path)
        .expect("a file");
    let settled = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&settled);
    let settle = move || {
        count.fetch_add(1, Ordering::Relaxed);
        Ok(())
    };
    let copy = LogCopy {
        to: Box::new(file),
        settle_after: 1,
        settle: Some(Box::new(settle)),
        finish: None,
    };
    let live = LiveLog::begin(RUN, &[], Some(copy)).expect("begun");
    assert_eq!(settled.load(Ordering::Relaxed), 0);
    for (place, attempt) in [2_u32, 0, 1].into_iter().zip(&attempts) {
        live.attempt(place, attempt).expect("written");
        let so_far = Log::open(&path).expect("a log");
        assert_eq!(read(&so_far), read(&live), "each attempt is flushed");
    }
    let copied = live.end(true, None).expect("written");
    copied.expect("copied");
    assert_eq!(settled.load(Ordering::Relaxed), 1);
    let again = Log::open(&path).expect("a log");
    assert!(again.notes().is_empty());
    let [third, first, second] = &attempts[..] else {
        panic!("three");
    };
    assert_eq!(read(&again), [first.clone(), second.clone(), third.clone()]);
    assert_eq!(read(&again), read(&live));
}

/// A full disk costs the copy, not the run.
#[test]
fn a_copy_that_fails_is_told_at_the_end() {
    struct Full;
    impl Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let attempts = under_one_root(2);
    let copy = LogCopy {
        to: Box::new(Full),
        settle_after: 1,
        settle: Some(Box::new(|| panic!("there is nothing worth keeping"))),
        finish: None,
    };
    let live = LiveLog::begin(RUN, &[], Some(copy)).expect("begun");
    for (place, attempt) in (0..).zip(&attempts) {
        live.attempt(place, attempt).expect("in the spool");
    }
    assert_eq!(read(&live), attempts);
    let copied = live.end(true, None).expect("in the spool");
    let why = copied.expect_err("a full disk").kind();
    assert_eq!(why, io::ErrorKind::StorageFull);
}

/// The file that is not moved to its place is gone with whoever would move it, even while a task that
/// was told to stop still holds the log.
#[test]
fn nothing_is_held_for_a_copy_after_the_end() {
    let held = Arc::new(());
    let beside = Arc::clone(&held);
    let copy = LogCopy {
        to: Box::new(io::sink()),
        settle_after: 1,
        settle: Some(Box::new(move || {
            drop(beside);
            Ok(())
        })),
        finish: None,
    };
    let live = LiveLog::begin(RUN, &[], Some(copy)).expect("begun");
    assert_eq!(Arc::strong_count(&held), 2);
    let ended = live.end(false, Some(Signal::Interrupt));
    ended.expect("written").expect("copied");
    assert_eq!(Arc::strong_count(&held), 1);
}

#[test]
fn what_is_kept_in_a_spool_is_copied_to_a_pipe() {
    let attempts = under_one_root(2);
    let live = LiveLog::begin(RUN, &[], None).expect("a spool");
    for (place, attempt) in (0..).zip(&attempts) {
        live.attempt(place, attempt).expect("written");
    }
    let ended = live.end(false, Some(Signal::Terminate));
    ended.expect("written").expect("no copy");
    let mut copy = Vec::new();
    live.copy_to(&mut copy).expect("memory");
    let log = log(&copy).expect("a log");
    assert_eq!(read(&log), attempts);
    let end = EndRecord {
        complete: false,
        interrupted: Some(Signal::Terminate),
        endpoints: 2,
    };
    assert_eq!(log.end(), Some(&end));
    assert!(log.notes().is_empty());
}

#[test]
fn a_spool_reads_back_what_was_appended_wherever_it_is() {
    let bytes: Vec<u8> = (0..=255).cycle().take(10_000).collect();
    for most in [0, 4_096, 1 << 20] {
        let spool = Spool::in_memory_up_to(most);
        for (n, part) in bytes.chunks(700).enumerate() {
            assert_eq!(spool.append(part), n as u64 * 700);
        }
        assert_eq!(spool.len(), 10_000);
        std::thread::scope(|scope| {
            for at in [0_usize, 1, 699, 4_095, 9_999] {
                let (spool, bytes) = (&spool, &bytes);
                scope.spawn(move || {
                    let mut buffer = [0; 800];
                    let read = spool.read_at(at as u64, &mut buffer).expect("read");
                    assert_eq!(buffer[..read], bytes[at..(at + 800).min(10_000)]);
                });
            }
        });
        assert_eq!(spool.read_at(10_000, &mut [0; 8]).expect("the end"), 0);
        assert_eq!(spool.read_at(99_999, &mut [0; 8]).expect("the end"), 0);
    }
}
