"""Speed and growth, a command each: never part of the test run. docs/benchmarks.md has figures."""
