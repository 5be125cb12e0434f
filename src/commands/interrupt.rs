//! Requests to end the process: Ctrl-C, SIGTERM, a terminal that closes. One thread receives them
//! from start to end; it is also needed in a pod, since the kernel does not deliver to process 1 a
//! signal that it does not handle. A command that measures waits for the first signal; if nothing
//! waits, or it is not the first signal, the process ends at once.

use std::future::poll_fn;
use std::sync::LazyLock;
use std::sync::mpsc;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::timeout;

use super::{output, unfinished};
use crate::engine::end_clients;
use crate::error::{Error, Signal};

/// Two signals within this time count as one: `timeout` signals its child and then its group, a
/// service manager sends SIGHUP after SIGTERM. A person is slower.
const ECHO: Duration = Duration::from_millis(200);
/// A blocked stderr must not delay the end of the process.
const LAST_WORDS: Duration = Duration::from_millis(200);

/// File descriptors of a runtime that hears signals.
#[cfg(unix)]
const KEPT: usize = 8;

static HEARD: LazyLock<watch::Sender<SignalState>> = LazyLock::new(|| {
    watch::Sender::new(SignalState {
        first: None,
        stage: Stage::Early,
    })
});

struct SignalState {
    first: Option<Signal>,
    stage: Stage,
}

/// How far the run is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Nothing was measured yet, so nothing is lost.
    Early,
    /// A command waits for a signal, to stop cleanly.
    Awaited,
    /// What was measured is being judged and written.
    Late,
}

/// What a signal does.
enum SignalEffect {
    /// The waiting command stops, or the signal is ignored.
    Heeded,
    /// A note is printed, and the work in progress is finished.
    Said,
    Ends,
}

impl SignalState {
    fn take(&mut self, signal: Signal) -> SignalEffect {
        match (self.first, self.stage) {
            // A closing terminal sends SIGHUP more than once; it does not mean "hurry".
            (Some(_), _) if signal == Signal::HangUp => SignalEffect::Heeded,
            (Some(_), _) => SignalEffect::Ends,
            (None, stage) => {
                self.first = Some(signal);
                match stage {
                    Stage::Early => SignalEffect::Ends,
                    Stage::Awaited => SignalEffect::Heeded,
                    Stage::Late => SignalEffect::Said,
                }
            }
        }
    }
}

/// Starts the thread that receives signals. If it cannot start, signals have their default effect.
pub fn listen() {
    let (ready, listening) = mpsc::channel();
    if std::thread::Builder::new()
        .name("signals".into())
        .spawn(move || hear(&ready))
        .is_ok()
    {
        let _ = listening.recv();
    }
}

/// The first signal of the process, if there was one.
pub(super) fn came() -> Option<Signal> {
    HEARD.borrow().first
}

/// Fails if a signal came, for a command that has nothing to show for half a run.
pub(super) fn unless(signal: Option<Signal>) -> Result<(), Error> {
    signal.map_or(Ok(()), |signal| Err(Error::Interrupted(signal)))
}

/// Reads inputs to their end, or gives up as a signal comes. Afterwards a signal ends the process
/// at once, as before.
pub(super) async fn reading<T>(work: impl Future<Output = T>) -> Result<T, Signal> {
    awaited(work, Stage::Early).await
}

/// Measures to the end, or stops as a signal comes. Afterwards the first signal lets the run write
/// what it has.
pub(super) async fn measuring<T>(work: impl Future<Output = T>) -> Result<T, Signal> {
    awaited(work, Stage::Late).await
}

async fn awaited<T>(work: impl Future<Output = T>, next: Stage) -> Result<T, Signal> {
    let mut heard = HEARD.subscribe();
    HEARD.send_modify(|heard| heard.stage = Stage::Awaited);
    let signalled = async { drop(heard.wait_for(|heard| heard.first.is_some()).await) };
    let done = tokio::select! {
        biased;
        () = signalled => None,
        done = work => Some(done),
    };
    // Atomic: a signal that came before is returned here, a later one is handled by the next stage.
    let mut first = None;
    HEARD.send_modify(|heard| {
        first = heard.first;
        heard.stage = if first.is_some() { Stage::Late } else { next };
    });
    match (first, done) {
        (None, Some(done)) => Ok(done),
        (first, _) => Err(first.unwrap_or(Signal::Interrupt)),
    }
}

