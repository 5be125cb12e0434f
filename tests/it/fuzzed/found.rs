//! What fuzzing found, each as it was mended: one plain test for each, beside its input in the corpus.
