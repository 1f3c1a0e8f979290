//! Connections to a driver that give up what it does not answer.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use hyper::Uri;
use hyper_util::client::legacy::connect::{Connected, Connection};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Instant, Sleep, sleep_until, timeout};
use tower_service::Service;

use crate::limits::{Limits, NoAnswer, name_of};

/// Connects to one driver. Once that is stuck, every command fails at once.
#[derive(Debug, Clone)]
pub(crate) struct Connector {
    address: SocketAddr,
    limits: Limits,
    stuck: Stuck,
}

/// The last command, where it was not answered; nothing once one is.
type Stuck = Arc<Mutex<Option<NoAnswer>>>;

impl Connector {
    pub(crate) fn new(address: SocketAddr, limits: Limits) -> Self {
        Self { address, limits, stuck: Stuck::default() }
    }
}

impl Service<Uri> for Connector {
    type Response = TokioIo<Limited>;
    type Error = io::Error;
    type Future = Pin<Box<dyn Future<Output = io::Result<TokioIo<Limited>>> + Send>>;

    fn poll_ready(&mut self, _context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _driver: Uri) -> Self::Future {
        let Self { address, limits, stuck } = self.clone();
        Box::pin(async move {
            let stream = timeout(CONNECTS, TcpStream::connect(address)).await??;
            Ok(TokioIo::new(Limited { stream, limits, stuck, asked: None, instead: None }))
        })
    }
}

/// How long a program of this machine that listens may take to be connected to.
const CONNECTS: Duration = Duration::from_secs(10);

/// A connection on which each command has to be answered within its limit. What is not is answered here, as a driver
/// would that gives up: fantoccini tells nothing of why a connection failed.
#[derive(Debug)]
pub(crate) struct Limited {
    stream: TcpStream,
    limits: Limits,
    stuck: Stuck,
    asked: Option<Asked>,
    /// What is read instead of the driver's answer; nothing more comes after it.
    instead: Option<io::Cursor<Vec<u8>>>,
}

/// The last command. It stays here after its answer began, so that an answer that does not go on fails too; then
/// only this connection fails, which may as well have been at rest.
#[derive(Debug)]
struct Asked {
    what: NoAnswer,
    is_answered: bool,
    until: Pin<Box<Sleep>>,
}

impl Limited {
    /// Notes the command that begins here, unless this is more of one that began before.
    fn note(&mut self, written: &[u8]) {
        let head: Vec<u8> = written.iter().copied().take_while(|byte| *byte != b'\r').take(400).collect();
        let Ok(line) = String::from_utf8(head) else { return };
        let mut words = line.split(' ');
        let (Some(method @ ("GET" | "POST" | "DELETE")), Some(path)) = (words.next(), words.next()) else {
            return;
        };
        let limit = self.limits.of(path);
        let what = NoAnswer { command: format!("{method} {}", name_of(path)), limit, is_stuck: false };
        let until = Box::pin(sleep_until(Instant::now() + limit));
        self.asked = Some(Asked { what, is_answered: false, until });
    }

    /// Gives up once the last command's time is over.
    fn poll_limit(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let Some(asked) = &mut self.asked else { return Poll::Pending };
        ready!(asked.until.as_mut().poll(context));
        if asked.is_answered {
            return Poll::Ready(Err(io::Error::new(io::ErrorKind::TimedOut, asked.what.clone())));
        }
        let mut last = self.stuck.lock().unwrap_or_else(PoisonError::into_inner);
        asked.what.is_stuck = last.is_some();
        *last = Some(asked.what.clone());
        drop(last);
        self.instead = Some(io::Cursor::new(asked.what.as_answer()));
        Poll::Ready(Ok(()))
    }
}

impl AsyncRead for Limited {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        if self.instead.is_none() {
            match Pin::new(&mut self.stream).poll_read(context, buffer) {
                Poll::Pending => ready!(self.poll_limit(context))?,
                Poll::Ready(read) => {
                    if buffer.filled().len() > before
                        && let Some(asked) = &mut self.asked
                    {
                        asked.is_answered = true;
                        *self.stuck.lock().unwrap_or_else(PoisonError::into_inner) = None;
                    }
                    return Poll::Ready(read);
                }
            }
        }
        match &mut self.instead {
            Some(answer) => Pin::new(answer).poll_read(context, buffer),
            None => Poll::Pending,
        }
    }
}

