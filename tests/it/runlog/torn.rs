//! A log that was cut off anywhere: a full disk, a killed process, a pod that was deleted.

use mtc_probe::runlog::LogNote;

use super::{lines, log, read, run_of, under_one_root, written};

#[test]
fn a_log_is_read_up_to_where_it_was_cut_off() {
    let attempts = under_one_root(2);
    let bytes = written(&run_of(attempts.clone()));
    let first = lines(&bytes)[0].len();
    for cut in 0..=bytes.len() {
        let part = &bytes[..cut];
        if cut < first {
            assert!(
                log(part).is_err(),
                "cut at {cut}: its first line is not whole"
            );
            continue;
        }
        let log = log(part).unwrap_or_else(|e| panic!("cut at {cut}: {e}"));
        assert!(log.faults().is_empty(), "cut at {cut}: {:?}", log.faults());
        // A line that lacks its line break alone is whole.
        let at_end = cut == bytes.len() || bytes[cut] == b'\n' || bytes[cut - 1] == b'\n';
        let number = part.split(|b| *b == b'\n').count();
        let torn = LogNote::TornLine {
            line: u32::try_from(number).expect("few lines"),
        };
        let wholes = part.split(|b| *b == b'\n').enumerate();
        let wholes = wholes
            .filter(|(n, line)| line.starts_with(b"{\"attempt\"") && (n + 1 < number || at_end));
        let endpoints = wholes.count();
        let mut notes = Vec::new();
        if !at_end {
            notes.push(torn);
        }
        if cut + 1 < bytes.len() {
            notes.push(LogNote::NoEnd { endpoints });
        }
        assert_eq!(log.notes(), notes, "cut at {cut}");
        assert_eq!(read(&log), attempts[..endpoints], "cut at {cut}");
    }
}
