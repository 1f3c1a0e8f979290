//! What only one driver offers beyond WebDriver's core: raw commands of it.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, ensure};
use fantoccini::Client;
use fantoccini::wd::WebDriverCompatibleCommand;
use futures::{SinkExt as _, StreamExt as _};
use http::Method;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use url::{ParseError, Url};

/// A command below the session's address.
#[derive(Debug)]
struct Extra {
    path: String,
    body: Option<Value>,
}

impl WebDriverCompatibleCommand for Extra {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _address: &Url) -> (Method, Option<String>) {
        match &self.body {
            Some(body) => (Method::POST, Some(body.to_string())),
            None => (Method::GET, None),
        }
    }
}

/// Asks chromedriver for a command of the Chrome DevTools Protocol.
///
/// # Errors
/// Where the browser is another or refuses.
pub(crate) async fn devtools(client: &Client, command: &str, parameters: Value) -> anyhow::Result<Value> {
    let body = json!({ "cmd": command, "params": parameters });
    Ok(client.issue_cmd(Extra { path: "goog/cdp/execute".to_owned(), body: Some(body) }).await?)
}

/// How long a page may take to answer all that it is asked at once.
const LIMIT: Duration = Duration::from_secs(30);

/// Asks a page of Chromium for commands of the Chrome DevTools Protocol, without turning to it: chromedriver would
/// bring it to the front. Answers what each answered.
///
/// # Errors
/// Where the browser of this profile is another, refuses, or does not answer.
pub(crate) async fn of_page(
    profile: &Path,
    window: &str,
    commands: &[(&str, Value)],
) -> anyhow::Result<Vec<Value>> {
    let names = || commands.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
    let answers = tokio::time::timeout(LIMIT, ask_page(profile, window, commands)).await;
    answers.with_context(|| format!("Chromium's page did not answer {}", names()))?
}

async fn ask_page(profile: &Path, window: &str, commands: &[(&str, Value)]) -> anyhow::Result<Vec<Value>> {
    let said = std::fs::read_to_string(profile.join("DevToolsActivePort")).context("Chromium's own door")?;
    let port = said.lines().next().context("the port of Chromium's own door")?;
    let host = format!("127.0.0.1:{port}");
    let page = window.strip_prefix("CDwindow-").unwrap_or(window);
    let stream = TcpStream::connect(&host).await?;
    let address = format!("ws://{host}/devtools/page/{page}");
    let (mut socket, _) = tokio_tungstenite::client_async(address, stream).await.context(page.to_owned())?;
    let mut answers = Vec::new();
    for (number, (command, parameters)) in commands.iter().enumerate() {
        let asked = json!({ "id": number, "method": command, "params": parameters });
        socket.send(Message::text(asked.to_string())).await?;
        let answer = loop {
            let said = socket.next().await.context("Chromium hung up")??;
            let Message::Text(said) = said else { continue };
            let said: Value = serde_json::from_str(&said)?;
            if said.get("id") == Some(&json!(number)) {
                break said;
            }
        };
        ensure!(answer.get("error").is_none(), "{command}: {answer}");
        answers.push(answer.get("result").cloned().unwrap_or_default());
    }
    Ok(answers)
}

/// chromedriver's log of that name, and empties it.
///
/// # Errors
/// Where the browser is another.
pub(crate) async fn log(client: &Client, name: &str) -> anyhow::Result<Vec<Value>> {
    let body = json!({ "type": name });
    let entries = client.issue_cmd(Extra { path: "se/log".to_owned(), body: Some(body) }).await?;
    Ok(serde_json::from_value(entries)?)
}

/// What the browser itself tells assistive technology that an element is called.
///
/// # Errors
/// Where the driver can not tell.
pub(crate) async fn computed_label(client: &Client, element: &str) -> anyhow::Result<String> {
    let path = format!("element/{element}/computedlabel");
    let answer = client.issue_cmd(Extra { path, body: None }).await?;
    Ok(serde_json::from_value(answer)?)
}
