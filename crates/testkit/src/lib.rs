//! For tests only: generators of directory data
