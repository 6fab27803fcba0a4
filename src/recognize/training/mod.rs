//! Learning: annotated texts in, the weights of a model out. Pure and deterministic: the same texts in the same order give
//! the same bytes. Nothing here is needed for suggesting.

mod augment;
mod crf;
mod examples;
mod fast;
mod measure;
mod own;
mod random;

pub use super::tagger::features::Aspect;
pub use augment::Pools;
pub use examples::{Example, Named};
pub use fast::{Recipe, train};
pub use measure::{Tally, tally};
pub use own::{KINDS, LEAST_ARTICLES, LEAST_IN_ALL, LEAST_NAMES, TooFew, Trial, fit, sum};
