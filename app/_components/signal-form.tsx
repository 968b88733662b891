"use client";

import { type ReactNode, useActionState } from "react";
import type { ActionResult } from "../../lib/accounts/reader";

/**
 * A button of a reader's: what it does is a form of hidden fields, so that it works as a post without script.
 * @param done what is said when it worked; empty where the button itself shows it.
 */
export function SignalForm(props: {
  action: (before: ActionResult | null, form: FormData) => Promise<ActionResult>;
  fields: Record<string, string>;
  done?: string;
  children: ReactNode;
}) {
  const [result, action, isPending] = useActionState<ActionResult | null, FormData>(props.action, null);
  return (
    <form action={action} aria-busy={isPending}>
      {Object.entries(props.fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {props.children}
      {result && !isPending && (result.ok ? props.done : true) && (
        <p className="outcome note" role={result.ok ? "status" : "alert"}>
          {result.ok ? props.done : sentenceOf(result.code)}
        </p>
      )}
    </form>
  );
}

function sentenceOf(code: string): string {
  if (code === "signed-out") return "You are no longer signed in here. Sign in and try again.";
  if (code === "too-many") return "That was often within a short time. Nothing was changed; try again later.";
  if (code === "not-found") return "This is no longer there.";
  return "That did not work, and nothing was changed. Try once more.";
}
