//! Why did GitLab say no to this token?

pub mod catalogue;
pub mod diagnosis;
