//! Listening, and stopping so that nothing is left open.

mod places;

use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::{Extension, Router};
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::{JoinHandle, JoinSet};

use crate::answer;
use crate::relay::Origin;
use crate::service::{Connections, Options, Peer, Service};
use crate::site::{Site, SiteError};
use crate::store::StoreError;
use places::Places;

/// Why the server did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The app's folder cannot be served.
    #[error(transparent)]
    Site(#[from] SiteError),
    /// The relay's store cannot be opened.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The address cannot be listened on, mostly because another program does.
    #[error("cannot listen on {address}")]
    Listen {
        /// The address asked for.
        address: SocketAddr,
        /// What the system said.
        source: std::io::Error,
    },
}

/// A running server. Dropping it stops it as [`Server::stop`] does, without waiting.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    accepting: Option<JoinHandle<()>>,
    /// Tells the connections that the server ends.
    end: watch::Sender<bool>,
    /// Nothing more can come of it once all connections have ended.
    ended: mpsc::Receiver<()>,
    /// Kept where nobody else keeps it.
    _own: Option<Service>,
}

/// Reads the app's folder and serves it on an address, with a relay of its own that forgets everything when it
/// stops; port 0 takes a free one.
///
/// # Errors
/// [`StartError`] where the folder or the address cannot be had.
pub async fn start(app: &Path, address: SocketAddr) -> Result<Server, StartError> {
    let service = Service::open(Options::default())?;
    let server = serve(app, address, &service).await?;
    Ok(Server { _own: Some(service), ..server })
}

/// Reads the app's folder and serves it on an address, with a relay that other addresses may share; port 0 takes
/// a free one.
///
/// # Errors
/// [`StartError`] where the folder or the address cannot be had.
pub async fn serve(app: &Path, address: SocketAddr, service: &Service) -> Result<Server, StartError> {
    let (end, ending) = watch::channel(false);
    let (held, ended) = mpsc::channel(1);
    let connections = Connections { hub: Arc::clone(service.hub()), end: ending, held };
    let router = answer::router(Site::read(app)?, connections);
    let refused = |source| StartError::Listen { address, source };
    let listener = TcpListener::bind(address).await.map_err(refused)?;
    let address = listener.local_addr().map_err(refused)?;
    let (stop, stopped) = oneshot::channel();
    let proxies = service.hub().proxies().to_vec();
    let accepting = tokio::spawn(accept(listener, router, proxies, stopped));
    Ok(Server { address, stop: Some(stop), accepting: Some(accepting), end, ended, _own: None })
}

impl Server {
    /// The address it listens on, with the port it was given.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Closes the listener and every open connection, in mid-answer too, and returns when that is
    /// done: to a browser the server is then really gone, and the port is free again.
    pub async fn stop(mut self) {
        if let Some(stop) = self.stop.take() {
            // The receiver is gone only where the task has already ended, which is what is asked for.
            let _already_ended = stop.send(());
        }
        if let Some(accepting) = self.accepting.take() {
            // An error here is a panic of that task: it closed everything on its way out.
            let _closed = accepting.await;
        }
        self.end.send_replace(true);
        // Nobody sends: it is over when nobody could any more.
        while self.ended.recv().await.is_some() {}
    }
}

/// Connections that speak HTTP at once; past it, for each that comes another goes ([`places`]). Those that went on to
/// speak WebSocket are counted by the relay.
const MOST_CONNECTIONS: usize = 4096;

/// How long a client may take to send a request's head, so that one that trickles it does not
/// hold a connection for ever. It also ends an idle connection.
const HEAD_TIMEOUT: Duration = Duration::from_secs(30);

/// Bytes of a request's head. No browser sends more to a server that sets no cookie.
const MOST_HEAD: usize = 16 << 10;

/// How long to wait after the system refused a connection, mostly for want of file descriptors.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

async fn accept(
    listener: TcpListener,
    router: Router,
    proxies: Vec<IpAddr>,
    mut stopped: oneshot::Receiver<()>,
) {
    let mut connections = JoinSet::new();
    let mut places = Places::default();
    loop {
        tokio::select! {
            biased;
            _ = &mut stopped => break,
            Some(ended) = connections.join_next_with_id() => {
                places.ended(ended.map_or_else(|error| error.id(), |(task, ())| task));
            }
            accepted = listener.accept() => {
                let Ok((stream, peer)) = accepted else {
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                    continue;
                };
                let address = Origin::of(peer.ip());
                if places.held_by(address) >= MOST_FROM_ONE && !proxies.contains(&peer.ip().to_canonical()) {
                    places.thin(address);
                } else if places.len() >= MOST_CONNECTIONS {
                    places.thin_most();
                }
                let router = router.clone().layer(Extension(Peer(peer)));
                let has_asked = Arc::new(AtomicBool::new(false));
                let asked = Arc::clone(&has_asked);
                let task = connections.spawn(async move {
                    let _too_long = tokio::time::timeout(LONGEST, converse(stream, router, asked)).await;
                });
                places.take(address, task, has_asked);
            }
        }
    }
    drop(listener);
    connections.shutdown().await;
}

/// Connections that speak HTTP at once from one address (of IPv6: from one /64 network), proxies excepted: a quarter
/// of all. A page opens six, and a carrier's one IPv4 address may stand for many households. Past it, for each that
/// comes another of that address goes.
const MOST_FROM_ONE: usize = 1024;

/// How long a connection may speak HTTP. Whoever fetches the app at two kilobytes a second is done by then; whoever
/// asks and does not read holds no place for ever.
const LONGEST: Duration = Duration::from_secs(600);

async fn converse(stream: TcpStream, router: Router, has_asked: Arc<AtomicBool>) {
    // Without it small answers wait for the client's delayed acknowledgement; worse, not wrong.
    let _slower = stream.set_nodelay(true);
    let router = TowerToHyperService::new(router);
    let answer = service_fn(|request| {
        has_asked.store(true, Ordering::Relaxed);
        router.call(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .max_buf_size(MOST_HEAD)
        .serve_connection(TokioIo::new(stream), answer)
        .with_upgrades();
    // An error is the client's going away or not speaking HTTP: the connection is closed either way.
    let _gone = connection.await;
}
