import { analyse } from "chardet";
import iconv from "iconv-lite";
import { withoutControls } from "./control-characters";

/**
 * Decodes a document by, in this order: its byte order mark, the charset of its content type, its XML declaration, and a
 * guess from its bytes. UTF-8 where nothing else is said and the bytes allow it. Forbidden control characters are left out.
 */
export function decodeDocument(bytes: Buffer, contentType: string | null): string {
  return withoutControls(decoded(bytes, contentType));
}

function decoded(bytes: Buffer, contentType: string | null): string {
  if (bytes.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf]))) return bytes.subarray(3).toString("utf8");
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return iconv.decode(bytes, "utf-16le");
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return iconv.decode(bytes, "utf-16be");
  const utf8 = decodeUtf8(bytes);
  const declared =
    /charset\s*=\s*"?([\w.:-]+)/i.exec(contentType ?? "")?.[1] ??
    /^\s*<\?xml[^>]*encoding\s*=\s*["']([\w.:-]+)/i.exec(bytes.subarray(0, 200).toString("latin1"))?.[1];
  const isUtf8 = !declared || /^utf-?8$/i.test(declared);
  if (isUtf8 && utf8 !== null) return utf8;
  if (declared && !isUtf8 && iconv.encodingExists(declared)) return iconv.decode(bytes, declared);
  const guess = analyse(bytes).find((match) => iconv.encodingExists(match.name))?.name;
  return iconv.decode(bytes, guess ?? "windows-1252");
}

function decodeUtf8(bytes: Buffer): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
