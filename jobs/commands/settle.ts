import type { Command } from "commander";
import { settleUncertain } from "../../lib/delivery/delivery-store";
import { uncertainDeliveries } from "../../lib/delivery/views";
import { countedInDigits } from "../../lib/format/counts";
import { UserError } from "../report-failure";
import { say, sayJson, uuid, withWorkplace } from "./terminal";

/** Emails that are listed at most; those after them come when these are settled. */
const mostListed = 1_000;

/** `settle`: what became of emails of which nobody knows it. */
export function addSettleCommand(program: Command): void {
  program
    .command("settle")
    .description("list the emails of which nobody knows whether they arrived, or say of some what became of them")
    .argument("[id...]", "emails; without, they are listed", (id: string, ids: string[] = []) => [...ids, uuid(id)])
    .option("--arrived", "they arrived")
    .option("--not-arrived", "they did not; they are not sent again")
    .option("--json", "print data")
    .action((named: string[] | undefined, options: { arrived?: boolean; notArrived?: boolean; json?: boolean }) =>
      withWorkplace(async ({ context: { db, now } }) => {
        const ids = named ?? [];
        const says = Boolean(options.arrived) !== Boolean(options.notArrived);
        if (ids.length === 0 && says) throw new UserError("Say which ones by their ids (see: npm run cli -- settle).");
        if (ids.length === 0) {
          const uncertain = await uncertainDeliveries(db, mostListed);
          if (options.json) return sayJson(uncertain);
          if (uncertain.length === 0) return say("Of every email it is known what became of it.");
          for (const { id, date, address, error } of uncertain) say(`${id}  ${date}  ${address}  ${error ?? ""}`);
          return say(
            "\nLook in Resend's dashboard or your mail server's log, then: npm run cli -- settle ID … --arrived (or --not-arrived)",
          );
        }
        if (!says) throw new UserError("Say what became of them: --arrived or --not-arrived.");
        const unknown: string[] = [];
        for (const id of ids) if (!(await settleUncertain(db, id, options.arrived === true, now()))) unknown.push(id);
        const settled = ids.length - unknown.length;
        if (options.json) sayJson({ settled, unknown });
        else if (settled > 0)
          say(`Noted of ${countedInDigits(settled, "email")}: ${options.arrived ? "arrived" : "did not arrive"}.`);
        if (unknown.length > 0)
          throw new UserError(
            `Not uncertain, or still being asked about: ${unknown.join(", ")}. List those that are: npm run cli -- settle`,
          );
      }),
    );
}
