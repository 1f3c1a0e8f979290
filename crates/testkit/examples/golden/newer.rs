//! What a newer version of the app would write: fields, contact ways and records of kinds that this one does not know.

use crate::ids::{BARTER, ID, LAKE, STORY};
use automerge::{ActorId, Automerge, ObjId, ObjType, ROOT, ReadDoc as _, transaction::Transactable as _};
use groundswell_model::{Id, Part};

/// One change in each part, on top of these documents.
pub(crate) fn changes(parts: [(Part, Vec<u8>); 2]) -> anyhow::Result<Vec<(Part, Vec<u8>)>> {
    parts.into_iter().map(|(part, bytes)| Ok((part, change(part, &bytes)?))).collect()
}

fn change(part: Part, document: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mut doc = Automerge::load(document)?;
    doc.set_actor(ActorId::from([8; 16]));
    let mut tx = doc.transaction();
    let map = |tx: &automerge::transaction::Transaction<'_>, of: &ObjId, key: &str| {
        let found = tx.get(of, key)?.map(|(_, map)| map);
        found.ok_or_else(|| anyhow::anyhow!("no {key}"))
    };
    let (groups, stories) = (map(&tx, &ROOT, "groups")?, map(&tx, &ROOT, "stories")?);
    let group = map(&tx, &groups, &LAKE.to_string())?;
    let story = tx.put_object(&stories, STORY.to_string(), ObjType::Map)?;
    let way = Id::from_bytes([0xd1; 12]);
    match part {
        Part::Public => {
            tx.put(&group, "wheelchair", "ramp at the back door")?;
            tx.put(&group, format!("contacts/{way}/kind"), "matrix")?;
            tx.put(&group, format!("contacts/{way}/value"), "#lake:example.org")?;
            tx.put(&group, "languages/es", true)?;
            tx.put(&story, "name", "How we saved the creek")?;
            tx.put(&story, "directory", ID.to_string())?;
            let about = tx.put_object(&story, "about", ObjType::Text)?;
            tx.splice_text(&about, 0, 0, "With a bucket, three neighbors and — 水 — patience.")?;
        }
        Part::Members => {
            tx.put(&group, "keyholder", "Rosa")?;
            let notes = tx.put_object(&story, "notes", ObjType::Text)?;
            tx.splice_text(&notes, 0, 0, "Ask first.")?;
        }
    }
    let barters = tx.put_object(ROOT, "barters", ObjType::Map)?;
    let barter = tx.put_object(&barters, BARTER.to_string(), ObjType::Map)?;
    tx.put(&barter, "name", "Soup for seeds")?;
    tx.commit_with(automerge::transaction::CommitOptions::default().with_time(crate::BEGIN / 1000));
    let change = doc.get_last_local_change().ok_or_else(|| anyhow::anyhow!("no change"))?;
    Ok(change.raw_bytes().to_vec())
}
