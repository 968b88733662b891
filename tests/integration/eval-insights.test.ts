import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type AskedQuestion, type InsightServiceDouble, insightServiceDouble } from "../support/insight-service";
import { readScenes, type Scene } from "../support/labelled-pairs";
import { runJob } from "../support/run-job";
import { mindOf } from "../support/scene-mind";
import { startServer, type TestServer } from "../support/test-server";

const scenes = readScenes().slice(0, 6);
/** Two episodes of three scenes each. */
const episodes = { first: scenes.slice(0, 3), second: scenes.slice(3) };

let server: TestServer;
let service: InsightServiceDouble;
let folder: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "overheard eval "));
  server = await startServer();
  const honest = mindOf(scenes);
  const inventing = mindOf(scenes, (scene) =>
    scene.id === scenes[0]?.id ? { headline: "Zentro rents 77 halls" } : {},
  );
  const mind = (question: AskedQuestion) => (question.body.model === "inventing" ? inventing : honest)(question);
  service = insightServiceDouble(mind);
  server.routes.set("/v1/chat/completions", service.handle);
});
afterEach(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

const clock = (ms: number) => new Date(ms).toISOString().slice(11, 23);

/** Writes transcripts and judgements as the corpora have them. @returns the folder. */
function writeData(): string {
  const data = join(folder, "data");
  mkdirSync(data);
  const gold: string[] = [];
  for (const [name, own] of Object.entries(episodes)) {
    const cues = own
      .flatMap(({ segments }) => segments)
      .map(({ speaker, text }, i) => `${clock(i * 8_000)} --> ${clock((i + 1) * 8_000)}\n<v ${speaker}>${text}`);
    writeFileSync(join(data, `${name}.vtt`), `WEBVTT\n\n${cues.join("\n\n")}\n`);
    writeFileSync(join(data, `${name}.json`), JSON.stringify({ show: own[0]?.show, title: titleOf(own) }));
    const durationMs = cues.length * 8_000;
    const topics = [{ title: "All of it", spans: [[0, durationMs]], primary: true }];
    gold.push(JSON.stringify({ episode: name, durationMs, topics }));
  }
  writeFileSync(join(data, "gold.jsonl"), `${gold.join("\n")}\n`);
  return data;
}
/** Names of people stand in the title, so that the gate finds them. */
const titleOf = (own: readonly Scene[]) => own.map(({ title, people }) => `${title} (${people.join(", ")})`).join("; ");

/** Runs the command as its npm script does. */
async function evaluate(args: string[], model = "honest") {
  const job = runJob(join("..", "tests", "eval", "eval.ts"), args, {
    ...{ DATA_DIR: join(folder, "own"), DATABASE_URL: "", ALLOW_PRIVATE_NETWORK: "on", DAILY_BUDGET_USD: "100" },
    ...{ INSIGHT_BASE_URL: `${server.origin}/v1`, INSIGHT_API_KEY: "sk-test", INSIGHT_MODEL: model },
  });
  const code = await job.ended;
  return { code, lines: job.output().split("\n") };
}

it("measures a model, pays for no answer twice, and shows two runs beside each other", {
  timeout: 240_000,
}, async () => {
  const data = writeData();
  const command = ["insights", "--extractor", "openai", "--data", data];
  const measured = await evaluate(command);
  const printed = measured.lines.join("\n");
  expect(measured.code, printed).toBe(0);
  expect(printed).toMatch(/honest: 6 candidates, 6 \(100\.0 %\) passed the gate at once.*6 are left after the check/);
  expect(printed).toMatch(/An episode cost \$0\.\d{5}, and was expected to cost \$0\.\d{5}\./);
  expect(printed).toContain("2 episodes were read, 2 of them judged by people.");
  for (const name of ["LexRank", "blind, 3–80 %", "openai"]) expect(printed).toMatch(new RegExp(`\\| ${name} +\\|`));
  const asked = service.asked.length;
  expect(asked).toBeGreaterThanOrEqual(4);

  const files: string[] = [];
  for (const model of ["honest", "inventing"]) {
    const run = await evaluate([...command, "--json"], model);
    expect(run.code, run.lines.join("\n")).toBe(0);
    const lines = run.lines.filter((line) => line.startsWith("{"));
    const picks = lines.flatMap((line) => JSON.parse(line).picks as { headline: string }[]);
    const expected = scenes.filter(({ id }) => model === "honest" || id !== scenes[0]?.id);
    expect(picks.map(({ headline }) => headline).sort()).toEqual(expected.map(({ headline }) => headline).sort());
    if (model === "honest") expect(service.asked).toHaveLength(asked);
    files.push(join(folder, `run-of-${model}.jsonl`));
    writeFileSync(files.at(-1) ?? "", `${lines.join("\n")}\n`);
  }

  const out = join(folder, "page.html");
  const page = await evaluate(["side-by-side", ...files, "--out", out]);
  expect(page.code, page.lines.join("\n")).toBe(0);
  expect(page.lines.join("\n")).toContain("2 episodes to judge");
  const html = readFileSync(out, "utf8");
  const body = html.slice(0, html.indexOf("<script>"));
  const [own, shared] = [scenes[0]?.headline ?? "", scenes[1]?.headline ?? ""];
  expect(body.split(own)).toHaveLength(2);
  expect(body.split(shared)).toHaveLength(3);
  expect(body).not.toMatch(/run-of-(?:honest|inventing)/);
});

it("says what to do where no model is configured, and who may extract", { timeout: 60_000 }, async () => {
  const data = writeData();
  const job = runJob(join("..", "tests", "eval", "eval.ts"), ["insights", "--extractor", "openai", "--data", data], {
    DATA_DIR: join(folder, "none"),
    DATABASE_URL: "",
    INSIGHT_API_KEY: "",
    OPENAI_API_KEY: "",
    INSIGHT_BASE_URL: "",
  });
  expect(await job.ended).not.toBe(0);
  expect(job.output()).toContain("Set INSIGHT_API_KEY or OPENAI_API_KEY");
  const other = await evaluate(["insights", "--extractor", "nobody", "--data", data]);
  expect(other.code).not.toBe(0);
  expect(other.lines.join("\n")).toContain("Choose one of: local, openai");
});
