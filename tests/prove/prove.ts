import { Command } from "commander";
import { crashText, proveCrash } from "./crash";
import { type DeliveryTask, deliveryText, proveDelivery } from "./delivery";
import { etiquetteText, simulateEtiquette } from "./etiquette";
import { failTranscribing, faultsText } from "./fail-transcribing";
import { fullDiskText, proveFullDisk, proveRunningDisk } from "./full-disk";
import { proveImage } from "./image";
import { killText, proveInsights } from "./insights";
import { killedText, killTranscribing } from "./kill-transcribing";
import { proveLighthouse } from "./lighthouse";
import { readersText, simulateReaders } from "./readers";
import { proveSignIn } from "./sign-in";
import { proveSoak } from "./soak";
import { proveWorkers } from "./workers";
import { proveZones, zonesText } from "./zones";

const program = new Command("npm run prove --").description("long proofs; a short form of each is in the tests");
program
  .command("etiquette")
  .description("a simulated week of polling")
  .option("--feeds <count>", "how many", Number, 200)
  .action(({ feeds }: { feeds: number }) => {
    const { text, holds } = etiquetteText(simulateEtiquette(feeds));
    process.stdout.write(`${text}\n`);
    if (!holds) process.exitCode = 1;
  });

program
  .command("image")
  .description("the steps of the Dockerfile, one by one, without an engine")
  .action(() => proveImage((line) => process.stdout.write(`${line}\n`)));

program
  .command("workers")
  .description("workers on PostgreSQL that are killed every few seconds, beside one in peace")
  .option("--editions <count>", "of the nine sample shows, some 25 episodes each", Number, 12)
  .option("--workers <count>", "how many", Number, 3)
  .option("--kill-every <seconds>", "how often one is killed", Number, 4)
  .action(async ({ editions, workers, killEvery }: { editions: number; workers: number; killEvery: number }) => {
    const { text, faults } = await proveWorkers({ editions, workers, killEverySeconds: killEvery, longestMinutes: 20 });
    process.stdout.write(`${text}\n`);
    if (faults.length > 0) process.exitCode = 1;
  });

program
  .command("insights")
  .description("a process that reads episodes with a model, killed at random moments: nothing answered is paid twice")
  .option("--episodes <count>", "how many", Number, 20)
  .option("--kills <count>", "how often", Number, 15)
  .action(async (options: { episodes: number; kills: number }) => {
    const proof = await proveInsights({ ...options, latencyMs: 400 });
    process.stdout.write(`${killText(proof)}\n`);
    if (proof.faults.length > 0) process.exitCode = 1;
  });

program
  .command("readers")
  .description("sixty days of editions for readers of many tastes, held against the promises")
  .option("--days <count>", "how many", Number, 60)
  .action(({ days }: { days: number }) => {
    const result = simulateReaders(days);
    process.stdout.write(`${readersText(result)}\n`);
    if (result.problems.length > 0) process.exitCode = 1;
  });

program
  .command("crash")
  .description("the embedded database, killed at random moments while clients write")
  .option("--kills <count>", "how often", Number, 50)
  .action(async ({ kills }: { kills: number }) => {
    const result = await proveCrash(kills);
    process.stdout.write(`${crashText(result)}\n`);
    if (result.lost + result.torn > 0) process.exitCode = 1;
  });

program
  .command("full-disk")
  .description("a disk that fills under the embedded database, and under all that runs: alarm, nothing lost, goes on")
  .action(async () => {
    const disk = await proveFullDisk();
    const running = await proveRunningDisk();
    process.stdout.write(`${fullDiskText(disk, running)}\n`);
    if ((disk?.lost ?? 0) + (running?.lost ?? 0) > 0) process.exitCode = 1;
  });

