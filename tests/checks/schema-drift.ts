import { startEmbeddedDatabase } from "../../lib/db/embedded";
import { schemaDrift } from "../../lib/db/schema-drift";

/** Proves that the migrations make what prisma/schema/ says. */
const migrated = await startEmbeddedDatabase(null);
const wanted = await startEmbeddedDatabase(null);
const differences = await schemaDrift([migrated.url, wanted.url]);
await migrated.stop();
await wanted.stop();
for (const line of differences) console.error(line);
console.log(
  differences.length === 0
    ? "Migrations: they make what the schema says."
    : "Migrations: write one for the differences above.",
);
process.exit(differences.length > 0 ? 1 : 0);
