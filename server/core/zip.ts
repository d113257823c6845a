import { Readable } from "node:stream";
import { ZipFile } from "yazl";

/** Text files as a zip archive, in the order given; names may be Chinese. */
export function zipTexts(files: Readonly<Record<string, string>>, at: number): ReadableStream<Uint8Array<ArrayBuffer>> {
  const zip = new ZipFile();
  for (const [name, text] of Object.entries(files)) zip.addBuffer(Buffer.from(text), name, { mtime: new Date(at) });
  zip.end();
  // Both are the same web streams; Node's types and the browser's are declared apart.
  return Readable.toWeb(new Readable().wrap(zip.outputStream)) as unknown as ReadableStream<Uint8Array<ArrayBuffer>>;
}