fn hear(ready: &mpsc::Sender<()>) {
    if !descriptors_are_left() {
        return;
    }
    // A runtime of its own, so that it receives signals while all other threads are busy.
    let Ok(runtime) = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
    else {
        return;
    };
    runtime.block_on(async {
        let mut sources = sources();
        let _ = ready.send(());
        loop {
            answer(next(&mut sources).await);
            let _ = timeout(ECHO, async {
                loop {
                    next(&mut sources).await;
                }
            })
            .await;
        }
    });
}

/// Tokio cannot go on without those that it keeps for signals.
#[cfg(unix)]
pub(super) fn descriptors_are_left() -> bool {
    use std::os::unix::net::UnixStream;
    let pairs: Result<Vec<_>, _> = (0..KEPT / 2).map(|_| UnixStream::pair()).collect();
    pairs.is_ok()
}

#[cfg(not(unix))]
pub(super) const fn descriptors_are_left() -> bool {
    true
}

fn answer(signal: Signal) {
    let mut fate = SignalEffect::Heeded;
    HEARD.send_modify(|heard| fate = heard.take(signal));
    match fate {
        SignalEffect::Heeded => {}
        SignalEffect::Said => say(format!(
            "interrupted ({signal}): what was measured is being written; once more ends it at once"
        )),
        SignalEffect::Ends => {
            unfinished::remove();
            end_clients();
            say(format!("interrupted ({signal})"));
            std::process::exit(i32::from(signal.exit_code()));
        }
    }
}

/// From another thread, since a thread that is blocked in a write to stderr holds its lock.
fn say(text: String) {
    let (written, done) = mpsc::channel();
    let thread = std::thread::Builder::new().spawn(move || {
        output::note(&text);
        let _ = written.send(());
    });
    if thread.is_ok() {
        let _ = done.recv_timeout(LAST_WORDS);
    }
}

/// One kind of signal, and whether it has come.
type SignalSource = (Signal, Box<dyn FnMut(&mut Context<'_>) -> Poll<Option<()>>>);

async fn next(sources: &mut [SignalSource]) -> Signal {
    poll_fn(|context| {
        let come = sources.iter_mut().find_map(|(signal, poll)| {
            matches!(poll(context), Poll::Ready(Some(()))).then_some(*signal)
        });
        come.map_or(Poll::Pending, Poll::Ready)
    })
    .await
}

#[cfg(unix)]
fn sources() -> Vec<SignalSource> {
    use tokio::signal::unix::{SignalKind, signal};
    let kinds = [
        (Signal::Interrupt, SignalKind::interrupt()),
        (Signal::Terminate, SignalKind::terminate()),
        (Signal::HangUp, SignalKind::hangup()),
    ];
    let heard = kinds
        .into_iter()
        .filter(|(name, _)| *name != Signal::HangUp || !hang_ups_are_ignored());
    heard
        .filter_map(|(name, kind)| {
            signal(kind).ok().map(|mut source| {
                (
                    name,
                    Box::new(move |c: &mut Context<'_>| source.poll_recv(c)) as _,
                )
            })
        })
        .collect()
}

/// SIGHUP is ignored if the program was started so, as `nohup` does.
#[cfg(unix)]
#[expect(
    unsafe_code,
    reason = "sigaction has no safe wrapper in what we depend on"
)]
fn hang_ups_are_ignored() -> bool {
    let mut now = std::mem::MaybeUninit::<libc::sigaction>::zeroed();
    // SAFETY: nothing is set, and the one struct written to is ours, of the type that the call
    // takes, and valid when zeroed.
    unsafe {
        libc::sigaction(libc::SIGHUP, std::ptr::null(), now.as_mut_ptr()) == 0
            && now.assume_init().sa_sigaction == libc::SIG_IGN
    }
}

#[cfg(windows)]
fn sources() -> Vec<SignalSource> {
    use tokio::signal::windows::{ctrl_c, ctrl_close, ctrl_shutdown};
    let mut sources: Vec<SignalSource> = Vec::new();
    if let Ok(mut source) = ctrl_c() {
        sources.push((Signal::Interrupt, Box::new(move |c| source.poll_recv(c))));
    }
    if let Ok(mut source) = ctrl_shutdown() {
        sources.push((Signal::Terminate, Box::new(move |c| source.poll_recv(c))));
    }
    if let Ok(mut source) = ctrl_close() {
        sources.push((Signal::HangUp, Box::new(move |c| source.poll_recv(c))));
    }
    sources
}
