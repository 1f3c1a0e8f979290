//! What only one driver offers beyond WebDriver's core: raw commands of it.

use fantoccini::Client;
use fantoccini::wd::WebDriverCompatibleCommand;
use http::Method;
use serde_json::{Value, json};
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