program
  .command("delivery")
  .description(
    "processes killed at random moments while they send a morning's emails; TEST_DATABASE_URL adds PostgreSQL",
  )
  .option("--readers <count>", "how many", Number, 2000)
  .option("--kills <count>", "how many, for each service and database", Number, 200)
  .option("--batch <count>", "emails of a batch: small ones make more moments to be killed at", Number, 10)
  .option("--only <service>", "resend or smtp")
  .action(async (options: { readers: number; kills: number; batch: number; only?: DeliveryTask["transport"] }) => {
    const log = (line: string): void => void process.stdout.write(`${line}\n`);
    for (const isServer of process.env.TEST_DATABASE_URL ? [false, true] : [false])
      for (const transport of options.only ? [options.only] : (["resend", "smtp"] as const)) {
        const { readers, kills, batch } = options;
        const task = { transport, readers, kills, isServer, batchSize: batch, longestMinutes: 60, log };
        const proof = await proveDelivery(task);
        log(deliveryText(task, proof));
        if (proof.faults.length > 0) process.exitCode = 1;
      }
  });

program
  .command("zones")
  .description("every IANA zone over ten years: one instant for each hour of each local date")
  .option("--years <count>", "how many, from 2026", Number, 10)
  .option("--every-hour", "all 24 hours of each date, which takes long")
  .action(({ years, everyHour }: { years: number; everyHour?: boolean }) => {
    const log = (line: string): void => void process.stdout.write(`${line}\n`);
    const proof = proveZones({ fromYear: 2026, years, everyHour: everyHour ?? false, log });
    log(zonesText(proof));
    if (proof.faults.length > 0) process.exitCode = 1;
  });

program
  .command("soak")
  .description("simulated days with shows, readers and faults: memory, disk, digests, deliveries, log")
  .option("--days <count>", "how many", Number, 30)
  .option("--shows <count>", "each publishes an episode a day", Number, 50)
  .option("--readers <count>", "how many", Number, 200)
  .option("--step <minutes>", "between two ticks", Number, 15)
  .action(async ({ days, shows, readers, step }: { days: number; shows: number; readers: number; step: number }) => {
    const print = (line: string) => process.stdout.write(`${line}\n`);
    const { text, faults } = await proveSoak({ days, shows, readers, stepMinutes: step }, print);
    print(text);
    if (faults.length > 0) process.exitCode = 1;
  });

program
  .command("sign-in")
  .description("that asking for a sign-in link tells nobody who has an account, neither by its answer nor by its time")
  .option("--tries <count>", "how many", Number, 1_000)
  .action(async ({ tries }: { tries: number }) => {
    const { isSame, isTimeTheSame } = await proveSignIn(tries, (line) => process.stdout.write(`${line}\n`));
    if (!isSame || !isTimeTheSame) process.exitCode = 1;
  });

program
  .command("transcripts")
  .description("killed at every step of a long episode, and services that do everything wrong")
  .option("--pieces <count>", "of the episode", Number, 20)
  .action(async ({ pieces }: { pieces: number }) => {
    for (const atOnce of [1, 4]) {
      const onKill = (kills: number) => {
        if (process.stdout.isTTY) process.stdout.write(`\r${kills} kills `);
      };
      const { text, holds } = killedText(await killTranscribing({ pieces, atOnce, onKill }));
      process.stdout.write(`${process.stdout.isTTY ? "\r" : ""}${text}\n\n`);
      if (!holds) process.exitCode = 1;
    }
    const { text, holds } = faultsText(await failTranscribing());
    process.stdout.write(`${text}\n`);
    if (!holds) process.exitCode = 1;
  });

program
  .command("lighthouse")
  .description("the pages as Lighthouse sees them on a phone, beside an empty one; fetches Lighthouse from npm")
  .option("--runs <count>", "of each page; the median counts", Number, 5)
  .action(async ({ runs }: { runs: number }) => {
    const log = (line: string): void => void process.stdout.write(`${line}\n`);
    if (!(await proveLighthouse(runs, log))) process.exitCode = 1;
  });

await program.parseAsync();
