import type { IncomingMessage } from "node:http";
import { constants, createBrotliCompress, createGzip, type BrotliCompress, type Gzip } from "node:zlib";

export interface Encoder {
  readonly name: "br" | "gzip";
  readonly stream: BrotliCompress | Gzip;
}

/** Compressor for an answer made on the fly, or null where the client takes none. Flushes with each chunk so that a streamed page keeps streaming. */
export function chooseEncoder(req: IncomingMessage): Encoder | null {
  const accepted = (req.headers["accept-encoding"] ?? "").toString().toLowerCase();
  if (accepts(accepted, "br")) {
    // Quality 4: at 11 a page costs more time than the line saves.
    const params = { [constants.BROTLI_PARAM_QUALITY]: 4 };
    return { name: "br", stream: createBrotliCompress({ params, flush: constants.BROTLI_OPERATION_FLUSH }) };
  }
  if (accepts(accepted, "gzip")) return { name: "gzip", stream: createGzip({ level: 6, flush: constants.Z_SYNC_FLUSH }) };
  return null;
}

function accepts(header: string, name: string): boolean {
  return header.split(",").some((part) => {
    const [token, weight] = part.trim().split(";");
    return token?.trim() === name && weight?.replaceAll(" ", "") !== "q=0";
  });
}
