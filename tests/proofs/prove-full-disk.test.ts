import { expect, it } from "vitest";
import { fullDiskText, proveFullDisk, proveRunningDisk } from "../prove/full-disk";

it("stops with an alarm while the disk is full, loses nothing, and goes on by itself", {
  timeout: 400_000,
}, async () => {
  const [disk, running] = await Promise.all([proveFullDisk(), proveRunningDisk()]);
  // Only root may mount a disk to fill.
  if (process.getuid?.() !== 0) return;
  const text = fullDiskText(disk, running);
  expect(disk, text).toMatchObject({ lost: 0 });
  expect(disk?.sentence).toMatch(/^The disk is full\./);
  expect(running, text).toMatchObject({ lost: 0, emails: 1, reasons: ["The disk is full."] });
  expect(running?.acknowledged).toBeGreaterThan(0);
});
