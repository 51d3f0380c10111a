//! TABLE: web pages that come back where data was wanted, as they look in logs.

use crate::reading::phrase::{Phrase, Tells, phrase};

const CLOUDFLARE: &str = "Cloudflare: challenge and block pages, seen in pasted logs";
const GITLAB: &str = "GitLab: public/*.html, app/views/layouts";

const fn page(words: &'static str, title: &'static str, source: &'static str) -> Phrase {
    phrase(words, Tells::Page(title), source)
}

pub(super) static PHRASES: &[Phrase] = &[
    page(
        "Enable JavaScript and cookies to continue",
        "Just a moment...",
        CLOUDFLARE,
    ),
    page(
        "Checking your browser before accessing",
        "Just a moment...",
        CLOUDFLARE,
    ),
    page("checking_browser", "Just a moment...", CLOUDFLARE),
    page(
        "Please turn JavaScript on and reload the page",
        "Just a moment...",
        CLOUDFLARE,
    ),
    page("challenge-platform", "Just a moment...", CLOUDFLARE),
    page(
        "Attention Required! | Cloudflare",
        "Attention Required! | Cloudflare",
        CLOUDFLARE,
    ),
    page(
        "Sorry, you have been blocked",
        "Attention Required! | Cloudflare",
        CLOUDFLARE,
    ),
    page(
        "The requested URL was rejected",
        "Request Rejected",
        "F5 BIG-IP: default block page",
    ),
    page(
        "GitLab is not responding",
        "GitLab is not responding (502)",
        GITLAB,
    ),
    page(
        "Whoops, GitLab is taking too much time to respond",
        "GitLab is not responding (502)",
        GITLAB,
    ),
    page(
        "GitLab is currently unavailable",
        "GitLab is currently unavailable (503)",
        GITLAB,
    ),
    page(
        "was not found on this server",
        "404 Not Found",
        "httpd: modules/http/http_protocol.c",
    ),
];
