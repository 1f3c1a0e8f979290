//! Many connections: how many there may be, and that those which never finish anything keep nobody out, at their own
//! address neither (a library's wireless network is one address).

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use groundswell_relay::relay::{ConnectionId, Input, Rules};
use groundswell_relay::{Options, Service, serve};
use groundswell_wire::{ClientFrame, Refusal};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};

use crate::chunks::Part;
use crate::world::World;

const HOME: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 1));
const AWAY: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 2));

fn hello() -> ClientFrame<'static> {
    ClientFrame::Hello { versions: vec![1], agent: "" }
}

/// Somebody who opens a room, as far as they may.
fn member(world: &mut World, from: IpAddr, part: &Part) -> ConnectionId {
    let id = world.connect_from(from);
    world.send(id, &[hello()]);
    world.open(id, 0, &part.access);
    world.have(id, 0, &[]);
    world.settle();
    id
}

fn is_live(world: &World, id: ConnectionId) -> bool {
    !world.received(id).is_gone && world.received(id).live.len() == 1
}

#[test]
fn connections_with_a_room_are_counted_by_address_and_in_all() {
    let rules = Rules { address_connections: 2, connections: 4, ..Rules::default() };
    let mut world = World::new(rules);
    let part = Part::new(1);
    let [first, second, third] = [(); 3].map(|()| member(&mut world, HOME, &part));
    assert_eq!(world.received(third).reasons(), [Refusal::Busy]);
    assert!(world.received(third).is_gone && is_live(&world, first) && is_live(&world, second));
    world.input(Input::Disconnected { connection: first });
    world.clients.remove(&first);
    assert!({
        let again = member(&mut world, HOME, &part);
        is_live(&world, again)
    });
    for _ in 0..2 {
        let id = member(&mut world, AWAY, &part);
        assert!(is_live(&world, id));
    }
    let fifth = member(&mut world, IpAddr::from([192, 0, 2, 3]), &part);
    assert_eq!(world.received(fifth).reasons(), [Refusal::Busy]);
}

#[test]
fn connections_that_never_open_a_room_make_way_for_those_that_do() {
    let mut world = World::new(Rules { address_connections: 8, ..Rules::default() });
    let part = Part::new(1);
    let settled = member(&mut world, HOME, &part);
    // Some say nothing, some hello, some begin a message that does not end.
    let strangers: Vec<_> = (0..30)
        .map(|number| {
            world.now += 1;
            let id = world.connect_from(HOME);
            match number % 3 {
                0 => {}
                1 => world.send(id, &[hello()]),
                _ => world.input(Input::Unfinished { connection: id, bytes: 1_000 }),
            }
            id
        })
        .collect();
    world.settle();
    assert_eq!(world.relay.counters().connections, 8);
    let there = |world: &World| strangers.iter().filter(|id| !world.received(**id).is_gone).count();
    assert_eq!(there(&world), 7, "the oldest went");
    let (here, there_too) = (member(&mut world, HOME, &part), member(&mut world, AWAY, &part));
    assert!(is_live(&world, here) && is_live(&world, there_too));
    let chunk = part.tail(1, 100);
    world.put(here, 0, &chunk);
    world.settle();
    for id in [settled, there_too] {
        assert_eq!(world.received(id).ids(), [chunk.id]);
    }
    assert_eq!(world.received(here).acked, [chunk.id]);
    assert_eq!(there(&world), 6);
    assert_eq!(world.relay.counters().displaced, 24);
}

#[test]
fn where_all_places_are_taken_those_without_a_room_make_way_too() {
    let mut world = World::new(Rules { connections: 10, ..Rules::default() });
    for number in 0..20 {
        world.now += 1;
        world.connect_from(IpAddr::from([198, 51, 100, number]));
    }
    let part = Part::new(1);
    let members: Vec<_> = (0..10).map(|_| member(&mut world, HOME, &part)).collect();
    assert!(members.iter().all(|id| is_live(&world, *id)));
    let late = member(&mut world, AWAY, &part);
    assert_eq!(world.received(late).reasons(), [Refusal::Busy]);
}

/// Connects from an address of this machine.
async fn dial(from: [u8; 4], to: SocketAddr) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind((from, 0).into()).unwrap();
    socket.connect(to).await.unwrap()
}

/// The status of the answer to a request.
async fn status(mut stream: TcpStream) -> String {
    let request = b"GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    let mut answer = Vec::new();
    stream.write_all(request).await.unwrap();
    stream.read_to_end(&mut answer).await.unwrap();
    String::from_utf8_lossy(&answer).chars().take(12).collect()
}

#[tokio::test]
#[cfg(target_os = "linux")]
async fn requests_that_never_end_keep_nobody_out_at_their_address_and_elsewhere() {
    const PATIENCE: Duration = Duration::from_secs(20);
    let app = tempfile::tempdir().unwrap();
    std::fs::write(app.path().join("index.html"), "app").unwrap();
    let service = Service::open(Options::default()).unwrap();
    let server = serve(app.path(), ([127, 0, 0, 1], 0).into(), &service).await.unwrap();
    let (library, elsewhere) = ([127, 0, 3, 1], [127, 0, 3, 2]);
    // An honest one that was here first, and waits between two requests.
    let mut first = dial(library, server.address()).await;
    first.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    let mut answer = [0; 12];
    first.read_exact(&mut answer).await.unwrap();
    // More than an address may have, each with half a head.
    let mut held = Vec::new();
    for _ in 0..1_100 {
        let mut stream = dial(library, server.address()).await;
        stream.write_all(b"GET /sync HTTP/1.1\r\nho").await.unwrap();
        held.push(stream);
    }
    for from in [elsewhere, library, library] {
        let answer = tokio::time::timeout(PATIENCE, status(dial(from, server.address()).await)).await;
        assert_eq!(answer.unwrap(), "HTTP/1.1 200");
    }
    let ended = |stream: &TcpStream| stream.try_read(&mut [0]).is_ok_and(|length| length == 0);
    let went = held.iter().filter(|stream| ended(stream)).count();
    assert!((70..=90).contains(&went), "{went} of the 1,100 went");
    assert!(ended(&held[0]) && !ended(&held[1_099]), "the oldest first");
    // Who has asked before is not the first to go.
    first.write_all(b"GET /metrics HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await.unwrap();
    let mut rest = Vec::new();
    tokio::time::timeout(PATIENCE, first.read_to_end(&mut rest)).await.unwrap().unwrap();
    assert!(String::from_utf8_lossy(&rest).contains("groundswell_connections 0"));
    server.stop().await;
}
