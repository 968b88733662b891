import type { DigestReceiver } from "../../emails/compose-digest-email";
import { signMailToken } from "./mail-token";

/** Who a digest goes to: a reader, or an address of DIGEST_RECIPIENTS. */
export type Addressee =
  | { readerId: string; timeZone: string; emailHour: number }
  | { readerId: null; address: string; timeZone: string };

/** What links are made with. */
export interface LinkMaking {
  /** Where the app is reached, without a trailing slash. */
  appUrl: string;
  secret: string;
}

const host = (appUrl: string) => appUrl.replace(/^https?:\/\//u, "");

const hourInWords = (hour: number) =>
  ({ 0: "midnight", 12: "noon" })[hour] ??
  `${hour % 12 || 12} in the ${hour < 12 ? "morning" : hour < 18 ? "afternoon" : "evening"}`;

const leaveToken = (to: Addressee, secret: string) =>
  signMailToken(
    secret,
    to.readerId === null
      ? { purpose: "leave-address", address: to.address }
      : { purpose: "leave", readerId: to.readerId },
  );

/** The page where somebody leaves, pauses or gets fewer emails, without signing in. */
export function leaveUrl(to: Addressee, { appUrl, secret }: LinkMaking, wish?: "pause" | "resume"): string {
  return `${appUrl}/unsubscribe?${wish ? `wish=${wish}&` : ""}t=${leaveToken(to, secret)}`;
}

/** An addressee's links and words, as the digest's email shows them. */
export function receiverOf(to: Addressee, making: LinkMaking): DigestReceiver {
  const { appUrl, secret } = making;
  const { readerId, timeZone } = to;
  if (readerId === null) {
    return {
      timeZone,
      because: `You get this because your address is on the list of the Overheard at ${host(appUrl)}.`,
      settingsUrl: null,
      pauseUrl: null,
      unsubscribeUrl: leaveUrl(to, making),
      feedback: null,
    };
  }
  return {
    timeZone,
    because: `You get this at ${hourInWords(to.emailHour)} because you read Overheard at ${host(appUrl)}.`,
    settingsUrl: `${appUrl}/settings`,
    pauseUrl: leaveUrl(to, making, "pause"),
    unsubscribeUrl: leaveUrl(to, making),
    feedback: (insightId) => {
      const url = `${appUrl}/feedback?t=${signMailToken(secret, { purpose: "feedback", readerId, insightId })}`;
      return { more: `${url}&say=more`, less: `${url}&say=less` };
    },
  };
}

/**
 * The headers by which mail programs offer to leave (RFC 2369), with one click where the app is reached by https (RFC 8058).
 */
export function leaveHeaders(to: Addressee, { appUrl, secret }: LinkMaking): Record<string, string> {
  const url = `${appUrl}/unsubscribe/one-click?t=${leaveToken(to, secret)}`;
  return {
    "List-Unsubscribe": `<${url}>`,
    ...(url.startsWith("https:") ? { "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" } : {}),
  };
}
