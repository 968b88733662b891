import { Command } from "commander";
import { writeReport } from "./benchmarks-document";
import { benchDelivery } from "./delivery";
import { benchDigests, benchStoredDigests } from "./digests";
import { benchDisk } from "./disk";
import { benchPolling } from "./feeds";
import { benchGrowth, growthRatios, growthRows, growthTable } from "./growth";
import { benchModel, modelBenchText } from "./insights";
import { benchParsing } from "./parse-feeds";
import { noteRatio, ratioTable } from "./ratios";
import { benchTalk } from "./read-talk";
import { runAll } from "./run-all";
import { benchStart } from "./start";
import { benchStories } from "./stories";
import { benchMemory, benchTranscribing, benchTranscriptParsing } from "./transcripts";
import { benchWeb, missedWebMarks, type WebBench } from "./web";

const print = (text: string): void => void process.stdout.write(`${text}\n`);
const numbers = (text: string) => text.split(",").map(Number);

/** Recordings that are heard: requests at once, their length in minutes, and how long each request takes. */
const heardSizes = [
  [1, 15, 3_000],
  [4, 60, 3_000],
  [16, 90, 3_000],
  [16, 60, 1_000],
] as const;

interface InsightBench {
  data?: string;
  talk: number;
  episodes: number;
  atOnce: number;
  latency: number;
}

const program = new Command("npm run bench --").description("how fast parts of Overheard are, beside bare code");
program
  .command("feeds")
  .description("parsing feeds, and polling a thousand of them")
  .option("--data <path>", "a folder of feeds to parse instead of made ones")
  .option("--feeds <count>", "how many are polled", Number, 1000)
  .option("--hosts <count>", "how many hosts they are on", Number, 250)
  .option("--latency <ms,…>", "how long hosts take to answer", numbers, [0, 100])
  .option("--database-url <url>", "an empty PostgreSQL database instead of the embedded one")
  .action(async (options: { data?: string; feeds: number; hosts: number; latency: number[]; databaseUrl?: string }) => {
    await benchParsing(options.data, print);
    print("");
    await benchPolling(
      {
        feeds: options.feeds,
        hosts: options.hosts,
        latenciesMs: options.latency,
        databaseUrl: options.databaseUrl,
      },
      print,
    );
  });

program
  .command("digests")
  .description("ranking the digests of many readers from the same candidates")
  .option("--readers <count>", "how many", Number, 10_000)
  .option("--candidates <count>", "stories that could be in them", Number, 2_000)
  .option("--stored <count>", "how many of them also through the embedded database", Number, 1_000)
  .action(async (options: { readers: number; candidates: number; stored: number }) => {
    await benchDigests({ ...options, alone: 10 }, print);
    if (options.stored === 0) return;
    print("");
    await benchStoredDigests({ readers: options.stored, candidates: options.candidates }, print);
  });

program
  .command("stories")
  .description("placing insights as more are stored, and what the vector index finds of the nearest")
  .option("--stored <count,…>", "how many are stored, rising", numbers, [1_000, 10_000, 100_000])
  .option("--url <postgres>", "an empty PostgreSQL instead of the embedded database")
  .action(async (options: { stored: number[]; url?: string }) => {
    const { figures, exponent } = await benchStories(options, print);
    const [first, last] = [figures[0], figures.at(-1)];
    if (first && last)
      print(
        `The most stored take ${(last.msAnInsight / first.msAnInsight).toFixed(2)} times as long as the fewest: time grows with the store to the power of ${exponent.toFixed(2)}.`,
      );
  });

program
  .command("growth")
  .description("a new insight, a reader's digest and each page as more is stored")
  .option("--stored <count,…>", "how many insights, rising", numbers, [1_000, 10_000, 100_000])
  .action(async ({ stored }: { stored: number[] }) => {
    const { figures } = await benchStories({ stored }, print);
    const grown = await benchGrowth(stored, print);
    const rows = growthRows(figures, grown);
    print(growthTable(rows));
    // How long placing takes has been noted by what measured it.
    const { "placing it": _, ...noted } = rows;
    for (const { isWithin: _isWithin, ...ratio } of growthRatios(noted)) noteRatio(ratio);
  });

