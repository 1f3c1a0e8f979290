//! Does the finished site hold together? Better found here than on somebody's phone.

use std::io::Read as _;

use anyhow::{Context as _, bail, ensure};

use super::stage::Stage;
use super::{Profile, precache};
use crate::workspace::root;

/// Checks the finished site.
///
/// # Errors
/// The first thing that is wrong with it.
pub(crate) fn all(stage: &Stage, profile: Profile) -> anyhow::Result<()> {
    let page = stage.text("index.html")?;
    page_is_strict(&page)?;
    addresses_lead_somewhere(stage, &page)?;
    ensure!(
        precache::listed(stage)? == [precache::hashes(stage)?, precache::extras(stage)?],
        "the lists in sw.js are not those of the files"
    );
    if profile == Profile::Release {
        encodings_decode(stage)?;
        no_trace_of_this_machine(stage)?;
    }
    Ok(())
}

/// No inline script, style or event handler: the policy would refuse them.
fn page_is_strict(page: &str) -> anyhow::Result<()> {
    for (tag, attributes) in tags(page) {
        let named = |wanted: &str| attributes.iter().any(|(name, _)| *name == wanted);
        ensure!(tag != "style", "the page holds an inline style sheet");
        ensure!(tag != "script" || named("src"), "the page holds an inline script");
        for (name, _) in &attributes {
            ensure!(!name.starts_with("on") && *name != "style", "the page holds an inline {name}");
        }
    }
    Ok(())
}

/// Every address in the page is one of this site's files, but for those of links, which lead to pages of the app.
fn addresses_lead_somewhere(stage: &Stage, page: &str) -> anyhow::Result<()> {
    let mut found = 0;
    for (tag, attributes) in tags(page) {
        let names_program =
            ["engine-worker", super::WORKBOOK].iter().any(|program| attributes.contains(&("name", program)));
        for (name, address) in attributes.into_iter().filter(|_| tag != "a") {
            let is_address =
                matches!(name, "href" | "src") || (tag == "meta" && names_program && name == "content");
            if !is_address {
                continue;
            }
            let Some(path) = address.strip_prefix('/') else {
                bail!("the page names {address}, which is not an address from the top of this site");
            };
            let file = path.split('#').next().unwrap_or(path);
            ensure!(stage.holds(file), "the page names {address}, and there is no such file");
            found += 1;
        }
    }
    ensure!(found >= 5, "the page names only {found} files");
    Ok(())
}

/// The page's tags with their attributes, whose values are in double quotes or hold no blank.
fn tags(page: &str) -> Vec<(&str, Vec<(&str, &str)>)> {
    let mut tags = Vec::new();
    let mut rest = page;
    while let Some((_, tag)) = rest.split_once('<') {
        let (name, mut inside) = until(tag, &[' ', '\n', '>']);
        let mut attributes = Vec::new();
        loop {
            let (attribute, after) = until(inside.trim_start(), &['=', ' ', '\n', '>']);
            if attribute.is_empty() {
                rest = after;
                break;
            }
            let (value, after) = match after.strip_prefix('=') {
                None => ("", after),
                Some(value) => match value.strip_prefix('"') {
                    Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
                    None => until(value, &[' ', '\n', '>']),
                },
            };
            attributes.push((attribute, value));
            inside = after;
        }
        tags.push((name, attributes));
    }
    tags
}

/// What comes before the first of the ends, and the rest from there.
fn until<'a>(text: &'a str, ends: &[char]) -> (&'a str, &'a str) {
    text.split_at(text.find(ends).unwrap_or(text.len()))
}

fn encodings_decode(stage: &Stage) -> anyhow::Result<()> {
    for path in stage.paths()? {
        let mut decoded = Vec::new();
        let original = if let Some(original) = path.strip_suffix(".br") {
            brotli::Decompressor::new(&*stage.read(&path)?, 1 << 16)
                .read_to_end(&mut decoded)
                .with_context(|| format!("decoding {path}"))?;
            original
        } else if let Some(original) = path.strip_suffix(".gz") {
            flate2::read::GzDecoder::new(&*stage.read(&path)?)
                .read_to_end(&mut decoded)
                .with_context(|| format!("decoding {path}"))?;
            original
        } else {
            continue;
        };
        ensure!(decoded == stage.read(original)?, "{path} does not decode to {original}");
    }
    Ok(())
}

/// What is shipped names no folder of whoever built it.
fn no_trace_of_this_machine(stage: &Stage) -> anyhow::Result<()> {
    let mut traces = vec![root().display().to_string()];
    traces.extend(
        std::env::home_dir().map(|home| format!("{}/", home.display())).filter(|home| home.len() > 4),
    );
    for path in stage.paths()? {
        if path.ends_with(".br") || path.ends_with(".gz") {
            continue;
        }
        let content = stage.read(&path)?;
        for trace in &traces {
            let named = content.windows(trace.len()).any(|window| window == trace.as_bytes());
            ensure!(!named, "{path} names {trace}, a folder of this machine");
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_policy_would_refuse_is_found() {
        page_is_strict(
            "<!doctype html><script defer src=/a.js></script>\n<meta content=\"live on onload=x <style\" name=x><p hidden>on style=</p>",
        )
        .unwrap();
        for page in
            ["<script>go()</script>", "<style>p{}</style>", "<p style=\"color:red\">", "<body onload=go()>"]
        {
            assert!(page_is_strict(page).is_err(), "{page}");
        }
    }

    #[test]
    fn an_address_that_leads_nowhere_is_found() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["index.html", "a.css", "b.js", "c.svg", "d.js"] {
            std::fs::write(folder.path().join(name), "").unwrap();
        }
        let stage = Stage::take(folder.path().to_path_buf()).unwrap();
        let good = "<link href=\"/a.css\"><script src=/b.js></script><link href=/c.svg rel=icon><script src=/d.js></script><use href=/c.svg#x><a href=/join>";
        addresses_lead_somewhere(&stage, good).unwrap();
        for bad in
            ["<link href=/missing.css>", "<link href=a.css>", "<script src=\"https://example.org/x.js\">"]
        {
            assert!(addresses_lead_somewhere(&stage, &format!("{good}{bad}")).is_err(), "{bad}");
        }
    }
}
