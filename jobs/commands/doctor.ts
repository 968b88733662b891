import type { Command } from "commander";
import { DatabaseServerError } from "../../lib/db/check-server";
import { type Examined, examine } from "../../lib/operations/examine";
import { say, sayJson, withWorkplace } from "./terminal";

const marks: Record<Examined["state"], string> = { ok: "✓", hint: "·", problem: "✗" };
const colours: Record<Examined["state"], number> = { ok: 32, hint: 33, problem: 31 };

/** `doctor`: what is set wrong, and how to mend it. */
export function addDoctorCommand(program: Command): void {
  program
    .command("doctor")
    .description("look at settings, services and the installation, and say what to mend")
    .option("--json", "print data")
    .action(async (options: { json?: boolean }) => showFindings(options, await findings()));
}

/** A server that cannot be used is the first thing to mend: all else is asked of the database. */
async function findings(): Promise<Examined[]> {
  try {
    return await withWorkplace(({ context }) => examine({ ...context, isEmbedded: !context.env.DATABASE_URL }));
  } catch (error) {
    if (!(error instanceof DatabaseServerError)) throw error;
    return [{ about: "Database", state: "problem", text: error.message }];
  }
}

function showFindings(options: { json?: boolean }, list: Examined[]): void {
  const problems = list.filter((one) => one.state === "problem").length;
  if (problems > 0) process.exitCode = 1;
  if (options.json) {
    sayJson(list);
    return;
  }
  for (const { about, state, text } of list) {
    const mark = process.stdout.isTTY ? `\u001b[${colours[state]}m${marks[state]}\u001b[0m` : marks[state];
    say(`${mark} ${about.padEnd(14)} ${text}`);
  }
  say("");
  if (problems === 0) say("Nothing has to be mended.");
  else say(`${problems === 1 ? "One thing has" : `${problems} things have`} to be mended (✗).`);
}
