import { Command } from "commander";
import { etiquetteText, simulateEtiquette } from "./etiquette";

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

await program.parseAsync();