program
  .command("web")
  .description("pages kept ready beside a static one, a reader's front page, and the search")
  .option("--insights <count>", "how many are stored", Number, 100_000)
  .option("--transcripts <count>", "how many hours of them", Number, 1_000)
  .option("--seconds <count>", "how long the kept pages are asked for", Number, 20)
  .option("--searches <count>", "how many queries", Number, 300)
  .option("--database-url <url>", "an empty PostgreSQL database instead of the embedded one")
  .action(async (options: WebBench) => {
    const missed = missedWebMarks(await benchWeb(options, print), options.databaseUrl !== undefined);
    for (const sentence of missed) print(`MISSED: ${sentence}`);
    if (missed.length > 0) process.exitCode = 1;
  });

program
  .command("insights")
  .description(
    "reading talk without a model, and episodes with a service of fixed latency, beside the least that this can take, and what it costs",
  )
  .option("--data <path>", "a folder of transcripts to read without a model instead of made ones")
  .option("--talk <count>", "how many made episodes of an hour are read without a model", Number, 8)
  .option("--episodes <count>", "how many", Number, 32)
  .option("--at-once <count>", "requests at the same time", Number, 8)
  .option("--latency <ms>", "how long the service takes for an answer", Number, 3000)
  .action(async ({ data, talk, episodes, atOnce, latency }: InsightBench) => {
    await benchTalk({ ...(data === undefined ? {} : { data }), episodes: talk }, print);
    const result = await benchModel({ episodes, atOnce, latencyMs: latency, learnFrom: 16 });
    print(modelBenchText(result, latency));
    noteRatio({
      what: `reading ${episodes} episodes with a model, ${atOnce} requests at once`,
      reference: "the time that the service takes",
      times: result.wallMs / result.idealMs,
      better: "less",
    });
  });

program
  .command("delivery")
  .description("composing emails, keeping to a service's rate, and the morning of very many readers in one zone")
  .option("--emails <count>", "how many are composed", Number, 4000)
  .option("--rate-readers <count>", "how many for the share of the permitted rate", Number, 400)
  .option("--readers <count>", "how many in one zone; 0 leaves that out", Number, 100_000)
  .option("--database-url <url>", "an empty PostgreSQL database instead of the embedded one")
  .action((options: { emails: number; rateReaders: number; readers: number; databaseUrl?: string }) =>
    benchDelivery(options, print),
  );

program
  .command("disk")
  .description("how much the database grows by 1,000 episodes of an hour")
  .option("--episodes <count>", "how many it is measured on", Number, 100)
  .action(async (options: { episodes: number }) => {
    await benchDisk(options, print);
  });

program
  .command("start")
  .description("the time from npm start to the first page, and the memory of all with nothing to do")
  .option("--starts <count>", "how many; the first one is on an empty data directory", Number, 3)
  .option("--idle-seconds <count>", "how long it is left alone", Number, 60)
  .action(async (options: { starts: number; idleSeconds: number }) => {
    await benchStart(options, print);
  });

program
  .command("transcripts")
  .description("parsing transcripts, hearing recordings beside the ideal, and the memory that long ones take")
  .option("--hours <count>", "of the transcript that is parsed", Number, 5)
  .action(async ({ hours }: { hours: number }) => {
    benchTranscriptParsing(hours, print);
    // A minute of speech takes a service some seconds; the last one is as quick as any, so that what it takes beside shows.
    for (const [atOnce, minutes, latencyMs] of heardSizes)
      await benchTranscribing({ minutes, atOnce, latencyMs }, print);
    await benchMemory([30, 300], print);
  });

/** Smaller sizes, with which everything takes some minutes; what is not here is as quick as it is. */
const quick: Record<string, string[]> = {
  digests: ["--readers", "2000", "--stored", "200"],
  stories: ["--stored", "1000,5000"],
  growth: ["--stored", "1000,10000"],
  web: ["--insights", "10000", "--transcripts", "100", "--seconds", "8", "--searches", "100"],
  delivery: ["--emails", "2000", "--rate-readers", "200", "--readers", "2000"],
  disk: ["--episodes", "40"],
};

program
  .command("all", { isDefault: true })
  .description("everything above, one after the other, into BENCHMARKS.md and bench.json")
  .option("--quick", "smaller sizes: minutes instead of an hour or more", false)
  .action(async (options: { quick: boolean }) => {
    const names = program.commands.map((command) => command.name()).filter((name) => name !== "all");
    const runs = names.map((name) => [name, ...(options.quick ? (quick[name] ?? []) : [])]);
    const report = await runAll("bench", runs, { print });
    writeReport(report, "Speed", "bench.json");
    print(`\n${ratioTable(report.measured.flatMap(({ ratios }) => ratios))}`);
    if (report.measured.some(({ exitCode }) => exitCode !== 0)) process.exitCode = 1;
  });

await program.parseAsync();
