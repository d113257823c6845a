/** A file to keep, never to show: it holds what only this person may see. */
export function attachment(
  body: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array<ArrayBuffer>>,
  type: string,
  plainName: string,
  name: string,
): Response {
  return new Response(body, {
    headers: {
      "Content-Type": type,
      "Content-Disposition": `attachment; filename="${plainName}"; filename*=UTF-8''${encodeURIComponent(name).replaceAll("'", "%27")}`,
      "Cache-Control": "no-store",
    },
  });
}
