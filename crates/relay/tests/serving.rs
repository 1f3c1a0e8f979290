//! What a browser and a stranger get from the server, over a real socket.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::time::Duration;

use groundswell_relay::{CONTENT_SECURITY_POLICY, Server, StartError, start};

const LOOPBACK: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 0);

/// An app's folder with one file of every sort that matters here, in a folder with a secret.
fn folder() -> tempfile::TempDir {
    let outer = tempfile::tempdir().unwrap();
    std::fs::write(outer.path().join("secret.txt"), "secret").unwrap();
    let app = outer.path().join("dist");
    std::fs::create_dir_all(app.join("icons")).unwrap();
    for (name, content) in [
        ("index.html", "<!doctype html><title>app</title>"),
        ("index.html.br", "brotli"),
        ("index.html.gz", "gzip"),
        ("groundswell-0123456789abcdef_bg.wasm", "\0asm"),
        ("manifest.webmanifest", "{}"),
        ("icons/icon.svg", "<svg/>"),
        (".hidden", "hidden"),
    ] {
        std::fs::write(app.join(name), content).unwrap();
    }
    outer
}

async fn serving(outer: &Path) -> Server {
    start(&outer.join("dist"), LOOPBACK).await.unwrap()
}

/// Sends bytes as they are, so that nothing tidies the path on the way, and reads to the end.
async fn exchange(address: SocketAddr, request: String) -> String {
    tokio::task::spawn_blocking(move || {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8(answer).unwrap()
    })
    .await
    .unwrap()
}

async fn ask(server: &Server, method: &str, path: &str, headers: &str) -> String {
    let head = format!("{method} {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{headers}\r\n");
    exchange(server.address(), head).await
}

async fn get(server: &Server, path: &str, headers: &str) -> String {
    ask(server, "GET", path, headers).await
}

fn header<'a>(answer: &'a str, name: &str) -> Option<&'a str> {
    let (head, _) = answer.split_once("\r\n\r\n")?;
    head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

fn body(answer: &str) -> &str {
    answer.split_once("\r\n\r\n").unwrap().1
}

fn status(answer: &str) -> &str {
    answer.split(' ').nth(1).unwrap()
}

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let outer = folder();
    let server = serving(outer.path()).await;
    for (method, path, expected) in [
        ("GET", "/", "200"),
        ("HEAD", "/", "200"),
        ("GET", "/missing.png", "404"),
        ("POST", "/", "405"),
        ("POST", "/healthz", "405"),
        ("GET", "/healthz", "200"),
    ] {
        let answer = ask(&server, method, path, "").await;
        assert_eq!(status(&answer), expected, "{method} {path}");
        assert_eq!(
            header(&answer, "content-security-policy"),
            Some(CONTENT_SECURITY_POLICY),
            "{method} {path}"
        );
        assert_eq!(header(&answer, "x-content-type-options"), Some("nosniff"));
        assert_eq!(header(&answer, "referrer-policy"), Some("no-referrer"));
        assert_eq!(header(&answer, "cross-origin-opener-policy"), Some("same-origin"));
        let permissions = header(&answer, "permissions-policy").unwrap();
        assert!(permissions.contains("camera=(self)") && permissions.contains("microphone=()"));
    }
    server.stop().await;
}

#[test]
fn the_policy_allows_no_inline_code_and_no_other_origin() {
    for forbidden in ["unsafe-inline", "'unsafe-eval'", "http:", "https:", "*"] {
        assert!(!CONTENT_SECURITY_POLICY.contains(forbidden), "{forbidden}");
    }
    assert!(CONTENT_SECURITY_POLICY.starts_with("default-src 'none'"));
}

