//! The client: one endpoint is asked, one observation is got.
//!
//! A [`Client`] belongs to one instance and at most one token. [`Client::ask`] sends one [`Ask`] and reduces what comes
//! back to an [`Observation`](crate::observation::Observation): kept headers, the shape of the body, and nothing secret.
//!
//! This room never has an opinion, never follows a redirect, never sends a token to another origin than the instance's,
//! never says anything but GET and HEAD, and never returns `Err` for what a server did.

mod address;
mod answer;
mod ask;
mod auth;
mod client;
mod error;
mod fleet;
mod grant;
mod host;
mod lists;
mod logins;
mod names;
mod proxy;
mod retry;
mod settings;
mod together;
mod transport;
mod trust;

#[cfg(test)]
mod tests;

pub(crate) use address::RefusedPath;
pub(crate) use ask::Sending;
pub use ask::{Answered, Ask, Asker};
pub(crate) use client::Client;
pub use error::GitlabError;
pub(crate) use fleet::{Fleet, FleetSettings};
pub(crate) use logins::{Logins, Withheld};
pub(crate) use proxy::ProxySettings;
pub(crate) use settings::{CaFile, ClientSettings, Limits};
pub(crate) use together::ask_together;
