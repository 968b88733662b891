import { Command } from "commander";
import { benchPolling } from "./feeds";
import { benchParsing } from "./parse-feeds";

const print = (text: string): void => void process.stdout.write(`${text}\n`);
const numbers = (text: string) => text.split(",").map(Number);

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

await program.parseAsync();
