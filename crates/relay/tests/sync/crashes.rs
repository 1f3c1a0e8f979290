//! `kill -9` of the real program under load.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use groundswell_wire::{Channel, ChunkId, ClientFrame, verify};

use crate::chunks::Part;
use crate::client::{Client, Member, Received};

/// What was acknowledged.
type Acked = Arc<Mutex<BTreeMap<ChunkId, Vec<u8>>>>;

/// How often it is killed; more with `GROUNDSWELL_KILLS`.
fn kills() -> u32 {
    std::env::var("GROUNDSWELL_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(10)
}

fn start(app: &Path, data: &Path) -> (Child, SocketAddr) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_groundswell-relay"))
        .args([
            "--listen",
            "127.0.0.1:0",
            "--room-frames",
            "0",
            "--address-frames",
            "0",
            "--address-bytes",
            "0",
        ])
        .args(["--room-chunks", "1000000", "--app"])
        .arg(app)
        .arg("--data")
        .arg(data)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.trim().rsplit("//").next().unwrap().parse().unwrap();
    (child, address)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_under_load_it_loses_nothing_that_it_acknowledged() {
    let (app, data) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    std::fs::write(app.path().join("index.html"), "app").unwrap();
    let parts = [Part::new(1), Part::new(2)];
    let acked: [Acked; 2] = Default::default();
    let mut number = 0;
    for round in 0..=kills() {
        let (mut child, address) = start(app.path(), data.path());
        for (part, acked) in parts.iter().zip(&acked) {
            let Member { chunks, .. } = Client::member(address, &part.access, &[]).await;
            let held: BTreeMap<_, _> = chunks
                .into_iter()
                .map(|bytes| (verify::chunk_id(&bytes[..bytes.len() - 64]), bytes))
                .collect();
            for (id, bytes) in acked.lock().unwrap().iter() {
                assert_eq!(held.get(id), Some(bytes), "an acknowledged chunk is gone after {round} kills");
            }
        }
        let load = parts.iter().zip(&acked).map(|(part, acked)| {
            number += 100_000;
            tokio::spawn(write(address, part.clone(), Arc::clone(acked), number))
        });
        let load: Vec<_> = load.collect();
        // Never at the same point of its work.
        tokio::time::sleep(Duration::from_millis(40 + u64::from(round * 37 % 160))).await;
        child.kill().unwrap();
        child.wait().unwrap();
        for writer in load {
            writer.await.unwrap();
        }
    }
    let total: usize = acked.iter().map(|acked| acked.lock().unwrap().len()).sum();
    println!("{total} chunks were acknowledged over {} kills, none lost", kills());
    assert!(total > kills() as usize, "{total}");
}

/// Puts chunk after chunk until the relay is gone, and notes what was acknowledged.
async fn write(address: SocketAddr, part: Part, acked: Acked, from: u32) {
    let Ok(mut client) = Client::try_connect(address, None).await else { return };
    let mut message = Vec::new();
    ClientFrame::Hello { versions: vec![1], agent: "load" }.encode(&mut message).unwrap();
    ClientFrame::Open { channel: Channel(0), access: part.access.clone() }.encode(&mut message).unwrap();
    let mut sent = BTreeMap::new();
    let mut number = from;
    loop {
        for _ in 0..8 {
            number += 1;
            let size = if number.is_multiple_of(50) { 60_000 } else { 300 };
            let chunk = part.tail(number, size);
            ClientFrame::Put { channel: Channel(0), chunk: &chunk.bytes }.encode(&mut message).unwrap();
            sent.insert(chunk.id, chunk.bytes);
        }
        let message = tokio_tungstenite::tungstenite::Message::binary(std::mem::take(&mut message));
        if futures::SinkExt::send(&mut client.socket, message).await.is_err() {
            return;
        }
        // Up to 64 are on their way at a time.
        while sent.len() > 64 {
            match client.receive().await {
                Some(Received::Ack(ids)) => {
                    let mut acked = acked.lock().unwrap();
                    acked.extend(ids.iter().filter_map(|id| Some((*id, sent.remove(id)?))));
                }
                Some(_) => {}
                None => return,
            }
        }
    }
}
