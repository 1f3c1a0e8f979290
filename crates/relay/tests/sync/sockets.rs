//! The server as it runs, over loopback.

use std::io::{Read as _, Write as _};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::Path;
use std::time::Duration;

use futures::SinkExt as _;
use groundswell_relay::relay::Rules;
use groundswell_relay::store::redb::RedbStore;
use groundswell_relay::store::{Change, Facts, Store as _};
use groundswell_relay::{Options, Server, Service, serve};
use groundswell_wire::{Channel, ClientFrame, Leaving, Refusal};
use tokio_tungstenite::tungstenite::{Bytes, Error, Message};

use crate::chunks::Part;
use crate::client::{Client, Member, Received};

const LOOPBACK: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0);

fn app() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("index.html"), "app").unwrap();
    folder
}

async fn relay(app: &Path, options: Options) -> (Service, Server) {
    let service = Service::open(options).unwrap();
    let server = serve(app, LOOPBACK, &service).await.unwrap();
    (service, server)
}

/// Sends a request and reads to the end of the answer.
async fn ask(address: SocketAddr, request: String) -> String {
    tokio::task::spawn_blocking(move || {
        let mut stream = std::net::TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    })
    .await
    .unwrap()
}

async fn get(address: SocketAddr, path: &str) -> String {
    ask(address, format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")).await
}

#[tokio::test]
async fn two_clients_converge_and_a_wiped_relay_is_filled_again() {
    let (app, data) = (app(), tempfile::tempdir().unwrap());
    let part = Part::new(1);
    let options = || Options { data: Some(data.path().join("relay")), ..Options::default() };
    let (service, server) = relay(app.path(), options()).await;
    let Member { client: mut one, .. } = Client::member(server.address(), &part.access, &[]).await;
    let Member { client: mut two, .. } = Client::member(server.address(), &part.access, &[]).await;
    let [first, second, large] = [(1, 100), (2, 200), (3, 250_000)].map(|(n, size)| part.tail(n, size));
    one.put(&first).await;
    assert_eq!(two.chunk().await, first.bytes);
    two.put(&second).await;
    two.put(&large).await;
    assert_eq!(one.chunk().await, second.bytes);
    assert_eq!(one.chunk().await, large.bytes);
    one.acked(&[first.id]).await;
    two.acked(&[second.id, large.id]).await;
    service.stop().await;
    server.stop().await;
    drop(service);

    // It comes back with everything.
    let (service, server) = reopened(app.path(), options()).await;
    let Member { chunks, .. } = Client::member(server.address(), &part.access, &[first.id]).await;
    assert_eq!(chunks, [second.bytes.clone(), large.bytes.clone()]);
    service.stop().await;
    server.stop().await;
    drop(service);

    // It comes back with nothing, and asks for it.
    std::fs::remove_dir_all(data.path().join("relay")).unwrap();
    let (_service, server) = reopened(app.path(), options()).await;
    let all = [first, second, large];
    let ids: Vec<_> = all.iter().map(|chunk| chunk.id).collect();
    let Member { mut client, wanted, .. } = Client::member(server.address(), &part.access, &ids).await;
    assert_eq!(wanted.len(), 3);
    for chunk in &all {
        assert!(wanted.contains(&chunk.id.short()));
        client.put(chunk).await;
    }
    client.acked(&ids).await;
    let Member { chunks, .. } = Client::member(server.address(), &part.access, &[]).await;
    assert_eq!(chunks.len(), 3);
    server.stop().await;
}

/// The store's threads let go of its file a moment after the relay is gone.
async fn reopened(app: &Path, options: Options) -> (Service, Server) {
    for _ in 0..200 {
        if let Ok(service) = Service::open(options.clone()) {
            let server = serve(app, LOOPBACK, &service).await.unwrap();
            return (service, server);
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("the store stays in use");
}

#[tokio::test]
async fn two_listeners_share_the_rooms() {
    let app = app();
    let (service, first) = relay(app.path(), Options::default()).await;
    let second = serve(app.path(), LOOPBACK, &service).await.unwrap();
    let part = Part::new(1);
    let Member { client: mut one, .. } = Client::member(first.address(), &part.access, &[]).await;
    let Member { client: mut two, .. } = Client::member(second.address(), &part.access, &[]).await;
    let chunk = part.tail(1, 100);
    one.put(&chunk).await;
    assert_eq!(two.chunk().await, chunk.bytes);
    one.send(&[ClientFrame::Ephemeral { channel: Channel(0), bytes: b"here" }]).await;
    assert_eq!(two.receive().await, Some(Received::Ephemeral(b"here".to_vec())));
    // One listener ends; who came by the other does not notice.
    second.stop().await;
    assert_eq!(two.receive().await, None);
    one.send(&[ClientFrame::Ping { number: 7 }]).await;
    while one.receive().await != Some(Received::Pong(7)) {}
    first.stop().await;
}

#[tokio::test]
async fn a_page_of_another_origin_is_refused() {
    let app = app();
    let options = Options { origins: vec!["https://pages.example".to_owned()], ..Options::default() };
    let (_service, server) = relay(app.path(), options).await;
    let own = format!("http://{}", server.address());
    for origin in [None, Some(own.as_str()), Some("https://pages.example")] {
        assert!(Client::try_connect(server.address(), origin).await.is_ok(), "{origin:?}");
    }
    for origin in ["https://evil.example", "null", "http://127.0.0.1:1"] {
        let refused = Client::try_connect(server.address(), Some(origin)).await;
        let Err(Error::Http(answer)) = refused else { panic!("{origin} was let in") };
        assert_eq!(answer.status(), 403);
    }
    assert!(get(server.address(), "/sync").await.starts_with("HTTP/1.1 426"));
    server.stop().await;
}

#[tokio::test]
async fn too_large_a_message_and_text_end_the_connection() {
    let app = app();
    let (_service, server) = relay(app.path(), Options::default()).await;
    let huge = vec![0; (1 << 20) + 1];
    for (message, code) in [(Message::binary(huge), 1009u16), (Message::text("hello"), 1003)] {
        let mut client = Client::connect(server.address()).await;
        assert_eq!(client.receive().await, Some(Received::Welcome));
        // The relay may hang up while this is still being sent.
        let _sent = client.socket.send(message).await;
        let mut closed = None;
        while let Some(next) = futures::StreamExt::next(&mut client.socket).await {
            match next {
                Ok(Message::Close(frame)) => closed = frame.map(|frame| u16::from(frame.code)),
                Ok(_) => {}
                Err(_) => break,
            }
        }
        assert!(closed.is_none_or(|closed| closed == code), "{closed:?}");
        assert!(code == 1009 || closed == Some(code));
    }
    // The largest that is allowed is read whole.
    let mut client = Client::connect(server.address()).await;
    let mut most = Vec::new();
    let part = Part::new(1);
    ClientFrame::Open { channel: Channel(0), access: part.access.clone() }.encode(&mut most).unwrap();
    while most.len() < (1 << 20) - 2_000 {
        ClientFrame::Put { channel: Channel(0), chunk: &part.tail(1, 1_000).bytes }
            .encode(&mut most)
            .unwrap();
    }
    client.socket.send(Message::binary(most)).await.unwrap();
    client.acked(&[part.tail(1, 1_000).id]).await;
    server.stop().await;
}

#[tokio::test]
async fn a_slow_reader_is_dropped_and_hurts_nobody() {
    let app = app();
    let rules = Rules {
        queue_bytes: 256 << 10,
        room_frames: 0,
        address_frames: 0,
        address_bytes: 0,
        ..Rules::default()
    };
    let (_service, server) = relay(app.path(), Options { rules, ..Options::default() }).await;
    let part = Part::new(1);
    let Member { client: mut from, .. } = Client::member(server.address(), &part.access, &[]).await;
    let Member { client: mut fast, .. } = Client::member(server.address(), &part.access, &[]).await;
    let Member { client: slow, .. } = Client::member(server.address(), &part.access, &[]).await;
    // More than the system keeps for a socket on either side.
    let chunks: Vec<_> = (0..120).map(|number| part.tail(number, 200_000)).collect();
    for chunk in &chunks {
        from.put(chunk).await;
        assert_eq!(fast.chunk().await, chunk.bytes);
    }
    from.acked(&chunks.iter().map(|chunk| chunk.id).collect::<Vec<_>>()).await;
    let metrics = get(server.address(), "/metrics").await;
    assert!(metrics.contains("\ngroundswell_slow_clients_total 1\n"), "{metrics}");
    assert!(metrics.contains("\ngroundswell_connections 2\n"), "{metrics}");
    drop(slow);
    server.stop().await;
}

#[tokio::test]
async fn a_client_that_comes_in_crumbs_is_understood_and_one_that_says_nothing_is_not_waited_for() {
    let app = app();
    let rules = Rules { hello_seconds: 1, ..Rules::default() };
    let (_service, server) = relay(app.path(), Options { rules, ..Options::default() }).await;
    let mut silent = Client::try_connect(server.address(), None).await.unwrap();
    assert_eq!(silent.receive().await, Some(Received::Going(Leaving::Idle)));
    assert_eq!(silent.receive().await, None);

    let mut client = Client::try_connect(server.address(), None).await.unwrap();
    let mut hello = Vec::new();
    ClientFrame::Hello { versions: vec![1], agent: "crumbs" }.encode(&mut hello).unwrap();
    // Masked with nought, head and all, byte by byte.
    let frame = [&[0x82, 0x80 | u8::try_from(hello.len()).unwrap(), 0, 0, 0, 0], &hello[..]].concat();
    for byte in frame {
        tokio::io::AsyncWriteExt::write_all(client.socket.get_mut(), &[byte]).await.unwrap();
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    assert_eq!(client.receive().await, Some(Received::Welcome));
    client.socket.send(Message::Ping(Bytes::from_static(b"there?"))).await.unwrap();
    let pong = futures::StreamExt::next(&mut client.socket).await.unwrap().unwrap();
    assert_eq!(pong, Message::Pong(Bytes::from_static(b"there?")));
    server.stop().await;
}

#[tokio::test]
async fn the_end_is_told_once_everything_is_stored() {
    let (app, data) = (app(), tempfile::tempdir().unwrap());
    let options = Options { data: Some(data.path().to_path_buf()), ..Options::default() };
    let (service, server) = relay(app.path(), options).await;
    let part = Part::new(1);
    let Member { mut client, .. } = Client::member(server.address(), &part.access, &[]).await;
    let chunk = part.tail(1, 100_000);
    client.put(&chunk).await;
    client.acked(&[chunk.id]).await;
    let stopping = tokio::spawn(async move {
        service.stop().await;
        service
    });
    while let Some(message) = client.receive().await {
        let is_last = message == Received::Going(Leaving::Stopping);
        assert!(is_last || matches!(message, Received::Ack(_)), "{message:?}");
    }
    stopping.await.unwrap();
    server.stop().await;
}

#[tokio::test]
async fn a_store_that_cannot_be_opened_leaves_the_app_served_and_says_why() {
    let (app, data) = (app(), tempfile::tempdir().unwrap());
    std::fs::write(data.path().join("rooms.redb"), "garbage that is no store").unwrap();
    let options = Options { data: Some(data.path().to_path_buf()), ..Options::default() };
    let why = Service::open(options.clone()).unwrap_err();
    let service = Service::without_store(&why, options);
    let server = serve(app.path(), LOOPBACK, &service).await.unwrap();
    assert!(get(server.address(), "/").await.ends_with("app"));
    let health = get(server.address(), "/healthz").await;
    assert!(health.starts_with("HTTP/1.1 503") && health.contains("damaged"), "{health}");
    assert!(get(server.address(), "/metrics").await.contains("groundswell_store_writable 0"));
    let mut client = Client::connect(server.address()).await;
    client.send(&[ClientFrame::Open { channel: Channel(0), access: Part::new(1).access }]).await;
    assert_eq!(client.receive().await, Some(Received::Welcome));
    assert_eq!(client.receive().await, Some(Received::Refused(Refusal::Broken, None)));
    server.stop().await;
}

#[tokio::test]
async fn figures_name_nobody() {
    let app = app();
    let (_service, server) = relay(app.path(), Options::default()).await;
    let part = Part::new(1);
    let Member { mut client, .. } = Client::member(server.address(), &part.access, &[]).await;
    let chunk = part.tail(1, 100);
    client.put(&chunk).await;
    client.acked(&[chunk.id]).await;
    let metrics = get(server.address(), "/metrics").await;
    assert!(metrics.contains("text/plain; version=0.0.4"), "{metrics}");
    for expected in
        ["groundswell_connections 1", "groundswell_chunks_taken_total 1", "groundswell_acknowledged_total 1"]
    {
        assert!(metrics.contains(&format!("\n{expected}\n")), "{expected} in {metrics}");
    }
    let secrets = [
        part.room().to_string(),
        part.access.key.to_string(),
        chunk.id.to_string(),
        "01010101".to_owned(),
        "127.0.0.1".to_owned(),
    ];
    assert!(secrets.iter().all(|secret| !metrics.contains(secret.as_str())));
    server.stop().await;
}

#[tokio::test]
async fn a_head_that_is_too_large_is_refused() {
    let app = app();
    let (_service, server) = relay(app.path(), Options::default()).await;
    let request =
        format!("GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\nx: {}\r\n\r\n", "x".repeat(20_000));
    let answer = ask(server.address(), request).await;
    assert!(answer.starts_with("HTTP/1.1 431"), "{answer}");
    server.stop().await;
}

#[tokio::test]
async fn a_relay_that_was_down_for_long_or_whose_clock_is_far_ahead_forgets_nothing() {
    let (app, data) = (app(), tempfile::tempdir().unwrap());
    let part = Part::new(1);
    let chunk = part.tail(1, 100);
    // By the store's clock a moment ago; by the system's decades.
    let facts = Facts {
        id: chunk.id,
        kind: groundswell_wire::Kind::Tail,
        blob: groundswell_wire::BlobId::from_bytes([1; 16]),
        fragment: 0,
        fragments: 1,
        covers: Vec::new(),
        size: chunk.bytes.len() as u32,
        at: 1_000_000,
        order: 0,
    };
    let store = RedbStore::open(data.path()).unwrap();
    let put = Change::Put { room: part.room(), facts, bytes: chunk.bytes.clone().into() };
    store.commit(&[put]).unwrap();
    drop(store);
    let rules = Rules { room_days: 1, ..Rules::default() };
    let options = Options { rules, data: Some(data.path().to_path_buf()), ..Options::default() };
    let (service, server) = relay(app.path(), options).await;
    // It has looked for what is old: then it has dated its store too, in the order in which it was asked.
    let mut is_dated = false;
    for _ in 0..200 {
        is_dated = get(server.address(), "/metrics").await.contains("\ngroundswell_commits_total 1\n");
        if is_dated {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(is_dated);
    let Member { chunks, .. } = Client::member(server.address(), &part.access, &[]).await;
    assert_eq!(chunks, [chunk.bytes]);
    service.stop().await;
    server.stop().await;
}

#[tokio::test]
async fn it_is_said_before_there_is_no_space_left() {
    let app = app();
    let rules = Rules { store_bytes: 100_000, address_store_bytes: 0, ..Rules::default() };
    let (_service, server) = relay(app.path(), Options { rules, ..Options::default() }).await;
    let part = Part::new(1);
    let Member { mut client, .. } = Client::member(server.address(), &part.access, &[]).await;
    let health = get(server.address(), "/healthz").await;
    assert!(health.starts_with("HTTP/1.1 200") && health.ends_with("\r\n\r\nok\n"), "{health}");
    for number in 0..2 {
        let chunk = part.tail(number, 38_000);
        client.put(&chunk).await;
        client.acked(&[chunk.id]).await;
    }
    let health = get(server.address(), "/healthz").await;
    assert!(health.starts_with("HTTP/1.1 200") && health.contains("\r\n\r\nok\nspace is short"), "{health}");
    let metrics = get(server.address(), "/metrics").await;
    for expected in ["groundswell_store_space 2", "groundswell_store_limit_bytes 100000"] {
        assert!(metrics.contains(&format!("\n{expected}\n")), "{metrics}");
    }
    server.stop().await;
}

#[tokio::test]
async fn messages_that_never_end_are_hung_up_on_where_an_address_has_too_many() {
    let app = app();
    let rules = Rules { address_unfinished_bytes: 1 << 20, address_bytes: 0, ..Rules::default() };
    let (_service, server) = relay(app.path(), Options { rules, ..Options::default() }).await;
    let mut open = Vec::new();
    let begun = [&[0x82, 0xff][..], &(1u64 << 20).to_be_bytes(), &[0; 4], &[0; 300_000]].concat();
    for _ in 0..8 {
        let mut client = Client::connect(server.address()).await;
        assert_eq!(client.receive().await, Some(Received::Welcome));
        tokio::io::AsyncWriteExt::write_all(client.socket.get_mut(), &begun).await.unwrap();
        open.push(client);
    }
    let mut hung_up_on = 0;
    for _ in 0..200 {
        let metrics = get(server.address(), "/metrics").await;
        let line = metrics.lines().find_map(|line| line.strip_prefix("groundswell_unfinished_total "));
        hung_up_on = line.unwrap().parse().unwrap();
        if hung_up_on == 5 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(hung_up_on, 5, "of eight of 300 KB three are within a mebibyte");
    server.stop().await;
}
