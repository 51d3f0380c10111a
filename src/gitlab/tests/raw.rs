//! A server that says exactly the bytes it is told to, and then behaves as badly as it is told to.

use std::sync::{Arc, Mutex};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpSocket, TcpStream},
    task::JoinHandle,
};

/// What the server does on every connection.
#[derive(Clone, Copy)]
pub(super) enum Manners {
    /// Waits for a request, says this, and closes.
    Says(&'static [u8]),
    /// Says this before anything was asked, and closes.
    Blurts(&'static [u8]),
    /// Waits for a request, says this, and never ends.
    Hangs(&'static [u8]),
    /// Waits for a request and resets the connection.
    Resets,
}

pub(super) struct RawServer {
    pub(super) port: u16,
    requests: Arc<Mutex<Vec<String>>>,
    task: JoinHandle<()>,
}

impl Drop for RawServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl RawServer {
    pub(super) async fn start(manners: Manners) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&requests);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, manners, Arc::clone(&heard)));
            }
        });
        Self {
            port,
            requests,
            task,
        }
    }

    pub(super) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The heads of all requests so far.
    pub(super) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

/// A port that nobody listens on, and that nobody else gets while this is kept.
pub(super) fn closed_port() -> (TcpSocket, u16) {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let port = socket.local_addr().unwrap().port();
    (socket, port)
}

async fn serve(mut stream: TcpStream, manners: Manners, heard: Arc<Mutex<Vec<String>>>) {
    if let Manners::Blurts(bytes) = manners {
        stream.write_all(bytes).await.unwrap();
    }
    let request = read_head(&mut stream).await;
    heard.lock().unwrap().push(request);
    match manners {
        Manners::Says(bytes) => stream.write_all(bytes).await.unwrap(),
        Manners::Hangs(bytes) => {
            stream.write_all(bytes).await.unwrap();
            std::future::pending::<()>().await;
        }
        Manners::Resets => stream.set_zero_linger().unwrap(),
        Manners::Blurts(_) => {}
    }
}

async fn read_head(stream: &mut TcpStream) -> String {
    let mut head = Vec::new();
    let mut buffer = [0; 1024];
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        match stream.read(&mut buffer).await {
            Ok(0) | Err(_) => break,
            Ok(read) => head.extend_from_slice(&buffer[..read]),
        }
    }
    String::from_utf8_lossy(&head).into_owned()
}
