//! Why a CI/CD variable may be absent or empty in a job although it is set in the settings.
//!
//! GitLab leaves a variable out without a word. Which rules may have done so can be read from the job's own variables.

use super::CiJob;

/// A rule by which GitLab leaves a variable out of a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Absence {
    /// The variable is protected, and the job runs for a ref that is not.
    UnprotectedRef {
        /// The branch or tag, where it is known.
        reference: Option<String>,
    },
    /// The pipeline runs in a fork, and gets the fork's variables.
    InFork,
    /// The merge request comes from a fork, and protected variables are kept from it.
    FromFork,
    /// The variable is limited to environments, and this job names none or another.
    EnvironmentScope {
        /// The environment of the job.
        environment: Option<String>,
    },
}

impl Absence {
    /// Lists the rules that may apply to a job, the most usual first.
    pub(crate) fn in_job(job: &CiJob) -> Vec<Self> {
        let mut reasons = Vec::new();
        if job.is_protected == Some(false) {
            reasons.push(Self::UnprotectedRef {
                reference: job.reference.clone(),
            });
        }
        if job.is_from_fork() {
            let runs_in_fork = job.project_id == job.merge_request_source_project;
            reasons.push(if runs_in_fork {
                Self::InFork
            } else {
                Self::FromFork
            });
        }
        reasons.push(Self::EnvironmentScope {
            environment: job.environment.clone(),
        });
        reasons
    }

    /// Returns the stable code.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::UnprotectedRef { .. } => "protected-variable",
            Self::InFork => "variables-of-fork",
            Self::FromFork => "protected-variable-from-fork",
            Self::EnvironmentScope { .. } => "environment-scope",
        }
    }

    /// Returns what lets the job have the variable, if this is why it has not.
    pub(crate) const fn mend(&self) -> &'static str {
        match self {
            Self::UnprotectedRef { .. } => {
                "If the variable is protected, run the job for a protected branch or tag, or take the protection off \
                 (Settings > CI/CD > Variables)."
            }
            Self::InFork => {
                "Set it in the fork (Settings > CI/CD > Variables), or run the pipeline in the parent project."
            }
            Self::FromFork => {
                "Run the pipeline in the parent project, for a branch of its own: what comes from a fork gets no \
                 protected variables."
            }
            Self::EnvironmentScope { .. } => {
                "Set it under Settings > CI/CD > Variables, for an environment scope that takes in this job."
            }
        }
    }

    /// Returns a sentence that says what may have happened.
    pub(crate) fn sentence(&self) -> String {
        match self {
            Self::UnprotectedRef { reference: Some(reference) } => format!(
                "This job runs for {reference}, which is not protected (CI_COMMIT_REF_PROTECTED is false): protected variables are left out."
            ),
            Self::UnprotectedRef { reference: None } => {
                "This job runs for a ref that is not protected (CI_COMMIT_REF_PROTECTED is false): protected variables are left out.".to_owned()
            }
            Self::InFork => {
                "This merge request comes from a fork, and its pipeline runs there: it gets the variables of the fork.".to_owned()
            }
            Self::FromFork => {
                "This merge request comes from a fork: protected variables are kept from its pipelines.".to_owned()
            }
            Self::EnvironmentScope { environment: Some(environment) } => format!(
                "This job deploys to {environment}: variables that are limited to other environments are left out."
            ),
            Self::EnvironmentScope { environment: None } => {
                "This job names no environment: variables that are limited to one are left out.".to_owned()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(job: &CiJob) -> Vec<&'static str> {
        Absence::in_job(job).iter().map(Absence::code).collect()
    }

    #[test]
    fn an_unprotected_ref_is_the_first_suspect() {
        let job = CiJob {
            is_protected: Some(false),
            reference: Some("feature".into()),
            ..CiJob::default()
        };
        assert_eq!(codes(&job), ["protected-variable", "environment-scope"]);
        assert!(Absence::in_job(&job)[0].sentence().contains("feature"));
    }

    #[test]
    fn a_protected_ref_leaves_the_scope() {
        let job = CiJob {
            is_protected: Some(true),
            environment: Some("staging".into()),
            ..CiJob::default()
        };
        assert_eq!(codes(&job), ["environment-scope"]);
        assert!(Absence::in_job(&job)[0].sentence().contains("staging"));
    }

    #[test]
    fn a_merge_request_from_a_fork_is_told_by_where_it_runs() {
        let job = CiJob {
            project_id: Some(42),
            merge_request_project: Some(1),
            merge_request_source_project: Some(42),
            ..CiJob::default()
        };
        assert_eq!(codes(&job), ["variables-of-fork", "environment-scope"]);
        let in_parent = CiJob {
            project_id: Some(1),
            ..job
        };
        assert_eq!(
            codes(&in_parent),
            ["protected-variable-from-fork", "environment-scope"]
        );
    }
}
