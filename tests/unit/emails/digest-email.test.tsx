import { describe, expect, it } from "vitest";
import { createDigestComposer, subjectOf } from "../../../emails/compose-digest-email";
import { DigestCard, whyLine } from "../../../emails/digest-card";
import { DigestEmail, frameValues, trackingSentence } from "../../../emails/digest-email";
import { renderHtml } from "../../../emails/render-html";
import type { DigestView } from "../../../lib/digests/views";
import { shortDay } from "../../../lib/format/dates";
import { productSentence } from "../../../lib/format/digest-words";
import {
  longestDigest,
  sampleDigest,
  sampleItem,
  sampleReceiver,
  sampleSurroundings,
  shortestDigest,
} from "../../support/sample-digest";

const compose = createDigestComposer(sampleSurroundings);
const five = sampleDigest([1, 2, 3, 4, 5].map((rank) => sampleItem(rank)));
const nobody = { settingsUrl: null, pauseUrl: null, unsubscribeUrl: null, feedback: null };

/** The whole email in one rendering: what putting it together must come to. */
async function renderWhole(digest: DigestView): Promise<string> {
  const { timeZone, feedback, ...receiver } = sampleReceiver;
  const { appUrl } = sampleSurroundings;
  return renderHtml(
    <DigestEmail values={frameValues(digest, sampleSurroundings, receiver)} surroundings={sampleSurroundings}>
      {digest.items.map((item) => {
        const links = feedback?.(item.take.id) ?? { more: null, less: null };
        const day = shortDay(item.take.episode.publishedAt, timeZone, digest.builtAt);
        const values = { rank: String(item.rank), update: item.updateText, why: whyLine(item), ...links };
        return <DigestCard key={item.rank} item={item} day={day} appUrl={appUrl} values={values} />;
      })}
    </DigestEmail>,
  );
}

