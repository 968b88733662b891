import type { Metadata } from "next";
import type { ReactNode } from "react";
import { z } from "zod";
import { database } from "../../lib/db/client";
import { type MailWishName, mailWish, standingByLink } from "../../lib/delivery/leave-mail";
import type { MailStanding } from "../../lib/delivery/leave-store";
import { env } from "../../lib/env";
import { listInWords } from "../../lib/format/counts";
import { dayInWords, localDate } from "../../lib/format/dates";
import { changeMail } from "../_actions/mail";
import { InnerLink } from "../_components/inner-link";
import { pageMetadata } from "../_components/page-metadata";

export const dynamic = "force-dynamic";

export const metadata: Metadata = {
  ...pageMetadata({
    title: "Your morning email",
    description: "Leave, pause or get fewer of Overheard’s emails.",
    path: "/unsubscribe",
    index: false,
  }),
  // The address carries a token that is nobody else's business.
  referrer: "same-origin",
};

const query = z.object({
  t: z.string().max(600).catch(""),
  wish: z.enum(["pause", "resume"]).optional().catch(undefined),
  done: mailWish.optional().catch(undefined),
});

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Where the links of an email lead that end, pause or thin it out. Opening it changes nothing: mail scanners do. */
export default async function UnsubscribePage({ searchParams }: Props) {
  const { t, wish, done } = query.parse(await searchParams);
  const standing = t === "" ? null : await standingByLink(database(), env(), t);
  if (!standing) return <NoLink />;
  const choice = (name: MailWishName, label: string, isMain = false) => (
    <form action={changeMail} key={name}>
      <input type="hidden" name="t" value={t} />
      <button className={isMain ? "button" : "button plain"} type="submit" name="wish" value={name}>
        {label}
      </button>
    </form>
  );
  const isPaused = standing.pausedUntil !== null && standing.pausedUntil > new Date();
  if (standing.unsubscribedAt) return <Left email={standing.email}>{choice("resume", "Send it again")}</Left>;
  return (
    <div className="plain">
      <h1>{headingOf(standing, isPaused, { wish, done })}</h1>
      <div role={done ? "status" : undefined}>
        <p>
          {isPaused ? (
            pausedSentence(standing)
          ) : (
            <>
              The morning email goes to <b>{standing.email}</b>
              {standing.emailDays !== null && standing.emailDays.length < 7 && `, ${daysOf(standing)}`}.
            </>
          )}
        </p>
        {!isPaused && standing.pauseReason && wish !== "pause" && <p>{standing.pauseReason}</p>}
      </div>
      {isPaused && <div className="wishes">{choice("resume", "Send it again from tomorrow", true)}</div>}
      {!isPaused && wish === "pause" && <Pauses choice={choice} isMain />}
      <div className="wishes">
        {choice("unsubscribe", "Unsubscribe", wish === undefined && done === undefined && !isPaused)}
      </div>
      {standing.emailDays !== null && (
        <>
          <p>{done === undefined ? "Or have less of it:" : "Or have it otherwise:"}</p>
          {!isPaused && wish !== "pause" && <Pauses choice={choice} />}
          <div className="wishes">
            {daysOf(standing) !== "on weekdays" && choice("weekdays", "Only on weekdays")}
            {daysOf(standing) !== "on Saturdays" && choice("saturdays", "Only on Saturdays")}
            {standing.emailDays.length < 7 && choice("every-day", "On every day again")}
          </div>
        </>
      )}
      <p className="note">
        It counts at once. Today’s five stay <InnerLink href="/">on the page</InnerLink>, whatever you choose.
      </p>
    </div>
  );
}

type Choice = (name: MailWishName, label: string, isMain?: boolean) => ReactNode;

function Pauses({ choice, isMain = false }: { choice: Choice; isMain?: boolean }) {
  return (
    <div className="wishes">
      {choice("pause-7", "Pause for a week", isMain)}
      {choice("pause-30", "Pause for a month")}
    </div>
  );
}

/** What was wished for, or, right after it was done, how it stands now. */
function headingOf(
  standing: MailStanding,
  isPaused: boolean,
  { wish, done }: { wish?: "pause" | "resume" | undefined; done?: MailWishName | undefined },
): string {
  if (isPaused) return "Your mail is paused";
  if (done === "resume" || (wish === "resume" && done === undefined)) return "Your morning email comes again";
  if (done !== undefined && standing.emailDays !== null) return `Your morning email comes ${daysOf(standing)}`;
  return wish === "pause" && standing.emailDays !== null ? "Pause the morning email?" : "Leave the morning email?";
}

function pausedSentence({ pausedUntil, pauseReason, timeZone }: MailStanding): string {
  const day = pausedUntil ? dayInWords(localDate(pausedUntil, timeZone ?? "UTC")) : "";
  return `${pauseReason ? `${pauseReason} ` : ""}No morning email comes until ${day}.`;
}

const weekdays = ["", "Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays"];

/** On which days an email comes: "every day", "on weekdays", "on Saturdays". */
function daysOf({ emailDays }: MailStanding): string {
  if (emailDays === null || emailDays.length === 7) return "every day";
  if (emailDays.length === 0) return "on no day";
  if (emailDays.join() === "1,2,3,4,5") return "on weekdays";
  return `on ${listInWords(emailDays.map((day) => weekdays[day] ?? ""))}`;
}

function Left({ email, children }: { email: string; children: ReactNode }) {
  return (
    <div className="plain">
      <h1>You are unsubscribed</h1>
      <p role="status">
        No more morning emails go to <b>{email}</b>. Thank you for reading.
      </p>
      <div className="wishes">{children}</div>
      <p className="note">
        Left by mistake? The button brings it back. Today’s five stay <InnerLink href="/">on the page</InnerLink>.
      </p>
    </div>
  );
}

function NoLink() {
  return (
    <div className="plain">
      <h1>This link is not complete</h1>
      <p>
        Some programs break long addresses. Open the link at the end of one of our emails again, or change your mail in{" "}
        <InnerLink href="/settings">your settings</InnerLink>.
      </p>
    </div>
  );
}
