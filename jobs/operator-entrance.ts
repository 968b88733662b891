import { makeLink } from "../lib/accounts/link";
import { operatorCode, operatorEmails } from "../lib/accounts/operator";
import { hasOperator } from "../lib/accounts/sign-in-store";
import type { Db } from "../lib/db/types";
import type { Env } from "../lib/env";

/** The way in for who sits at the terminal. */
export interface OperatorEntrance {
  url: string;
  /** No operator has signed in yet: the address carries the operator's code instead of a link that works once. */
  isFirst: boolean;
  /** Whom it signs in. */
  email: string;
}

/** Where the operator comes in and adds shows: by the code the first time, afterwards by a new sign-in link. */
export async function operatorEntrance(db: Db, env: Env): Promise<OperatorEntrance> {
  const emails = operatorEmails(env);
  const [email] = emails;
  if (!(await hasOperator(db, emails)))
    return { url: `${env.APP_URL}/setup?code=${operatorCode(env)}`, isFirst: true, email };
  return { url: await makeLink(db, env, email, "/setup"), isFirst: false, email };
}
