import type { Request, Response } from "express";
import { chooseEncoder } from "./compress.ts";

/** Below this many bytes compression costs more than it saves. */
const WORTH_COMPRESSING = 1024;

/** Sends JSON, compressed where it is worth it and the client takes it. */
export function sendJson(req: Request, res: Response, body: unknown): void {
  const text = JSON.stringify(body);
  res.type("application/json").vary("Accept-Encoding");
  const encoder = text.length > WORTH_COMPRESSING ? chooseEncoder(req) : null;
  if (!encoder) {
    res.send(text);
    return;
  }
  res.setHeader("Content-Encoding", encoder.name);
  encoder.stream.pipe(res);
  encoder.stream.end(text);
}
