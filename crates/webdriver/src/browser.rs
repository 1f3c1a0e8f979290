//! The three browsers, and what each is asked for.

use std::path::Path;
use std::str::FromStr;

use anyhow::Context as _;
use serde_json::{Value, json};

/// A browser and its driver.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Browser {
    /// Chromium, by chromedriver.
    Chromium,
    /// Firefox ESR, by geckodriver.
    Firefox,
    /// WebKitGTK's MiniBrowser, by WebKitWebDriver, on a display of its own.
    Webkit,
}

/// How a Chromium is started that nobody looks at, whatever for.
const CHROMIUM_FLAGS: [&str; 12] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--disable-dev-shm-usage",
    "--window-size=1280,900",
    "--lang=en-US",
];

impl Browser {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Chromium, Self::Firefox, Self::Webkit];

    /// The one that `GROUNDSWELL_BROWSER` names, Chromium without it.
    ///
    /// # Errors
    /// Where it names none of the three.
    pub fn chosen() -> anyhow::Result<Self> {
        std::env::var("GROUNDSWELL_BROWSER").map_or(Ok(Self::Chromium), |name| {
            name.parse().context("GROUNDSWELL_BROWSER names the browser of the journeys")
        })
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::Webkit => "webkit",
        }
    }

    /// Whether a browser closed and opened again finds what it stored: WebKitGTK's automation keeps nothing
    /// beyond a session.
    pub fn keeps_profile(self) -> bool {
        self != Self::Webkit
    }

    /// Whether a tab that its driver opens and turns to is shown. WebKitGTK's leaves it behind the first,
    /// where it is hidden and never painted: there, a window stands for a tab.
    pub fn shows_tabs(self) -> bool {
        self != Self::Webkit
    }

    /// Whether its driver tells what the browser calls an element.
    pub fn tells_names(self) -> bool {
        self != Self::Webkit
    }

    /// The program that drives it.
    pub(crate) fn driver(self) -> &'static str {
        match self {
            Self::Chromium => "chromedriver",
            Self::Firefox => "geckodriver",
            Self::Webkit => "WebKitWebDriver",
        }
    }

    /// What chromedriver is asked for where only a profile matters: no log of the network, which takes time, and no
    /// downloads.
    pub fn plain_chromium(profile: &Path) -> Value {
        json!({
            "pageLoadStrategy": "eager",
            "goog:chromeOptions": { "args": chromium_flags(profile) },
        })
    }

    /// What its driver is asked for in a journey.
    pub fn capabilities(self, profile: &Path, downloads: &Path) -> Value {
        match self {
            Self::Chromium => json!({
                "pageLoadStrategy": "eager",
                "unhandledPromptBehavior": "ignore",
                "goog:chromeOptions": {
                    "args": chromium_flags(profile),
                    "prefs": {
                        "download.default_directory": downloads,
                        "download.prompt_for_download": false,
                    },
                },
                "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
            }),
            Self::Firefox => json!({
                "pageLoadStrategy": "eager",
                "unhandledPromptBehavior": "ignore",
                "moz:firefoxOptions": {
                    "args": ["-headless", "-profile", profile, "--width=1280", "--height=900"],
                    "prefs": {
                        "browser.download.folderList": 2,
                        "browser.download.dir": downloads,
                        "browser.download.useDownloadDir": true,
                        "browser.download.always_ask_before_handling_new_types": false,
                        "intl.accept_languages": "en-US",
                        // Windows without a screen are never in front; their pages have the focus all the same.
                        "focusmanager.testmode": true,
                        // Nothing but the page itself uses the machine while it is looked at.
                        "app.update.enabled": false,
                        "toolkit.telemetry.server": "",
                        "datareporting.policy.dataSubmissionEnabled": false,
                    },
                },
            }),
            Self::Webkit => json!({
                // Its driver waits for ever where the new page gets another process; who opens a page waits
                // for it in the page itself.
                "pageLoadStrategy": "none",
                "unhandledPromptBehavior": "ignore",
                "browserName": "MiniBrowser",
                "webkitgtk:browserOptions": {
                    "binary": minibrowser(),
                    "args": ["--automation", "--geometry=1280x900"],
                },
            }),
        }
    }
}

impl FromStr for Browser {
    type Err = anyhow::Error;

    fn from_str(name: &str) -> anyhow::Result<Self> {
        let found = Self::ALL.into_iter().find(|browser| browser.name() == name);
        found.with_context(|| format!("{name:?} is not chromium, firefox or webkit"))
    }
}

fn chromium_flags(profile: &Path) -> Vec<String> {
    let folder = format!("--user-data-dir={}", profile.display());
    CHROMIUM_FLAGS.iter().map(|flag| (*flag).to_owned()).chain([folder]).collect()
}

/// Where Debian keeps WebKitGTK's own small browser, for either of its two interfaces.
fn minibrowser() -> String {
    let machine = std::env::consts::ARCH;
    let places = ["4.1", "4.0", "6.0"].map(|version| match version {
        "6.0" => format!("/usr/lib/{machine}-linux-gnu/webkitgtk-6.0/MiniBrowser"),
        version => format!("/usr/lib/{machine}-linux-gnu/webkit2gtk-{version}/MiniBrowser"),
    });
    places.iter().find(|place| Path::new(place).is_file()).unwrap_or(&places[0]).clone()
}
