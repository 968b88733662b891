import { headers } from "next/headers";
import { database } from "../db/client";
import { env } from "../env";
import { makeLink, spendLink } from "./link";
import { isOperatorCode, operatorEmails } from "./operator";
import { currentReader, keepSession } from "./session";
import { hasOperator } from "./sign-in-store";

/** Whether nobody who runs this has signed in yet: until then the code that the terminal prints lets them in. */
export async function isBeforeFirstOperator(): Promise<boolean> {
  return !(await hasOperator(database(), operatorEmails(env())));
}

/**
 * Whether the visitor may do what operators do. Before the first operator has signed in, the code signs them in. Only in
 * actions.
 */
export async function mayOperate(code: string): Promise<"yes" | "wrong-code" | "sign-in"> {
  if ((await currentReader())?.isOperator) return "yes";
  if (!(await isBeforeFirstOperator())) return "sign-in";
  if (!isOperatorCode(code, env())) return "wrong-code";
  const url = await makeLink(database(), env(), operatorEmails(env())[0]);
  const spent = await spendLink(
    database(),
    env(),
    url.split("/").at(-1) ?? "",
    (await headers()).get("user-agent") ?? "",
  );
  if (!spent) throw new Error("A link could not be spent right after it was made.");
  await keepSession(spent.cookie);
  return "yes";
}
