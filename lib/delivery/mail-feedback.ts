import type { ReactionKind } from "../../prisma/client/client";
import { authSecret } from "../accounts/operator";
import type { ReaderId } from "../accounts/reader";
import { react, takeBackReaction } from "../accounts/signal-store";
import type { Db } from "../db/types";
import type { Env } from "../env";
import { readMailToken } from "./mail-token";

/** What a link of an email may say of its insight. */
export type MailFeedback = Extract<ReactionKind, "more" | "less">;

type FeedbackEnv = Pick<Env, "AUTH_SECRET" | "DATA_DIR">;

/** The insight that a link is about; null where the link is not one of ours. */
export function insightOfLink(env: FeedbackEnv, token: string): string | null {
  const who = readMailToken(authSecret(env), token);
  return who?.purpose === "feedback" ? who.insightId : null;
}

/**
 * Records what a link's owner says of its insight, or takes it back.
 * @returns false where the link is not one of ours, or its insight or reader has gone.
 */
export async function recordMailFeedback(
  db: Db,
  env: FeedbackEnv,
  { token, kind, isTakenBack, now }: { token: string; kind: MailFeedback; isTakenBack: boolean; now: Date },
): Promise<boolean> {
  const who = readMailToken(authSecret(env), token);
  if (who?.purpose !== "feedback") return false;
  // A session proves who somebody is for everything; this link does for this one insight and nothing else.
  const reader = who.readerId as ReaderId;
  if (isTakenBack) {
    await takeBackReaction(db, reader, who.insightId, kind);
    return true;
  }
  return react(db, reader, { insightId: who.insightId, kind, comment: "", features: {}, now });
}
