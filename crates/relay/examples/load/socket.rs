//! A WebSocket client that costs as little as can be: it shares its processor with a thousand others.

use std::cell::RefCell;
use std::io::{Error, ErrorKind, Result};
use std::net::{IpAddr, SocketAddr};

use tokio::net::{TcpSocket, TcpStream};

thread_local! {
    static SCRATCH: RefCell<Vec<u8>> = RefCell::new(vec![0; 256 << 10]);
}

/// A connection that speaks WebSocket.
pub struct Socket {
    pub stream: TcpStream,
    /// The beginning of a message whose end has not come yet.
    rest: Vec<u8>,
}

/// A bare connection, from an address of this machine where one is named.
pub async fn dial(from: Option<IpAddr>, to: SocketAddr) -> Result<TcpStream> {
    let socket = if to.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    if let Some(from) = from {
        socket.bind(SocketAddr::new(from, 0))?;
    }
    let stream = socket.connect(to).await?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

/// A request for a WebSocket.
pub fn request(to: SocketAddr, path: &str) -> String {
    format!(
        "GET {path} HTTP/1.1\r\nhost: {to}\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\
         sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
}

impl Socket {
    /// A connection that has shaken hands, and of which nothing is unread.
    pub fn of(stream: TcpStream) -> Self {
        Self { stream, rest: Vec::new() }
    }

    /// Connects and shakes hands.
    pub async fn connect(from: Option<IpAddr>, to: SocketAddr, path: &str) -> Result<Self> {
        let stream = dial(from, to).await?;
        write_all(&stream, request(to, path).as_bytes()).await?;
        let mut head = Vec::new();
        let mut bytes = [0; 1_024];
        loop {
            stream.readable().await?;
            match stream.try_read(&mut bytes) {
                Ok(0) => return Err(ErrorKind::UnexpectedEof.into()),
                Ok(length) => head.extend_from_slice(&bytes[..length]),
                Err(error) if error.kind() == ErrorKind::WouldBlock => continue,
                Err(error) => return Err(error),
            }
            if let Some(end) = head.windows(4).position(|four| four == b"\r\n\r\n") {
                if !head.starts_with(b"HTTP/1.1 101") {
                    return Err(Error::other(String::from_utf8_lossy(&head[..end]).into_owned()));
                }
                return Ok(Self { stream, rest: head.split_off(end + 4) });
            }
        }
    }

    /// Sends each as a message of its own.
    pub async fn send(&self, messages: &[Vec<u8>]) -> Result<()> {
        let mut bytes = Vec::new();
        messages.iter().for_each(|message| frame(message, &mut bytes));
        write_all(&self.stream, &bytes).await
    }

    /// Waits until something comes, and hands on what has come whole. Pings are answered.
    pub async fn receive(&mut self, mut each: impl FnMut(&[u8])) -> Result<()> {
        // What came behind the handshake.
        if !self.rest.is_empty() {
            let bytes = std::mem::take(&mut self.rest);
            self.take(&bytes, &mut each)?;
            if self.rest.len() < bytes.len() {
                return Ok(());
            }
        }
        self.stream.readable().await?;
        SCRATCH.with_borrow_mut(|scratch| match self.stream.try_read(scratch) {
            Ok(0) => Err(ErrorKind::UnexpectedEof.into()),
            Ok(length) if self.rest.is_empty() => self.take(&scratch[..length], &mut each),
            Ok(length) => {
                let mut bytes = std::mem::take(&mut self.rest);
                bytes.extend_from_slice(&scratch[..length]);
                self.take(&bytes, &mut each)
            }
            Err(error) if error.kind() == ErrorKind::WouldBlock => Ok(()),
            Err(error) => Err(error),
        })
    }

    fn take(&mut self, mut bytes: &[u8], each: &mut impl FnMut(&[u8])) -> Result<()> {
        while let Some((opcode, payload, later)) = split(bytes) {
            bytes = later;
            match opcode {
                1 | 2 => each(payload),
                8 => return Err(ErrorKind::ConnectionAborted.into()),
                // A ping has at most 125 bytes; an answer that does not fit in now does not matter.
                9 => {
                    let mut pong = vec![0x8a, 0x80 | payload.len() as u8, 0, 0, 0, 0];
                    pong.extend_from_slice(payload);
                    let _later = self.stream.try_write(&pong);
                }
                10 => {}
                other => return Err(Error::other(format!("a message in pieces, or of kind {other}"))),
            }
        }
        self.rest.extend_from_slice(bytes);
        Ok(())
    }
}

/// The first frame, where it is whole: its kind, what it carries, and what comes after.
fn split(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (first, second) = (*bytes.first()?, *bytes.get(1)?);
    let (head, length) = match second {
        127 => (10, u64::from_be_bytes(bytes.get(2..10)?.try_into().ok()?) as usize),
        126 => (4, usize::from(u16::from_be_bytes(bytes.get(2..4)?.try_into().ok()?))),
        short => (2, usize::from(short)),
    };
    let opcode = if first & 0x80 == 0 { 16 } else { first & 15 };
    Some((opcode, bytes.get(head..head + length)?, &bytes[head + length..]))
}

/// Appends a binary message, masked with nought.
pub fn frame(payload: &[u8], out: &mut Vec<u8>) {
    out.push(0x82);
    match payload.len() {
        short @ 0..=125 => out.push(0x80 | short as u8),
        middle @ 126..=0xffff => {
            out.push(0x80 | 126);
            out.extend((middle as u16).to_be_bytes());
        }
        long => {
            out.push(0x80 | 127);
            out.extend((long as u64).to_be_bytes());
        }
    }
    out.extend([0; 4]);
    out.extend_from_slice(payload);
}

/// Writes all of it, and waits while the other side does not read.
pub async fn write_all(stream: &TcpStream, mut bytes: &[u8]) -> Result<()> {
    while !bytes.is_empty() {
        match stream.try_write(bytes) {
            Ok(written) => bytes = &bytes[written..],
            Err(error) if error.kind() == ErrorKind::WouldBlock => stream.writable().await?,
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
