//! The worker's entry: the loader runs it once the module stands.

fn main() {
    groundswell_workbook::program::run();
}
