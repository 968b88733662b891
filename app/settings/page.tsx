import type { Metadata } from "next";
import { listFollows } from "../../lib/accounts/follow-store";
import { isReachable } from "../../lib/accounts/operator";
import { listSessions, readReader } from "../../lib/accounts/reader-store";
import { requireReader } from "../../lib/accounts/session";
import { database } from "../../lib/db/client";
import { explainLearning } from "../../lib/digests/explain-learning";
import { env } from "../../lib/env";
import { listShows } from "../../lib/feeds/views";
import { spokenLanguages } from "../../lib/insights/saved-views";
import { listTopics } from "../../lib/topics/store";
import { InnerLink } from "../_components/inner-link";
import { ReaderMark } from "../_components/masthead";
import { pageMetadata } from "../_components/page-metadata";
import { DeleteAccount, Export, Learned, PrivateFeed, Sessions } from "./account";
import { Languages, Phrases, Shows, Topics } from "./interests";
import { MorningEmail } from "./mornings";

export const dynamic = "force-dynamic";

export const metadata: Metadata = pageMetadata({
  title: "Settings",
  description: "What you hear of, and when.",
  path: "/settings",
  index: false,
});

/** Everything a reader can set, each part with its own button. */
export default async function SettingsPage() {
  const reader = await requireReader("/settings");
  const db = database();
  const now = new Date();
  const [row, follows, topics, shows, languages, sessions, learned] = await Promise.all([
    readReader(db, reader.id),
    listFollows(db, reader.id),
    listTopics(db),
    listShows(db),
    spokenLanguages(db),
    listSessions(db, reader.id, now),
    explainLearning({ db, now: () => now }, reader.id),
  ]);
  return (
    <div className="settings">
      <div className="lead">
        <h1>Settings</h1>
        <p className="note">
          Signed in as <b>{reader.email}</b>
          {reader.isOperator && (
            <>
              , who runs this: <InnerLink href="/admin">how everything stands</InnerLink>
            </>
          )}
        </p>
      </div>
      <Topics topics={topics} follows={follows} />
      <Shows shows={shows} follows={follows} />
      <Phrases follows={follows} />
      <Languages there={languages} wanted={row.languages} />
      <MorningEmail mornings={row} isReachable={isReachable(reader.email)} now={now} />
      <Learned sentences={learned.map(({ text }) => text)} wasReset={row.learningResetAt !== null} />
      <PrivateFeed address={`${env().APP_URL}/feed/${row.feedToken}`} />
      <Sessions sessions={sessions} current={reader.sessionId} timeZone={row.timeZone} now={now} />
      <Export />
      <DeleteAccount email={reader.email} />
      <ReaderMark />
    </div>
  );
}
