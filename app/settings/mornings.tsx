import { dayInWords, localDate } from "../../lib/format/dates";
import { ActionForm } from "../_components/action-form";
import { ZoneFields } from "../_components/zone-fields";
import { pause, saveMornings, subscribe } from "./actions";
import { Part } from "./part";

const weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

export interface Mornings {
  timeZone: string;
  emailHour: number;
  emailDays: number[];
  isFilled: boolean;
  pausedUntil: Date | null;
  pauseReason: string | null;
  unsubscribedAt: Date | null;
}

/** When the email comes, and what it does on a quiet day. */
export function MorningEmail({ mornings, isReachable, now }: { mornings: Mornings; isReachable: boolean; now: Date }) {
  const { timeZone, emailHour, emailDays, isFilled, pausedUntil, pauseReason, unsubscribedAt } = mornings;
  const isPaused = pausedUntil !== null && pausedUntil > now;
  const tomorrow = localDate(new Date(now.getTime() + 24 * 3600_000), timeZone);
  return (
    <Part
      id="email"
      title="Your morning email"
      about="Once on each day you choose, at your own hour. These days also decide when your page has its new five."
    >
      {!isReachable && (
        <p className="said">
          You came in by the link that the terminal printed, so there is no address to send to. Put yours into{" "}
          <code>ADMIN_EMAILS</code>, and sign in with it.
        </p>
      )}
      {unsubscribedAt !== null && (
        <ActionForm action={subscribe} done="It comes again, from your next morning on." className="said">
          <p>You unsubscribed on {dayInWords(localDate(unsubscribedAt, timeZone))}. No email comes.</p>
          <input type="hidden" name="wants" value="yes" />
          <button className="button" type="submit">
            Send it again
          </button>
        </ActionForm>
      )}
      {isPaused && (
        <ActionForm action={pause} done="The pause is over." className="said">
          <p>
            {pauseReason ? `${pauseReason} ` : ""}No email before {dayInWords(localDate(pausedUntil, timeZone))}.
          </p>
          <input type="hidden" name="until" value="" />
          <button className="button plain" type="submit">
            End the pause
          </button>
        </ActionForm>
      )}
      <ActionForm action={saveMornings} done="Saved.">
        <ZoneFields emailHour={emailHour} timeZone={timeZone} />
        <fieldset>
          <legend className="label">Days</legend>
          <div className="days">
            {weekdays.map((name, index) => (
              <label key={`${name} ${emailDays.includes(index + 1)}`}>
                <input type="checkbox" name="day" value={index + 1} defaultChecked={emailDays.includes(index + 1)} />
                <span>{name}</span>
              </label>
            ))}
          </div>
          <p className="note">No day ticked: no email, and your five are on the page alone.</p>
        </fieldset>
        <fieldset>
          <legend className="label">On a quiet day</legend>
          <div className="options">
            <label key={`strict ${isFilled}`}>
              <input type="radio" name="isFilled" value="no" defaultChecked={!isFilled} />
              <span>Fewer than five, only of what I follow</span>
            </label>
            <label key={`filled ${isFilled}`}>
              <input type="radio" name="isFilled" value="yes" defaultChecked={isFilled} />
              <span>Five, filled with the best of the rest, and marked</span>
            </label>
          </div>
        </fieldset>
        <button className="button" type="submit">
          Save mornings
        </button>
      </ActionForm>
      {!isPaused && unsubscribedAt === null && (
        <ActionForm action={pause} done="Paused." className="inline">
          <label className="label" htmlFor="until">
            Away? Pause until
          </label>
          <div className="search">
            <input className="field" id="until" name="until" type="date" min={tomorrow} max="2099-12-31" required />
            <button className="button plain" type="submit">
              Pause
            </button>
          </div>
        </ActionForm>
      )}
    </Part>
  );
}
