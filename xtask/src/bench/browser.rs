//! Headless Chromium, driven through chromedriver.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use fantoccini::elements::Element;
use fantoccini::{Client, Locator};
use groundswell_webdriver::{Browser, Limits, Place};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tempfile::TempDir;

/// A running chromedriver; every browser it starts is its child. Unlike in a journey, several browsers share one, and
/// what it is asked for may take as long as the slowest page needs.
#[derive(Debug)]
pub(super) struct Driver {
    // Ended before its folder goes.
    driver: groundswell_webdriver::Driver,
    _folder: TempDir,
}

/// A browser with one page.
#[derive(Debug)]
pub(super) struct Session {
    client: Client,
}

/// The longest that any one thing may take: an import, or a start of the slowest page when slow.
const PATIENCE: Duration = Duration::from_secs(600);

/// The longest for which something small may take, at whatever speed.
const SOON: Duration = Duration::from_secs(30);

const LIMITS: Limits = Limits { session: Duration::from_secs(60), page: PATIENCE, other: PATIENCE };

impl Driver {
    /// Starts chromedriver on a free port of this machine.
    ///
    /// # Errors
    /// Where it is missing or does not listen.
    pub(super) async fn start() -> anyhow::Result<Self> {
        let folder = tempfile::tempdir().context("a folder for chromedriver")?;
        let place =
            Place { home: folder.path(), runtime: folder.path(), log: &folder.path().join("driver.log") };
        let driver = groundswell_webdriver::Driver::start(Browser::Chromium, place).await?;
        Ok(Self { driver, _folder: folder })
    }

    /// The system's number of the process.
    pub(super) fn process(&self) -> u32 {
        self.driver.process()
    }

    /// Starts a browser that keeps what it stores in that folder.
    ///
    /// # Errors
    /// Where it does not start.
    pub(super) async fn open(&self, profile: &Path) -> anyhow::Result<Session> {
        Ok(Session { client: self.driver.open(Browser::plain_chromium(profile), LIMITS).await? })
    }
}

impl Session {
    /// The browser's name and version.
    ///
    /// # Errors
    /// Where it does not tell.
    pub(super) fn version(&self) -> anyhow::Result<String> {
        let told = self.client.capabilities().context("the browser's capabilities")?;
        let word = |name: &str| told.get(name).and_then(Value::as_str).map(str::to_owned);
        let (name, version) = (word("browserName"), word("browserVersion"));
        Ok(format!("{} {}", name.context("browserName")?, version.context("browserVersion")?))
    }

    /// Opens an address and installs the probe there.
    ///
    /// # Errors
    /// Where it cannot be opened.
    pub(super) async fn go(&self, address: &str) -> anyhow::Result<()> {
        self.client.goto(address).await.with_context(|| format!("opening {address}"))?;
        self.client
            .execute(include_str!("probe/install.js"), vec![])
            .await
            .context("installing the probe")?;
        Ok(())
    }

    /// Runs a script's text as a function's body with `arguments`, and reads what it returns.
    ///
    /// # Errors
    /// Where it throws or returns something else than expected.
    pub(super) async fn run<T: DeserializeOwned>(
        &self,
        script: &str,
        arguments: Vec<Value>,
    ) -> anyhow::Result<T> {
        let answer = self.client.execute(script, arguments).await.with_context(|| excerpt(script))?;
        serde_json::from_value(answer).with_context(|| excerpt(script))
    }

    /// As [`Session::run`], for a script that calls its last argument with the answer.
    ///
    /// # Errors
    /// As for [`Session::run`], or where it takes longer than ten minutes.
    pub(super) async fn run_async<T: DeserializeOwned>(
        &self,
        script: &str,
        arguments: Vec<Value>,
    ) -> anyhow::Result<T> {
        let answer = self.client.execute_async(script, arguments).await.with_context(|| excerpt(script))?;
        serde_json::from_value(answer).with_context(|| excerpt(script))
    }

    /// Waits until the page has recorded a mark or a measure so many times.
    ///
    /// # Errors
    /// Where it does not happen within a time that depends on nothing but patience.
    pub(super) async fn recorded(&self, name: &str, count: usize) -> anyhow::Result<()> {
        let script = "window.bench.recorded(arguments[0], arguments[1]).then(arguments[2]);";
        let _nothing: Value = self
            .run_async(script, vec![json!(name), json!(count)])
            .await
            .with_context(|| format!("waiting for the page to record {name} {count} times"))?;
        Ok(())
    }

