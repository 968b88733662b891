import type { Command } from "commander";
import { spentTodayMicroUsd } from "../../lib/costs/paid-call";
import { type Costs, costsSince } from "../../lib/costs/views";
import { countedInDigits } from "../../lib/format/counts";
import { say, sayJson, wholeNumber, withWorkplace } from "./terminal";

const usd = (microUsd: number) => `$${(microUsd / 1_000_000).toFixed(microUsd < 10_000 ? 4 : 2)}`;

/** What purposes are called in a terminal. */
const purposes: Record<string, string> = {
  transcription: "hearing recordings",
  insights: "reading transcripts",
  "insight-repair": "mending insights",
  "insight-review": "checking insights",
  "story-verdict": "telling stories apart",
  embedding: "placing stories",
};

function table(rows: [name: string, cost: number, calls: number][]): string[] {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(
    ([name, cost, calls]) => `  ${name.padEnd(width)}  ${usd(cost).padStart(9)}  ${countedInDigits(calls, "call")}`,
  );
}

function costsText(costs: Costs, budget: { usd: number; spentMicroUsd: number }, days: number): string {
  const { total } = costs;
  const today = `Today ${usd(budget.spentMicroUsd)} of ${usd(budget.usd * 1_000_000)} (DAILY_BUDGET_USD; a day begins at midnight UTC).`;
  if (total.calls === 0) return `${today}\nNothing was paid for in the last ${days} days.`;
  const lines = [
    today,
    `Last ${days} days: ${usd(total.costMicroUsd)} for ${countedInDigits(total.calls, "call")}.`,
    "",
    "By day",
    ...table(costs.days.map((row) => [row.date, row.costMicroUsd, row.calls])),
    "",
    "By purpose",
    ...table(
      costs.purposes.map((row) => [
        `${purposes[row.purpose] ?? row.purpose}, ${row.model}`,
        row.costMicroUsd,
        row.calls,
      ]),
    ),
  ];
  if (costs.episodes.length > 0)
    lines.push(
      "",
      "By episode, the dearest first",
      ...table(
        costs.episodes.map((row) => [`${row.showTitle}: ${row.title}`.slice(0, 60), row.costMicroUsd, row.calls]),
      ),
    );
  if (total.settledMicroUsd > 0)
    lines.push(
      "",
      `What answers cost was expected to be ${usd(total.estimatedMicroUsd)} and was ${usd(total.settledMicroUsd)}.`,
    );
  if (total.cutOff > 0)
    lines.push(
      `${countedInDigits(total.cutOff, "call")} without an answer (under way or cut off) ${total.cutOff === 1 ? "counts" : "count"} with the most that ${total.cutOff === 1 ? "it" : "they"} may have cost.`,
    );
  return lines.join("\n");
}

/** `costs`: what services were paid. */
export function addCostsCommand(program: Command): void {
  program
    .command("costs")
    .description("what services were paid: by day, by purpose and by episode")
    .option("--days <count>", "how far back", wholeNumber, 30)
    .option("--json", "print data")
    .action(({ days, json }: { days: number; json?: boolean }) =>
      withWorkplace(async ({ context }) => {
        const now = context.now();
        const costs = await costsSince(context.db, new Date(now.getTime() - days * 86_400_000), json ? 1_000 : 10);
        const spentMicroUsd = await spentTodayMicroUsd(context.db, now);
        if (json)
          return sayJson({ budgetUsd: context.env.DAILY_BUDGET_USD, spentTodayMicroUsd: spentMicroUsd, ...costs });
        say(costsText(costs, { usd: context.env.DAILY_BUDGET_USD, spentMicroUsd }, days));
      }),
    );
}
