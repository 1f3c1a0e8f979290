//! From a request to its answer.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, header};
use axum::routing::{any, get};

use crate::encoding;
use crate::headers;
use crate::relay::Trouble;
use crate::service::{Talks, sync};
use crate::site::{File, Site};

/// The addresses the server answers: `/sync` for replicas, `/healthz` and `/metrics` for whoever watches it, and
/// the app's files.
pub(crate) fn router(site: Site, talks: Talks) -> Router {
    Router::new()
        .route("/healthz", get(health))
        .route("/metrics", get(metrics))
        .route("/sync", any(sync))
        .with_state(talks)
        .fallback_service(get(serve).fallback(serve).with_state(Arc::new(site)))
        .layer(axum::middleware::map_response(secured))
}

async fn health(State(talks): State<Talks>) -> Response<Body> {
    let mut response = match talks.hub.trouble() {
        None => plain(StatusCode::OK, "ok\n"),
        Some(Trouble::Full) => plain(StatusCode::SERVICE_UNAVAILABLE, "read only: the disk is full\n"),
        Some(Trouble::Corrupt) => plain(
            StatusCode::SERVICE_UNAVAILABLE,
            "read only: the store is damaged; move it away and start again, the replicas fill a new one\n",
        ),
        Some(Trouble::Failed) => plain(StatusCode::SERVICE_UNAVAILABLE, "read only: the store failed\n"),
    };
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

async fn metrics(State(talks): State<Talks>) -> Response<Body> {
    let mut response = Response::new(Body::from(talks.hub.metrics()));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; version=0.0.4"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
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
    match site.find(request.uri().path()) {
        Some(file) => send(file, request.headers()),
        None => plain(StatusCode::NOT_FOUND, "there is no such file\n"),
    }
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
