import { afterEach, describe, expect, it } from "vitest";
import { makePatient, noteLine } from "#app/shell/patient-fetch.ts";

const ORIGIN = "http://localhost:3000";
const DATA = `${ORIGIN}/workspaces/w/plans/p.data`;

type Answer = "broken" | "gateway" | Response;

const pageData = (status: number) => new Response("[]", { status, headers: { "Content-Type": "text/x-script; charset=utf-8" } });

/** A line that gives these answers one after the other, the last again and again; and what was asked of it. */
function makeLine(...answers: Answer[]) {
  const asked: string[] = [];
  const page = new EventTarget();
  let answered = 0;
  const plain = async (input: RequestInfo | URL, init?: RequestInit) => {
    const path = new URL(input instanceof Request ? input.url : input, ORIGIN).pathname;
    asked.push(`${init?.method ?? "GET"} ${path}`);
    const answer = answers[Math.min(answered++, answers.length - 1)];
    // The pause that follows ends as soon as it has begun.
    if (answer === "broken" || answer === "gateway") setTimeout(() => page.dispatchEvent(new Event("online")), 0);
    if (answer === "broken") throw new TypeError("Failed to fetch");
    if (answer === "gateway") return new Response("Bad gateway", { status: 502 });
    return answer?.clone() ?? pageData(200);
  };
  return { asked, page, fetch: makePatient(plain, ORIGIN, page) };
}

describe("requests of the router in an outage", () => {
  afterEach(() => noteLine("up"));

  it("asks for page data again until the server answers, through broken lines and a proxy's refusals", async () => {
    const { fetch, asked } = makeLine("broken", "gateway", "broken", pageData(200));
    expect((await fetch(DATA)).status).toBe(200);
    expect(asked).toEqual(Array<string>(4).fill("GET /workspaces/w/plans/p.data"));
  });

  it("passes on what the server itself refuses, also with 503", async () => {
    const { fetch, asked } = makeLine(pageData(503));
    expect((await fetch(DATA)).status).toBe(503);
    expect(asked).toHaveLength(1);
  });

  it("holds a form back while the line is down and sends it once", async () => {
    const { fetch, asked } = makeLine("broken", new Response("ok"), pageData(200));
    noteLine("down");
    expect((await fetch(new URL(DATA), { method: "POST" })).status).toBe(200);
    expect(asked).toEqual(["HEAD /healthz", "HEAD /healthz", "POST /workspaces/w/plans/p.data"]);
  });

  it("never sends a form twice: one that breaks on its way is told as broken", async () => {
    const { fetch, asked } = makeLine("broken", pageData(200));
    await expect(fetch(DATA, { method: "POST" })).rejects.toThrow("Failed to fetch");
    expect(asked).toEqual(["POST /workspaces/w/plans/p.data"]);
  });

  it("gives up at once when the router does not want the answer any more", async () => {
    const { fetch, page } = makeLine("broken");
    const wanted = new AbortController();
    page.addEventListener("online", () => wanted.abort(new Error("left")));
    await expect(fetch(DATA, { signal: wanted.signal })).rejects.toThrow("left");
  });

  it("leaves every other request alone", async () => {
    for (const other of [`${ORIGIN}/healthz`, "https://example.org/x.data"]) {
      const { fetch, asked } = makeLine("broken");
      await expect(fetch(other)).rejects.toThrow("Failed to fetch");
      expect(asked).toHaveLength(1);
    }
  });
});
