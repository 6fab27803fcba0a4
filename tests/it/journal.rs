//! Journals that are cut, flipped and written by two at once.
