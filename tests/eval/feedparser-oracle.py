"""Prints what Python's feedparser reads of every file below a folder, one JSON line a file, for `npm run eval -- feeds --oracle`.

Run with the Python that Debian's package python3-feedparser belongs to: /usr/bin/python3 tests/eval/feedparser-oracle.py FOLDER
"""

import calendar
import json
import os
import re
import sys

import feedparser


def seconds(value):
    parts = (value or "").strip().split(":")
    if not all(re.fullmatch(r"\d+", part) for part in parts) or not 1 <= len(parts) <= 3:
        return None
    total = 0
    for part in parts:
        total = total * 60 + int(part)
    return total or None


def dates(entry):
    found = set()
    for name in ("published_parsed", "updated_parsed", "created_parsed"):
        parsed = entry.get(name) if name != "updated_parsed" or "updated" in entry else None
        if parsed:
            found.add(calendar.timegm(parsed))
    return sorted(found)


def item(entry):
    return {
        "title": entry.get("title", ""),
        "guid": entry.get("id", ""),
        "enclosures": [e.get("href", "") for e in entry.get("enclosures", []) if e.get("href")],
        "dates": dates(entry),
        "durationSeconds": seconds(entry.get("itunes_duration")),
    }


root = sys.argv[1]
for folder, _, names in sorted(os.walk(root)):
    for name in sorted(names):
        if name.endswith(".md"):
            continue
        path = os.path.join(folder, name)
        with open(path, "rb") as file:
            data = file.read()
        parsed = feedparser.parse(data)
        print(
            json.dumps(
                {
                    "file": os.path.relpath(path, root),
                    "title": parsed.feed.get("title", ""),
                    "items": [item(entry) for entry in parsed.entries],
                }
            )
        )
