//! What a connection that says nothing costs.

use std::time::Duration;

use serde_json::{Value, json};

use crate::Target;
use crate::server::resident;
use crate::socket::Socket;
use crate::speech::{Heard, Speech};

/// Connections before it is counted.
const WARM: usize = 50;

pub async fn measure(target: Target, speech: Speech, clients: usize) -> Value {
    let mut held = Vec::new();
    for client in 0..WARM {
        held.push(join(&target, &speech, client).await);
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    let before = resident(target.process);
    for client in WARM..WARM + clients {
        held.push(join(&target, &speech, client).await);
    }
    tokio::time::sleep(Duration::from_secs(2)).await;
    let after = resident(target.process);
    json!({
        "connections": clients,
        "bytes_per_connection": after.saturating_sub(before) / clients as u64,
        "server_bytes": after,
    })
}

async fn join(target: &Target, speech: &Speech, client: usize) -> Socket {
    let mut socket = Socket::connect(None, target.address, &speech.path()).await.unwrap();
    socket.send(&speech.greeting(client)).await.unwrap();
    let mut heard = Heard::default();
    while !heard.is_ready {
        socket.hear(|message| speech.hear(client, message, &mut heard)).await.unwrap();
        socket.send(&std::mem::take(&mut heard.answers)).await.unwrap();
    }
    socket
}
