//! Each name is looked up once in a run, whatever came of it.

use std::collections::HashMap;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tokio::sync::OnceCell;

/// The addresses of one name; nothing where the look-up failed.
type Known = Arc<OnceCell<Option<Vec<SocketAddr>>>>;

/// The names that were looked up so far.
#[derive(Debug, Default)]
pub(super) struct Names {
    known: Mutex<HashMap<String, Known>>,
}

impl Names {
    fn entry(&self, name: &str) -> Known {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(known.entry(name.to_owned()).or_default())
    }
}

impl Resolve for Names {
    fn resolve(&self, name: Name) -> Resolving {
        let name = name.as_str().to_owned();
        let known = self.entry(&name);
        Box::pin(async move {
            let look_up =
                || async { Some(tokio::net::lookup_host((name, 0)).await.ok()?.collect()) };
            let found: &Option<Vec<SocketAddr>> = known.get_or_init(look_up).await;
            match found {
                Some(found) => Ok(Box::new(found.clone().into_iter()) as Addrs),
                None => Err(io::Error::from(io::ErrorKind::NotFound).into()),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_name_is_looked_up_once() {
        let names = Names::default();
        for _ in 0..2 {
            let found = names.resolve("localhost".parse().unwrap()).await.unwrap();
            assert!(found.count() > 0);
        }
        let known = names.known.lock().unwrap();
        assert!(known.len() == 1 && known["localhost"].initialized());
    }
}
