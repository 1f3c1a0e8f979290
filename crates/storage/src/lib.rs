//! Directories in the browser: the IndexedDB layout and the only code that names it