#[tokio::test]
async fn an_address_of_the_app_gets_its_starting_page_but_a_missing_file_does_not() {
    let outer = folder();
    let server = serving(outer.path()).await;
    for path in ["/", "/groups", "/groups/abc123/edit?town=Waupaca", "/caf%C3%A9"] {
        let answer = get(&server, path, "").await;
        assert_eq!(status(&answer), "200", "{path}");
        assert_eq!(header(&answer, "content-type"), Some("text/html; charset=utf-8"), "{path}");
        assert!(body(&answer).contains("<title>app</title>"), "{path}");
    }
    for path in ["/missing.js", "/icons/missing.svg", "/.hidden", "/index.html.br"] {
        assert_eq!(status(&get(&server, path, "").await), "404", "{path}");
    }
    server.stop().await;
}

#[tokio::test]
async fn a_link_that_came_into_the_address_gets_the_page_and_nobody_keeps_it() {
    let outer = folder();
    let server = serving(outer.path()).await;
    let link = "AQBiYWRiYWRiYWRiYWRiYWQ";
    for path in [
        format!("/%23join={link}"),
        format!("/%23join%3D{link}"),
        format!("/%23join%3d{link}."),
        format!("/%23JOIN%3d{link}%zz"),
        format!("/%2523join%253D{link}"),
        format!("/groups/%23join={link}"),
        format!("/icons/icon.svg%23join={link}"),
        format!("/?%23join={link}"),
        format!("/?utm=mail&join={link}"),
        format!("/join={link}"),
    ] {
        let first = get(&server, "/", "").await;
        let tag = header(&first, "etag").unwrap();
        let answer = get(&server, &path, &format!("if-none-match: {tag}\r\n")).await;
        assert_eq!(status(&answer), "200", "{path}");
        assert!(body(&answer).contains("<title>app</title>"), "{path}");
        assert_eq!(header(&answer, "content-type"), Some("text/html; charset=utf-8"), "{path}");
        assert_eq!(header(&answer, "cache-control"), Some("no-store"), "{path}");
        assert_eq!(header(&answer, "etag"), None, "{path}");
        assert_eq!(header(&answer, "referrer-policy"), Some("no-referrer"), "{path}");
        assert_eq!(header(&answer, "content-security-policy"), Some(CONTENT_SECURITY_POLICY), "{path}");
        assert!(!answer.contains(link), "{path}: it is said back");
    }
    // Nor is it said where something is wrong.
    for (method, path) in [("POST", format!("/%23join={link}")), ("GET", format!("/%23jo%69n{link}.png"))] {
        let answer = ask(&server, method, &path, "").await;
        assert!(["405", "404"].contains(&status(&answer)) && !answer.contains(link), "{answer}");
        assert_eq!(header(&answer, "referrer-policy"), Some("no-referrer"));
    }
    server.stop().await;
}

#[tokio::test]
async fn no_path_leads_out_of_the_folder() {
    let outer = folder();
    let server = serving(outer.path()).await;
    for path in [
        "/../secret.txt",
        "/icons/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/%2e%2e%2fsecret.txt",
        "/..%5csecret.txt",
        "//secret.txt",
        "/icons/%00/../../secret.txt",
        "/%",
        "/%ff",
    ] {
        let answer = get(&server, path, "").await;
        assert!(["400", "404"].contains(&status(&answer)), "{path}: {answer}");
        assert!(!body(&answer).contains("secret"), "{path}");
    }
    server.stop().await;
}

#[tokio::test]
async fn the_smallest_stored_encoding_that_the_client_takes_is_sent() {
    let outer = folder();
    let server = serving(outer.path()).await;
    for (accept, encoding, content) in [
        ("br, gzip", Some("br"), "brotli"),
        ("gzip", Some("gzip"), "gzip"),
        ("br;q=0, gzip", Some("gzip"), "gzip"),
        ("identity", None, "<!doctype html><title>app</title>"),
    ] {
        let answer = get(&server, "/", &format!("accept-encoding: {accept}\r\n")).await;
        assert_eq!(header(&answer, "content-encoding"), encoding, "{accept}");
        assert_eq!(body(&answer), content, "{accept}");
        assert_eq!(header(&answer, "vary"), Some("accept-encoding"));
    }
    let plain = get(&server, "/icons/icon.svg", "accept-encoding: br\r\n").await;
    assert_eq!(header(&plain, "content-encoding"), None);
    server.stop().await;
}

