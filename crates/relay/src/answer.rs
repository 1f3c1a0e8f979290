//! From a request to its answer.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, Version, header};
use axum::middleware::Next;
use axum::routing::{any, get};

use crate::encoding;
use crate::headers;
use crate::relay::{Space, StoreFault};
use crate::service::{Connections, sync};
use crate::site::{File, Site, names};

/// The addresses the server answers: `/sync` for replicas, `/healthz` and `/metrics` for whoever watches it, and
/// the app's files.
pub(crate) fn router(site: Site, connections: Connections) -> Router {
    Router::new()
        .route("/healthz", get(health))
        .route("/metrics", get(metrics))
        .route("/sync", any(sync))
        .with_state(connections)
        .fallback_service(get(serve).fallback(serve).with_state(Arc::new(site)))
        .layer(axum::middleware::from_fn(addressed))
        .layer(axum::middleware::map_response(secured))
}

async fn health(State(connections): State<Connections>) -> Response<Body> {
    let mut response = match connections.hub.fault() {
        None => match connections.hub.space() {
            Space::Enough => plain(StatusCode::OK, "ok\n"),
            Space::Short => plain(
                StatusCode::OK,
                "ok\nspace is short: rooms that only one address ever used are forgotten; give the store more\n",
            ),
            Space::Reserved => plain(
                StatusCode::OK,
                "ok\nspace is short: only rooms that are some days old and that several addresses use take \
                anything; give the store more\n",
            ),
            Space::Full => plain(
                StatusCode::SERVICE_UNAVAILABLE,
                "read only: the space that rooms may use is full; give the store more\n",
            ),
        },
        Some(StoreFault::Full) => plain(StatusCode::SERVICE_UNAVAILABLE, "read only: the disk is full\n"),
        Some(StoreFault::Corrupt) => plain(
            StatusCode::SERVICE_UNAVAILABLE,
            "read only: the store is damaged; move it away and start again, the replicas fill a new one\n",
        ),
        Some(StoreFault::Failed) => plain(StatusCode::SERVICE_UNAVAILABLE, "read only: the store failed\n"),
    };
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

async fn metrics(State(connections): State<Connections>) -> Response<Body> {
    let mut response = Response::new(Body::from(connections.hub.metrics()));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; version=0.0.4"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Lets only those through who say whom they speak to: once, in HTTP/1.1 (RFC 9112 section 3.2).
async fn addressed(request: Request<Body>, next: Next) -> Response<Body> {
    let hosts = request.headers().get_all(header::HOST).iter().count();
    if hosts > 1 || (hosts == 0 && request.version() == Version::HTTP_11) {
        return plain(StatusCode::BAD_REQUEST, "a request names its host once\n");
    }
    next.run(request).await
}

async fn secured(mut response: Response<Body>) -> Response<Body> {
    headers::secure(response.headers_mut());
    response
}

async fn serve(State(site): State<Arc<Site>>, request: Request<Body>) -> Response<Body> {
    if request.method() != Method::GET && request.method() != Method::HEAD {
        let mut response = plain(StatusCode::METHOD_NOT_ALLOWED, "this server only answers GET and HEAD\n");
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
        return response;
    }
    let (path, query) = (request.uri().path(), request.uri().query().unwrap_or_default());
    if names::carries_link(path) || names::carries_link(query) {
        return send_to_carry_on(site.index(), request.headers());
    }
    match site.find(path) {
        Some(file) => send(file, request.headers()),
        None => plain(StatusCode::NOT_FOUND, "there is no such file\n"),
    }
}

/// The app's page for an address in which a sync link stands that was meant for the page alone (mail programs write
/// `%23` for `#`): the page takes it out. Nobody on the way keeps what was answered, under that address or another.
fn send_to_carry_on(page: &File, asked: &HeaderMap) -> Response<Body> {
    let (encoding, bytes) = page.in_encoding(&encoding::accepted(asked));
    let mut response = Response::new(Body::from(bytes));
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(page.content_type));
    if let Some(token) = encoding.token() {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(token));
    }
    response
}

fn send(file: &File, asked: &HeaderMap) -> Response<Body> {
    let (encoding, bytes) = file.in_encoding(&encoding::accepted(asked));
    let tag = format!("\"{}-{}\"", file.hash, encoding.token().unwrap_or("id"));
    let cache = if file.immutable { "public, max-age=31536000, immutable" } else { "no-cache" };
    let known = matches(asked, &tag);

    let mut response = Response::new(if known { Body::empty() } else { Body::from(bytes) });
    if known {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
    }
    let headers = response.headers_mut();
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if !known {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(file.content_type));
        if let Some(token) = encoding.token() {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(token));
        }
    }
    response
}

/// Whether `if-none-match` names the tag, weakly compared (RFC 9110 section 13.1.2).
fn matches(asked: &HeaderMap, tag: &str) -> bool {
    asked
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|offer| offer.trim().trim_start_matches("W/"))
        .any(|offer| offer == tag || offer == "*")
}

/// A short answer in words.
pub(crate) fn plain(status: StatusCode, text: &'static str) -> Response<Body> {
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    response
}
