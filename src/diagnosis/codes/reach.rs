//! Codes found at the gate `reach`: what stands between the caller and GitLab.

use super::Code;
use crate::diagnosis::{Cause, Gate};

/// The host name has no address.
///
/// Source: the resolver of the machine, GitLab is never asked.
pub static DNS_FAILURE: Code = Code {
    id: "dns-failure",
    cause: Cause::Network,
    gate: Some(Gate::Reach),
    title: "The host name has no address",
    why: "The name server gives no address for the host, so no request is sent. The token plays \
        no part in it.",
    recognise: "No status at all. The client says \"Could not resolve host\", \"Name or service \
        not known\", or \"getaddrinfo\" with an error.",
    fixes: &[
        "Compare the address letter by letter with the one in your browser: {instance}",
        "Ask the name server from the machine that fails: `getent hosts HOST` or `nslookup \
            HOST`. In a job, run it inside the container of the job.",
        "If the host has a name only inside a network, connect to that network, or use a runner \
            that is part of it.",
    ],
    alike: &[
        (
            "host-unreachable",
            "There the name has an address, and the way to that address is closed.",
        ),
        (
            "proxy-in-the-way",
            "Behind a proxy it is the proxy that looks the name up, and it answers with a 502, \
                503, or 504 page of its own.",
        ),
    ],
    docs: "https://docs.gitlab.com/topics/git/troubleshooting_git/",
};

/// The host refused the connection.
///
/// Source: the network, GitLab is never asked.
pub static CONNECTION_REFUSED: Code = Code {
    id: "connection-refused",
    cause: Cause::Network,
    gate: Some(Gate::Reach),
    title: "The host refused the connection",
    why: "The host is there, but no program accepts connections on that port, or a firewall \
        turns them away.",
    recognise: "No status at all. The client says \"Connection refused\", at once.",
    fixes: &[
        "Check the scheme and the port of {instance}. Many instances listen on 443 only, and not \
            on 80.",
        "Test the port from the machine that fails: `curl --verbose {instance}/-/health` (any \
            answer will do).",
        "On your own instance, see whether GitLab runs: `sudo gitlab-ctl status`.",
    ],
    alike: &[(
        "timed-out",
        "A firewall that drops packets in silence gives a time-out, not a refusal.",
    )],
    docs: "https://docs.gitlab.com/topics/git/troubleshooting_git/",
};

/// The connection broke off.
///
/// Source: the network, a connection that ends without an answer.
pub static CONNECTION_BROKEN: Code = Code {
    id: "connection-broken",
    cause: Cause::Network,
    gate: Some(Gate::Reach),
    title: "The connection broke off",
    why: "The connection was made and ended before a whole answer came. A proxy, a load \
        balancer, a firewall, or a restart of GitLab does this.",
    recognise: "The client says \"Connection reset by peer\", \"Empty reply from server\", \
        \"unexpected EOF\", or \"RPC failed\".",
    fixes: &[
        "Try once more. A restart or a short break of the network passes by itself.",
        "If it always breaks after the same time or size, raise that limit in the proxy or load \
            balancer in front of GitLab.",
        "For a large push over HTTPS, push in smaller parts or over SSH.",
    ],
    alike: &[
        (
            "not-http",
            "There the bytes that come back are not HTTP at all.",
        ),
        (
            "tls-failed",
            "There it breaks during the TLS handshake, before any request is sent.",
        ),
    ],
    docs: "https://docs.gitlab.com/topics/git/troubleshooting_git/",
};

