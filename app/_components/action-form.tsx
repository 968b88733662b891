"use client";

import { type ReactNode, useActionState } from "react";
import type { ActionProblem, ActionResult } from "../../lib/accounts/reader";

const problems: Record<ActionProblem, string> = {
  "signed-out": "You are no longer signed in here. Sign in, then try again; nothing was changed.",
  "not-allowed": "Only operators may do this. Nothing was changed.",
  "not-found": "This is no longer there. Load the page again to see what is.",
  invalid: "Something in this form cannot be right. Look at it once more; nothing was changed.",
  "too-many": "That is more than we can keep. Remove something first; nothing was changed.",
  failed: "Something went wrong on the server, and nothing was changed. Try once more.",
};

/**
 * A form of one action that says what came of it. Without script it is posted and comes back as a page.
 * @param done what is said when it worked.
 */
export function ActionForm({
  action,
  done,
  className,
  children,
}: {
  action: (before: ActionResult | null, form: FormData) => Promise<ActionResult>;
  done: string;
  className?: string;
  children: ReactNode;
}) {
  const [result, formAction, isPending] = useActionState<ActionResult | null, FormData>(action, null);
  return (
    <form action={formAction} className={className} aria-busy={isPending}>
      {children}
      {result && !isPending && (
        <p className={result.ok ? "outcome" : "outcome problem"} role={result.ok ? "status" : "alert"}>
          {result.said ?? (result.ok ? done : problems[result.code])}
        </p>
      )}
    </form>
  );
}
