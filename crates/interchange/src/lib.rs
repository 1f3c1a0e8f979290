//! Spreadsheets in and out: detection, column mapping, import plans, export
