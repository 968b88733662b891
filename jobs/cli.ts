import { Command } from "commander";
import { addCommands } from "./commands/groups";
import { failureText } from "./report-failure";

/** The command line; each group of commands stands in a file of its own in `commands/`. */
const program = new Command("npm run cli --")
  .description("We scan new podcasts and send you the top 5 insights daily.")
  .showHelpAfterError();

try {
  await addCommands(program, process.argv[2]);
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${failureText(error)}\n`);
  process.exitCode = 1;
}
