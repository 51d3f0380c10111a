//! Servers that behave exactly as badly as they are told to, on real sockets.

use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use rustls::{ServerConfig, ServerConnection, StreamOwned};

use crate::harness::runtime;

/// One step of what a server does on every connection. After the last one it hangs up.
#[derive(Clone, Debug)]
pub(crate) enum Act {
    /// Waits for the head of a request.
    Hear,
    /// Waits for the first bytes of anything.
    Listen,
    /// Says this.
    Say(Vec<u8>),
    /// Says this again and again, for as long as anybody listens.
    SayOn(Vec<u8>),
    /// Says this again and again, a byte at a time.
    Drip(Vec<u8>),
    /// Says this with what was heard last of the token's header in the place of `{heard}`.
    Echo(&'static str),
    /// Speaks TLS from here on.
    Secure(Arc<ServerConfig>),
    /// Says nothing until the other side hangs up.
    Wait,
    /// Will say no more, but listens on.
    HalfClose,
    /// Breaks the connection off.
    Reset,
}

/// Says this and hangs up, once it has heard a request.
pub(crate) fn saying(bytes: impl Into<Vec<u8>>) -> Vec<Act> {
    vec![Act::Hear, Act::Say(bytes.into())]
}

/// An answer of HTTP/1.1 with its length.
pub(crate) fn answer(status: &str, headers: &str, body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    let length = body.len();
    let head = format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {length}\r\n\r\n");
    [head.as_bytes(), body].concat()
}

/// A server, and all that it was told.
#[derive(Debug)]
pub(crate) struct Rude {
    pub port: u16,
    heard: Arc<Mutex<Vec<u8>>>,
}

impl Rude {
    /// Serves every connection in this manner until the tests end.
    pub(crate) fn start(acts: Vec<Act>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let heard = Arc::new(Mutex::new(Vec::new()));
        let ears = Arc::clone(&heard);
        thread::spawn(move || {
            while let Ok((stream, _)) = listener.accept() {
                let (acts, ears) = (acts.clone(), Arc::clone(&ears));
                // That the other side hangs up in the middle of it is what it may do.
                thread::spawn(move || {
                    drop(Connection::new(stream, ears).and_then(|it| it.go_through(acts)));
                });
            }
        });
        Self { port, heard }
    }

    /// Returns all that was heard so far, without the layer of TLS.
    pub(crate) fn heard(&self) -> Vec<u8> {
        self.heard.lock().unwrap().clone()
    }

    pub(crate) fn http(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub(crate) fn https(&self) -> String {
        format!("https://localhost:{}", self.port)
    }
}

trait Stream: Read + Write {}
impl<T: Read + Write> Stream for T {}

struct Connection {
    stream: Box<dyn Stream>,
    socket: TcpStream,
    ears: Arc<Mutex<Vec<u8>>>,
}

impl Connection {
    fn new(socket: TcpStream, ears: Arc<Mutex<Vec<u8>>>) -> io::Result<Self> {
        Ok(Self {
            stream: Box::new(socket.try_clone()?),
            socket,
            ears,
        })
    }

    fn go_through(mut self, acts: Vec<Act>) -> io::Result<()> {
        for act in acts {
            match act {
                Act::Hear => self.hear()?,
                Act::Listen => drop(self.listen()?),
                Act::Say(bytes) => self.say(&bytes)?,
                Act::SayOn(bytes) => loop {
                    self.say(&bytes)?;
                },
                Act::Drip(bytes) => {
                    for byte in bytes.iter().cycle() {
                        self.say(&[*byte])?;
                        // The pace of this server; nothing waits for it.
                        thread::sleep(Duration::from_millis(20));
                    }
                }
                Act::Echo(text) => {
                    let text = text.replace("{heard}", &self.credential());
                    self.say(text.as_bytes())?;
                }
                Act::Secure(config) => {
                    let tls = ServerConnection::new(config).map_err(io::Error::other)?;
                    self.stream = Box::new(StreamOwned::new(tls, self.socket.try_clone()?));
                }
                Act::Wait => while self.listen()? > 0 {},
                Act::HalfClose => {
                    self.socket.shutdown(std::net::Shutdown::Write)?;
                    while self.listen()? > 0 {}
                }
                Act::Reset => return self.reset(),
            }
        }
        Ok(())
    }

    fn say(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.stream.write_all(bytes)?;
        self.stream.flush()
    }

    fn listen(&mut self) -> io::Result<usize> {
        let mut buffer = [0; 4096];
        let read = self.stream.read(&mut buffer)?;
        self.ears.lock().unwrap().extend_from_slice(&buffer[..read]);
        Ok(read)
    }

    /// Listens up to the end of a head, or to the first words of HTTP/2, which has none that could be read.
    fn hear(&mut self) -> io::Result<()> {
        let before = self.ears.lock().unwrap().len();
        loop {
            if self.listen()? == 0 {
                return Ok(());
            }
            let heard = self.ears.lock().unwrap();
            if heard[before.min(heard.len())..]
                .windows(4)
                .any(|end| end == b"\r\n\r\n")
            {
                return Ok(());
            }
        }
    }

    /// The value of the last header that carried a credential.
    fn credential(&self) -> String {
        let heard = String::from_utf8_lossy(&self.ears.lock().unwrap()).into_owned();
        let carries = |line: &&str| {
            let line = line.to_ascii_lowercase();
            [
                "private-token:",
                "authorization:",
                "job-token:",
                "deploy-token:",
            ]
            .iter()
            .any(|name| line.starts_with(name))
        };
        heard
            .lines()
            .rev()
            .find(carries)
            .and_then(|line| Some(line.split_once(": ")?.1.to_owned()))
            .unwrap_or_default()
    }

    fn reset(self) -> io::Result<()> {
        let _guard = runtime().enter();
        self.socket.set_nonblocking(true)?;
        let socket = tokio::net::TcpStream::from_std(self.socket)?;
        socket.set_zero_linger()?;
        Ok(())
    }
}
