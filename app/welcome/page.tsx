import type { Metadata } from "next";
import { z } from "zod";
import { type FollowRow, listFollows } from "../../lib/accounts/follow-store";
import { readReader } from "../../lib/accounts/reader-store";
import { requireReader } from "../../lib/accounts/session";
import { database } from "../../lib/db/client";
import { listShows } from "../../lib/feeds/views";
import { listTopics } from "../../lib/topics/store";
import { ActionForm } from "../_components/action-form";
import { InnerLink } from "../_components/inner-link";
import { ReaderMark } from "../_components/masthead";
import { pageMetadata } from "../_components/page-metadata";
import { ZoneFields } from "../_components/zone-fields";
import { chooseMorning, chooseShows, chooseTopics, skipSteps } from "./actions";
import { LivePreview } from "./live-preview";
import { OwnZone } from "./own-zone";

export const dynamic = "force-dynamic";

export const metadata: Metadata = pageMetadata({
  title: "Welcome",
  description: "Three short steps to your own five.",
  path: "/welcome",
  index: false,
});

/** More than these are not offered at once; the rest is on the page of all shows. */
const mostShows = 60;
const query = z.object({ step: z.coerce.number().int().min(1).max(3).catch(1) });

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** A new reader's three steps: topics, shows, the hour. Each can be left as it is, and changed in the settings later. */
export default async function WelcomePage({ searchParams }: Props) {
  const reader = await requireReader("/welcome");
  const { step } = query.parse(await searchParams);
  const db = database();
  const follows = await listFollows(db, reader.id);
  return (
    <div className="welcome">
      <div className="lead">
        <p className="note">Step {step} of 3</p>
        {step === 1 && <TopicsStep topics={await listTopics(db)} follows={follows} />}
        {step === 2 && <ShowsStep shows={await listShows(db)} follows={follows} />}
        {step === 3 && <MorningStep morning={await readReader(db, reader.id)} />}
      </div>
      <ActionForm action={skipSteps} done="Done." className="skip-steps">
        {step > 1 && <InnerLink href={`/welcome?step=${step - 1}`}>Back</InnerLink>}
        <button className="quietly" type="submit">
          Skip {step === 3 ? "this" : "these steps"}, and show me my five
        </button>
      </ActionForm>
      <ReaderMark />
    </div>
  );
}

function TopicsStep({
  topics,
  follows,
}: {
  topics: { slug: string; name: string; description: string }[];
  follows: FollowRow[];
}) {
  return (
    <>
      <h1>What do you want to hear of?</h1>
      <p className="standfirst">
        Tick what interests you. Your five come from it alone; tick nothing, and they are everybody's.
      </p>
      <LivePreview action={chooseTopics}>
        <input type="hidden" name="step" value="topics" />
        {topics.map(({ slug }) => (
          <input key={slug} type="hidden" name="offered" value={slug} />
        ))}
        <fieldset>
          <legend className="sr-only">Topics</legend>
          <div className="ticks">
            {topics.map(({ slug, name }) => (
              <label key={slug}>
                <input
                  type="checkbox"
                  name="topic"
                  value={slug}
                  defaultChecked={follows.some((follow) => follow.topicSlug === slug && !follow.isMuted)}
                />
                <span>{name}</span>
              </label>
            ))}
          </div>
        </fieldset>
        <button className="button" type="submit">
          Go on
        </button>
      </LivePreview>
    </>
  );
}

function ShowsStep({ shows, follows }: { shows: { id: string; title: string }[]; follows: FollowRow[] }) {
  return (
    <>
      <h1>Any shows you care for most?</h1>
      <p className="standfirst">
        {shows.length > 0
          ? "Your five come from these and your topics, and from nothing else. None is fine."
          : "No shows are read here yet. As soon as the operator adds some, your five begin."}
      </p>
      <LivePreview action={chooseShows}>
        <input type="hidden" name="step" value="shows" />
        {shows.slice(0, mostShows).map(({ id }) => (
          <input key={id} type="hidden" name="offered" value={id} />
        ))}
        <fieldset>
          <legend className="sr-only">Shows</legend>
          <div className="ticks">
            {shows.slice(0, mostShows).map(({ id, title }) => (
              <label key={id}>
                <input
                  type="checkbox"
                  name="show"
                  value={id}
                  defaultChecked={follows.some((follow) => follow.showId === id && !follow.isMuted)}
                />
                <span dir="auto">{title}</span>
              </label>
            ))}
          </div>
        </fieldset>
        <button className="button" type="submit">
          Go on
        </button>
      </LivePreview>
    </>
  );
}

function MorningStep({ morning }: { morning: { emailHour: number; timeZone: string; isFilled: boolean } }) {
  return (
    <>
      <h1>When is your morning?</h1>
      <p className="standfirst">
        The email comes at this hour, every day. Days, pauses and all else are in your settings.
      </p>
      <LivePreview action={chooseMorning}>
        <ZoneFields emailHour={morning.emailHour} timeZone={morning.timeZone} />
        <OwnZone />
        <input type="hidden" name="step" value="morning" />
        <label className="tick">
          <input type="checkbox" name="isFilled" value="yes" defaultChecked={morning.isFilled} />
          <span>On a quiet day, fill up with the best of the rest</span>
        </label>
        <button className="button" type="submit">
          Show me my five
        </button>
      </LivePreview>
    </>
  );
}
