import { expect, it } from "vitest";
import { failureText, UserError } from "../../../jobs/report-failure";
import { BudgetError } from "../../../lib/costs/paid-call";
import { isDiskFull } from "../../../lib/db/disk-full";
import { EmbeddingError } from "../../../lib/stories/embedding";

it("says in a sentence what a person can mend, and where the rest happened", () => {
  for (const error of [new UserError("Do this."), new EmbeddingError("Do this."), new BudgetError("Do this.")])
    expect(failureText(error)).toBe("Do this.");
  expect(failureText(Object.assign(new Error("write"), { code: "ENOSPC" }))).toMatch(/^The disk is full/);
  expect(failureText(new Error("unknown"))).toMatch(/unknown\n +at /);
  expect(failureText("a string")).toBe("a string");
});

it("knows a full disk by the system's code, PostgreSQL's and what Prisma makes of it", () => {
  const prisma = (cause: object) =>
    Object.assign(new Error("Invalid invocation"), { meta: { driverAdapterError: { cause } } });
  for (const error of [
    { code: "ENOSPC" },
    { code: "53100", message: "could not extend file" },
    new Error("write: No space left on device"),
    prisma({ originalCode: "53100" }),
    // What somebody is told whom a server on a full disk does not let in.
    prisma({ originalCode: "XX000", message: "could not write init file" }),
    new Error("could not write init file (Queue: send-link, Worker: 1)"),
  ])
    expect(isDiskFull(error), JSON.stringify(error)).toBe(true);
  for (const error of [null, "full", new Error("other"), prisma({ originalCode: "23505" })])
    expect(isDiskFull(error)).toBe(false);
});
