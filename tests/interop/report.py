"""The table of what was expected and what came."""

import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

from tool import Failed


class Report:
    def __init__(self):
        self.passed, self.failures, self.group = 0, [], ""

    def cases(self, group, rows, at_once=1):
        """Runs the cases and prints their rows in order; several at a time only where they ask for nothing of each other."""
        if at_once == 1:
            for row in rows:
                self.case(group, *row)
            return
        rows = list(rows)
        with ThreadPoolExecutor(at_once) as pool:
            for row, outcome in zip(rows, pool.map(lambda row: _outcome(*row[2:]), rows), strict=True):
                self._row(group, *row[:3], *outcome)

    def case(self, group, name, server, expected, act):
        """Runs one case and prints its row."""
        self._row(group, name, server, expected, *_outcome(expected, act))

    def _row(self, group, name, server, expected, got, failed, took):
        if group != self.group:
            self.group = group
            print(f"\n{group}\n{'case':<44} {'server':<8} {'expected':<42} {'s':>5}  got", flush=True)
        mark = "FAILED  " if failed else ""
        print(f"{name:<44} {server:<8} {expected:<42} {took:>5.1f}  {mark}{got}", flush=True)
        if failed:
            self.failures.append(f"{group}: {name} {server}".rstrip() + f"\n    expected {expected}\n    got      {got}")
        else:
            self.passed += 1

    def close(self):
        """The failures again, together, then the line that counts. The exit code."""
        if self.failures:
            print("\nfailed:\n  " + "\n  ".join(self.failures))
        print(f"\n{self.passed} passed, {len(self.failures)} failed")
        return 1 if self.failures else 0


def _outcome(expected, act):
    """What came, whether that is a failure, and how long it took. Whatever goes wrong in a case is its failure, not the end of the run."""
    start = time.monotonic()
    try:
        got, failed = act() or expected, False
    except Failed as why:
        got, failed = str(why), True
    except (OSError, KeyError, TypeError, ValueError, AttributeError, subprocess.SubprocessError) as why:
        got, failed = f"{type(why).__name__}: {why}", True
    return got, failed, time.monotonic() - start
