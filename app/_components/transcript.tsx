import { Fragment } from "react";
import { clock } from "../../lib/format/durations";
import { playLink } from "../../lib/format/links";
import type { Chapter } from "../../lib/transcripts/chapters";
import type { TranscriptSegment } from "../../lib/transcripts/transcript";
import { InnerLink } from "./inner-link";

/** A segment, with what is known of it where the whole transcript is read. */
interface ShownSegment extends TranscriptSegment {
  insight?: { id: string; headline: string } | null;
  /** What it is beside talk, for example "Advertisement". */
  mark?: string | null;
}

/** A segment with its anchor on the page. */
interface Anchored {
  segment: ShownSegment;
  anchor: string;
  marked: boolean;
}

/** Characters after which a long speech gets a new paragraph, and with it a new time. */
const paragraphLength = 600;

/** The anchor of the first segment that starts at a time: "t-12040" (milliseconds). */
export function segmentAnchor(startMs: number): string {
  return `t-${startMs}`;
}

function anchored(segments: ShownSegment[], isEvidence: (segment: ShownSegment) => boolean): Anchored[] {
  const seen = new Map<number, number>();
  return segments.map((segment) => {
    const times = (seen.get(segment.startMs) ?? 0) + 1;
    seen.set(segment.startMs, times);
    return {
      segment,
      anchor: segmentAnchor(segment.startMs) + (times > 1 ? `-${times}` : ""),
      marked: isEvidence(segment),
    };
  });
}

/** Sentences that one person says, and what begins with them. */
interface Turn {
  items: Anchored[];
  chapter: Chapter | null;
}

/** Segments as paragraphs: a new one for another speaker, a chapter, where an advertisement begins or ends, and where one has become long. */
function turnsOf(segments: Anchored[], chapters: Chapter[]): Turn[] {
  const turns: Turn[] = [];
  let length = 0;
  let next = 0;
  for (const item of segments) {
    const { speaker, startMs, mark } = item.segment;
    let chapter: Chapter | null = null;
    while (chapters[next] && (chapters[next] as Chapter).startMs <= startMs) chapter = chapters[next++] ?? null;
    const last = turns.at(-1)?.items;
    const goesOn = last?.[0]?.segment.speaker === speaker && last[0].segment.mark === mark;
    if (last && goesOn && !chapter && length < paragraphLength) last.push(item);
    else {
      turns.push({ items: [item], chapter });
      length = 0;
    }
    length += item.segment.text.length;
  }
  return turns;
}

/** The time at which a paragraph starts; where there is a recording, it plays from there. */
function TurnTime({
  startMs,
  enclosureUrl,
  timing,
}: {
  startMs: number;
  enclosureUrl: string | null;
  timing: string | null;
}) {
  const href = playLink(enclosureUrl, startMs);
  const time = `${timing === "interpolated" ? "about " : ""}${clock(startMs)}`;
  if (href === null) return <span>{time}</span>;
  return (
    <span>
      <a href={href} data-play="" aria-label={`Play from ${time}`}>
        {time}
      </a>
    </span>
  );
}

/** The insights that begin in a paragraph, each once. */
function insightsIn(items: Anchored[], before: Anchored | undefined) {
  let last = before?.segment.insight?.id;
  return items.flatMap(({ segment: { insight } }) => {
    const isNew = insight && insight.id !== last;
    last = insight?.id;
    return isNew ? [insight] : [];
  });
}

/**
 * A transcript or a part of it, with an anchor for each segment.
 * @param isEvidence whether an insight rests on a segment; those are marked.
 * @param chapters whose titles stand between the paragraphs.
 * @param faint shows what is not evidence in a quieter ink.
 */
export function Transcript(props: {
  segments: ShownSegment[];
  enclosureUrl: string | null;
  timing: string | null;
  isEvidence: (segment: ShownSegment) => boolean;
  chapters?: Chapter[];
  faint?: boolean;
}) {
  const turns = turnsOf(anchored(props.segments, props.isEvidence), props.chapters ?? []);
  return (
    <div className={props.faint ? "faint" : undefined}>
      {turns.map(({ items, chapter }, at) => {
        const [first] = items;
        const speaker = first?.segment.speaker ?? null;
        const before = turns[at - 1]?.items;
        const goesOn = !chapter && before?.[0]?.segment.speaker === speaker;
        const mark = first?.segment.mark ?? null;
        const isMarkedFirst = mark !== null && (chapter !== null || before?.[0]?.segment.mark !== mark);
        return (
          <Fragment key={first?.anchor}>
            {chapter && (
              <h3 className="beside chapter" dir="auto">
                {chapter.title}
              </h3>
            )}
            <div className="turn">
              <p className="speaks">
                {speaker !== null && (
                  <b dir="auto" className={goesOn ? "sr-only" : undefined}>
                    {speaker}
                  </b>
                )}
                <TurnTime
                  startMs={first?.segment.startMs ?? 0}
                  enclosureUrl={props.enclosureUrl}
                  timing={props.timing}
                />
              </p>
              <div className={mark === null ? undefined : "promo"}>
                {isMarkedFirst && <p className="promo-name">{mark}</p>}
                <p dir="auto">
                  {items.map(({ segment, anchor, marked }) => {
                    const text = (
                      <span className="segment" id={anchor} data-from={segment.startMs}>
                        {segment.text}
                      </span>
                    );
                    return <Fragment key={anchor}>{marked ? <mark>{text}</mark> : text} </Fragment>;
                  })}
                </p>
                {insightsIn(items, before?.at(-1)).map(({ id, headline }) => (
                  <p className="cites note" key={id} dir="auto">
                    <InnerLink href={`/insights/${id}`}>{headline}</InnerLink>
                  </p>
                ))}
              </div>
            </div>
          </Fragment>
        );
      })}
    </div>
  );
}
