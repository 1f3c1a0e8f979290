//! The directory, tried through its public face.

mod conflicts;
mod convergence;
mod damage;
mod deletion;
mod migrations;
mod privacy;
mod replica;
mod saving;
mod steps;
mod undo;
