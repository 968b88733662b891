import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { requireOperator } from "../../../../lib/accounts/session";
import { database } from "../../../../lib/db/client";
import { env } from "../../../../lib/env";
import { capitalised, counted, numberInWords } from "../../../../lib/format/counts";
import { lengthInWords } from "../../../../lib/format/durations";
import { type PolicyView, policyView, type RecordingEstimate } from "../../../../lib/transcripts/policy-view";
import { mostMinutes } from "../../../../lib/transcripts/set-policy";
import { ActionForm } from "../../../_components/action-form";
import { InnerLink } from "../../../_components/inner-link";
import { pageMetadata } from "../../../_components/page-metadata";
import { idOf } from "../../../_components/page-params";
import { saveRecordings } from "../../actions";
import { AdminFrame } from "../../frame";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return pageMetadata({
    title: "A show’s recordings",
    description: "For operators: whether a show’s recordings are transcribed, and what that costs.",
    path: `/admin/feeds/${await idOf(params)}`,
    index: false,
  });
}

const choices = [
  ["always", "Transcribe them", "Where the publisher has no transcript. This is what costs money."],
  [
    "publisherOnly",
    "Only the publisher’s transcripts",
    "That costs nothing. Other episodes wait until theirs is there.",
  ],
  ["never", "Leave the show alone", "New episodes are listed and not read. What was read stays."],
] as const;

/** Whether a show's recordings are transcribed, up to which length, and what that costs. */
export default async function RecordingsPage({ params }: Props) {
  const id = await idOf(params);
  await requireOperator(`/admin/feeds/${id}`);
  const policy = await policyView(database(), env(), id, new Date());
  if (!policy) notFound();
  return (
    <AdminFrame path="/admin/feeds" title={policy.title}>
      <p className="note">
        <InnerLink href={`/shows/${id}`}>The show’s page</InnerLink>
      </p>
      <section className="part" aria-labelledby="recordings">
        <header>
          <h2 id="recordings">Its recordings</h2>
          {costs(policy).map((sentence) => (
            <p className="note" key={sentence}>
              {sentence}
            </p>
          ))}
        </header>
        <div className="forms">
          <ActionForm action={saveRecordings} done="Saved. What waited is looked at again.">
            <input type="hidden" name="showId" value={id} />
            <fieldset>
              <legend className="label">What to do with them</legend>
              <div className="options">
                {choices.map(([value, name, meaning]) => (
                  <label key={`${value} ${policy.transcription}`}>
                    <input
                      type="radio"
                      name="transcription"
                      value={value}
                      defaultChecked={policy.transcription === value}
                    />
                    <span>
                      {name} <span className="note">{meaning}</span>
                    </span>
                  </label>
                ))}
              </div>
            </fieldset>
            <div>
              <label className="label" htmlFor="maxMinutes">
                The longest to transcribe, in minutes
              </label>
              <input
                className="field code"
                id="maxMinutes"
                key={policy.transcribeMaxMinutes}
                name="maxMinutes"
                type="number"
                min={1}
                max={mostMinutes}
                defaultValue={policy.transcribeMaxMinutes ?? ""}
                placeholder={String(policy.generalMaxMinutes)}
                aria-describedby="maxMinutes-hint"
              />
              <p className="note hint" id="maxMinutes-hint">
                Empty for {policy.generalMaxMinutes}, as for every show (TRANSCRIBE_MAX_MINUTES). Longer ones wait for
                the publisher’s transcript.
              </p>
            </div>
            <button className="button" type="submit">
              Save
            </button>
          </ActionForm>
        </div>
      </section>
    </AdminFrame>
  );
}

/** What it costs, in sentences. */
function costs(policy: PolicyView): string[] {
  const { lately, waiting, model, budgetUsd } = policy;
  const { toTranscribe } = lately;
  const sentences =
    lately.episodes === 0
      ? ["Nothing was published in the last 30 days."]
      : toTranscribe.episodes === 0
        ? [
            `${capitalised(counted(lately.episodes, "episode"))} in the last 30 days, none of which has to be transcribed.`,
          ]
        : [
            `${capitalised(counted(lately.episodes, "episode"))} in the last 30 days, ${numberInWords(toTranscribe.episodes)} of them without the publisher’s transcript${length(toTranscribe)}. ${price(toTranscribe, model)}`,
          ];
  if (waiting.episodes > 0)
    sentences.push(
      `${capitalised(counted(waiting.episodes, "episode"))} ${waiting.episodes === 1 ? "waits" : "wait"} now${length(waiting)}. ${price(waiting, model)}`,
    );
  sentences.push(
    policy.isConfigured
      ? `All shows together cost at most $${budgetUsd.toFixed(2)} a day (DAILY_BUDGET_USD).`
      : "No transcription service is configured, so nothing is transcribed and nothing is paid.",
  );
  return sentences;
}

const length = ({ minutes }: RecordingEstimate) => (minutes > 0 ? `, ${lengthInWords(minutes * 60)} in all` : "");

function price({ minutes, costMicroUsd }: RecordingEstimate, model: string): string {
  if (minutes === 0) return "The feed does not say how long they are, so nobody can say what they cost.";
  if (costMicroUsd === 0) return `No price is known for ${model}; it counts as nothing.`;
  return `Transcribing that costs about $${Math.max(0.01, costMicroUsd / 1_000_000).toFixed(2)} with ${model}.`;
}
