import type { DeliveryRow, deliveryById } from "../../../lib/delivery/views";

type DeliveryState = DeliveryRow["state"];
type Suppression = NonNullable<Awaited<ReturnType<typeof deliveryById>>>["suppression"];
type SuppressionReason = NonNullable<Suppression>["reason"];

/** How a delivery stands, in words. */
export const stateWords: Record<DeliveryState, string> = {
  pending: "waits",
  sending: "being sent",
  accepted: "accepted",
  uncertain: "uncertain",
  failed: "failed",
  excluded: "left out",
};

/** Why an address gets no more email, in words. */
export const suppressionWords: Record<SuppressionReason, string> = {
  bounced: "The address bounced for good.",
  complained: "Its owner reported our mail as spam.",
  unsubscribed: "Its owner unsubscribed.",
};

interface Reported {
  deliveredAt: Date | null;
  delayedAt: Date | null;
  bouncedAt: Date | null;
  isHardBounce: boolean | null;
  complainedAt: Date | null;
}

/** What the mail service reported of an email, the gravest first; "–" where nothing. */
export function reportedWords({ deliveredAt, delayedAt, bouncedAt, isHardBounce, complainedAt }: Reported): string {
  if (complainedAt) return "reported as spam";
  if (bouncedAt) return isHardBounce ? "bounced for good" : "bounced for now";
  if (deliveredAt) return "delivered";
  return delayedAt ? "delayed" : "–";
}
