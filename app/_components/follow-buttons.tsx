import type { FollowRow } from "../../lib/accounts/follow-store";
import type { FollowSubject } from "../../lib/accounts/reader";
import { followSomething } from "../_actions/signals";
import { InnerLink } from "./inner-link";
import { SignalForm } from "./signal-form";

/**
 * Follow and mute, for a show or topic. Pressing what is pressed lets go of it.
 * @param name of the subject, where a page has buttons for several.
 * @param follow how it stands; null where the reader neither follows nor mutes it, undefined for visitors.
 * @param path of the page, where visitors come back to after signing in.
 */
export function FollowButtons(props: {
  subject: Extract<FollowSubject, { topicSlug: string } | { showId: string }>;
  name?: string;
  follow: FollowRow | null | undefined;
  path: string;
}) {
  const { subject, name, follow, path } = props;
  if (follow === undefined) {
    return (
      <p className="follow">
        <InnerLink className="button plain small" href={`/signin?next=${path}`}>
          Sign in to follow
        </InnerLink>
      </p>
    );
  }
  const button = (how: "usual" | "mute", isPressed: boolean, label: string) => (
    <SignalForm action={followSomething} fields={{ ...subject, how: isPressed ? "none" : how }}>
      <button className="button plain small" type="submit" aria-pressed={isPressed}>
        {label}
        {name && <span className="sr-only"> {name}</span>}
      </button>
    </SignalForm>
  );
  const isFollowed = follow !== null && !follow.isMuted;
  const isMuted = follow?.isMuted ?? false;
  return (
    <div className="follow">
      {button("usual", isFollowed, isFollowed ? "Following" : "Follow")}
      {button("mute", isMuted, isMuted ? "Muted" : "Mute")}
    </div>
  );
}
