//! How slow the browser is when it is slowed, found with fixed amounts of work inside it.

use anyhow::{Context as _, ensure};
use serde_json::json;

use super::browser::Session;
use super::figures::{CpuSpeed, Speed, Spread};
use super::slow::{Group, Quota};

/// What slow means: a phone of some years ago against a desktop computer.
const SLOWER: f64 = 4.0;
/// The kernel's least quota. The shorter its periods the less an idle browser saves up.
const TIME: u32 = 1_000;
/// Milliseconds at full speed of work that lasts, and of work as short as an answer to a key.
const LASTING: f64 = 300.0;
const SHORT: f64 = 2.0;

/// Work, and what it takes at full speed.
#[derive(Debug)]
pub(super) struct Calibration {
    lasting: u32,
    short: u32,
    page: f64,
    worker: f64,
    after_rest: f64,
}

/// Full speed itself.
pub(super) const FULL: Speed =
    Speed { cpu: CpuSpeed::Full, page_factor: 1.0, worker_factor: 1.0, after_rest_factor: 1.0 };

impl Calibration {
    /// Measures at full speed.
    ///
    /// # Errors
    /// Where the browser does not answer.
    pub(super) async fn measure(session: &Session) -> anyhow::Result<Self> {
        session.go("about:blank").await?;
        // The first ones are compiled on the way.
        let warm = 3_000_000_u32;
        let per_ms = f64::from(warm) / repeat(session, ON_PAGE, warm, 5).await?.min;
        let (lasting, short) = (rounds(per_ms * LASTING), rounds(per_ms * SHORT));
        Ok(Self {
            lasting,
            short,
            page: repeat(session, ON_PAGE, lasting, 3).await?.median,
            worker: repeat(session, IN_WORKER, lasting, 3).await?.median,
            after_rest: repeat(session, AFTER_REST, short, 50).await?.mean,
        })
    }

    /// Finds the quota with which steady work takes four times as long, and what it does to the
    /// rest.
    ///
    /// # Errors
    /// Where no quota makes it 3.5 to 4.5 times.
    pub(super) async fn slow(&self, session: &Session, group: &Group) -> anyhow::Result<(Quota, Speed)> {
        let mut quota = Quota { time: TIME, period: TIME * 4 };
        let mut best: Option<(Quota, f64)> = None;
        for _ in 0..6 {
            let slowed = group.slow(quota)?;
            let factor = repeat(session, ON_PAGE, self.lasting, 3).await?.median / self.page;
            drop(slowed);
            if best.is_none_or(|(_, other)| (SLOWER - factor).abs() < (SLOWER - other).abs()) {
                best = Some((quota, factor));
            }
            if (SLOWER - factor).abs() < 0.1 {
                break;
            }
            quota.period = rounds(f64::from(quota.period) * SLOWER / factor).clamp(TIME, 20 * TIME);
        }
        let (quota, page_factor) = best.context("calibrating")?;
        ensure!(
            (3.5..4.5).contains(&page_factor),
            "steady work takes {page_factor:.1} times as long, not 4, whatever the quota"
        );
        let _slowed = group.slow(quota)?;
        let worker_factor = repeat(session, IN_WORKER, self.lasting, 3).await?.median / self.worker;
        let after_rest_factor = repeat(session, AFTER_REST, self.short, 50).await?.mean / self.after_rest;
        Ok((quota, Speed { cpu: CpuSpeed::Quarter, page_factor, worker_factor, after_rest_factor }))
    }
}

const ON_PAGE: &str = "arguments[1](window.bench.work(arguments[0]));";
const AFTER_REST: &str = "setTimeout(() => arguments[1](window.bench.work(arguments[0])), 60);";
const IN_WORKER: &str = "window.bench.workInWorker(arguments[0]).then(arguments[1]);";

async fn repeat(session: &Session, script: &str, rounds: u32, times: usize) -> anyhow::Result<Spread> {
    let mut taken = Vec::with_capacity(times);
    for _ in 0..times {
        taken.push(session.run_async(script, vec![json!(rounds)]).await?);
    }
    Spread::of(taken).context("no measurement")
}

/// A positive number as the whole number next to it.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a float that is cast keeps within the integer's range, and these are positive"
)]
fn rounds(number: f64) -> u32 {
    number.round() as u32
}