impl AsyncWrite for Limited {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let stuck = self.stuck.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(why) = stuck.filter(|last| last.is_stuck) {
            self.instead.get_or_insert_with(|| io::Cursor::new(why.as_answer()));
            // Whoever wrote may not look for an answer before it is woken.
            context.waker().wake_by_ref();
            return Poll::Ready(Ok(bytes.len()));
        }
        let written = ready!(Pin::new(&mut self.stream).poll_write(context, bytes))?;
        self.note(bytes.get(..written).unwrap_or_default());
        // For the same reason its limit has to be able to wake it; it is not over yet.
        let _begins = self.poll_limit(context);
        Poll::Ready(Ok(written))
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

impl Connection for Limited {
    fn connected(&self) -> Connected {
        self.stream.connected()
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};
    use std::net::{Ipv4Addr, TcpListener};

    use fantoccini::{Client, ClientBuilder};

    use super::*;
    use crate::is_stuck;

    /// A driver that starts a session, tells addresses and answers no script.
    fn driver() -> SocketAddr {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        std::thread::spawn(move || {
            let mut open = Vec::new();
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                open.push(stream.try_clone().unwrap());
                std::thread::spawn(move || {
                    let mut asked = [0; 4096];
                    while let Ok(length @ 1..) = stream.read(&mut asked) {
                        let asked = String::from_utf8_lossy(&asked[..length]).into_owned();
                        let value = match asked.split(' ').nth(1) {
                            Some("/session") => r#"{"sessionId":"3f0a","capabilities":{}}"#,
                            Some("/session/3f0a/url") => r#""http://localhost/here""#,
                            _ => continue,
                        };
                        let answer = format!(r#"{{"value":{value}}}"#);
                        let length = answer.len();
                        let head = format!("Content-Type: application/json\r\nContent-Length: {length}");
                        write!(stream, "HTTP/1.1 200 OK\r\n{head}\r\n\r\n{answer}").unwrap();
                    }
                });
            }
        });
        address
    }

    async fn client(limits: Limits) -> Client {
        let address = driver();
        ClientBuilder::new(Connector::new(address, limits))
            .connect(&format!("http://{address}"))
            .await
            .unwrap()
    }

    #[tokio::test]
    async fn a_driver_that_does_not_answer_is_given_up_and_asked_nothing_more() {
        let [other, page] = [300, 60_000].map(Duration::from_millis);
        let client = client(Limits { session: page, page, other }).await;
        assert_eq!(client.current_url().await.unwrap().path(), "/here");
        let from = Instant::now();
        let failed = anyhow::Error::from(client.execute("return 1;", vec![]).await.unwrap_err());
        assert!(from.elapsed() >= other, "it was given up before its time");
        assert!(!is_stuck(&failed), "{failed:?}");
        assert!(
            format!("{failed:#}").contains("did not answer \"POST execute/sync\" within 300ms"),
            "{failed:#}"
        );
        // What is answered in between shows that only one was lost.
        client.current_url().await.unwrap();
        for is_second in [false, true] {
            let failed = anyhow::Error::from(client.execute("return 1;", vec![]).await.unwrap_err());
            assert_eq!(is_stuck(&failed), is_second, "{failed:?}");
        }
        // A minute would be waited for this one, if it were asked.
        let next = anyhow::Error::from(client.goto("http://localhost/").await.unwrap_err());
        assert!(is_stuck(&next) && from.elapsed() < page, "{next:?}");
    }

    #[tokio::test]
    async fn a_connection_at_rest_for_longer_than_a_command_may_take_is_no_failure() {
        let [page, rest] = [100, 400].map(Duration::from_millis);
        let client = client(Limits { session: page, page, other: page }).await;
        tokio::time::sleep(rest).await;
        assert_eq!(client.current_url().await.unwrap().path(), "/here");
    }
}
