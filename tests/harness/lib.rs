//! Browsers, servers and words shared by the journeys.
