//! From the keys of a device that was away for long to those of a link too many renewals later for its lineage to tell:
//! the notices of the rooms in between lead on, one after the other, as far as the public part's rooms do.

use super::{link, replaced, replica_store};
use crate::{console, engine::Engine, failure};
use groundswell_model::{
    StoredEntry,
    message::{EngineError, LinkRelation},
};
use groundswell_seal::{Grant, Link, Succession};

/// So many rooms at most are looked into.
const ROOMS: usize = 64;

impl Engine {
    /// The successions in the notices between the keys of a directory that is here and those of a link that neither
    /// vouches for the other. None where the links tell by themselves. The rooms of the link are not opened: only closed
    /// ones before them, to read in the public part.
    ///
    /// # Errors
    /// What the storage answers.
    pub(crate) async fn vouching(
        &self,
        entry: &StoredEntry,
        offered: &Link,
    ) -> Result<Vec<Succession>, EngineError> {
        let mut all = Vec::new();
        let in_use = entry.link.as_ref().and_then(|fragment| link::parse(fragment).ok());
        let is_far = |own: &Link| {
            own.epoch() < offered.epoch() && link::relation(entry, offered, &[]) == LinkRelation::Unrelated
        };
        let Some(own) = in_use.filter(is_far) else { return Ok(all) };
        let store = self.storage_handle()?.store;
        let kept =
            replica_store::load(&store, &entry.shown.id.to_string()).await.map_err(failure::of_storage)?;
        let mut known = kept.settings.notices;
        let mut at = own.weaken(Grant::Public);
        for _ in 0..ROOMS {
            let Some(link) = &at else { break };
            if known.is_empty() {
                match self.notices_in(link).await {
                    Ok(notices) => known = notices,
                    Err(error) => {
                        console::report("following the notices of new links", &error);
                        break;
                    }
                }
            }
            all.extend(replaced::read(&known, &link.keys(), link).into_iter().filter_map(|it| it.succession));
            if offered.relation_through(&own, &all) != groundswell_seal::Relation::Unrelated {
                break;
            }
            at = replaced::leads_on(link, &known);
            known.clear();
        }
        Ok(all)
    }
}
