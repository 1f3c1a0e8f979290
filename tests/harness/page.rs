//! The page as scripts see it.

use anyhow::{Context as _, bail};
use fantoccini::Client;
use fantoccini::elements::{Element, ElementRef};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::Look;

const LOOK: &str = include_str!("look.js");

/// The key of an element in an answer (WebDriver, "web element identifier").
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// Runs a script's text as a function's body with `arguments`, and reads what it returns. The functions of
/// `look.js` are there.
///
/// # Errors
/// Where it throws or returns something else than expected.
pub(crate) async fn run<T: DeserializeOwned>(
    client: &Client,
    script: &str,
    arguments: Vec<Value>,
) -> anyhow::Result<T> {
    let answer =
        client.execute(&format!("{LOOK}\n{script}"), arguments).await.with_context(|| excerpt(script))?;
    serde_json::from_value(answer).with_context(|| excerpt(script))
}

/// As [`run`], for a script that calls its last argument with the answer.
///
/// # Errors
/// As for [`run`].
pub(crate) async fn run_async<T: DeserializeOwned>(
    client: &Client,
    script: &str,
    arguments: Vec<Value>,
) -> anyhow::Result<T> {
    let script_text = format!("{LOOK}\n{script}");
    let answer = client.execute_async(&script_text, arguments).await.with_context(|| excerpt(script))?;
    serde_json::from_value(answer).with_context(|| excerpt(script))
}

/// All that fits, in the page's order.
///
/// # Errors
/// Where the browser does not answer.
pub(crate) async fn every(client: &Client, look: &Look) -> anyhow::Result<Vec<Element>> {
    let found: Vec<Value> = run(client, "return everyOf(arguments[0]);", vec![json!(look)]).await?;
    found.iter().map(|element| element_of(client, element)).collect()
}

/// The one that fits.
///
/// # Errors
/// Where there is none, or more than one and the look does not say that the first is meant.
pub(crate) async fn one(client: &Client, look: &Look) -> anyhow::Result<Element> {
    let mut found = every(client, look).await?.into_iter();
    match (found.next(), found.next()) {
        (Some(element), None) => Ok(element),
        (Some(element), Some(_)) if look.is_first() => Ok(element),
        (Some(_), Some(_)) => bail!("{look} is there more than once"),
        (None, _) => {
            let others: Vec<String> =
                run(client, "return othersOf(arguments[0]);", vec![json!(look)]).await?;
            bail!("{look} is not there; of that role there are {others:?}")
        }
    }
}

/// An element in a script's answer.
///
/// # Errors
/// Where it is none.
pub(crate) fn element_of(client: &Client, value: &Value) -> anyhow::Result<Element> {
    let id = value.get(ELEMENT).and_then(Value::as_str).context("the script answered no element")?;
    Ok(Element::from_element_id(client.clone(), ElementRef::from(id.to_owned())))
}

/// An element as a script's argument.
pub(crate) fn argument(element: &Element) -> Value {
    json!({ ELEMENT: element.element_id().to_string() })
}

fn excerpt(script: &str) -> String {
    let line = script.lines().find(|line| !line.trim_start().starts_with("//")).unwrap_or_default();
    format!("running {:?} in the page", line.chars().take(80).collect::<String>())
}
