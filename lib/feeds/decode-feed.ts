import { analyse } from "chardet";
import iconv from "iconv-lite";
import { withoutControls } from "./control-characters";

/** Byte order marks, the longer first: that of UTF-32LE begins like that of UTF-16LE. */
const marks: [bytes: number[], encoding: string][] = [
  [[0xef, 0xbb, 0xbf], "utf-8"],
  [[0xff, 0xfe, 0, 0], "utf-32le"],
  [[0, 0, 0xfe, 0xff], "utf-32be"],
  [[0xff, 0xfe], "utf-16le"],
  [[0xfe, 0xff], "utf-16be"],
];
/** "<" in the wide encodings, which begins every XML document without a mark (XML 1.0, appendix F). */
const wide: [bytes: number[], encoding: string][] = [
  [[0x3c, 0, 0, 0], "utf-32le"],
  [[0, 0, 0, 0x3c], "utf-32be"],
  [[0x3c, 0], "utf-16le"],
  [[0, 0x3c], "utf-16be"],
];

/**
 * Decodes a document by, in this order: its byte order mark, its bytes where they are valid UTF-8, the charset of its
 * content type, its XML declaration, and a guess. Forbidden control characters are left out.
 */
export function decodeDocument(bytes: Buffer, contentType: string | null): string {
  return withoutControls(decoded(bytes, contentType));
}

function decoded(bytes: Buffer, contentType: string | null): string {
  const startsWith = (start: number[]) => bytes.subarray(0, start.length).equals(Buffer.from(start));
  const marked = marks.find(([mark]) => startsWith(mark));
  if (marked) return iconv.decode(bytes.subarray(marked[0].length), marked[1]);
  const unmarked = wide.find(([start]) => startsWith(start));
  if (unmarked) return iconv.decode(bytes, unmarked[1]);
  const declared = [
    /charset\s*=\s*["']?([\w.:-]+)/i.exec(contentType ?? "")?.[1],
    /^\s*<\?xml[^>]*encoding\s*=\s*["']([\w.:-]+)/i.exec(bytes.subarray(0, 400).toString("latin1"))?.[1],
  ];
  // These are written with ASCII alone, so that they look like UTF-8.
  const escaped = declared.find((name) => /^(iso-2022-|utf-?7$|hz-)/i.test(name ?? ""));
  const utf8 = escaped ? null : decodeUtf8(bytes);
  if (utf8 !== null) return utf8;
  const known = declared.find((name) => name && !/^(utf-?8|us-ascii)$/i.test(name) && iconv.encodingExists(name));
  const guess = analyse(bytes).find((match) => iconv.encodingExists(match.name))?.name;
  return iconv.decode(bytes, known ?? guess ?? "windows-1252");
}

function decodeUtf8(bytes: Buffer): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
