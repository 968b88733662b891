import { Command } from "commander";
import { addAccountCommands } from "./commands/accounts";
import { addCostsCommand } from "./commands/costs";
import { addDigestCommand } from "./commands/digest";
import { addDoctorCommand } from "./commands/doctor";
import { addInsightsCommands } from "./commands/insights";
import { addKeepingCommands } from "./commands/keeping";
import { addPipelineCommands } from "./commands/pipeline";
import { addRetryCommand } from "./commands/retry";
import { addSendCommand } from "./commands/send";
import { addShowsCommands } from "./commands/shows";
import { addStatusCommand } from "./commands/status";
import { addTopicsCommands } from "./commands/topics";
import { failureText } from "./report-failure";

/** The command line; each group of commands stands in a file of its own in `commands/`. */
const program = new Command("npm run cli --")
  .description("We scan new podcasts and send you the top 5 insights daily.")
  .showHelpAfterError();

addShowsCommands(program);
addPipelineCommands(program);
addDigestCommand(program);
addInsightsCommands(program);
addCostsCommand(program);
addSendCommand(program);
addStatusCommand(program);
addDoctorCommand(program);
addRetryCommand(program);
addTopicsCommands(program);
addKeepingCommands(program);
addAccountCommands(program);

program.parseAsync().catch((error) => {
  process.stderr.write(`${failureText(error)}\n`);
  process.exitCode = 1;
});
