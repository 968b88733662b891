import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const folder = join(import.meta.dirname, "..", "..", "prisma", "migrations");

/** Statements that an older version, still running, would trip over. */
const breaking: [what: string, pattern: RegExp][] = [
  ["removes a table", /\bDROP TABLE\b/i],
  ["removes a column", /\bDROP COLUMN\b/i],
  ["renames", /\bRENAME (?:TO|COLUMN|CONSTRAINT)\b/i],
  ["asks for a value that older versions do not write", /\bALTER COLUMN\s+"\w+"\s+SET NOT NULL\b/i],
  ["asks for a value that older versions do not write", /\bADD COLUMN\s+"\w+"[^,;]*\bNOT NULL\b(?![^,;]*\bDEFAULT\b)/i],
  ["changes a column's type", /\bALTER COLUMN\s+"\w+"\s+(?:SET DATA )?TYPE\b/i],
];

const withoutComments = (sql: string) => sql.replace(/--.*$/gm, "");
const faults = (sql: string) =>
  breaking.filter(([, pattern]) => pattern.test(withoutComments(sql))).map(([what]) => what);

describe("migrations", () => {
  const names = readdirSync(folder).filter((name) => /^\d{14}_/.test(name));

  it.each(names)("%s only adds what older workers do not mind, or says that it contracts", (name) => {
    const sql = readFileSync(join(folder, name, "migration.sql"), "utf8");
    // A later version removes what nothing uses any more, and says since when.
    if (!/^-- Contract: /m.test(sql)) expect(faults(sql)).toEqual([]);
  });

  it("are told apart from those that older workers would mind", () => {
    expect(faults('ALTER TABLE "A" ADD COLUMN "b" TEXT, ADD COLUMN "c" INTEGER NOT NULL DEFAULT 0;')).toEqual([]);
    for (const sql of [
      'DROP TABLE "A";',
      'ALTER TABLE "A" DROP COLUMN "b";',
      'ALTER TABLE "A" RENAME COLUMN "b" TO "c";',
      'ALTER TABLE "A" ADD COLUMN "b" TEXT NOT NULL;',
      'ALTER TABLE "A" ALTER COLUMN "b" SET NOT NULL;',
      'ALTER TABLE "A" ALTER COLUMN "b" TYPE BIGINT;',
    ])
      expect(faults(sql), sql).toHaveLength(1);
    expect(faults('-- To undo: DROP TABLE "A".')).toEqual([]);
  });
});
