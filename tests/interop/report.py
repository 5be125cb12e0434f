"""The table of what was expected and what came."""

import subprocess
import time

from tool import Failed


class Report:
    def __init__(self):
        self.passed, self.failures = 0, []

    @staticmethod
    def heading(group):
        print(f"\n{group}\n{'case':<44} {'server':<8} {'expected':<42} {'s':>5}  got", flush=True)

    def case(self, group, name, server, expected, act):
        """Runs one case and prints its row. Whatever goes wrong in it is its failure, not the end of the run."""
        start = time.monotonic()
        try:
            got, failed = act() or expected, False
        except Failed as why:
            got, failed = str(why), True
        except (OSError, KeyError, TypeError, ValueError, AttributeError, subprocess.SubprocessError) as why:
            got, failed = f"{type(why).__name__}: {why}", True
        took = time.monotonic() - start
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
