"""Scans a file line by line with detect-secrets and prints megabytes a second on one core."""

import sys
import time

from detect_secrets.core.scan import scan_line
from detect_secrets.settings import default_settings

with open(sys.argv[1], encoding="utf-8", errors="replace") as file:
    text = file.read()
lines = text.splitlines()
found = 0
start = time.perf_counter()
with default_settings():
    for line in lines:
        found += sum(1 for _ in scan_line(line))
seconds = time.perf_counter() - start
print(f"{len(text.encode()) / 1e6 / seconds:.3f} {found}")
