"use client";

import { type ReactNode, useActionState, useLayoutEffect, useRef } from "react";
import type { ActionResult } from "../../lib/accounts/reader";
import { announce } from "./announce";

/**
 * A button of a reader's: what it does is a form of hidden fields, so that it works as a post without script.
 * @param done what is said below it when it worked; empty where the button itself shows it.
 * @param noted what is said instead where the button stands in a menu, which then closes.
 */
export function SignalForm(props: {
  action: (before: ActionResult | null, form: FormData) => Promise<ActionResult>;
  fields: Record<string, string>;
  done?: string;
  noted?: string;
  children: ReactNode;
}) {
  const [result, action, isPending] = useActionState<ActionResult | null, FormData>(props.action, null);
  const form = useRef<HTMLFormElement>(null);
  // The words are those of when it was pressed: once it is done, the button stands for the way back.
  const noted = useRef<string>(undefined);
  useLayoutEffect(() => {
    if (!result?.ok || !noted.current) return;
    form.current?.closest<HTMLElement>("[popover]")?.hidePopover();
    announce(noted.current);
  }, [result]);
  const onSubmit = () => {
    noted.current = props.noted;
  };
  return (
    <form action={action} ref={form} onSubmit={onSubmit} aria-busy={isPending}>
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
