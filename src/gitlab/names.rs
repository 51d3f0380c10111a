//! Each name is looked up once in a run, whatever came of it. The names of this machine are not asked of anybody.

use std::collections::HashMap;
use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, ToSocketAddrs as _};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tokio::sync::{OnceCell, oneshot};

/// The addresses of one name; nothing where the look-up failed.
type Known = Arc<OnceCell<Option<Vec<SocketAddr>>>>;

/// The names that were looked up so far.
#[derive(Debug, Default)]
pub(super) struct NameCache {
    known: Mutex<HashMap<String, Known>>,
}

impl NameCache {
    fn entry(&self, name: &str) -> Known {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(known.entry(name.to_owned()).or_default())
    }
}

impl Resolve for NameCache {
    fn resolve(&self, name: Name) -> Resolving {
        let name = name.as_str().to_owned();
        let known = self.entry(&name);
        Box::pin(async move {
            let look_up = || async {
                if is_local(&name) {
                    return Some(local_addresses());
                }
                ask_beside(name).await
            };
            let found: &Option<Vec<SocketAddr>> = known.get_or_init(look_up).await;
            match found {
                Some(found) => Ok(Box::new(found.clone().into_iter()) as Addrs),
                None => Err(io::Error::from(io::ErrorKind::NotFound).into()),
            }
        })
    }
}

/// Asks the resolver of the system on a thread of its own; where the system gives none, on this one.
async fn ask_beside(name: String) -> Option<Vec<SocketAddr>> {
    let (sender, receiver) = oneshot::channel();
    let asked = name.clone();
    let beside = thread::Builder::new().spawn(move || {
        // Whoever asked may have given up.
        let _: Result<(), _> = sender.send(ask(&asked));
    });
    match beside {
        Ok(_) => receiver.await.ok().flatten(),
        Err(_) => ask(&name),
    }
}

fn ask(name: &str) -> Option<Vec<SocketAddr>> {
    Some((name, 0).to_socket_addrs().ok()?.collect())
}

/// Whether a name is one of this machine: `localhost`, and all below it (RFC 6761, section 6.3). Not every resolver keeps
/// them to itself, and a name server must not choose where a token goes that is sent there without TLS.
fn is_local(name: &str) -> bool {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    name == "localhost" || name.ends_with(".localhost")
}

fn local_addresses() -> Vec<SocketAddr> {
    vec![
        SocketAddr::from((Ipv6Addr::LOCALHOST, 0)),
        SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_names_of_this_machine_are_asked_of_nobody() {
        for name in ["localhost", "gitlab.localhost", "A.LocalHost."] {
            let found = NameCache::default().resolve(name.parse().unwrap()).await;
            assert!(
                found.unwrap().all(|found| found.ip().is_loopback()),
                "{name}"
            );
        }
        assert!(!is_local("localhost.example.com") && !is_local("notlocalhost"));
    }

    #[tokio::test]
    async fn a_name_is_looked_up_once() {
        let names = NameCache::default();
        for _ in 0..2 {
            let found = names.resolve("localhost".parse().unwrap()).await.unwrap();
            assert!(found.count() > 0);
        }
        let known = names.known.lock().unwrap();
        assert!(known.len() == 1 && known["localhost"].initialized());
    }
}
