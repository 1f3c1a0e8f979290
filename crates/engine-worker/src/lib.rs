//! The Web Worker program: drives a directory over the browser's storage and channels
