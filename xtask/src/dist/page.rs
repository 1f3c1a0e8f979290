//! The page: with the icons of rows, without what only its authors read, and without an inline script.

use anyhow::{Context as _, ensure};

use super::stage::{Stage, short_hash};
use super::start_page;

/// Moves the page's one inline script, Trunk's, to a file of its own, because the policy allows no
/// inline script, puts the start page and the icons of rows in, and leaves comments and indentation out.
///
/// # Errors
/// Where the page does not hold exactly one script, or no place for the icons or the start page.
pub(crate) fn finish(stage: &Stage) -> anyhow::Result<()> {
    start_page::put_in(stage)?;
    let page = without_comments(&stage.text("index.html")?)?;
    let page = with_icons(&page, &stage.text("icons.svg")?)?;
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

/// The page with copies of the symbols of class "first" in its template. A browser draws them several times more
/// quickly than symbols of another file, and a list shows dozens.
fn with_icons(page: &str, symbols: &str) -> anyhow::Result<String> {
    const PLACE: &str = "<template id=\"icons\"></template>";
    let mut icons = String::new();
    for symbol in symbols.split("<symbol class=\"first\" ").skip(1) {
        let (attributes, rest) = symbol.split_once('>').context("a symbol's tag has no end")?;
        let (strokes, _) = rest.split_once("</symbol>").context("a symbol has no end")?;
        let id = attributes.split_ascii_whitespace().find(|attribute| attribute.starts_with("id="));
        icons += &format!("<g {}>{strokes}</g>", id.context("a symbol has no id")?);
    }
    ensure!(page.contains(PLACE), "the page has no place for icons");
    ensure!(!icons.is_empty(), "there are no icons of rows");
    Ok(page.replace(PLACE, &format!("<template id=\"icons\"><svg>{icons}</svg></template>")))
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
    fn icons_of_rows_are_put_into_the_page() {
        let symbols = r#"<svg><symbol id="b"><path d="M2"/></symbol>
            <symbol class="first" id="a" viewBox="0 0 9 9"><path d="M1"/></symbol></svg>"#;
        assert_eq!(
            with_icons("x<template id=\"icons\"></template>y", symbols).unwrap(),
            "x<template id=\"icons\"><svg><g id=\"a\"><path d=\"M1\"/></g></svg></template>y"
        );
        assert!(with_icons("xy", symbols).is_err());
        assert!(with_icons("<template id=\"icons\"></template>", "<svg></svg>").is_err());
    }

    #[test]
    fn comments_are_left_out() {
        assert_eq!(without_comments("a<!-- <b> -->c<!---->d").unwrap(), "acd");
        assert!(without_comments("a<!-- b").is_err());
    }
}
