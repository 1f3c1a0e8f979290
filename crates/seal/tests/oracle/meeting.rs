//! Both implementations at one relay, with a real directory.

use crate::editor::{Editor, capability};
use crate::node;
use groundswell_directory::{Author, Directory};
use groundswell_model::{Command, DeviceId, Group, Id, Kind as Record, Network, Timestamp};
use groundswell_relay::{Options, Service, serve};
use groundswell_seal::{Capability, Grant, Link, Notice, Part, Seed, Succession};
use groundswell_wire::Kind;
use serde_json::{Value, json};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

const DIRECTORY: Id = Id::from_bytes([9; 12]);
const GROUP: Id = Id::from_bytes([3; 12]);
const EPOCH: u32 = 2;

fn group(directory: &Directory) -> Group {
    match directory.read(Record::Group, GROUP).unwrap().record {
        groundswell_model::Record::Group(group) => group,
        other => panic!("{other:?}"),
    }
}

/// A directory with one group, which has public and members-only fields.
fn directory() -> Directory {
    let author = Author { device: DeviceId([1; 8]), session: [1; 8] };
    let network = Network { name: "Driftless Network".to_owned(), ..Network::default() };
    let (mut directory, _) = Directory::create(DIRECTORY, &network, author, Timestamp(1_000)).unwrap();
    let group = Group {
        id: GROUP,
        name: "Arena Neighbours".to_owned(),
        notes: "Ring Ada first".to_owned(),
        ..Group::default()
    };
    let after = Box::new(groundswell_model::Record::Group(group));
    directory.apply(&Command::Save { before: None, after }, Timestamp(2_000)).unwrap();
    directory
}

