import type { Metadata } from "next";
import { cookies, headers } from "next/headers";
import { sessionCookieName } from "../../lib/accounts/session-cookie";
import { env } from "../../lib/env";
import { InnerLink } from "../_components/inner-link";
import { ReaderMark } from "../_components/masthead";

export const dynamic = "force-dynamic";

export const metadata: Metadata = { title: "This page could not be made", robots: { index: false } };

/**
 * What is shown with the status of a page that failed (jobs/drawn-errors.ts). It asks the database nothing, which may be what
 * is lost: a browser with a session's cookie counts as its reader's.
 */
export default async function UnavailablePage() {
  const id = /^[\w.-]{8,64}$/u.exec((await headers()).get("x-failed-request-id") ?? "")?.[0];
  const isReader = (await cookies()).has(sessionCookieName(env()));
  return (
    <div className="plain">
      {isReader && <ReaderMark />}
      <h1>This page could not be made</h1>
      <p>
        Something went wrong on the server, and nothing was lost. Wait a moment and try once more; if it stays like
        this, its operator finds in the log what happened.
      </p>
      <p>
        {/* biome-ignore lint/a11y/useValidAnchor: without an address of its own it asks again for the page that failed. */}
        <a className="button" href="">
          Try again
        </a>{" "}
        <InnerLink href="/">Read today’s five</InnerLink>
      </p>
      {id && <p className="note">The log has it under {id}.</p>}
    </div>
  );
}
