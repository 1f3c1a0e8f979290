//! What can be measured of a page being for everyone.

use anyhow::Context as _;
use serde::Deserialize;
use serde_json::json;

use crate::{Person, oracle, page};

/// Something that axe-core holds against a page.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Finding {
    /// Its rule.
    pub rule: String,
    /// Where, and why.
    pub places: Vec<String>,
}

/// Something to hit with a finger.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Target {
    /// Its role and name.
    pub what: String,
    /// In CSS pixels.
    pub width: f64,
    /// In CSS pixels.
    pub height: f64,
}

const AXE: &str = r#"
const done = arguments[arguments.length - 1];
axe.run(document, {
  resultTypes: ["violations"],
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}).then(
  ({ violations }) => done(violations.map(({ id, nodes }) => ({
    rule: id,
    places: nodes.map((node) => `${node.target.join(" ")}: ${node.failureSummary}`),
  }))),
  (error) => done([{ rule: "axe did not run", places: [String(error)] }]),
);
"#;

/// What takes a tap. Links within a sentence are exempt (WCAG 2.2, 2.5.8), and what is there for assistive
/// technology only has no size.
const TARGETS: &str = r#"
const roles = ["button", "checkbox", "combobox", "link", "radio", "searchbox", "spinbutton", "summary", "textbox", "file"];
return [...document.querySelectorAll("*")]
  .filter((element) => roles.includes(roleOf(element)) && perceivable(element))
  .filter((element) => {
    const style = getComputedStyle(element);
    return !(style.display === "inline" && roleOf(element) === "link") && !element.closest(".visually-hidden, .skip");
  })
  .map((element) => {
    element.scrollIntoView({ block: "center", behavior: "instant" });
    // A check box is hit through its label too, and what is laid over or around an element may belong to it.
    const parts = [element, ...(["checkbox", "radio", "file"].includes(roleOf(element)) ? (element.labels ?? []) : [])];
    const hits = (x, y) => {
      const top = document.elementFromPoint(x, y);
      return parts.some((part) => part.contains(top));
    };
    const box = parts.map((part) => part.getBoundingClientRect()).reduce((one, other) => (one.height > other.height ? one : other));
    const middle = [box.left + box.width / 2, box.top + box.height / 2];
    const reach = (dx, dy) => {
      let far = 0;
      while (far < 400 && hits(middle[0] + dx * (far + 1), middle[1] + dy * (far + 1))) far += 1;
      return far;
    };
    return {
      what: `${roleOf(element)} ${JSON.stringify(nameOf(element))}`,
      width: Math.max(box.width, reach(-1, 0) + reach(1, 0)),
      height: Math.max(box.height, reach(0, -1) + reach(0, 1)),
    };
  })
  .filter(({ width, height }) => width > 1 && height > 1);
"#;

/// What is wider than the page, and so makes it scroll sideways.
const WIDER: &str = r#"
const room = document.documentElement.clientWidth;
if (document.documentElement.scrollWidth <= room) return [];
return [...document.querySelectorAll("body *")]
  .filter((element) => element.getBoundingClientRect().right > room + 0.5)
  .map((element) => `${element.localName}.${element.className} reaches ${Math.round(element.getBoundingClientRect().right)}`);
"#;

impl Person {
    /// What axe-core holds against the page as it is now: WCAG 2.2 AA and what it calls best practice.
    ///
    /// # Errors
    /// Where it can not run.
    pub async fn asks_axe(&self) -> anyhow::Result<Vec<Finding>> {
        let client = self.client()?;
        let there: bool = page::run(client, "return Boolean(window.axe);", vec![]).await?;
        if !there {
            let program = oracle::packages()?.join("node_modules").join("axe-core").join("axe.min.js");
            let program = std::fs::read_to_string(&program).context("axe-core")?;
            // As a driver's script it is beyond the page's policy, which would let no such program in.
            client.execute(&format!("{program}\nwindow.axe = axe;"), vec![]).await.context("axe-core")?;
        }
        page::run_async(client, AXE, vec![]).await
    }

    /// Whatever can be tapped, with its size.
    ///
    /// # Errors
    /// Where the browser does not tell.
    pub async fn targets(&self) -> anyhow::Result<Vec<Target>> {
        page::run(self.client()?, TARGETS, vec![]).await
    }

    /// What makes the page scroll sideways; empty where nothing does.
    ///
    /// # Errors
    /// Where the browser does not tell.
    pub async fn sticks_out(&self) -> anyhow::Result<Vec<String>> {
        page::run(self.client()?, WIDER, vec![]).await
    }

    /// Makes the page so wide and high, as on that device.
    ///
    /// # Errors
    /// Where the browser is another than Chromium.
    pub async fn holds_device(&self, width: u32, height: u32) -> anyhow::Result<()> {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", size).await.map(drop)
    }

    /// Prefers dark or light, as the whole system does.
    ///
    /// # Errors
    /// Where the browser is another than Chromium.
    pub async fn prefers(&self, scheme: &str) -> anyhow::Result<()> {
        let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        self.devtools("Emulation.setEmulatedMedia", features).await.map(drop)
    }
}
