import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import { authSecret, keepAuthSecret } from "../../lib/accounts/operator";
import { backUpDatabase, readBackup, restoreDatabase, type TableCounts } from "../../lib/db/backup";
import { checkServer } from "../../lib/db/check-server";
import { startEmbeddedDatabase } from "../../lib/db/embedded";
import { env } from "../../lib/env";
import { countedInDigits } from "../../lib/format/counts";
import { openWorkplace } from "../context";
import { UserError } from "../report-failure";
import { say, sayJson, withWorkplace } from "./terminal";

function postgresUrl(text: string): string {
  if (!/^postgres(ql)?:\/\//.test(text)) throw new InvalidArgumentError("It must be a postgresql:// address.");
  return text;
}

const summary = (counts: TableCounts) =>
  ["Show", "Episode", "Insight", "Story", "Digest", "Reader", "Delivery"]
    .flatMap((table) => {
      const many = table === "Story" ? "stories" : table === "Delivery" ? "deliveries" : undefined;
      return counts[table] ? [countedInDigits(counts[table], table.toLowerCase(), many)] : [];
    })
    .join(", ") || "nothing yet";

/** `backup`, `restore` and `move`: keeping what was read, and taking it elsewhere. */
export function addKeepingCommands(program: Command): void {
  program
    .command("backup")
    .description("write everything into one file, while Overheard runs or not")
    .argument("[file]", "a new file; overheard-DATE.backup.gz when absent")
    .option("--json", "print data")
    .action((file: string | undefined, options: { json?: boolean }) =>
      withWorkplace(async ({ url, context }) => {
        const target = file ?? `overheard-${context.now().toISOString().slice(0, 16).replace(/[:T]/g, "-")}.backup.gz`;
        if (existsSync(target)) throw new UserError(`${target} is there already. Choose another name.`);
        const secret = context.env.AUTH_SECRET ? undefined : authSecret(context.env);
        const tables = await backUpDatabase(url, target, secret);
        const byteLength = statSync(target).size;
        if (options.json) return sayJson({ file: target, byteLength, tables });
        say(`Written to ${target} (${(byteLength / 1e6).toFixed(1)} MB): ${summary(tables)}.`);
        say("It holds readers' addresses and what signs their links; keep it safe.");
      }),
    );

  program
    .command("restore")
    .description("bring a backup back into an empty database (DATA_DIR, or DATABASE_URL)")
    .argument("<file>", "as `backup` wrote it")
    .option("--json", "print data")
    .action(async (file: string, options: { json?: boolean }) => {
      const settings = env();
      const { authSecret: secret } = await readBackup(file);
      if (settings.DATABASE_URL) await checkServer(settings.DATABASE_URL);
      const embedded = settings.DATABASE_URL ? null : await startEmbeddedDatabase(settings.DATA_DIR);
      try {
        const tables = await restoreDatabase(settings.DATABASE_URL ?? embedded?.url ?? "", file);
        if (secret && !settings.AUTH_SECRET) keepAuthSecret(settings, secret);
        if (options.json) return sayJson({ tables });
        say(`Restored: ${summary(tables)}. Every table has as many rows as in the backup.`);
        say(`Start with: npm start`);
      } finally {
        await embedded?.stop();
      }
    });

  program
    .command("move")
    .description("copy everything from the embedded database to a PostgreSQL server, and compare")
    .argument("<url>", "an empty database: postgresql://user:password@host/name", postgresUrl)
    .option("--json", "print data")
    .action(async (url: string, options: { json?: boolean }) => {
      const settings = env();
      if (settings.DATABASE_URL)
        throw new UserError("DATABASE_URL is set already. Unset it to move from the embedded database in DATA_DIR.");
      await checkServer(url);
      const folder = mkdtempSync(join(tmpdir(), "overheard-move-"));
      try {
        const file = join(folder, "move.backup.gz");
        // Owning the directory keeps everybody else out, so that nothing is added on the way.
        const source = await openWorkplace({ ...settings, LOG_LEVEL: "error" }, "move", { mustOwn: true });
        try {
          await backUpDatabase(source.url, file, undefined);
        } finally {
          await source.close();
        }
        const tables = await restoreDatabase(url, file);
        if (options.json) return sayJson({ tables });
        say(`Moved: ${summary(tables)}. Every table has as many rows as before.`);
        say("Now set DATABASE_URL to that address, and AUTH_SECRET to what signs links already sent:");
        say(`  the content of ${join(settings.DATA_DIR, "auth-secret")}`);
        say("Then start with: npm start. The embedded database is unchanged; remove it when you are content.");
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });
}
