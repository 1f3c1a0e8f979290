//! The start page, which stands in the page itself: whoever comes for the first time sees it before any program is
//! there. `public/startup.js` shows it.

use std::fs;

use anyhow::{Context as _, ensure};

use super::stage::Stage;
use crate::workspace::root;

/// Puts the start page into its template, with the app's own words in every language.
///
/// # Errors
/// Where the page has no place for it, or a word is missing.
pub(super) fn put_in(stage: &Stage) -> anyhow::Result<()> {
    let read = |path: &str| fs::read_to_string(root().join(path)).with_context(|| path.to_owned());
    let markup = filled(&read("src/pages/start/start.html")?, &read("src/locales/start.rs")?)?;
    stage.replace(
        "index.html",
        "<template id=\"start\"></template>",
        &format!("<template id=\"start\">{}</template>", markup.trim()),
    )
}

/// The markup with each `{word}` in both languages, of which the page keeps one.
fn filled(markup: &str, words: &str) -> anyhow::Result<String> {
    let mut pieces = markup.split('{');
    let mut filled = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (name, after) = piece.split_once('}').context("a word of the start page has no end")?;
        for (language, said) in ["en", "es"].into_iter().zip(said(words, name)?) {
            filled += &format!("<span data-in=\"{language}\">{said}</span>");
        }
        filled += after;
    }
    Ok(filled)
}

/// What the app says by this name, in English and Spanish.
fn said(words: &str, name: &str) -> anyhow::Result<[String; 2]> {
    let (_, rest) =
        words.split_once(&format!(" {name}: \"")).with_context(|| format!("no word is called {name}"))?;
    let (english, rest) = rest.split_once('"').context("a word has no end")?;
    let (between, rest) = rest.split_once('"').context("a word is in one language only")?;
    let (spanish, _) = rest.split_once('"').context("a word has no end")?;
    ensure!(between.trim() == ",", "{name} is said in more ways than one");
    for said in [english, spanish] {
        ensure!(!said.contains(['\\', '<', '&', '{']), "{said} is not as it stands in a page");
    }
    Ok([english.to_owned(), spanish.to_owned()])
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &str = "words! { Start {\n a: \"One\", \"Uno\";\n b: \"Two\",\n     \"Dos\";\n c[n]: \"x\" | \"y\";\n d: \"\\\"\", \"e\"; } }";

    #[test]
    fn words_are_put_in_in_both_languages() {
        assert_eq!(
            filled("<p>{a}</p>{b}", WORDS).unwrap(),
            "<p><span data-in=\"en\">One</span><span data-in=\"es\">Uno</span></p>\
             <span data-in=\"en\">Two</span><span data-in=\"es\">Dos</span>"
        );
        for bad in ["{none}", "{c}", "{d}", "{a"] {
            assert!(filled(bad, WORDS).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_start_page_has_all_its_words() {
        let read = |path: &str| fs::read_to_string(root().join(path)).unwrap();
        let page = filled(&read("src/pages/start/start.html"), &read("src/locales/start.rs")).unwrap();
        assert!(page.contains("Start a directory") && page.contains("Crear un directorio"));
    }
}