describe("the digest's email", () => {
  it("carries the product's sentence, every headline, quote, play link and voice, in HTML and text", async () => {
    const { html, text } = await compose(five, sampleReceiver);
    for (const part of [html, text]) {
      expect(part).toContain(productSentence);
      expect(part).toContain("Tuesday 24 November");
      expect(part).toContain("https://cdn.example/a.mp3#t=724");
      expect(part).toContain("Also said on Basis Points and Garden Shed Radio");
      expect(part).toContain("Slow Pulse disagrees");
      expect(part).toContain("https://overheard.example/digests/2026-11-24");
      expect(part).toContain("12:04");
      expect(part).toContain("Harbour Road 1");
      expect(part).toContain("https://overheard.example/settings");
    }
    for (const { take } of five.items) {
      expect(html).toContain(take.headline);
      expect(html.split(take.quote.text).length - 1).toBeGreaterThanOrEqual(5);
      expect(text.replace(/\s+/gu, " ")).toContain(take.quote.text);
      for (const say of ["more", "less"]) {
        expect(html).toContain(`https://overheard.example/feedback?t=${take.id}&amp;say=${say}`);
        expect(text).toContain(`https://overheard.example/feedback?t=${take.id}&say=${say}`);
      }
    }
    expect(html).toContain("https://overheard.example/unsubscribe?t=token&amp;wish=pause");
    expect(text).toContain("https://overheard.example/unsubscribe?t=token\n");
    expect(text).toContain("Update: 4,000 flats were counted");
    expect(html).toContain("in the speaker’s own words");
  });

  it("is put together into just what rendering it as a whole makes", async () => {
    for (const digest of [five, longestDigest(), shortestDigest(), sampleDigest([])])
      expect((await compose(digest, sampleReceiver)).html).toBe(await renderWhole(digest));
  });

  it("gives each reader their own reasons, links and days from the same cards", async () => {
    const other = { ...five, items: five.items.map((item) => ({ ...item, why: ["you follow <parking>"] })) };
    const first = await compose(five, sampleReceiver);
    const second = await compose(other, {
      ...sampleReceiver,
      timeZone: "America/Lima",
      feedback: () => ({ more: "https://o.example/a", less: "https://o.example/b" }),
    });
    expect(first.html).toContain("24 November<");
    expect(second.html).toContain(">23 November<");
    expect(second.html).toContain("you follow &lt;parking&gt;");
    expect(second.html).not.toContain("independent shows");
    expect(second.html).not.toContain("say=more");
  });

  it("leads to the page of the day, for readers with the edition that is theirs", async () => {
    const own = await compose({ ...five, edition: "0198c0de-0000-7000-8000-000000000001" }, sampleReceiver);
    for (const part of [own.html, own.text])
      expect(part).toContain("https://overheard.example/digests/2026-11-24?edition=own");
    for (const part of Object.values(await compose(five, sampleReceiver))) expect(part).not.toContain("edition=own");
  });

  it("escapes what feeds wrote, and takes no slot from them", async () => {
    const { html } = await createDigestComposer(sampleSurroundings)(
      sampleDigest([sampleItem(1, { headline: 'A "claim" & [x:rank] <b>', show: "\uE000more\uE001" })]),
      sampleReceiver,
    );
    expect(html).toContain("Ruth &lt;Amadi&gt;");
    expect(html).toContain("A &quot;claim&quot; &amp; [x:rank] &lt;b&gt;");
    expect(html).not.toContain("Ruth <Amadi>");
  });

  it("keeps names from right to left apart from the words around them", async () => {
    const item = sampleItem(1, { speaker: "ليلى حداد", show: "قهوة المدينة" });
    const { html, text } = await createDigestComposer(sampleSurroundings)(sampleDigest([item]), sampleReceiver);
    expect(html).toMatch(/<b [^>]*dir="auto"[^>]*>ليلى حداد</u);
    expect(html).toMatch(/<a [^>]*dir="auto"[^>]*>قهوة المدينة</u);
    expect(text).toContain("\u2068ليلى حداد\u2069 on \u2068قهوة المدينة\u2069,");
  });

  it("stays below what mail programs clip at its longest, and keeps lines of text short", async () => {
    for (const digest of [five, longestDigest()]) {
      const { html, text } = await compose(digest, sampleReceiver);
      expect(Buffer.byteLength(html)).toBeLessThan(80_000);
      const isShort = (line: string) => line.length <= 72 || /https?:/u.test(line);
      expect(text.split("\n").filter((line) => !isShort(line))).toEqual([]);
    }
  });

  it("has a subject of some 70 characters that leads with the first claim", () => {
    const long = sampleDigest([
      sampleItem(1, { headline: "A very long headline about one thing and another ".repeat(3) }),
      sampleItem(2),
    ]);
    expect(subjectOf(long)).toBe("A very long headline about one thing and another A very long headline…");
    expect(subjectOf(five)).toBe("Harbour number 1 scrapped its parking rule, and four more");
    const emoji = sampleDigest([sampleItem(1, { headline: "👩‍👩‍👧‍👦".repeat(30) })]);
    expect(subjectOf(emoji)).toMatch(/^(👩‍👩‍👧‍👦)+…$/u);
    expect(subjectOf(emoji).length).toBeLessThan(72);
    const forged = sampleDigest([sampleItem(1, { headline: "Rents fell\r\nBcc: everyone@example.com" })]);
    expect(subjectOf(forged)).toBe("Rents fell Bcc: everyone@example.com");
    const rightToLeft = sampleDigest([sampleItem(1, { headline: "الإيجارات انخفضت بنسبة تسعة في المئة" })]);
    expect(subjectOf(rightToLeft)).toBe("الإيجارات انخفضت بنسبة تسعة في المئة");
    expect(subjectOf({ ...rightToLeft, items: [...rightToLeft.items, sampleItem(2)] })).toBe(subjectOf(rightToLeft));
  });

  it("says a quiet day, and works without a recording", async () => {
    const quiet = await compose(shortestDigest(), sampleReceiver);
    expect(quiet.html).toContain("A quiet day: only one thing cleared the bar");
    expect(quiet.text).not.toContain("#t=");
    expect(quiet.html).toContain("at 12:04");
    const none = await compose(sampleDigest([]), { ...sampleReceiver, ...nobody });
    expect(none.subject).toBe("A quiet day on podcasts, Tuesday 24 November");
    expect(none.text).toContain("A quiet day: nothing");
    expect(none.html).not.toContain("Unsubscribe");
  });

  it("tells readers where opens and clicks are counted, and nowhere else", async () => {
    const tracked = createDigestComposer({ ...sampleSurroundings, isTracked: true });
    const { html, text } = await tracked(five, sampleReceiver);
    expect(html).toContain(trackingSentence);
    expect(text).toContain(trackingSentence);
    expect((await compose(five, sampleReceiver)).html).not.toContain(trackingSentence);
  });
});