/// There is no route to the host.
///
/// Source: the network, GitLab is never asked.
pub static HOST_UNREACHABLE: Code = Code {
    id: "host-unreachable",
    cause: Cause::Network,
    gate: Some(Gate::Reach),
    title: "There is no route to the host",
    why: "The name has an address, but the network knows no way to it. A missing VPN, a closed \
        network, or an IPv6 address without IPv6 are the usual reasons.",
    recognise: "No status at all. The client says \"No route to host\" or \"Network is \
        unreachable\".",
    fixes: &[
        "Connect to the network or VPN in which {instance} lives.",
        "If only IPv6 fails, force IPv4: `curl -4 {instance}`.",
        "In a job, use a runner inside that network (`tags:` in `.gitlab-ci.yml`).",
    ],
    alike: &[(
        "timed-out",
        "There the packets leave and nothing comes back.",
    )],
    docs: "https://docs.gitlab.com/topics/git/troubleshooting_git/",
};

/// No answer in time.
///
/// Source: the network, no answer came within the time limit.
pub static TIMED_OUT: Code = Code {
    id: "timed-out",
    cause: Cause::Network,
    gate: Some(Gate::Reach),
    title: "No answer in time",
    why: "No answer came in time. A firewall drops the packets, a proxy holds the request back, \
        or GitLab is too slow just now.",
    recognise: "No status at all. The client says \"timed out\", \"Operation timed out\", or \
        \"deadline exceeded\".",
    fixes: &[
        "Find out where the time goes: `curl --verbose --max-time 30 {instance}/-/health`. Stuck \
            before \"Connected\" is the network, stuck after it is the server.",
        "Name the proxy that your network needs (`HTTPS_PROXY`), or except the host from it \
            (`NO_PROXY`).",
        "If a large list is slow, ask for fewer rows at a time: `?per_page=20`.",
    ],
    alike: &[
        (
            "gateway-error",
            "A 504 is an answer. There, something in front of GitLab waited in vain.",
        ),
        (
            "host-unreachable",
            "There the network says at once that there is no way.",
        ),
    ],
    docs: "https://docs.gitlab.com/topics/git/troubleshooting_git/",
};

/// The certificate was not accepted.
///
/// Source: the TLS layer of the client, the request is never sent.
pub static CERTIFICATE_NOT_TRUSTED: Code = Code {
    id: "certificate-not-trusted",
    cause: Cause::Network,
    gate: Some(Gate::Reach),
    title: "The certificate was not accepted",
    why: "The client does not accept the certificate of the host. It is self-signed, signed by a \
        private authority, past its date, made for another name, or sent without its chain.",
    recognise: "No status at all. The client says \"certificate verify failed\", \"unable to get \
        local issuer certificate\", \"self-signed certificate\", or \"x509\".",
    fixes: &[
        "Give the client the certificate of the private authority: `--ca-file FILE`, \
            `SSL_CERT_FILE`, `git config http.sslCAInfo FILE`, or in a job the variable \
            `CI_SERVER_TLS_CA_FILE`.",
        "If the certificate is past its date or lacks its chain, let the owner of {instance} \
            renew it or send the full chain.",
        "If it is made for another name, use the address that is in the certificate.",
        "Leave verification on. Without it, anyone on the way can read the token.",
    ],
    alike: &[
        (
            "tls-failed",
            "There the two sides do not get as far as a certificate.",
        ),
        (
            "proxy-in-the-way",
            "A proxy that opens TLS traffic shows its own certificate: look at the issuer.",
        ),
    ],
    docs: "https://docs.gitlab.com/omnibus/settings/ssl/ssl_troubleshooting/",
};

/// The TLS handshake failed.
///
/// Source: the TLS layer of the client, the request is never sent.
pub static TLS_FAILED: Code = Code {
    id: "tls-failed",
    cause: Cause::Network,
    gate: Some(Gate::Reach),
    title: "The TLS handshake failed",
    why: "Client and host did not agree on a TLS version or cipher, or what answers on that port \
        does not speak TLS.",
    recognise: "No status at all. The client says \"handshake failure\", \"wrong version \
        number\", \"unsupported protocol\", or \"alert\".",
    fixes: &[
        "Check scheme and port. \"Wrong version number\" mostly means https:// to a port that \
            speaks plain http.",
        "Update a client that knows only TLS 1.0 or 1.1.",
        "If the server wants a client certificate, a token does not replace it: ask the owner of {instance} for a way \
            that needs none, or for the certificate, for clients that can show one.",
        "Look at the handshake: `openssl s_client -connect HOST:443 -servername HOST`.",
    ],
    alike: &[
        (
            "certificate-not-trusted",
            "There the handshake works, and the certificate is the trouble.",
        ),
        (
            "connection-broken",
            "A firewall that cuts TLS shows as a reset during the handshake.",
        ),
    ],
    docs: "https://docs.gitlab.com/security/tls_support/",
};

