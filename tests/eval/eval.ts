import { Command } from "commander";
import { evaluateFeeds } from "./feeds";

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

await program.parseAsync();
