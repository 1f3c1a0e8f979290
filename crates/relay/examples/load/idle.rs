//! What a connection that says nothing costs.

use std::time::Duration;

use serde_json::{Value, json};

use crate::Target;
use crate::protocol::{Protocol, Received};
use crate::server::resident;
use crate::socket::Socket;

/// Connections before it is counted.
const WARM: usize = 50;

pub async fn measure(target: Target, protocol: Protocol, clients: usize) -> Value {
    let mut held = Vec::new();
    for client in 0..WARM {
        held.push(join(&target, &protocol, client).await);
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    let before = resident(target.process);
    for client in WARM..WARM + clients {
        held.push(join(&target, &protocol, client).await);
    }
    tokio::time::sleep(Duration::from_secs(2)).await;
    let after = resident(target.process);
    json!({
        "connections": clients,
        "bytes_per_connection": after.saturating_sub(before) / clients as u64,
        "server_bytes": after,
    })
}

async fn join(target: &Target, protocol: &Protocol, client: usize) -> Socket {
    let mut socket = Socket::connect(None, target.address, &protocol.path()).await.unwrap();
    socket.send(&protocol.greeting(client)).await.unwrap();
    let mut received = Received::default();
    while !received.is_ready {
        socket.receive(|message| protocol.receive(client, message, &mut received)).await.unwrap();
        socket.send(&std::mem::take(&mut received.answers)).await.unwrap();
    }
    socket
}
