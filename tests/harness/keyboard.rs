//! A person without a mouse.

use anyhow::{Context as _, ensure};
use fantoccini::actions::{InputSource as _, KeyAction, KeyActions};
use serde::Deserialize;

use crate::patience::until;
use crate::{Look, Person, page};

/// A key that is pressed by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// To the next.
    Tab,
    /// To the one before.
    ShiftTab,
    /// Enter.
    Enter,
    /// Space.
    Space,
    /// Escape.
    Escape,
    /// Down.
    Down,
    /// Up.
    Up,
}

/// What has the focus.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Focused {
    /// Its role.
    pub role: String,
    /// Its accessible name.
    pub name: String,
    /// Its id.
    pub id: String,
    /// Whether something around it shows that it has the focus.
    pub ringed: bool,
    /// Whether the keys go to the page at all, and not to what the browser has around it.
    pub on_page: bool,
    /// Whether a part of it is in sight and nothing covers that.
    pub in_sight: bool,
}

const FOCUSED: &str = r#"
const element = document.activeElement ?? document.body;
const box = element.getBoundingClientRect();
// The ring may be drawn by the element, by what is laid over it, or by the row or label around it.
const outlined = (style) =>
  style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1 && !/^rgba\(.*, 0\)$|transparent/.test(style.outlineColor);
const around = [];
for (let at = element; at && at !== document.body && around.length < 4; at = at.parentElement) around.push(at);
const drawn =
  around.some((at) => outlined(getComputedStyle(at))) ||
  ["::before", "::after"].some((part) => getComputedStyle(element, part).content !== "none" && outlined(getComputedStyle(element, part))) ||
  // A check box or file that is hidden from the eye lends its ring to its label's drawing.
  Boolean(element.nextElementSibling && outlined(getComputedStyle(element.nextElementSibling)));
// A point of it, from its middle outwards, that lies on top.
const points = [[0.5, 0.5], [0.1, 0.5], [0.9, 0.5], [0.5, 0.1], [0.5, 0.9]];
const inSight = points.some(([x, y]) => {
  const top = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
  return top && (element.contains(top) || top.contains(element));
});
return { role: roleOf(element), name: nameOf(element), id: element.id, ringed: drawn, in_sight: inSight, on_page: document.hasFocus() };
"#;

impl Person {
    /// Presses a key.
    ///
    /// # Errors
    /// Where the browser does not take it.
    pub async fn key(&self, key: Key) -> anyhow::Result<()> {
        // The standard's code points (WebDriver, "keyboard actions").
        let (shifted, value) = match key {
            Key::Tab => (false, '\u{e004}'),
            Key::ShiftTab => (true, '\u{e004}'),
            Key::Enter => (false, '\u{e007}'),
            Key::Space => (false, ' '),
            Key::Escape => (false, '\u{e00c}'),
            Key::Down => (false, '\u{e015}'),
            Key::Up => (false, '\u{e013}'),
        };
        let shift = '\u{e008}';
        let mut keys = KeyActions::new("keyboard".to_owned());
        if shifted {
            keys = keys.then(KeyAction::Down { value: shift });
        }
        keys = keys.then(KeyAction::Down { value }).then(KeyAction::Up { value });
        if shifted {
            keys = keys.then(KeyAction::Up { value: shift });
        }
        self.client()?.perform_actions(keys).await.with_context(|| format!("pressing {key:?}"))
    }

    /// Writes with the keyboard into whatever has the focus.
    ///
    /// # Errors
    /// Where the browser does not take it.
    pub async fn writes(&self, text: &str) -> anyhow::Result<()> {
        let mut keys = KeyActions::new("keyboard".to_owned());
        for value in text.chars() {
            keys = keys.then(KeyAction::Down { value }).then(KeyAction::Up { value });
        }
        self.client()?.perform_actions(keys).await.with_context(|| format!("writing {text:?}"))
    }

    /// What has the focus now.
    ///
    /// # Errors
    /// Where the browser does not tell.
    pub async fn focused(&self) -> anyhow::Result<Focused> {
        page::run(self.client()?, FOCUSED, vec![]).await
    }

    /// Waits until what is looked for has the focus.
    ///
    /// # Errors
    /// Where it does not get it.
    pub async fn has_focus_on(&self, look: Look) -> anyhow::Result<()> {
        let client = self.client()?;
        until(&format!("for the focus to be on {look}"), || async {
            let element = page::one(client, &look).await?;
            let script = "return document.activeElement === arguments[0];";
            let is_it: bool = page::run(client, script, vec![page::argument(&element)]).await?;
            ensure!(is_it, "the focus is on {:?}", self.focused().await?);
            Ok(())
        })
        .await
    }

    /// Presses Tab until what is looked for has the focus, seeing at each stop where the focus is.
    ///
    /// # Errors
    /// Where it is not reached, a stop does not show that it has the focus, or is out of sight.
    pub async fn tabs_to(&self, look: Look) -> anyhow::Result<()> {
        let client = self.client()?;
        self.sees(look.clone()).await?;
        let mut passed = Vec::new();
        for _ in 0..MOST_STOPS {
            self.key(Key::Tab).await?;
            let here = self.focused().await?;
            if here.on_page && (!here.role.is_empty() || !here.name.is_empty()) {
                ensure!(here.ringed, "nothing shows that {here:?} has the focus");
                until("for the focus to be in sight", || async {
                    let here = self.focused().await?;
                    ensure!(here.in_sight, "{here:?} has the focus out of sight");
                    Ok(())
                })
                .await?;
            }
            let element = page::one(client, &look).await?;
            let script = "return document.activeElement === arguments[0];";
            if page::run(client, script, vec![page::argument(&element)]).await? {
                return Ok(());
            }
            passed.push(format!("{} {:?}", here.role, here.name));
        }
        anyhow::bail!("{look} is not reached by Tab; on the way are {passed:#?}")
    }
}

/// More stops than any page has.
const MOST_STOPS: usize = 150;