/// A proxy did not let the request through.
///
/// Source: a proxy between client and GitLab, the request does not arrive.
pub static PROXY_IN_THE_WAY: Code = Code {
    id: "proxy-in-the-way",
    cause: Cause::Network,
    gate: Some(Gate::Reach),
    title: "A proxy did not let the request through",
    why: "The request goes through a proxy, and the proxy does not pass it on. It wants a login \
        of its own, forbids the host, or cannot reach it.",
    recognise: "Status 407, or a refused CONNECT (\"Proxy CONNECT aborted\", \"Received HTTP \
        code 403 from proxy\"). The headers of GitLab are absent.",
    fixes: &[
        "Except the host from the proxy: add it to `NO_PROXY`.",
        "If the proxy is needed, set its address and login in `HTTPS_PROXY`.",
        "For a GitLab runner, set the proxy in the runner and in the container of the job.",
    ],
    alike: &[
        (
            "blocked-before-gitlab",
            "A firewall or CDN in front of GitLab answers in GitLab's place. A proxy stands on \
                your side and is named in your settings.",
        ),
        (
            "certificate-not-trusted",
            "A proxy that opens TLS traffic shows up as an unknown issuer.",
        ),
    ],
    docs: "https://docs.gitlab.com/runner/configuration/proxy/",
};

/// What answered does not speak HTTP.
///
/// Source: bytes that are not HTTP.
pub static NOT_HTTP: Code = Code {
    id: "not-http",
    cause: Cause::Network,
    gate: Some(Gate::Reach),
    title: "What answered does not speak HTTP",
    why: "Something answers on that port, and what it says is not HTTP. It is a different \
        service, or HTTPS where plain HTTP was spoken.",
    recognise: "No status at all. The client says \"invalid HTTP version\", \"malformed \
        response\", or \"Received HTTP/0.9 when not allowed\".",
    fixes: &[
        "Use the address and port that the browser uses for GitLab: {instance}",
        "Port 22 is SSH. For HTTP use 443, or the port in the web address.",
    ],
    alike: &[(
        "tls-failed",
        "https:// to a port without TLS fails in the handshake.",
    )],
    docs: "https://docs.gitlab.com/api/rest/",
};

/// A sign-in page answered instead of the API.
///
/// Source: `app/controllers/application_controller.rb`,
/// or the page of an SSO portal in front of GitLab.
pub static SIGN_IN_PAGE: Code = Code {
    id: "sign-in-page",
    cause: Cause::Network,
    gate: Some(Gate::Reach),
    title: "A sign-in page answered instead of the API",
    why: "The answer is a page where people sign in, not data. Either the request went to a web \
        address of GitLab, which sends anonymous callers there, or a sign-in portal stands in \
        front of GitLab.",
    recognise: "An HTML page with status 200, or a 302 to `/users/sign_in` or to another host. \
        An API answer would be JSON.",
    fixes: &[
        "If the page is GitLab's own, use the API address: its base is {instance}/api/v4",
        "If a portal stands in front, ask its owner to let `/api/`, `/jwt/auth`, and Git paths \
            through. Tokens of GitLab mean nothing to a portal.",
        "See who answers: `curl --include {instance}/api/v4/version`. GitLab answers 401 with \
            JSON and the header `X-Gitlab-Meta`.",
    ],
    alike: &[
        (
            "web-page-takes-no-token",
            "There the page is GitLab's own, and that web path does not read this token.",
        ),
        (
            "redirected-elsewhere",
            "There the answer is only a redirect, and the page behind it was not seen.",
        ),
        (
            "not-gitlab",
            "There nothing in the answer speaks of GitLab or of signing in.",
        ),
    ],
    docs: "https://docs.gitlab.com/api/rest/authentication/",
};

