//! Waiting for what is bound to happen, at whatever speed.

use std::future::Future;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use groundswell_webdriver::is_stuck;

/// So long is a step waited for: far longer than it takes on a slow machine with other work, so that time
/// decides no test.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// For what may as well not come at all; a test goes on either way.
pub(crate) const SOON: Duration = Duration::from_secs(5);

/// As [`PATIENCE`], for what has much to do: ten thousand rows in the slowest of the browsers.
pub(crate) const LONG: Duration = Duration::from_secs(240);

const PAUSE: Duration = Duration::from_millis(80);

/// Tries until there is an answer. An error of a try is what is told when patience ends; it ends nothing
/// by itself, since pages change while they are looked at. Only a driver that does not answer will not do so
/// later either.
///
/// # Errors
/// Where there is none within [`PATIENCE`].
pub async fn until<T, F>(what: &str, attempt: impl FnMut() -> F) -> anyhow::Result<T>
where
    F: Future<Output = anyhow::Result<T>>,
{
    until_within(PATIENCE, what, attempt).await
}

/// As [`until`], for what takes longer.
///
/// # Errors
/// Where there is no answer within that time.
pub(crate) async fn until_within<T, F>(
    patience: Duration,
    what: &str,
    mut attempt: impl FnMut() -> F,
) -> anyhow::Result<T>
where
    F: Future<Output = anyhow::Result<T>>,
{
    let from = Instant::now();
    loop {
        let tried = tokio::time::timeout(patience, attempt()).await;
        let error = match tried {
            Ok(Ok(found)) => return Ok(found),
            Ok(Err(error)) if is_stuck(&error) => {
                return Err(error).with_context(|| format!("after {} s {what}", from.elapsed().as_secs()));
            }
            Ok(Err(error)) => error,
            Err(elapsed) => anyhow::Error::from(elapsed).context("the browser did not answer"),
        };
        if from.elapsed() > patience {
            return Err(error).with_context(|| format!("waited {} s {what}", patience.as_secs()));
        }
        tokio::time::sleep(PAUSE).await;
    }
}
