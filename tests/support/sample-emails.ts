import {
  renderConfirmEmail,
  renderInvitationEmail,
  renderPausedEmail,
  renderSignInEmail,
} from "../../emails/account-emails";
import { createDigestComposer } from "../../emails/compose-digest-email";
import type { RenderedEmail } from "../../emails/note-email";
import { alertEmail } from "../../lib/mail/alert-email";
import {
  longestDigest,
  sampleDigest,
  sampleItem,
  sampleReceiver,
  sampleSurroundings,
  shortestDigest,
} from "./sample-digest";

/** Right to left, emoji, another script, markup and a title without a gap: what feeds have in their titles. */
function strangeDigest() {
  return sampleDigest([
    sampleItem(1, {
      headline: "المقاهي في المدينة تفتح قبل الفجر بساعتين وتبيع ثلث قهوتها قبل السادسة",
      body: "المقاهي في المدينة تفتح قبل الفجر بساعتين.",
      quote: "تبيع المقاهي ثلث قهوتها قبل السادسة.",
      speaker: "ليلى حداد",
      show: "قهوة المدينة",
    }),
    sampleItem(2, { headline: "👩‍👩‍👧‍👦🚲🏙️ Families bike to school in 🇳🇱 twice as often", show: "🎙️ Two Wheels 🚲" }),
    sampleItem(3, { headline: "老城区的屋顶比街道热八度，刷白之后只热两度", show: "城市之声", speaker: "王 小明" }),
    sampleItem(4, { headline: "<script>alert(1)</script> & “quotes” in a title", show: "Tom & Jerry’s <b>Talk</b>" }),
    sampleItem(5, {
      headline: "a".repeat(160),
      speaker: "b".repeat(80),
      show: "c".repeat(120),
      otherShows: ["d".repeat(90)],
    }),
  ]);
}

/** One of each kind of email there is, and digests at their longest, shortest and strangest. */
export async function sampleEmails(): Promise<Record<string, RenderedEmail>> {
  // One for each, since it keeps its cards by their insights' ids, which are the same in all samples.
  const compose = (...[digest, receiver]: Parameters<ReturnType<typeof createDigestComposer>>) =>
    createDigestComposer(sampleSurroundings)(digest, receiver);
  const link = { url: `https://overheard.example/signin/${"AbCdEfGh".repeat(4)}?next=%2Fsaved`, validMinutes: 10 };
  const five = sampleDigest([1, 2, 3, 4, 5].map((rank) => sampleItem(rank)));
  const listReceiver = { ...sampleReceiver, settingsUrl: null, pauseUrl: null, feedback: null };
  return {
    digest: await compose(five, sampleReceiver),
    "digest-longest": await compose(longestDigest(), sampleReceiver),
    "digest-shortest": await compose(shortestDigest(), listReceiver),
    "digest-strangest": await compose(strangeDigest(), sampleReceiver),
    "sign-in": await renderSignInEmail(sampleSurroundings, link),
    confirm: await renderConfirmEmail(sampleSurroundings, link),
    paused: await renderPausedEmail(sampleSurroundings, {
      reason: "Your mailbox refused our last emails; most often that means that it is full.",
      untilDay: "Wednesday 9 December",
      resumeUrl: sampleReceiver.unsubscribeUrl ?? "",
      unsubscribeUrl: sampleReceiver.unsubscribeUrl ?? "",
    }),
    invitation: await renderInvitationEmail(sampleSurroundings, {
      url: `https://overheard.example/signin?email=${"a-long-name-".repeat(4)}%40example.com`,
    }),
    alert: alertEmail(
      {
        subject: "No email can be sent.",
        text: "Resend did not take it: API key is invalid. Check RESEND_API_KEY and EMAIL_FROM. Everything is kept and sent once this is mended; it is tried again every five minutes. See it with `npm run cli -- status`.\nhttps://feeds.example/<a>&b",
      },
      sampleSurroundings.appUrl,
    ),
  };
}
