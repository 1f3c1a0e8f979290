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
        precache::listed(stage)? == precache::hashes(stage)?,
        "the list in sw.js is not that of the files"
    );
    if profile == Profile::Release {
        encodings_decode(stage)?;
        no_trace_of_this_machine(stage)?;
    }
    Ok(())
}

/// No inline script, style or event handler: the policy would refuse them.
fn page_is_strict(page: &str) -> anyhow::Result<()> {
    for tag in page.split('<').skip(1) {
        let (tag, content) = tag.split_once('>').unwrap_or((tag, ""));
        let name = tag.split_ascii_whitespace().next().unwrap_or_default();
        ensure!(name != "style", "the page holds an inline style sheet");
        ensure!(name != "script" || tag.contains("src="), "the page holds an inline script: {content}");
        for attribute in tag.split_ascii_whitespace().skip(1) {
            let attribute = attribute.split('=').next().unwrap_or_default();
            ensure!(
                !attribute.starts_with("on") && attribute != "style",
                "the page holds an inline {attribute}"
            );
        }
    }
    Ok(())
}

/// Every address in the page is one of this site's files.
fn addresses_lead_somewhere(stage: &Stage, page: &str) -> anyhow::Result<()> {
    let mut found = 0;
    for attribute in ["href=", "src="] {
        for (_, rest) in page.match_indices(attribute).map(|(at, _)| page.split_at(at + attribute.len())) {
            let address = match rest.strip_prefix('"') {
                Some(quoted) => quoted.split('"').next(),
                None => rest.split(['>', ' ', '\n']).next(),
            };
            let address = address.unwrap_or_default();
            let Some(path) = address.strip_prefix('/') else {
                bail!("the page names {address}, which is not an address from the top of this site");
            };
            ensure!(stage.holds(path), "the page names {address}, and there is no such file");
            found += 1;
        }
    }
    ensure!(found >= 5, "the page names only {found} files");
    Ok(())
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
        page_is_strict("<!doctype html><script src=/a.js></script><p class=\"on\">on style=</p>").unwrap();
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
        let good = "<link href=\"/a.css\"><script src=/b.js></script><link href=/c.svg rel=icon><script src=/d.js></script><a href=/index.html>";
        addresses_lead_somewhere(&stage, good).unwrap();
        for bad in
            ["<link href=/missing.css>", "<link href=a.css>", "<script src=\"https://example.org/x.js\">"]
        {
            assert!(addresses_lead_somewhere(&stage, &format!("{good}{bad}")).is_err(), "{bad}");
        }
    }
}
