import { clock } from "../../lib/format/durations";
import { playLink } from "../../lib/format/links";
import type { TranscriptSegment } from "../../lib/transcripts/transcript";

/** A segment with its anchor on the page. */
interface Anchored {
  segment: TranscriptSegment;
  anchor: string;
  marked: boolean;
  /** What it is beside talk. */
  mark: string | null;
}

/** Characters after which a long speech gets a new paragraph, and with it a new time. */
const paragraphLength = 600;

/** The anchor of the first segment that starts at a time: "t-12040" (milliseconds). */
export function segmentAnchor(startMs: number): string {
  return `t-${startMs}`;
}

function anchored(
  segments: TranscriptSegment[],
  isEvidence: (segment: TranscriptSegment) => boolean,
  marks: (string | null)[],
): Anchored[] {
  const seen = new Map<number, number>();
  return segments.map((segment, at) => {
    const times = (seen.get(segment.startMs) ?? 0) + 1;
    seen.set(segment.startMs, times);
    return {
      segment,
      anchor: segmentAnchor(segment.startMs) + (times > 1 ? `-${times}` : ""),
      marked: isEvidence(segment),
      mark: marks[at] ?? null,
    };
  });
}

/** Segments as paragraphs: a new one for another speaker, where an advertisement begins or ends, and where one has become long. */
function turnsOf(segments: Anchored[]): Anchored[][] {
  const turns: Anchored[][] = [];
  let length = 0;
  for (const item of segments) {
    const last = turns.at(-1);
    const isSame = last?.[0]?.segment.speaker === item.segment.speaker && last[0].mark === item.mark;
    if (last && isSame && length < paragraphLength) last.push(item);
    else {
      turns.push([item]);
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

/**
 * A transcript or a part of it, with an anchor for each segment.
 * @param isEvidence whether an insight rests on a segment; those are marked.
 * @param marks for each segment what it is beside talk, for example "Advertisement".
 * @param faint shows what is not evidence in a quieter ink.
 */
export function Transcript(props: {
  segments: TranscriptSegment[];
  enclosureUrl: string | null;
  timing: string | null;
  isEvidence: (segment: TranscriptSegment) => boolean;
  faint?: boolean;
  marks?: (string | null)[];
}) {
  const turns = turnsOf(anchored(props.segments, props.isEvidence, props.marks ?? []));
  return (
    <div className={props.faint ? "faint" : undefined}>
      {turns.map((turn, at) => {
        const speaker = turn[0]?.segment.speaker ?? null;
        const mark = turn[0]?.mark ?? null;
        const isMarkedFirst = mark !== null && turns[at - 1]?.[0]?.mark !== mark;
        const goesOn = at > 0 && turns[at - 1]?.[0]?.segment.speaker === speaker;
        return (
          <div className="turn" key={turn[0]?.anchor}>
            <p className="speaks">
              {speaker !== null && (
                <b dir="auto" className={goesOn ? "sr-only" : undefined}>
                  {speaker}
                </b>
              )}
              <TurnTime
                startMs={turn[0]?.segment.startMs ?? 0}
                enclosureUrl={props.enclosureUrl}
                timing={props.timing}
              />
            </p>
            <p dir="auto" className={mark === null ? undefined : "promo"}>
              {isMarkedFirst && <span className="promo-name">{mark}</span>}
              {turn.map(({ segment, anchor, marked }) => {
                const text = (
                  <span className="segment" id={anchor} data-from={segment.startMs}>
                    {segment.text}
                  </span>
                );
                return <span key={anchor}>{marked ? <mark>{text}</mark> : text} </span>;
              })}
            </p>
          </div>
        );
      })}
    </div>
  );
}
