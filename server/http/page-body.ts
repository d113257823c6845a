import type { IncomingMessage } from "node:http";
import type { Context } from "#server/core/context.ts";
import { DomainError } from "#server/core/errors.ts";

/** Bytes of a page form, and of a file that somebody signed in brings to an import. */
export interface BodyLimits {
  readonly maxBody: number;
  readonly maxFile: number;
}

const UPLOAD = /^\/manage\/import\/\w+(\.data)?(\?|$)/;
/** Headings of the multipart body around the file. */
const AROUND = 16 * 1024;
/** Of a file that is too large so much is read and thrown away, so that the browser gets the answer instead of a cut line. */
const DRAIN = 64 * 1024 * 1024;

/** Page forms are small: the whole body is read under its limit before any handler runs. @throws DomainError tooLarge */
export async function readPageBody(req: IncomingMessage, ctx: Context, { maxBody, maxFile }: BodyLimits): Promise<Uint8Array<ArrayBuffer>> {
  const uploads = ctx.user?.via === "session" && UPLOAD.test(req.url ?? "");
  const limit = uploads ? maxFile + AROUND : maxBody;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of req) {
    if (!(chunk instanceof Uint8Array)) throw new Error("request bodies are read as bytes");
    size += chunk.length;
    if (size <= limit) chunks.push(chunk);
    else if (!uploads || size > DRAIN) throw tooLarge(uploads, maxFile);
    else chunks.length = 0;
  }
  if (size > limit) throw tooLarge(uploads, maxFile);
  return new Uint8Array(Buffer.concat(chunks));
}

function tooLarge(uploads: boolean, maxFile: number): DomainError {
  const message = `文件超过 ${Math.floor(maxFile / 1024 / 1024)} MB，没有读取。请分成几个文件后再上传。`;
  return uploads ? new DomainError("tooLarge", { message }) : new DomainError("tooLarge");
}
