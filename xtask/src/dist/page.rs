//! The page: without what only its authors read, and without an inline script.

use anyhow::{Context as _, ensure};

use super::stage::{Stage, short_hash};

/// Moves the page's one inline script, Trunk's, to a file of its own, because the policy allows no
/// inline script, and leaves comments and indentation out.
///
/// # Errors
/// Where the page does not hold exactly one.
pub(crate) fn finish(stage: &Stage) -> anyhow::Result<()> {
    let page = without_comments(&stage.text("index.html")?)?;
    let (before, script, after) = split(&page)?;
    let script = format!("{}\n", script.trim());
    let name = format!("start-{}.js", short_hash(script.as_bytes()));
    stage.write(&name, &script)?;
    let page = format!("{before}<script type=\"module\" src=\"/{name}\"></script>{after}");
    let lines: Vec<_> = page.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    stage.write("index.html", lines.join("\n"))
}

fn without_comments(page: &str) -> anyhow::Result<String> {
    let mut kept = String::with_capacity(page.len());
    let mut rest = page;
    while let Some((before, comment)) = rest.split_once("<!--") {
        kept.push_str(before);
        rest = comment.split_once("-->").context("a comment of the page has no end")?.1;
    }
    kept.push_str(rest);
    Ok(kept)
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

    #[test]
    fn comments_are_left_out() {
        assert_eq!(without_comments("a<!-- <b> -->c<!---->d").unwrap(), "acd");
        assert!(without_comments("a<!-- b").is_err());
    }
}
