import { expect, it } from "vitest";
import { benchDisk } from "../bench/disk";
import { benchStart } from "../bench/start";

it("measures how much the disk fills by 1,000 episodes", async () => {
  const lines: string[] = [];
  const { megabytesPerThousand } = await benchDisk({ episodes: 4 }, (line) => lines.push(line));
  expect(megabytesPerThousand).toBeGreaterThan(50);
  expect(lines[0]).toMatch(
    /^Disk, by 4 episodes of an hour with [1-9][\d.]* insights each: \d+ MB for 1,000 episodes$/,
  );
});

it("measures the start and the memory of all processes", async () => {
  const lines: string[] = [];
  const { seconds, megabytes } = await benchStart({ starts: 1, idleSeconds: 1 }, (line) => lines.push(line));
  expect(seconds).toBeGreaterThan(0);
  expect(megabytes).toBeGreaterThan(100);
  expect(lines).toHaveLength(2);
});
