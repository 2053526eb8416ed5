"""Do the tests of triage reach every line and every branch of it? `python -m benchmarks.branches`.

Bar: 100 % of the branches of tracker/triage, by tests/triage and tests/protocols alone. Prints what
is missing; exits 1 where a test fails or something is missing.
"""

import sys

import coverage
import pytest

from benchmarks.survey import ROOT, TESTS, TRIAGE


def main() -> int:
    cover = coverage.Coverage(
        data_file=None, branch=True, source=[str(TRIAGE)], config_file=str(ROOT / "pyproject.toml")
    )
    cover.start()
    code = pytest.main([*TESTS, "-q", "-n", "0", "-p", "no:cacheprovider"])
    cover.stop()
    share = cover.report(show_missing=True, skip_covered=True)
    print(f"branch coverage of tracker/triage: {share:.2f} % (at least 100)")
    return int(code) or int(share < 100)


if __name__ == "__main__":
    sys.exit(main())
