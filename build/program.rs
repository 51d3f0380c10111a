//! The closed words of the program, from its own files, so that the reader knows each of them and no other.

#[path = "../src/diagnosis/audience.rs"]
pub(crate) mod audience;
#[path = "../src/catalogue/capability/group.rs"]
pub(crate) mod capability;
#[path = "../src/diagnosis/cause.rs"]
pub(crate) mod cause;
#[path = "../src/diagnosis/gate.rs"]
pub(crate) mod gate;
#[path = "../src/catalogue/method.rs"]
pub(crate) mod method;
#[path = "../src/diagnosis/words.rs"]
pub(crate) mod words;
