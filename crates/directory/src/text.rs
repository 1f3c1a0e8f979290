//! Long texts: two edits of one text as one.

use automerge::{ActorId, Automerge, ObjId, ObjType, ROOT, ReadDoc, transaction::Transactable};

/// What comes of a text when one changes it into `one` and another, at the same time, into `other`.
pub(crate) fn merge(base: &str, one: &str, other: &str) -> String {
    if one == other || other == base {
        return one.to_owned();
    }
    if one == base {
        return other.to_owned();
    }
    if let (Some(ours), Some(theirs)) = (one.strip_prefix(base), other.strip_prefix(base)) {
        return appended(other, ours, theirs);
    }
    // A document that cannot be made leaves the other's text; no such case is known.
    in_a_document(base, one, other).unwrap_or_else(|_| other.to_owned())
}

/// What both wrote at the end, ours last: on a line of its own where neither left a space between.
fn appended(other: &str, ours: &str, theirs: &str) -> String {
    let is_apart = theirs.ends_with(char::is_whitespace) || ours.starts_with(char::is_whitespace);
    let between = if is_apart { "" } else { "\n" };
    format!("{other}{between}{ours}")
}

fn in_a_document(base: &str, one: &str, other: &str) -> Result<String, automerge::AutomergeError> {
    let mut doc = Automerge::new().with_actor(ActorId::from([0]));
    let text = edit(&mut doc, |tx| tx.put_object(ROOT, "text", ObjType::Text))?;
    edit(&mut doc, |tx| tx.splice_text(&text, 0, 0, base))?;
    let mut ours = doc.clone().with_actor(ActorId::from([1]));
    let mut theirs = doc.with_actor(ActorId::from([2]));
    update(&mut ours, &text, one)?;
    update(&mut theirs, &text, other)?;
    ours.merge(&mut theirs)?;
    ours.text(&text)
}

fn update(doc: &mut Automerge, text: &ObjId, to: &str) -> Result<(), automerge::AutomergeError> {
    edit(doc, |tx| tx.update_text(text, to))
}

fn edit<T>(
    doc: &mut Automerge,
    with: impl FnOnce(&mut automerge::transaction::Transaction<'_>) -> Result<T, automerge::AutomergeError>,
) -> Result<T, automerge::AutomergeError> {
    let mut tx = doc.transaction();
    let result = with(&mut tx)?;
    tx.commit();
    Ok(result)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_peoples_sentences_both_survive() {
        let base = "We meet at the library.";
        let one = "Welcome! We meet at the library.";
        let other = "We meet at the library. Bring soup.";
        assert_eq!(merge(base, one, other), "Welcome! We meet at the library. Bring soup.");
        assert_eq!(merge(base, base, other), other);
        assert_eq!(merge(base, one, base), one);
    }

    #[test]
    fn what_two_append_is_not_run_together() {
        assert_eq!(merge("", "Call Rosa.", "Bring soup."), "Bring soup.\nCall Rosa.");
        assert_eq!(
            merge("We meet.", "We meet. Call Rosa.", "We meet. Bring soup."),
            "We meet. Bring soup. Call Rosa."
        );
        assert_eq!(
            merge("We meet.\n", "We meet.\nCall Rosa.", "We meet.\nBring soup."),
            "We meet.\nBring soup.\nCall Rosa."
        );
        assert_eq!(merge("A", "A\nB", "A\nB"), "A\nB");
    }
}
