//! A value in words, in the manner of words that already stand there: what a quick fix writes.
