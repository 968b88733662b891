import type { IncomingMessage, ServerResponse } from "node:http";
import { type AudioForm, packetMs, packetsIn } from "./test-audio";

/** A word as it was said. */
export interface SaidWord {
  text: string;
  startMs: number;
  endMs: number;
}

const vocabulary =
  "boats queue pays late crew harbour ferry costs twice pier coffee month why nobody sails north with one two three".split(
    " ",
  );

/** Speech that goes on for a length: two and a half words a second, with the repetitions of speech. */
export function speech(durationMs: number, seed = 7): SaidWord[] {
  let state = seed;
  const random = () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x7fffffff;
  };
  const words: SaidWord[] = [];
  for (let at = 200; at + 500 < durationMs; ) {
    const endMs = at + 150 + random() * 350;
    const ends = words.length % 11 === 10;
    const word = vocabulary[Math.floor(random() * vocabulary.length)] ?? "boats";
    words.push({ text: ends ? `${word}.` : words.length % 11 === 0 ? `The ${word}` : word, startMs: at, endMs });
    at = endMs + random() * 200;
  }
  return words.flatMap(splitPhrase);
}

function splitPhrase({ text, startMs, endMs }: SaidWord): SaidWord[] {
  const parts = text.split(" ");
  const step = (endMs - startMs) / parts.length;
  return parts.map((part, i) => ({ text: part, startMs: startMs + i * step, endMs: startMs + (i + 1) * step }));
}

/** What a piece was asked for. */
export interface HeardRequest {
  fields: Map<string, string[]>;
  startMs: number;
  endMs: number;
  byteLength: number;
  /** Packets are missing in it. */
  hasHoles: boolean;
}

/** Answers like a transcription service that hears well: the words within the part it was sent, times a little off. */
export function hearingService(
  words: SaidWord[],
  form: AudioForm,
): {
  requests: HeardRequest[];
  handle: (request: IncomingMessage, response: ServerResponse) => void;
} {
  const requests: HeardRequest[] = [];
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const heard = heardIn(await bodyOf(request), form);
    requests.push(heard);
    if (heard.hasHoles) {
      response.writeHead(400, { "content-type": "application/json" });
      response.end(JSON.stringify({ error: { message: "The audio has holes." } }));
      return;
    }
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify(answerFor(words, heard)));
  };
  return { requests, handle: (request, response) => void handle(request, response) };
}

/** All that a request carries. */
export async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** What a request's body asks for. */
export function heardIn(body: Buffer, form: AudioForm): HeardRequest {
  const { first, last, count } = packetsIn(body);
  return {
    fields: fieldsOf(body),
    startMs: first * packetMs(form),
    endMs: (last + 1) * packetMs(form),
    byteLength: body.length,
    hasHoles: count !== last - first + 1,
  };
}

function fieldsOf(body: Buffer): Map<string, string[]> {
  const fields = new Map<string, string[]>();
  const text = body.toString("latin1");
  for (const [, name = "", value = ""] of text.matchAll(/name="([^"]+)"\r\n\r\n([^\r]*)\r\n/g))
    fields.set(name, [...(fields.get(name) ?? []), value]);
  return fields;
}

/** An answer, of which the text is always there. */
interface HeardText {
  text: string;
  words?: object[];
  segments?: object[];
}

/** The words within the part that was sent, as the model answers. */
export function answerFor(words: SaidWord[], { fields, startMs, endMs }: HeardRequest): HeardText {
  // Half a word at a border is heard as something else.
  const heard = words
    .filter((word) => word.endMs > startMs && word.startMs < endMs)
    .map((word) => {
      const isCut = word.startMs < startMs || word.endMs > endMs;
      const off = ((word.startMs * 7919) % 240) - 120;
      const seconds = (ms: number) => Math.max(0, (Math.min(endMs, Math.max(startMs, ms)) - startMs + off) / 1000);
      return {
        word: isCut ? `~${word.text.slice(0, 2)}` : word.text,
        start: seconds(word.startMs),
        end: seconds(word.endMs),
      };
    });
  const text = heard.map(({ word }) => word).join(" ");
  if (fields.get("response_format")?.[0] !== "verbose_json") return { text };
  const segments = [];
  for (let i = 0; i < heard.length; i += 12) {
    const part = heard.slice(i, i + 12);
    segments.push({
      text: part.map(({ word }) => word).join(" "),
      start: part[0]?.start,
      end: part.at(-1)?.end,
      no_speech_prob: 0.01,
    });
  }
  return { text, words: heard.map(({ word, ...times }) => ({ word: word.replace(/[.,]$/, ""), ...times })), segments };
}
