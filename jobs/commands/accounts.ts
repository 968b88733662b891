import { type Command, InvalidArgumentError } from "commander";
import { linkMinutes } from "../../lib/accounts/auth";
import { makeLink } from "../../lib/accounts/link";
import { isReachable } from "../../lib/accounts/operator";
import { emailAddress } from "../../lib/accounts/reader";
import { invitationUrl, inviteReader } from "../../lib/accounts/send-invitation";
import { UserError } from "../report-failure";
import { say, sayJson, withWorkplace } from "./terminal";

function email(text: string): string {
  const parsed = emailAddress.safeParse(text);
  if (!parsed.success) throw new InvalidArgumentError("It is no email address.");
  return parsed.data;
}

/** `login-link` and `invite`: letting people in. */
export function addAccountCommands(program: Command): void {
  program
    .command("login-link")
    .description("print a link that signs somebody in, for the time before email works; who is new gets an account")
    .argument("<email>", "whom", email)
    .option("--json", "print data")
    .action((address: string, options: { json?: boolean }) =>
      withWorkplace(async ({ context }) => {
        const url = await makeLink(context.db, context.env, address);
        if (options.json) return sayJson({ email: address, url, validMinutes: linkMinutes });
        say(`Signs ${address} in, once, within ${linkMinutes} minutes:\n  ${url}`);
      }),
    );
  program
    .command("invite")
    .description("let somebody become a reader where SIGNUP is invite, and tell them by email")
    .argument("<email>", "whom", email)
    .action((address: string) =>
      withWorkplace(async ({ context }) => {
        const { env } = context;
        if (!isReachable(address)) throw new UserError(`No email reaches ${address}.`);
        if (!(await inviteReader(context, address))) throw new UserError(`${address} is a reader already.`);
        say(`${address} may come in now. The worker sends them an email with this page, where they ask for a link:`);
        say(`  ${invitationUrl(env, address)}`);
        if (env.SIGNUP === "open") say("(SIGNUP is open: everybody may come in without an invitation.)");
        if (env.SIGNUP === "closed") say("(SIGNUP is closed: set it to invite, or the invitation does nothing.)");
      }),
    );
}
