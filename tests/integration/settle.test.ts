import { afterAll, beforeAll, expect, it } from "vitest";
import { runJob } from "../support/run-job";
import { testSettings } from "../support/test-pipeline";
import { startTestStage, type TestStage } from "../support/test-stage";

let stage: TestStage;
beforeAll(async () => {
  stage = await startTestStage();
});
afterAll(() => stage.stop());

const settle = async (...args: string[]) => {
  const job = runJob("cli.ts", ["settle", ...args], testSettings(stage.dataDir));
  return { code: await job.ended, output: job.output() };
};
const add = async (address: string, state: "uncertain" | "failed", batchId: string | null = null) => {
  const data = { address, date: "2026-11-25", transport: "smtp", state, error: "It did not answer.", batchId };
  return (await stage.db.delivery.create({ data, select: { id: true } })).id;
};
const stateOf = async (id: string) => (await stage.db.delivery.findUniqueOrThrow({ where: { id } })).state;

it("lists emails of unknown fate, and notes what became of them as the operator says", async () => {
  expect(await settle()).toEqual({ code: 0, output: "Of every email it is known what became of it.\n" });
  const batch = await stage.db.mailBatch.create({ data: { transport: "smtp", emailCount: 1 } });
  const [arrived, lost, known, asked] = [
    await add("arrived@example.com", "uncertain"),
    await add("lost@example.com", "uncertain"),
    await add("known@example.com", "failed"),
    await add("asked@example.com", "uncertain", batch.id),
  ];
  const list = await settle();
  expect(list.output).toContain(`${arrived}  2026-11-25  arrived@example.com  It did not answer.\n`);
  expect(list.output).not.toMatch(/known@|asked@/);
  expect(JSON.parse((await settle("--json")).output)).toHaveLength(2);

  expect((await settle("--arrived")).output).toBe("Say which ones by their ids (see: npm run cli -- settle).\n");
  expect(await settle(arrived)).toEqual({
    code: 1,
    output: "Say what became of them: --arrived or --not-arrived.\n",
  });
  expect(await settle(arrived, "--arrived")).toEqual({ code: 0, output: "Noted of 1 email: arrived.\n" });
  const rest = await settle(lost, known, asked, "--not-arrived");
  expect(rest.code).toBe(1);
  expect(rest.output).toContain("Noted of 1 email: did not arrive.\n");
  expect(rest.output).toContain(`Not uncertain, or still being asked about: ${known}, ${asked}.`);
  expect(await Promise.all([arrived, lost, known, asked].map(stateOf))).toEqual([
    "accepted",
    "failed",
    "failed",
    "uncertain",
  ]);
});
