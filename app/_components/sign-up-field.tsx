"use client";

import { useActionState } from "react";
import { type AskedForLink, askForLink } from "../_actions/sign-in";

const untouched: AskedForLink = { state: "asking", email: "", problem: null };

/**
 * One field that signs in and signs up: a link goes to the address that is typed. Without script the same form is posted and
 * comes back as a page.
 * @param next where to go after signing in, a path of ours.
 * @param at the id of the part of the page that the form stands in, which the page that comes back without script leads to.
 */
export function SignUpField({
  label,
  button,
  next = "/",
  email = "",
  at,
}: {
  label: string;
  button: string;
  next?: string;
  email?: string;
  at?: string;
}) {
  const [state, action, pending] = useActionState<AskedForLink, FormData>(
    askForLink,
    { ...untouched, email },
    at && `#${at}`,
  );
  if (state.state === "asked") return <Asked email={state.email} command={state.command} />;
  return (
    <form className="sign-up" action={action}>
      <label className="label" htmlFor="email">
        {label}
      </label>
      <div className="search">
        <input
          className="field"
          id="email"
          name="email"
          type="email"
          required
          maxLength={254}
          autoComplete="email"
          placeholder="you@example.com"
          defaultValue={state.email}
          key={state.email}
          {...(state.problem ? { "aria-invalid": true, "aria-describedby": "email-problem" } : {})}
        />
        <input type="hidden" name="next" value={next} />
        <button className="button" type="submit" disabled={pending}>
          {pending ? "Sending…" : button}
        </button>
      </div>
      {state.problem && (
        <p className="problem" id="email-problem" role="alert">
          {state.problem}
        </p>
      )}
    </form>
  );
}

function Asked({ email, command }: { email: string; command: string | null }) {
  return (
    <div className="said" role="status">
      {command !== null ? (
        <>
          <p>
            <b>The link for {email} is in a file.</b> This server does not send email yet, it writes it into its outbox.
          </p>
          <p className="note">
            If you run this server, open the newest file in <code>outbox</code> of its data directory, or print a link:{" "}
            <code>{command}</code>. If not, ask whoever does.
          </p>
        </>
      ) : (
        <>
          <p>
            <b>Look into your mail.</b> If {email} may come in here, a link is on its way. It works once, for ten
            minutes.
          </p>
          <p className="note">Nothing after two minutes? Look among the spam, or ask again.</p>
        </>
      )}
    </div>
  );
}
