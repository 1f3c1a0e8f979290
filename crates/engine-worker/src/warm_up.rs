//! The first edit is to be as quick as those after it. Browsers compile a function when it is first called, and
//! open what they need of a database when it is first written to: so everything that an edit does is done once
//! before anybody waits for it, to a directory that nobody sees.

use crate::{
    clock,
    engine::{Engine, StorageHandle},
    stored::records,
};
use groundswell_directory::{Author, Directory};
use groundswell_model::{
    Audience, Command, ContactKind, ContactWay, DeviceId, Group, Id, Network, Record, Timestamp,
    command::CommandError,
    message::{Call, EngineMessage, Event, PageDelta, Request},
};

impl Engine {
    /// Makes ready what an edit needs. Nothing depends on it.
    pub(crate) async fn warm_up(&self) {
        if self.queue.is_busy() {
            return;
        }
        if let Err(error) = dry_run(clock::now()) {
            crate::console::report("a rehearsal", &error);
        }
        let (Ok(StorageHandle { store, .. }), Ok(id)) =
            (self.storage_handle(), self.with_open(|open| open.id))
        else {
            return;
        };
        // Commits nothing; an error here is reported where something is committed.
        let _ = store.append(&id.to_string(), &[]).await;
    }
}

/// An edit from the page's message to the answer, but for the storage.
fn dry_run(now: Timestamp) -> Result<(), CommandError> {
    let author = Author { device: DeviceId::default(), session: [0; 8] };
    let network = Network { name: "-".to_owned(), ..Network::default() };
    let (mut directory, _) = Directory::create(Id::default(), &network, author, now)?;
    let mut projections = directory.projections();
    let before = group("1st Tuesday");
    let mut after = before.clone();
    after.meets = "2nd Tuesday".to_owned();
    after.about = "Everybody is welcome.".to_owned();
    let create = Command::Save { before: None, after: Box::new(Record::Group(before.clone())) };
    let save = Command::Save {
        before: Some(Box::new(Record::Group(before))),
        after: Box::new(Record::Group(after)),
    };
    for command in [create, save] {
        let call = Call { number: 0, request: Request::Apply(command) };
        let bytes = postcard::to_allocvec(&call).unwrap_or_default();
        let Ok(Call { request: Request::Apply(command), .. }) = postcard::from_bytes(&bytes) else {
            continue;
        };
        let applied = directory.apply(&command, now)?;
        projections.apply(&applied.delta);
        drop(records(applied.chunks));
        let message = EngineMessage::Event(Event::Delta(PageDelta::of(Id::default(), &applied.delta)));
        drop(postcard::to_allocvec(&message));
    }
    Ok(())
}

fn group(meets: &str) -> Group {
    let way = ContactWay {
        kind: ContactKind::Email,
        value: "somebody@example.org".to_owned(),
        audience: Audience::Members,
        ..ContactWay::default()
    };
    Group {
        id: Id::from_bytes([1; 12]),
        name: "-".to_owned(),
        meets: meets.to_owned(),
        topics: ["Education".to_owned()].into(),
        contacts: vec![way],
        ..Group::default()
    }
}
