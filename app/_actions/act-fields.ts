import { z } from "zod";
import { type FollowSubject, followSubject } from "../../lib/accounts/reader";

/** How much something is followed, as forms say it: not at all, muted, or with a weight of `followWeights`. */
export const how = z.enum(["none", "mute", "little", "usual", "lot"]);
export type How = z.infer<typeof how>;

/** Fields named `how.<topicSlug|showId|phrase>.<which>`: what a form says of several subjects at once. */
export const followFields = z.record(z.string(), z.unknown()).transform((fields, issues) => {
  const wishes: { subject: FollowSubject; how: How }[] = [];
  for (const [name, value] of Object.entries(fields)) {
    const [, kind, which] = /^how\.(topicSlug|showId|phrase)\.([\s\S]+)$/.exec(name) ?? [];
    if (kind === undefined || which === undefined) continue;
    const subject = followSubject.safeParse({ [kind]: which });
    const wish = how.safeParse(value);
    if (subject.success && wish.success) wishes.push({ subject: subject.data, how: wish.data });
    else issues.addIssue({ code: "custom", message: `${name} cannot be read` });
  }
  return wishes;
});

/** A checkbox group's values: none, one or several. */
export const several = <T extends z.ZodType>(value: T) =>
  z.preprocess((given) => (given === undefined ? [] : [given].flat()), z.array(value));
