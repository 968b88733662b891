import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { Disputes } from "../../../app/stories/[id]/disputes";
import type { TakeView } from "../../../lib/insights/take";

const take = (id: string, title: string, text: string) =>
  ({ id, show: { title }, quote: { text, speaker: id === "b" ? "Ann Lee" : null } }) as TakeView;

it("shows each contradiction as the two quotes, in one list item, and none whose other side has gone", () => {
  const against = take("a", "Held Out", "Rents fell 9 percent.");
  const html = renderToStaticMarkup(
    <Disputes
      disputes={[
        { take: take("b", "Slow Pulse", "Rents rose."), against },
        { take: take("c", "Wet Lab", "Rents never moved."), against: null },
      ]}
    />,
  );
  const [pair = "", ...more] = html.match(/<li.*?<\/li>/gu) ?? [];
  expect(more).toEqual([]);
  expect(pair.match(/<q>.*?<\/q>/gu)).toEqual(["<q>Rents fell 9 percent.</q>", "<q>Rents rose.</q>"]);
  expect(pair).toContain("Ann Lee");
  expect(html).toMatch(/aria-labelledby="at-odds"><h2 id="at-odds">/);
  expect(renderToStaticMarkup(<Disputes disputes={[]} />)).toBe("");
});