/// What the other implementation reads with a link, after an edit if there is one.
async fn other(address: SocketAddr, grant: Grant, edit: Option<Value>) -> Value {
    let link = Link::new(capability().weaken(grant).unwrap(), *DIRECTORY.as_bytes(), EPOCH);
    let link = link.with_name("Driftless").with_relay(&format!("ws://{address}/sync")).unwrap();
    let mut arguments = vec!["protocol/client.mjs".to_owned()];
    arguments.extend(edit.into_iter().flat_map(|edit| ["--edit".to_owned(), edit.to_string()]));
    let said = tokio::task::spawn_blocking(move || {
        let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
        node::run(&arguments, &format!("Join: https://example.org/{}", *link.fragment()), &[])
    });
    serde_json::from_str(&said.await.unwrap()).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn both_implementations_read_what_the_other_wrote() {
    let app = tempfile::tempdir().unwrap();
    std::fs::write(app.path().join("index.html"), "app").unwrap();
    let service = Service::open(Options::default()).unwrap();
    let loopback = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0);
    let server = serve(app.path(), loopback, &service).await.unwrap();
    let address = server.address();

    let mut directory = directory();
    let mut editor = Editor::connect(address, EPOCH).await;
    let public = directory.save(groundswell_directory::Part::Public);
    let members = directory.save(groundswell_directory::Part::Members);
    // Not a document: quarantined. Large: it comes in fragments.
    let other_bytes = vec![7; 600_000];
    let tails = editor.put(Part::Public, Kind::Tail, &[], &[&public]).await;
    let public_ids = editor.put(Part::Public, Kind::Checkpoint, &tails, &[&public]).await;
    let members_ids = editor.put(Part::Members, Kind::Tail, &[], &[&members, b"", &other_bytes]).await;
    assert_eq!((public_ids.len(), members_ids.len()), (1, 3));

    // The holder of a public link reads the card only.
    let read = other(address, Grant::Public, None).await;
    assert_eq!(read["link"]["grant"], "public");
    assert_eq!(read["link"]["name"], "Driftless");
    assert_eq!(read["link"]["epoch"], EPOCH);
    assert_eq!(read["link"]["directory"], "09".repeat(12));
    assert_eq!(read["parts"]["members"], Value::Null);
    let part = &read["parts"]["public"];
    let room = editor.room(Part::Public);
    assert_eq!(part["room"], room.room().id().to_string());
    // The tail is covered, and not sent any more.
    assert_eq!(part["kinds"], json!(["checkpoint"]));
    assert_eq!(part["covers"], json!([tails[0].to_string()]));
    assert_eq!((&part["promised"]["chunks"], &part["quarantined"]), (&json!(1), &json!([])));
    assert_eq!(part["document"]["groups"][GROUP.to_string()]["name"], "Arena Neighbours");
    assert!(!read.to_string().contains("Ada"));

    // The holder of a members link reads everything, in fragments too.
    let read = other(address, Grant::Members, None).await;
    let part = &read["parts"]["members"];
    assert_eq!((&part["chunks"], &part["items"]), (&json!(3), &json!(3)));
    assert_eq!(part["document"]["groups"][GROUP.to_string()]["notes"], "Ring Ada first");
    assert_eq!(part["quarantined"], json!(["an item of 0 bytes", "an item of 600000 bytes"]));

    // An editor's change is taken in here.
    let edit = json!({
        "part": "public", "kind": "groups", "id": GROUP.to_string(), "field": "name", "value": "Arena Together",
    });
    let wrote = other(address, Grant::Edit, Some(edit)).await;
    let [blob] = editor.fetch(Part::Public, &public_ids).await.try_into().unwrap();
    assert_eq!(wrote["put"][0]["id"], blob.chunks[0].to_string());
    assert_eq!((blob.kind, blob.items.len()), (Kind::Tail, 1));
    let chunks = [(groundswell_directory::Part::Public, blob.items[0].clone())];
    let (_, quarantined, new) = directory.merge(&chunks).unwrap();
    assert_eq!((quarantined, new.len()), (Vec::new(), 1));
    assert_eq!(group(&directory).name, "Arena Together");

    // A notice closes the room, and both hear why.
    editor.put(Part::Members, Kind::Notice, &[], &[b"\x01A new link: ask Ada"]).await;
    let read = other(address, Grant::Members, None).await;
    assert_eq!(read["parts"]["members"]["notices"], json!([{ "words": "A new link: ask Ada" }]));
    // What was put on a connection is not sent there again.
    assert_eq!(editor.fetch(Part::Members, &members_ids).await, []);
    let [notice] =
        Editor::connect(address, EPOCH).await.fetch(Part::Members, &members_ids).await.try_into().unwrap();
    assert_eq!((notice.kind, &notice.items[0][1..]), (Kind::Notice, &b"A new link: ask Ada"[..]));

    // One that leads on leads both to the same link.
    let old = Link::new(capability(), *DIRECTORY.as_bytes(), EPOCH);
    let new = Capability::edit(Seed::from_bytes([43; 32]));
    let made = Succession::sign(&capability(), EPOCH, DIRECTORY.as_bytes(), &new, 7, [1; 8]).unwrap();
    let public = new.weaken(Grant::Public).unwrap();
    let next = old.with_relay(&format!("ws://{address}/sync")).unwrap();
    let next = next.succeed(made.clone(), public.clone()).unwrap();
    let notice = Notice {
        words: "Here it goes on".to_owned(),
        succession: Some(made),
        public_seed: Some(public.seed().clone()),
        withdrawal: None,
    };
    let items = notice.items();
    let items: Vec<_> = items.iter().map(Vec::as_slice).collect();
    editor.put(Part::Public, Kind::Notice, &[], &items).await;
    let read = other(address, Grant::Public, None).await;
    let [told] = read["parts"]["public"]["notices"].as_array().unwrap().as_slice() else { panic!("{read}") };
    assert_eq!((&told["words"], &told["next"]), (&json!("Here it goes on"), &json!(*next.fragment())));
    assert_eq!(told["code"], next.keys().code(DIRECTORY.as_bytes()));
    server.stop().await;
}
