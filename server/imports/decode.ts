import { Refused } from "./refused.ts";

export interface Decoded {
  readonly text: string;
  readonly encoding: "UTF-8" | "UTF-16" | "GB18030";
}

const HAN = /[\u3400-\u9fff]/;
/** Bytes looked at to tell UTF-16 without a mark. */
const LOOK = 4096;
const NOT_TEXT = "不是文字表格：文件里有空字节。请上传 CSV 或 xlsx 文件。";

/**
 * The text of a CSV file in whatever encoding the office saved it. UTF-8 is strict and goes first; GB18030 takes nearly any bytes, so it
 * goes last. Short GBK files can happen to be valid UTF-8: then the reading that has Chinese in it is right.
 * @throws Refused
 */
export function decodeText(bytes: Uint8Array): Decoded {
  const marked = decodeMarked(bytes);
  if (marked) return marked;
  const wide = guessWide(bytes);
  if (wide) return { text: decode(wide, bytes) ?? refuse(NOT_TEXT), encoding: "UTF-16" };
  if (bytes.includes(0)) return refuse(NOT_TEXT);
  const utf8 = decode("utf-8", bytes);
  const onlyNarrow = utf8 !== undefined && /[\u0080-\uffff]/.test(utf8) && !HAN.test(utf8);
  if (utf8 !== undefined && !onlyNarrow) return { text: utf8, encoding: "UTF-8" };
  const gb = decode("gb18030", bytes);
  if (gb !== undefined && (utf8 === undefined || HAN.test(gb))) return { text: gb, encoding: "GB18030" };
  if (utf8 !== undefined) return { text: utf8, encoding: "UTF-8" };
  return refuse("文字编码无法识别。请在表格软件里另存为“CSV UTF-8”或 xlsx 后再上传。");
}

function decodeMarked(bytes: Uint8Array): Decoded | undefined {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) {
    const text = decode("utf-8", bytes);
    return text === undefined || text.includes("\0")
      ? refuse("文件标明是 UTF-8，却含有不合规的字节，可能已损坏。")
      : { text, encoding: "UTF-8" };
  }
  const wide = first === 0xff && second === 0xfe ? "utf-16le" : first === 0xfe && second === 0xff ? "utf-16be" : undefined;
  if (!wide) return undefined;
  const text = decode(wide, bytes);
  return text === undefined || text.includes("\0")
    ? refuse("文件标明是 UTF-16，却含有不合规的字节，可能已损坏。")
    : { text, encoding: "UTF-16" };
}

/** Commas, digits and line ends of a table are one byte with a zero beside it in UTF-16. */
function guessWide(bytes: Uint8Array): "utf-16le" | "utf-16be" | undefined {
  const head = bytes.subarray(0, Math.min(LOOK, bytes.length - (bytes.length % 2)));
  if (bytes.length < 4 || bytes.length % 2 === 1) return undefined;
  let even = 0;
  let odd = 0;
  for (const [index, byte] of head.entries()) {
    if (byte !== 0) continue;
    if (index % 2 === 0) even += 1;
    else odd += 1;
  }
  if (odd > 0 && even === 0 && decode("utf-16le", bytes)?.includes("\n")) return "utf-16le";
  if (even > 0 && odd === 0 && decode("utf-16be", bytes)?.includes("\n")) return "utf-16be";
  return undefined;
}

function decode(encoding: string, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function refuse(message: string): never {
  throw new Refused(message);
}
