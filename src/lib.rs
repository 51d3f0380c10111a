//! Why did GitLab say no to this token?

pub mod catalogue;
pub mod diagnosis;
pub mod gitlab;
pub mod reading;
pub mod render;
pub mod report;
pub mod secret;
pub mod source;
