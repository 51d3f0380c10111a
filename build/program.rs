//! The closed words of the program, from its own files, so that the reader knows each of them and no other.

#[macro_use]
#[path = "../src/closed.rs"]
mod closed;

#[path = "../src/answers/audience.rs"]
pub(crate) mod audience;
#[path = "../src/catalogue/capability/group.rs"]
pub(crate) mod capability;
#[path = "../src/answers/cause.rs"]
pub(crate) mod cause;
#[path = "../src/answers/clue.rs"]
pub(crate) mod clue;
#[path = "../src/catalogue/condition.rs"]
pub(crate) mod condition;
#[path = "../src/observation/failure.rs"]
pub(crate) mod failure;
#[path = "../src/catalogue/feature.rs"]
pub(crate) mod feature;
#[path = "../src/answers/gate.rs"]
pub(crate) mod gate;
#[path = "../src/catalogue/index.rs"]
pub(crate) mod index;
#[path = "../src/catalogue/method.rs"]
pub(crate) mod method;
#[path = "../src/answers/sentence.rs"]
pub(crate) mod sentence;
#[path = "../src/catalogue/surface.rs"]
pub(crate) mod surface;
#[path = "../src/catalogue/template.rs"]
pub(crate) mod template;
#[path = "../src/answers/word.rs"]
pub(crate) mod word;

// The file of the surfaces asks its room for the methods.
pub(crate) use method::Method;
