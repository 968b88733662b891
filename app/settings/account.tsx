import type { SessionRow } from "../../lib/accounts/reader-store";
import { shortDay } from "../../lib/format/dates";
import { deviceInWords } from "../../lib/format/devices";
import { signOut } from "../_actions/sign-in";
import { ActionForm } from "../_components/action-form";
import { deleteAccount, forgetLearning, renewFeed, signOutOthers, signOutSession } from "./actions";
import { Part } from "./part";

/** The secret addresses of the reader's own feed. @param props.address without its ending, which says the format. */
export function PrivateFeed({ address }: { address: string }) {
  return (
    <Part
      id="feed"
      title="Your five as a feed"
      about="For a feed reader. Whoever knows an address can read it, so keep both to yourself."
    >
      <div>
        <label className="label" htmlFor="feed-address">
          Its address
        </label>
        <input className="field" id="feed-address" readOnly value={`${address}.xml`} />
      </div>
      <div>
        <label className="label" htmlFor="json-feed-address">
          The same as JSON Feed
        </label>
        <input className="field" id="json-feed-address" readOnly value={`${address}.json`} />
      </div>
      <ActionForm action={renewFeed} done="It has new addresses; the old ones no longer work.">
        <button className="button plain" type="submit">
          Give it new addresses
        </button>
      </ActionForm>
    </Part>
  );
}

/** What saves and reactions have taught the ranking. */
export function Learned({ sentences, wasReset }: { sentences: string[]; wasReset: boolean }) {
  return (
    <Part
      id="learned"
      title="What was learned"
      about="From what you keep, and from “more” and “less like this”. It moves your ranking a little; what you set yourself counts more."
    >
      {sentences.length > 0 ? (
        <>
          <ul className="plainly">
            {sentences.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
          <ActionForm action={forgetLearning} done="Forgotten. It begins anew from here.">
            <button className="button plain" type="submit">
              Forget all this
            </button>
          </ActionForm>
        </>
      ) : (
        <p>{wasReset ? "Nothing since you had it forgotten." : "Nothing yet."}</p>
      )}
    </Part>
  );
}

/** Where the reader is signed in. */
export function Sessions({
  sessions,
  current,
  timeZone,
  now,
}: {
  sessions: SessionRow[];
  current: string;
  timeZone: string;
  now: Date;
}) {
  return (
    <Part id="sessions" title="Where you are signed in" about="Each browser stays signed in for half a year.">
      <ul className="rows">
        {sessions.map(({ id, userAgent, createdAt }) => (
          <li key={id}>
            <span>
              {deviceInWords(userAgent)}
              <span className="note">
                {id === current ? "This browser" : `Since ${shortDay(createdAt, timeZone, now)}`}
              </span>
            </span>
            {id === current ? (
              <form action={signOut}>
                <button className="button plain small" type="submit">
                  Sign out
                </button>
              </form>
            ) : (
              <ActionForm action={signOutSession} done="Signed out.">
                <input type="hidden" name="sessionId" value={id} />
                <button className="button plain small" type="submit">
                  Sign out<span className="sr-only"> {deviceInWords(userAgent)}</span>
                </button>
              </ActionForm>
            )}
          </li>
        ))}
      </ul>
      {sessions.length > 2 && (
        <ActionForm action={signOutOthers} done="All others are signed out.">
          <button className="button plain" type="submit">
            Sign all others out
          </button>
        </ActionForm>
      )}
    </Part>
  );
}

/** Everything that is the reader's, to take along. */
export function Export() {
  return (
    <Part
      id="export"
      title="Take it with you"
      about="The first three hold everything: what you keep with your notes, your past fives, what you follow, set and said, and which emails went out."
    >
      <ul className="rows">
        {(
          [
            ["json", "Everything, as data", "JSON"],
            ["markdown", "Everything, to read", "Markdown"],
            ["obsidian", "Everything for Obsidian, as notes", "ZIP"],
            ["readwise", "What you keep, for Readwise", "CSV"],
            ["readwise-fives", "Your past fives, for Readwise", "CSV"],
          ] as const
        ).map(([form, name, kind]) => (
          <li key={form}>
            <span>
              {name}
              <span className="note">{kind}</span>
            </span>
            <a className="button plain small" href={`/settings/export?form=${form}`} download>
              Download<span className="sr-only"> {name}</span>
            </a>
          </li>
        ))}
      </ul>
    </Part>
  );
}

/** The end of the account. */
export function DeleteAccount({ email }: { email: string }) {
  return (
    <Part
      id="delete"
      title="Delete the account"
      about="At once and for good: your settings, what you keep, your notes, your past fives. Nobody can bring it back."
    >
      <ActionForm action={deleteAccount} done="Deleted." className="inline">
        <label className="label" htmlFor="confirm">
          To be sure, type {email}
        </label>
        <div className="search">
          <input
            className="field"
            id="confirm"
            name="confirm"
            required
            maxLength={254}
            autoComplete="off"
            spellCheck={false}
            autoCapitalize="off"
          />
          <button className="button" type="submit">
            Delete for good
          </button>
        </div>
      </ActionForm>
    </Part>
  );
}
