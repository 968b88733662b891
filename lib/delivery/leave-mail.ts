import { z } from "zod";
import { authSecret } from "../accounts/operator";
import type { Db } from "../db/types";
import type { Env } from "../env";
import {
  addressStanding,
  changeReaderMail,
  liftSuppression,
  type MailStanding,
  readerStanding,
  suppressAddress,
} from "./leave-store";
import { readMailToken } from "./mail-token";

/**
 * What somebody may wish by a link of an email: to leave, to pause for some days, to get it on fewer days or on all, or to have
 * it again.
 */
export const mailWish = z.enum(["unsubscribe", "pause-7", "pause-30", "weekdays", "saturdays", "every-day", "resume"]);
export type MailWishName = z.infer<typeof mailWish>;

/** ISO weekdays of the wishes for some days. */
const wishedDays: Partial<Record<MailWishName, number[]>> = {
  weekdays: [1, 2, 3, 4, 5],
  saturdays: [6],
  "every-day": [1, 2, 3, 4, 5, 6, 7],
};

const dayMs = 24 * 3600_000;

type LeaveEnv = Pick<Env, "AUTH_SECRET" | "DATA_DIR">;

/** How the email of a link's owner stands; null where the link is not one of ours, or its owner has gone. Changes nothing. */
export async function standingByLink(db: Db, env: LeaveEnv, token: string): Promise<MailStanding | null> {
  const who = readMailToken(authSecret(env), token);
  if (who?.purpose === "leave") return readerStanding(db, who.readerId);
  if (who?.purpose === "leave-address") return addressStanding(db, who.address);
  return null;
}

/**
 * Does what a link's owner wishes, at once.
 * @returns false where the link is not one of ours, or its owner has gone.
 */
export async function changeMailByLink(
  db: Db,
  env: LeaveEnv,
  { token, wish, now }: { token: string; wish: MailWishName; now: Date },
): Promise<boolean> {
  const who = readMailToken(authSecret(env), token);
  if (who?.purpose === "leave-address") {
    // Without an account there is nothing to pause or to get less often.
    if (wish === "resume") await liftSuppression(db, who.address);
    else if (wish === "unsubscribe") await suppressAddress(db, who.address, "unsubscribed", "", now);
    return wish === "resume" || wish === "unsubscribe";
  }
  if (who?.purpose !== "leave") return false;
  const { readerId } = who;
  if (wish === "unsubscribe") return changeReaderMail(db, readerId, { unsubscribedAt: now });
  const emailDays = wishedDays[wish];
  if (emailDays) return changeReaderMail(db, readerId, { emailDays });
  if (wish === "pause-7" || wish === "pause-30") {
    const pausedUntil = new Date(now.getTime() + (wish === "pause-7" ? 7 : 30) * dayMs);
    return changeReaderMail(db, readerId, { pausedUntil, pauseReason: null });
  }
  const standing = await readerStanding(db, readerId);
  if (!standing) return false;
  // Who follows a link of an email can get email.
  await liftSuppression(db, standing.email);
  return changeReaderMail(db, readerId, { unsubscribedAt: null, pausedUntil: null, pauseReason: null });
}
