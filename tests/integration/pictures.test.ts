import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import { digestPicture, insightPicture } from "../../app/_components/picture";
import { fontsFor } from "../../app/_components/picture-fonts";

const titles = {
  Greek: ["Οι μπαταρίες δικτύου είναι φθηνότερες από το αέριο", "Η Αλεξάνδρα", "Ψυχρή αλυσίδα"],
  Cyrillic: ["Сетевые батареи дешевле газа уже в этом году", "Ирина Щукина", "Холодная цепь"],
  Chinese: ["老城区的屋顶比街道热八度，刷白之后只热两度", "李明", "城市之声"],
  Traditional: ["舊城區的屋頂比街道熱八度，刷白後只熱兩度", "陳美玲", "城市之聲"],
  Japanese: ["送電網の電池はガスより安くなったと語る", "山田花子", "コールドチェーン"],
  Korean: ["전력망 배터리가 가스 발전보다 싸졌다고 말한다", "김민수", "밤 버스"],
  Arabic: ["المقاهي تفتح قبل الفجر بساعتين وتبيع ثلث قهوتها", "ليلى حداد", "قهوة المدينة"],
  Hebrew: ["סוללות רשת זולות יותר מתחנות גז ב-12.5 אחוז", "נועה לוי", "שרשרת קירור"],
  Polish: ["Łódź płaci 4 € – „teraz”", "Żaneta", "Zimny łańcuch"],
} as const;

afterEach(() => vi.unstubAllGlobals());

for (const [script, [headline, speaker, show]] of Object.entries(titles)) {
  it(`has a drawing for each letter of ${script}, and asks nobody for one`, async () => {
    const fetchOf = globalThis.fetch;
    const asked = vi.fn((url: string | URL | Request) => fetchOf(url));
    vi.stubGlobal("fetch", asked);
    const { has } = await fontsFor([headline, speaker, show]);
    const letters = [...`${headline}${speaker}${show}`].filter((letter) => /[\p{L}\p{N}]/u.test(letter));
    expect(letters.filter((letter) => !has(letter.codePointAt(0) ?? 0))).toEqual([]);
    const answer = await insightPicture({ headline, quote: { text: headline, speaker }, show: { title: show } });
    const picture = Buffer.from(await answer.arrayBuffer());
    expect(picture.subarray(1, 4).toString()).toBe("PNG");
    const without = await insightPicture({
      headline: "🚀",
      quote: { text: "🚀", speaker: null },
      show: { title: "🚀" },
    });
    expect(picture.equals(Buffer.from(await without.arrayBuffer()))).toBe(false);
    // The renderer loads its own code by an address that holds it.
    expect(asked.mock.calls.map(([url]) => String(url)).filter((url) => !url.startsWith("data:"))).toEqual([]);
    if (process.env.SCREENSHOTS) {
      mkdirSync(process.env.SCREENSHOTS, { recursive: true });
      writeFileSync(join(process.env.SCREENSHOTS, `picture-${script}.png`), picture);
    }
  });
}

it("draws a day's headlines, each in its script", async () => {
  const headlines = [titles.Greek, titles.Chinese, titles.Arabic, titles.Korean, titles.Japanese].map(([text]) => text);
  const answer = await digestPicture({ count: "The five of", day: "Saturday 28 November", headlines });
  const picture = Buffer.from(await answer.arrayBuffer());
  expect(picture.length).toBeGreaterThan(20_000);
  if (process.env.SCREENSHOTS) writeFileSync(join(process.env.SCREENSHOTS, "picture-digest.png"), picture);
});