#[tokio::test]
async fn files_have_their_media_type_and_only_hashed_names_are_kept() {
    let outer = folder();
    let server = serving(outer.path()).await;
    for (path, media_type, cache) in [
        ("/groundswell-0123456789abcdef_bg.wasm", "application/wasm", "public, max-age=31536000, immutable"),
        ("/manifest.webmanifest", "application/manifest+json", "no-cache"),
        ("/icons/icon.svg", "image/svg+xml", "no-cache"),
        ("/", "text/html; charset=utf-8", "no-cache"),
    ] {
        let answer = get(&server, path, "").await;
        assert_eq!(header(&answer, "content-type"), Some(media_type), "{path}");
        assert_eq!(header(&answer, "cache-control"), Some(cache), "{path}");
    }
    server.stop().await;
}

#[tokio::test]
async fn a_client_that_has_the_file_is_not_sent_it_again() {
    let outer = folder();
    let server = serving(outer.path()).await;
    let first = get(&server, "/", "accept-encoding: br\r\n").await;
    let tag = header(&first, "etag").unwrap();

    let again = get(&server, "/", &format!("accept-encoding: br\r\nif-none-match: \"x\", W/{tag}\r\n")).await;
    assert_eq!(status(&again), "304");
    assert_eq!(header(&again, "etag"), Some(tag));
    assert_eq!(body(&again), "");

    // The tag names one encoding of the content: another one is not what the client has.
    let other = get(&server, "/", &format!("accept-encoding: gzip\r\nif-none-match: {tag}\r\n")).await;
    assert_eq!(status(&other), "200");
    server.stop().await;
}

#[tokio::test]
async fn head_is_answered_without_a_body() {
    let outer = folder();
    let server = serving(outer.path()).await;
    let answer = ask(&server, "HEAD", "/", "").await;
    assert_eq!(header(&answer, "content-length"), Some("33"));
    assert_eq!(body(&answer), "");
    server.stop().await;
}

#[tokio::test]
async fn stopping_closes_open_connections_and_frees_the_port() {
    let outer = folder();
    let server = serving(outer.path()).await;
    let address = server.address();
    let mut kept = TcpStream::connect(address).unwrap();
    kept.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    let kept = tokio::task::spawn_blocking(move || {
        kept.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n").unwrap();
        let mut answer = [0; 15];
        kept.read_exact(&mut answer).unwrap();
        assert_eq!(&answer, b"HTTP/1.1 200 OK");
        kept
    })
    .await
    .unwrap();

    server.stop().await;
    assert!(TcpStream::connect(address).is_err(), "the listener is still open");
    let mut kept = kept;
    let mut rest = Vec::new();
    // Closed or reset: both end the reading, where an open connection would time out.
    if let Err(error) = kept.read_to_end(&mut rest) {
        assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset);
    }

    let again = start(&outer.path().join("dist"), address).await.unwrap();
    assert_eq!(status(&get(&again, "/healthz", "").await), "200");
    again.stop().await;
}

#[tokio::test]
async fn a_folder_without_an_app_and_a_taken_port_are_refused_in_plain_words() {
    let empty = tempfile::tempdir().unwrap();
    let error = start(empty.path(), LOOPBACK).await.unwrap_err();
    assert!(error.to_string().contains("build the app first"), "{error}");
    let missing = start(&empty.path().join("nowhere"), LOOPBACK).await.unwrap_err();
    assert!(missing.to_string().starts_with("cannot read"), "{missing}");

    let outer = folder();
    let server = serving(outer.path()).await;
    let taken = start(&outer.path().join("dist"), server.address()).await.unwrap_err();
    assert!(matches!(taken, StartError::Listen { .. }), "{taken}");
    server.stop().await;
}
