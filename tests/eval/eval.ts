import { Command } from "commander";
import { env } from "../../lib/env";
import { evaluateAll } from "./evaluate-all";
import { exportFeedback } from "./export-feedback";
import { evaluateFeeds } from "./feeds";
import { pairLines } from "./gate-pairs";
import { evaluateInsights, extractors } from "./insights";
import { writeSideBySide } from "./side-by-side";
import { evaluateStories } from "./stories";
import { openEmbedding } from "./story-embedding";
import { trainBreaks } from "./train-breaks";
import { trainSalience } from "./train-salience";
import { evaluateTranscripts } from "./transcripts";

const print = (text: string): void => void process.stdout.write(`${text}\n`);

const program = new Command("npm run eval --").description("measures a part of Overheard on data of yours");
program
  .command("feeds")
  .description("reads every file below a folder as a feed")
  .requiredOption("--data <path>", "the folder")
  .option("--json", "one line of JSON a file, and nothing else", false)
  .option("--oracle <file>", "what feedparser reads of the same files (see tests/eval/feedparser-oracle.py)")
  .action((options: { data: string; json: boolean; oracle?: string }) =>
    evaluateFeeds({ ...options, oracle: options.oracle, print }),
  );

program
  .command("transcripts")
  .description("reads every file below a folder as a transcript")
  .requiredOption("--data <path>", "the folder")
  .option("--json", "one line of JSON a file, and nothing else", false)
  .option("--expected <folder>", "parses to compare with, named NAME_FORMAT_parsed.json")
  .action((options: { data: string; json: boolean; expected?: string }) =>
    evaluateTranscripts({ ...options, expected: options.expected, print }),
  );

program
  .command("insights")
  .description("extracts insights from every transcript below a folder, and holds them against its gold.jsonl")
  .requiredOption("--data <path>", "the folder; NAME.json beside a transcript may give {show, title, publishedAt}")
  .option("--json", "one line of JSON an episode, and nothing else", false)
  .option("--extractor <name>", `who extracts: ${Object.keys(extractors).join(" or ")}`, "local")
  .action((options: { data: string; json: boolean; extractor: string }) => evaluateInsights({ ...options, print }));

program
  .command("gate")
  .description("holds the project's labelled pairs against the gate, and says what slips through")
  .action(() => {
    for (const line of pairLines()) print(line);
  });

program
  .command("train-salience")
  .description("learns which moments of a show matter, and writes lib/insights/salience-table.json")
  .requiredOption("--data <path>", "a folder of transcripts with people's judgements in gold.jsonl")
  .action((options: { data: string }) => trainSalience({ ...options, print }));

program
  .command("train-breaks")
  .description("learns where sentences end in talk without punctuation, and writes lib/insights/sentence-breaks.json")
  .requiredOption("--data <path>", "a folder of transcripts with punctuation")
  .requiredOption("--test <path>", "another one, to report the figures on")
  .action((options: { data: string; test: string }) => trainBreaks({ ...options, print }));

program
  .command("side-by-side")
  .description("makes a page on which a person judges two runs of `insights --json` without knowing which is which")
  .argument("<a.jsonl>", "one run")
  .argument("<b.jsonl>", "the other one")
  .requiredOption("--out <file>", "the page to write")
  .action((a: string, b: string, { out }: { out: string }) => {
    const { episodes } = writeSideBySide(a, b, out);
    print(`${episodes} episodes to judge: open ${out} in a browser.`);
  });

program
  .command("feedback")
  .description("prints what readers said of insights, with their features of that moment, one line of JSON each")
  .option("--learn", "print the weights instead by which insights would rank as readers liked them", false)
  .action(({ learn }: { learn: boolean }) => exportFeedback(print, learn));

program
  .command("stories")
  .description("groups texts as stories are grouped")
  .requiredOption(
    "--data <path>",
    "a .jsonl file of {id, text, publishedAt?, show?}, a .txt with a text a line, or a folder",
  )
  .option("--json", "one line {id, story} a text, and nothing else", false)
  .option(
    "--embedding <name>",
    "what texts are compared by beside their words: local, or openai for EMBEDDING_*",
    "local",
  )
  .action(async (options: { data: string; json: boolean; embedding: string }) => {
    const { close, ...by } = await openEmbedding(options.embedding, env());
    try {
      await evaluateStories({ ...options, ...by, print });
    } finally {
      await close();
    }
  });

program
  .command("all", { isDefault: true })
  .description("every part, one after the other, into BENCHMARKS.md and eval.json")
  .option(
    "--data <folder>",
    "with feeds, transcripts, salience or clusters below it; else what the project has of its own",
  )
  .action(async ({ data }: { data?: string }) => {
    const { measured } = await evaluateAll(data, print);
    if (measured.some(({ exitCode }) => exitCode !== 0)) process.exitCode = 1;
  });

await program.parseAsync();
