import { expect, it } from "vitest";
import { failureText, UserError } from "../../../jobs/report-failure";
import { BudgetError } from "../../../lib/costs/paid-call";
import { EmbeddingError } from "../../../lib/stories/embedding";

it("says in a sentence what a person can mend, and where the rest happened", () => {
  for (const error of [new UserError("Do this."), new EmbeddingError("Do this."), new BudgetError("Do this.")])
    expect(failureText(error)).toBe("Do this.");
  expect(failureText(Object.assign(new Error("write"), { code: "ENOSPC" }))).toMatch(/^The disk is full/);
  expect(failureText(new Error("unknown"))).toMatch(/unknown\n +at /);
  expect(failureText("a string")).toBe("a string");
});
