import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { runJob, waitForOutput } from "../support/run-job";

const dataDir = mkdtempSync(join(tmpdir(), "overheard demo "));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

it("prints five insights with their receipts and ends with 0", { timeout: 120_000 }, async () => {
  const demo = runJob("demo/demo.ts", ["--once", "--data", dataDir], {});
  expect(await demo.ended, demo.output()).toBe(0);
  const output = demo.output();
  expect(output).toContain("we scan new podcasts and send you the top 5 insights daily");
  expect(output.match(/^\d\. /gm)).toHaveLength(5);
  expect(output.match(/^ {3}│ “/gm)).toHaveLength(5);
  expect(output).toMatch(/The email: .*reader@example\.com\.html/);
});

it("says what to do when its port is busy, and starts nothing", { timeout: 60_000 }, async () => {
  const holder = createServer().listen(0);
  const address = holder.address();
  const port = address && typeof address === "object" ? address.port : 0;
  const start = runJob("start.ts", [], { PORT: String(port) });
  expect(await start.ended).toBe(1);
  expect(start.output()).toMatch(
    new RegExp(`Port ${port} is busy\\. Stop what uses it, or choose another one: PORT=${port + 1} npm start`),
  );
  holder.close();
});

it("stops at once and cleanly when it is interrupted", { timeout: 120_000 }, async () => {
  const demo = runJob("demo/demo.ts", ["--once", "--data", dataDir], {});
  await waitForOutput(demo, /Subscribing/, 90_000);
  demo.child.kill("SIGINT");
  const interruptedAt = Date.now();
  await demo.ended;
  expect(Date.now() - interruptedAt).toBeLessThan(10_000);
  expect(demo.output()).toContain("Stopping");
  expect(demo.output()).not.toMatch(/Error|at .*\.ts:/);
});
