import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { renderTranscript } from "../../jobs/demo/render-transcript";
import { timeSentences } from "../../jobs/demo/script";
import { sampleShows } from "../../jobs/demo/shows";
import { writeReport } from "../bench/benchmarks-document";
import { type Report, runAll } from "../bench/run-all";

const fixtures = join("tests", "fixtures");

/** The sample shows as a folder of transcripts. */
function writeSampleShows(folder: string): void {
  for (const show of sampleShows()) {
    mkdirSync(join(folder, show.slug), { recursive: true });
    for (const [index, episode] of show.episodes.filter(({ turns }) => turns.length > 0).entries()) {
      const name = join(folder, show.slug, String(index + 1));
      writeFileSync(`${name}.vtt`, renderTranscript(timeSentences(episode), "vtt"));
      writeFileSync(`${name}.json`, JSON.stringify({ show: show.title, title: episode.title, language: "en" }));
    }
  }
}

/** What can be measured below a folder: "feeds", "transcripts", "salience/*" with judgements, "clusters" and "stories". */
function runsBelow(data: string): [part: string, folder: string][] {
  const salience = join(data, "salience");
  const judged = existsSync(salience) ? readdirSync(salience).map((name) => join("salience", name)) : [];
  return [
    ["feeds", "feeds"],
    ["transcripts", "transcripts"],
    ...judged
      .filter((folder) => existsSync(join(data, folder, "gold.jsonl")))
      .map((folder): [string, string] => ["insights", folder]),
    ["stories", "clusters"],
    ["stories", "stories"],
  ].filter((run): run is [string, string] => existsSync(join(data, run[1] ?? "")));
}

/**
 * Evaluates every part on a folder of data, and on what the project has of its own where none is given; writes BENCHMARKS.md
 * and eval.json.
 */
export async function evaluateAll(data: string | undefined, print: (text: string) => void): Promise<Report> {
  const made = mkdtempSync(join(tmpdir(), "overheard eval "));
  try {
    const runs = runsBelow(data ?? fixtures).map(([part, folder]) => [part, "--data", join(data ?? fixtures, folder)]);
    if (runs.length === 0) throw new Error(`There is nothing to measure on below ${data}.`);
    if (data === undefined) {
      writeSampleShows(made);
      runs.push(["insights", "--data", made]);
    }
    runs.push(["gate"]);
    const folders = { [made]: "SAMPLE_SHOWS", ...(data === undefined ? {} : { [data]: "FOLDER" }) };
    const report = await runAll("eval", runs, { folders, print });
    writeReport(report, data === undefined ? "Quality" : "Quality on data of others", "eval.json");
    return report;
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
}
