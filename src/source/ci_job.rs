//! What a running GitLab job tells of itself in its variables.

use super::{Belonging, Environment};
use crate::catalogue::instance::{InstanceUrl, PlainHttp};

/// The CI/CD job in which the program runs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct CiJob {
    /// Base address of the instance (`CI_SERVER_URL`).
    pub server: Option<InstanceUrl>,
    /// Version of the instance (`CI_SERVER_VERSION`).
    pub server_version: Option<String>,
    /// Certificate of the authority that the instance is signed by (`CI_SERVER_TLS_CA_FILE`).
    pub server_ca_file: Option<String>,
    /// Id of the job (`CI_JOB_ID`).
    pub job_id: Option<u64>,
    /// Id of the project (`CI_PROJECT_ID`).
    pub project_id: Option<u64>,
    /// Path of the project (`CI_PROJECT_PATH`).
    pub project_path: Option<String>,
    /// Branch or tag (`CI_COMMIT_REF_NAME`).
    pub reference: Option<String>,
    /// Whether that branch or tag is protected (`CI_COMMIT_REF_PROTECTED`).
    pub is_protected: Option<bool>,
    /// Environment that the job deploys to (`CI_ENVIRONMENT_NAME`).
    pub environment: Option<String>,
    /// Project that a merge request goes to (`CI_MERGE_REQUEST_PROJECT_ID`).
    pub merge_request_project: Option<u64>,
    /// Project that a merge request comes from (`CI_MERGE_REQUEST_SOURCE_PROJECT_ID`).
    pub merge_request_source_project: Option<u64>,
}

impl CiJob {
    /// Reads the variables of a job; `None` outside of one.
    pub(crate) fn read(environment: &dyn Environment) -> Option<Self> {
        let text = |name: &str| {
            environment
                .filled_variable(name)
                .map(|value| value.trim().to_owned())
        };
        let number = |name: &str| text(name)?.parse().ok();
        text("GITLAB_CI").or_else(|| text("CI_JOB_ID").and(text("CI_SERVER_URL")))?;
        Some(Self {
            server: server(environment),
            server_version: text("CI_SERVER_VERSION"),
            server_ca_file: text("CI_SERVER_TLS_CA_FILE"),
            job_id: number("CI_JOB_ID"),
            project_id: number("CI_PROJECT_ID"),
            project_path: text("CI_PROJECT_PATH"),
            reference: text("CI_COMMIT_REF_NAME"),
            is_protected: text("CI_COMMIT_REF_PROTECTED").and_then(|value| value.parse().ok()),
            environment: text("CI_ENVIRONMENT_NAME"),
            merge_request_project: number("CI_MERGE_REQUEST_PROJECT_ID"),
            merge_request_source_project: number("CI_MERGE_REQUEST_SOURCE_PROJECT_ID"),
        })
    }

    /// Tells whether this is a pipeline of a merge request that comes from a fork.
    pub(crate) fn is_from_fork(&self) -> bool {
        let source = self.merge_request_source_project;
        let target = self.merge_request_project.or(self.project_id);
        source.is_some() && target.is_some() && source != target
    }
}

/// Returns the address of the instance that runs the job, whatever its scheme.
pub(super) fn server(environment: &dyn Environment) -> Option<InstanceUrl> {
    let address = environment.filled_variable("CI_SERVER_URL").or_else(|| {
        let host = environment.filled_variable("CI_SERVER_HOST")?;
        let scheme = environment
            .filled_variable("CI_SERVER_PROTOCOL")
            .unwrap_or_else(|| "https".to_owned());
        let port = environment
            .filled_variable("CI_SERVER_PORT")
            .map(|port| format!(":{port}"))
            .unwrap_or_default();
        Some(format!("{scheme}://{host}{port}"))
    })?;
    InstanceUrl::parse(&address, PlainHttp::Everywhere)
        .ok()
        .map(|read| read.url)
}

/// Returns the instance that the tokens of the job are given for.
pub(super) fn belonging(environment: &dyn Environment) -> Option<Belonging> {
    server(environment).map(|server| Belonging {
        host: server.host().to_owned(),
        port: Some(server.port()),
    })
}

#[cfg(test)]
mod tests {
    use super::{super::FixedEnvironment, *};

    #[test]
    fn outside_of_a_job_there_is_nothing_to_read() {
        let environment = FixedEnvironment::new()
            .with_variable("CI_PROJECT_ID", "42")
            .with_variable("GITLAB_CI", "");
        assert_eq!(CiJob::read(&environment), None);
    }

    #[test]
    fn a_job_is_read_from_its_variables() {
        let environment = FixedEnvironment::new()
            .with_variable("GITLAB_CI", "true")
            .with_variable("CI_SERVER_URL", "https://example.com/gitlab")
            .with_variable("CI_SERVER_VERSION", "19.2.4-ee")
            .with_variable("CI_JOB_ID", "7")
            .with_variable("CI_PROJECT_ID", "42")
            .with_variable("CI_PROJECT_PATH", "group/project")
            .with_variable("CI_COMMIT_REF_PROTECTED", "false")
            .with_variable("CI_MERGE_REQUEST_PROJECT_ID", "1")
            .with_variable("CI_MERGE_REQUEST_SOURCE_PROJECT_ID", "42");
        let job = CiJob::read(&environment).unwrap();
        assert_eq!(
            job.server.as_ref().unwrap().to_string(),
            "https://example.com/gitlab"
        );
        assert_eq!(job.server_version.as_deref(), Some("19.2.4-ee"));
        assert_eq!((job.job_id, job.project_id), (Some(7), Some(42)));
        assert_eq!(job.is_protected, Some(false));
        assert!(job.is_from_fork());
    }

    #[test]
    fn the_server_is_put_together_where_its_address_is_not_set() {
        let environment = FixedEnvironment::new()
            .with_variable("CI_SERVER_HOST", "gitlab.example.com")
            .with_variable("CI_SERVER_PROTOCOL", "http")
            .with_variable("CI_SERVER_PORT", "8080");
        assert_eq!(
            server(&environment).unwrap().to_string(),
            "http://gitlab.example.com:8080"
        );
        assert_eq!(
            belonging(&environment).unwrap().to_string(),
            "gitlab.example.com:8080"
        );
        assert!(server(&FixedEnvironment::new()).is_none());
    }
}
