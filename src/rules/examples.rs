//! Examples.
pub struct ExampleFailure;
pub struct TestReport;
