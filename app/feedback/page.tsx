import type { Metadata } from "next";
import { z } from "zod";
import { database } from "../../lib/db/client";
import { insightOfLink } from "../../lib/delivery/mail-feedback";
import { env } from "../../lib/env";
import { headlineOf } from "../../lib/insights/views";
import { sayByMail } from "../_actions/mail";
import { InnerLink } from "../_components/inner-link";
import { pageMetadata } from "../_components/page-metadata";

export const dynamic = "force-dynamic";

export const metadata: Metadata = {
  ...pageMetadata({
    title: "More or less like this",
    description: "Say what you want more or less of.",
    path: "/feedback",
    index: false,
  }),
  referrer: "same-origin",
};

const query = z.object({
  t: z.string().max(600).catch(""),
  say: z.enum(["more", "less"]).catch("more"),
  done: z.enum(["noted", "undone", "gone"]).optional().catch(undefined),
});

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Where "More like this" and "Less like this" of an email lead. Opening it records nothing: mail scanners do. */
export default async function FeedbackPage({ searchParams }: Props) {
  const { t, say, done } = query.parse(await searchParams);
  const insightId = insightOfLink(env(), t);
  const headline = insightId && (await headlineOf(database(), insightId));
  if (!insightId || !headline || done === "gone") return <Nothing />;
  const other = say === "more" ? "less" : "more";
  return (
    <div className="plain">
      <h1>{done === "noted" ? "Noted" : `${say === "more" ? "More" : "Less"} like this?`}</h1>
      <p dir="auto">
        <InnerLink href={`/insights/${insightId}`}>{headline}</InnerLink>
      </p>
      {done === "noted" ? (
        <>
          <p role="status">
            From tomorrow on your five lean {say === "more" ? "towards" : "away from"} the likes of it.
          </p>
          <form action={sayByMail} className="wishes">
            <input type="hidden" name="t" value={t} />
            <input type="hidden" name="say" value={say} />
            <button className="button plain" type="submit" name="undo" value="yes">
              Take it back
            </button>
          </form>
        </>
      ) : (
        <>
          {done === "undone" && <p role="status">Taken back.</p>}
          <form action={sayByMail} className="wishes">
            <input type="hidden" name="t" value={t} />
            <button className="button" type="submit" name="say" value={say}>
              {say === "more" ? "More like this" : "Less like this"}
            </button>
            <button className="button plain" type="submit" name="say" value={other}>
              {say === "more" ? "No, less" : "No, more"}
            </button>
          </form>
        </>
      )}
      <p className="note">
        <InnerLink href="/settings">Your settings</InnerLink> show all that you follow and mute.
      </p>
    </div>
  );
}

function Nothing() {
  return (
    <div className="plain">
      <h1>This is no longer here</h1>
      <p>
        The link is broken, or what it was about has been removed. <InnerLink href="/">Today’s five</InnerLink> are
        where they always are.
      </p>
    </div>
  );
}
