"use client";

import { type ReactNode, useEffect, useRef, useState } from "react";
import type { ActionResult } from "../../lib/accounts/reader";
import { ActionForm } from "../_components/action-form";
import { type Preview, previewFive } from "./preview";

/** Long enough that somebody who ticks three things in a row asks once. */
const calmMs = 350;

/** A step's form, and beside it what today's five would have been with what is ticked in it. */
export function LivePreview({
  action,
  children,
}: {
  action: (before: ActionResult | null, form: FormData) => Promise<ActionResult>;
  children: ReactNode;
}) {
  const frame = useRef<HTMLDivElement>(null);
  const [preview, setPreview] = useState<Preview | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const asked = useRef(0);
  const ask = async () => {
    const form = frame.current?.querySelector("form");
    if (!form) return;
    const turn = ++asked.current;
    const answer = await previewFive(new FormData(form)).catch(() => null);
    // An answer that comes late does not replace a later one.
    if (turn === asked.current) setPreview(answer);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once for what is ticked at first, then at each change.
  useEffect(() => {
    void ask();
    return () => clearTimeout(timer.current);
  }, []);
  return (
    <div
      className="steps"
      ref={frame}
      onChange={() => {
        clearTimeout(timer.current);
        timer.current = setTimeout(ask, calmMs);
      }}
    >
      <ActionForm action={action} done="Saved.">
        {children}
      </ActionForm>
      {preview && (
        <aside className="preview" aria-live="polite" aria-label="A preview of your five">
          <p className="note">
            {preview.headlines.length > 0
              ? "Today’s five would have been:"
              : "Nothing of today would be among your five yet."}
          </p>
          <ol>
            {preview.headlines.map(({ id, headline, show }) => (
              <li key={id}>
                <span dir="auto">{headline}</span>
                <span className="note" dir="auto">
                  {show}
                </span>
              </li>
            ))}
          </ol>
          {preview.isQuiet && preview.headlines.length > 0 && (
            <p className="note">A quiet day with this choice: there were fewer than five.</p>
          )}
        </aside>
      )}
    </div>
  );
}