    /// Milliseconds from navigation to the first mark of that name.
    ///
    /// # Errors
    /// Where there is none.
    pub(super) async fn mark(&self, name: &str) -> anyhow::Result<f64> {
        self.mark_if_any(name).await?.with_context(|| format!("the page did not mark {name}"))
    }

    /// As [`Session::mark`], of what not every page or start marks.
    ///
    /// # Errors
    /// Where the browser does not answer.
    pub(super) async fn mark_if_any(&self, name: &str) -> anyhow::Result<Option<f64>> {
        let script = "return performance.getEntriesByName(arguments[0], 'mark')[0]?.startTime ?? null;";
        self.run(script, vec![json!(name)]).await
    }

    /// The durations of all measures of that name, in milliseconds, in order.
    ///
    /// # Errors
    /// Where the browser does not answer.
    pub(super) async fn measures(&self, name: &str) -> anyhow::Result<Vec<f64>> {
        let script = "return performance.getEntriesByName(arguments[0], 'measure').map((e) => e.duration);";
        self.run(script, vec![json!(name)]).await
    }

    /// The first element that a CSS selector finds, as soon as there is one.
    ///
    /// # Errors
    /// Where there is none within half a minute.
    pub(super) async fn element(&self, selector: &str) -> anyhow::Result<Element> {
        self.element_within(selector, SOON).await
    }

    /// As [`Session::element`], within a time of one's own.
    ///
    /// # Errors
    /// Where there is none by then; the message says what is on the page.
    pub(super) async fn element_within(&self, selector: &str, most: Duration) -> anyhow::Result<Element> {
        let found = self.client.wait().at_most(most).for_element(Locator::Css(selector)).await;
        match found {
            Ok(element) => Ok(element),
            Err(error) => {
                let page: String = self.run("return document.body.innerText.slice(0, 600);", vec![]).await?;
                Err(error).with_context(|| format!("waiting for {selector}; the page says: {page}"))
            }
        }
    }

    /// Presses the first element that a selector finds, as soon as there is one.
    ///
    /// # Errors
    /// Where there is none within half a minute.
    pub(super) async fn click(&self, selector: &str) -> anyhow::Result<()> {
        self.click_within(selector, SOON).await
    }

    /// As [`Session::click`], within a time of one's own.
    ///
    /// # Errors
    /// As for [`Session::element_within`].
    pub(super) async fn click_within(&self, selector: &str, most: Duration) -> anyhow::Result<()> {
        self.element_within(selector, most).await?;
        // Where a page is being built anew the element of a moment ago may be gone, so it is found
        // and pressed in one step.
        let script = "const found = document.querySelector(arguments[0]); found?.click(); return !!found;";
        let pressed: bool = self.run(script, vec![json!(selector)]).await?;
        ensure!(pressed, "{selector} is gone");
        Ok(())
    }

    /// Chooses a file in a file field.
    ///
    /// # Errors
    /// Where there is no such field.
    pub(super) async fn choose_file(&self, selector: &str, file: &Path) -> anyhow::Result<()> {
        let file = file.canonicalize().with_context(|| file.display().to_string())?;
        let field = self.element(selector).await?;
        field
            .send_keys(&file.display().to_string())
            .await
            .with_context(|| format!("choosing {}", file.display()))
    }

    /// Waits until a selector finds nothing.
    ///
    /// # Errors
    /// Where it still finds something after half a minute.
    pub(super) async fn gone(&self, selector: &str) -> anyhow::Result<()> {
        let until = Instant::now() + SOON;
        let script = "return !document.querySelector(arguments[0]);";
        while !self.run::<bool>(script, vec![json!(selector)]).await? {
            ensure!(Instant::now() < until, "{selector} stays");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Ok(())
    }

    /// Ends the browser; what it stored is in its profile's folder then.
    ///
    /// # Errors
    /// Where it does not end.
    pub(super) async fn close(self) -> anyhow::Result<()> {
        self.client.close().await.context("closing Chromium")
    }
}

fn excerpt(script: &str) -> String {
    let line = script.lines().find(|line| !line.trim_start().starts_with("//")).unwrap_or_default();
    format!("running {:?} in the page", line.chars().take(80).collect::<String>())
}
