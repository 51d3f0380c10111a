//! TABLE: what Terraform and `OpenTofu` print: the HTTP backend, the registry, and the provider.

use crate::catalogue::Method;
use crate::catalogue::Surface::{Packages, Rest};
use crate::reading::phrase::{
    Phrase,
    Tells::{About, Asks, Client, Status},
    phrase,
};

const BACKEND: &str = "terraform: internal/backend/remote-state/http/client.go";
const REGISTRY: &str = "terraform: internal/registry/client.go, internal/initwd";

pub(super) static PHRASES: &[Phrase] = &[
    phrase(
        "HTTP remote state endpoint requires auth",
        Status(Some(Rest), 401),
        BACKEND,
    ),
    phrase(
        "HTTP remote state endpoint invalid auth",
        Status(Some(Rest), 403),
        BACKEND,
    ),
    phrase(
        "HTTP remote state internal server error",
        Status(Some(Rest), 500),
        BACKEND,
    ),
    phrase("HTTP remote state already locked", Client(Rest), BACKEND),
    phrase(
        "Error acquiring the state lock",
        Asks(
            Method::Post,
            "/api/v4/projects/:id/terraform/state/:name/lock",
        ),
        BACKEND,
    ),
    phrase("Unexpected HTTP response code", About(Rest), BACKEND),
    phrase(
        "error looking up module versions",
        About(Packages),
        REGISTRY,
    ),
    phrase("Module has no versions", Client(Packages), REGISTRY),
];
