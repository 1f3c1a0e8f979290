//! The rules of the house that no compiler checks.

mod dependencies;
mod documents;
mod references;
mod sources;

/// A rule, and what breaks it: nothing where all is well.
pub(crate) struct Finding {
    /// The rule, as a statement that should be true.
    pub(crate) rule: &'static str,
    /// Each breach in words.
    pub(crate) breaches: Vec<String>,
}

/// Checks every rule.
///
/// # Errors
/// Where the sources cannot be read.
pub(crate) fn check() -> anyhow::Result<Vec<Finding>> {
    let mut findings = sources::check()?;
    findings.extend(dependencies::check()?);
    findings.extend(documents::check()?);
    findings.extend(references::check()?);
    Ok(findings)
}

/// Checks every rule, prints the breaches and tells whether there are none.
///
/// # Errors
/// Where the sources cannot be read.
pub(crate) fn run() -> anyhow::Result<bool> {
    let findings = check()?;
    print(&findings);
    Ok(findings.iter().all(|finding| finding.breaches.is_empty()))
}

/// Prints each rule with its breaches.
pub(crate) fn print(findings: &[Finding]) {
    for Finding { rule, breaches } in findings {
        println!("{:<6} {rule}", if breaches.is_empty() { "ok" } else { "FAILED" });
        for breach in breaches {
            println!("         {breach}");
        }
    }
}
