//! The page's inline start script becomes a file of its own, because the policy allows no inline script.

use anyhow::{Context as _, ensure};

use super::stage::{Stage, short_hash};

/// Moves the one inline script of the page to `start-<hash>.js`.
///
/// # Errors
/// Where the page does not hold exactly one.
pub(crate) fn move_out(stage: &Stage) -> anyhow::Result<()> {
    let page = stage.text("index.html")?;
    let (before, script, after) = split(&page)?;
    let script = format!("{}\n", script.trim());
    let name = format!("start-{}.js", short_hash(script.as_bytes()));
    stage.write(&name, &script)?;
    stage.write("index.html", format!("{before}<script type=\"module\" src=\"/{name}\"></script>{after}"))
}

/// The page before its inline script, the script, and the page after it.
fn split(page: &str) -> anyhow::Result<(&str, &str, &str)> {
    let mut inline = Vec::new();
    for (start, _) in page.match_indices("<script") {
        let (before, tag) = page.split_at(start);
        let (tag, rest) = tag.split_once('>').context("a script tag of the page has no end")?;
        if tag.split_ascii_whitespace().any(|attribute| attribute.starts_with("src=")) {
            continue;
        }
        let (script, after) = rest.split_once("</script>").context("a script of the page has no end")?;
        inline.push((before, script, after));
    }
    ensure!(inline.len() == 1, "the built page holds {} inline scripts, not one", inline.len());
    inline.pop().context("the built page holds no inline script")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_script_without_an_address_is_inline() {
        let page = "<head><script src=/boot.js></script><script type=module>go()</script></head>";
        assert_eq!(split(page).unwrap(), ("<head><script src=/boot.js></script>", "go()", "</head>"));
        assert!(split("<script src=\"/boot.js\"></script>").is_err());
        assert!(split("<script>a()</script><script>b()</script>").is_err());
    }
}
