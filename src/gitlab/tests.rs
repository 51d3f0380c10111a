//! The client against real sockets: polite servers, rude ones, proxies, and TLS.

mod proxied;
mod raw;
mod rude;
mod tls;
mod wire;

use std::{sync::Arc, time::Duration};

use super::{
    Answered, Ask, CaFile, Client, ClientSettings, GitlabError, Limits, Logins, ProxySettings,
    Sending,
};
use crate::catalogue::instance::{InstanceUrl, PlainHttp};
use crate::observation::{
    BodyShape, CertificateFault, Exchange, Observation, Scheme, TransportFailure,
};
use crate::secret::Token;

/// A token that is nobody's.
fn secret() -> String {
    format!("{}{}", "glpat-", "Zq7".repeat(7))
}

fn settings(instance: &str) -> ClientSettings {
    ClientSettings {
        instance: InstanceUrl::parse(instance, PlainHttp::Everywhere)
            .unwrap()
            .url,
        token: Some(Arc::new(Token::new(secret()))),
        ca_files: Vec::new(),
        proxies: ProxySettings::default(),
        limits: Limits::default(),
        logins: Logins::default(),
        user_agent: "glwhy/test".to_owned(),
    }
}

fn client(instance: &str) -> Client {
    Client::build(settings(instance)).unwrap()
}

/// A client that loses patience soon.
fn hasty(instance: &str) -> Client {
    let limits = Limits {
        request: Duration::from_millis(400),
        connect: Duration::from_millis(150),
        ..Limits::default()
    };
    Client::build(ClientSettings {
        limits,
        ..settings(instance)
    })
    .unwrap()
}

async fn ask(client: &Client, path: &str) -> Answered {
    let ask = Ask::get(path).with(Scheme::PrivateToken);
    client.ask(&ask).await.unwrap()
}

fn exchange(answered: &Answered) -> &Exchange {
    answered.observation.exchange().unwrap()
}

fn failure(answered: &Answered) -> TransportFailure {
    match &answered.observation {
        Observation::Unanswered(failure) => *failure,
        Observation::Answered(exchange) => panic!("answered: {exchange:?}"),
    }
}
