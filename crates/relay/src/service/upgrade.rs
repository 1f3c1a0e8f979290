//! From a request for `/sync` to a connection.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::Extension;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, Version, header};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::sync::{mpsc, watch};
use tracing::debug;

use super::{Hub, connection};
use crate::answer::plain;
use crate::websocket::{self, Handshake};

/// Where a request's connection comes from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Peer(pub(crate) SocketAddr);

/// What a listener's connections share.
#[derive(Debug, Clone)]
pub(crate) struct Connections {
    /// The rooms.
    pub(crate) hub: Arc<Hub>,
    /// Becomes true when the listener ends.
    pub(crate) end: watch::Receiver<bool>,
    /// Held by every connection, so that the listener can wait for them.
    pub(crate) held: mpsc::Sender<()>,
}

/// Answers a request for `/sync`: with a WebSocket, or why not.
pub(crate) async fn sync(
    State(connections): State<Connections>,
    Extension(Peer(peer)): Extension<Peer>,
    mut request: Request<Body>,
) -> Response<Body> {
    if request.method() != Method::GET {
        let mut response = plain(StatusCode::METHOD_NOT_ALLOWED, "a WebSocket begins with GET\n");
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET"));
        return response;
    }
    let headers = request.headers();
    let asked = if request.version() == Version::HTTP_11 && !has_body(headers) {
        websocket::asked(headers)
    } else {
        Err(Handshake::Malformed)
    };
    let accept = match asked {
        Ok(key) => websocket::accept(key),
        Err(Handshake::Malformed) => {
            debug!("a request was none for a WebSocket");
            return plain(StatusCode::BAD_REQUEST, "this is no request for a WebSocket\n");
        }
        Err(Handshake::Other) => {
            let mut response = plain(StatusCode::UPGRADE_REQUIRED, "here a WebSocket is spoken\n");
            let headers = response.headers_mut();
            headers.insert(header::CONNECTION, HeaderValue::from_static("upgrade"));
            headers.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
            headers.insert(header::SEC_WEBSOCKET_VERSION, HeaderValue::from_static(websocket::VERSION));
            return response;
        }
    };
    if !is_welcome(headers, &connections.hub.origins) {
        debug!("a page of an origin that is not named was refused");
        return plain(StatusCode::FORBIDDEN, "this page may not use this relay\n");
    }
    let address = client(headers, peer.ip(), &connections.hub.proxies);
    let upgrade = hyper::upgrade::on(&mut request);
    tokio::spawn(async move {
        let Connections { hub, end, held } = connections;
        // The client may be gone by now.
        if let Some((stream, early)) = upgrade.await.ok().and_then(stream) {
            connection::serve(stream, early, hub, address, end).await;
        }
        drop(held);
    });
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
    let headers = response.headers_mut();
    headers.insert(header::CONNECTION, HeaderValue::from_static("upgrade"));
    headers.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
    headers.insert(header::SEC_WEBSOCKET_ACCEPT, accept);
    response
}

/// Whether more of the request follows than its head. It would be taken for frames.
fn has_body(headers: &HeaderMap) -> bool {
    let is_none = |length: &HeaderValue| length == "0";
    headers.contains_key(header::TRANSFER_ENCODING)
        || headers.get(header::CONTENT_LENGTH).is_some_and(|length| !is_none(length))
}

/// The bare socket, without what served HTTP on it.
fn stream(upgraded: hyper::upgrade::Upgraded) -> Option<(TcpStream, Bytes)> {
    let parts = upgraded.downcast::<TokioIo<TcpStream>>().ok()?;
    Some((parts.io.into_inner(), parts.read_buf))
}

/// Whether a page may use the relay: its own, or one of those named. A program that is no browser says no
/// origin, and could say any.
fn is_welcome(headers: &HeaderMap, origins: &[String]) -> bool {
    let Some(origin) = headers.get(header::ORIGIN) else { return true };
    let Ok(origin) = origin.to_str() else { return false };
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let own = origin.split_once("://").map(|(_, host)| host);
    (own.is_some() && own == host) || origins.iter().any(|named| named.trim_end_matches('/') == origin)
}

/// Where a client comes from: a proxy that is trusted says it last.
fn client(headers: &HeaderMap, peer: IpAddr, proxies: &[IpAddr]) -> IpAddr {
    if !proxies.contains(&peer.to_canonical()) {
        return peer;
    }
    let said = headers.get_all("x-forwarded-for").iter().next_back().and_then(|value| value.to_str().ok());
    said.and_then(|said| said.rsplit(',').next()?.trim().parse().ok()).unwrap_or(peer)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| {
                (name.parse::<header::HeaderName>().unwrap(), HeaderValue::from_static(value))
            })
            .collect()
    }

    #[test]
    fn a_page_of_another_origin_is_not_welcome_unless_named() {
        let from = |origin| headers(&[("host", "relay.example:8080"), ("origin", origin)]);
        let named = ["https://pages.example/".to_owned()];
        assert!(is_welcome(&headers(&[("host", "relay.example")]), &[]));
        assert!(is_welcome(&from("http://relay.example:8080"), &[]));
        assert!(is_welcome(&from("https://pages.example"), &named));
        for other in ["https://pages.example", "http://relay.example", "null", "http://evil.example:8080", ""]
        {
            assert!(!is_welcome(&from(other), &[]), "{other}");
        }
    }

    #[test]
    fn only_a_proxy_that_is_trusted_says_where_a_client_is() {
        let proxy: IpAddr = "127.0.0.1".parse().unwrap();
        let stranger: IpAddr = "198.51.100.7".parse().unwrap();
        let said = headers(&[("x-forwarded-for", "203.0.113.9, 192.0.2.1")]);
        assert_eq!(client(&said, proxy, &[proxy]).to_string(), "192.0.2.1");
        assert_eq!(client(&said, stranger, &[proxy]), stranger);
        assert_eq!(client(&headers(&[("x-forwarded-for", "nonsense")]), proxy, &[proxy]), proxy);
    }
}