/// Something in front of GitLab blocked the request.
///
/// Source: the answer lacks `X-Gitlab-Meta` and `X-Request-Id`.
pub static BLOCKED_BEFORE_GITLAB: Code = Code {
    id: "blocked-before-gitlab",
    cause: Cause::Network,
    gate: Some(Gate::Reach),
    title: "Something in front of GitLab blocked the request",
    why: "A firewall, CDN, or load balancer in front of GitLab refused the request before GitLab \
        saw it. The token was not judged.",
    recognise: "An HTML or plain page, often 403, with words such as \"Access denied\", \
        \"Attention required\", or \"Request blocked\", and without the header `X-Gitlab-Meta`.",
    fixes: &[
        "Ask the owner of {instance} to let this address or client through. Quote the time, your \
            address, and the number on the page.",
        "Send the request from an allowed network, for example by VPN or a runner of the company.",
        "Some filters block by `User-Agent` or by words in the body. Try a small GET with plain \
            curl.",
    ],
    alike: &[
        (
            "role-too-low",
            "GitLab's own 403 is JSON and carries `X-Gitlab-Meta`.",
        ),
        (
            "address-banned",
            "GitLab's own ban says \"Too many failed authentication attempts from this IP\".",
        ),
    ],
    docs: "https://docs.gitlab.com/api/rest/troubleshooting/",
};

/// The request was sent on to another address.
///
/// Source: a redirect that does not come from the API of GitLab.
pub static REDIRECTED_ELSEWHERE: Code = Code {
    id: "redirected-elsewhere",
    cause: Cause::Network,
    gate: Some(Gate::Reach),
    title: "The request was sent on to another address",
    why: "The answer sends the client to another address. A token should not follow a redirect \
        to a different host, so the request ends here.",
    recognise: "Status 301, 302, 307, or 308 with a `Location` on another host, another scheme, \
        or a sign-in portal.",
    fixes: &[
        "If `Location` is the same GitLab under its proper name, use that address as the base: \
            {instance} may be an old name, or http where https is meant.",
        "If `Location` is a sign-in portal, have API and Git paths let through, see the page \
            `sign-in-page`.",
    ],
    alike: &[
        (
            "target-moved",
            "There `Location` stays on the same instance and holds the number of a project.",
        ),
        (
            "read-only-instance",
            "An older read-only instance answers some writes with a redirect to its own start \
                page.",
        ),
    ],
    docs: "https://docs.gitlab.com/api/rest/",
};

/// What answered is not GitLab.
///
/// Source: the answer lacks every sign of GitLab.
pub static NOT_GITLAB: Code = Code {
    id: "not-gitlab",
    cause: Cause::Network,
    gate: Some(Gate::Reach),
    title: "What answered is not GitLab",
    why: "What answers at this address shows no sign of GitLab. The address is that of another \
        service, or of a page in front of it.",
    recognise: "No `X-Gitlab-Meta`, no GitLab body. For example a start page of a web server, a \
        different forge, or another API.",
    fixes: &[
        "Open {instance} in a browser. The base address is what stands before the group and \
            project.",
        "In a job, use `CI_SERVER_URL` and `CI_API_V4_URL`, which are always right.",
        "If GitLab lives under a path of its own, such as /gitlab, add this path to the base \
            address.",
    ],
    alike: &[
        (
            "wrong-base-url",
            "There GitLab answers, but the path does not lead to its API.",
        ),
        (
            "blocked-before-gitlab",
            "There the page itself says that it blocks.",
        ),
    ],
    docs: "https://docs.gitlab.com/api/rest/",
};
