import { Command } from "commander";
import { etiquetteText, simulateEtiquette } from "./etiquette";
import { proveImage } from "./image";

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

await program.parseAsync();
