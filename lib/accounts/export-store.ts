import type { Db } from "../db/types";
import type { ReaderId } from "./reader";

/** Everything kept of a reader, for taking along: settings, what they follow and said, sessions, suggestions. No secrets. */
export async function exportReader(db: Db, reader: ReaderId) {
  const { follows, reactions, sessions, suggestions, ...settings } = await db.reader.findUniqueOrThrow({
    where: { id: reader },
    select: {
      email: true,
      createdAt: true,
      timeZone: true,
      emailHour: true,
      emailDays: true,
      languages: true,
      isFilled: true,
      pausedUntil: true,
      pauseReason: true,
      unsubscribedAt: true,
      learningResetAt: true,
      follows: {
        select: {
          topicSlug: true,
          phrase: true,
          show: { select: { title: true, feed: { select: { url: true } } } },
          isMuted: true,
          weight: true,
          createdAt: true,
        },
      },
      reactions: {
        select: {
          insightId: true,
          kind: true,
          comment: true,
          createdAt: true,
          insight: { select: { headline: true } },
        },
      },
      sessions: { select: { createdAt: true, expiresAt: true, userAgent: true } },
      suggestions: { select: { wanted: true, createdAt: true } },
    },
  });
  return { settings, follows, reactions, sessions, suggestions };
}
