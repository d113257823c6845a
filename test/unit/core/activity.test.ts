import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { describe, expect, test } from "vitest";
import { isActivity } from "#server/http/activity.ts";

function request(method: string, url: string, referer?: string): IncomingMessage {
  const message = new IncomingMessage(new Socket());
  message.method = method;
  message.url = url;
  if (referer !== undefined) message.headers.referer = referer;
  return message;
}

describe("M3: what counts as somebody being there", () => {
  test.each([
    ["opening a page", request("GET", "/workspaces", "http://localhost:3000/")],
    ["going to another page", request("GET", "/workspaces.data", "http://localhost:3000/")],
    ["going to another filter of the page", request("GET", "/achievements.data?year=2022", "http://localhost:3000/achievements")],
    ["sending a form", request("POST", "/workspaces/x/members.data", "http://localhost:3000/workspaces/x/members")],
    ["a script's call", request("GET", "/api/v1/me")],
    ["a data request that hides where it comes from", request("GET", "/workspaces.data")],
  ])("%s does", (_what, message) => {
    expect(isActivity(message)).toBe(true);
  });

  test.each([
    ["a page", request("GET", "/workspaces.data", "http://localhost:3000/workspaces")],
    ["a filtered page", request("GET", "/achievements.data?year=2022&_routes=root", "http://localhost:3000/achievements?year=2022")],
    ["the desk", request("GET", "/_root.data", "http://localhost:3000/")],
    ["the count of notifications", request("GET", "/notifications/unread.data?_routes=x", "http://localhost:3000/workspaces")],
    ["the desk, as newer routers name it", request("GET", "/_.data", "http://localhost:3000/")],
  ])("the refresh of %s by itself does not", (_what, message) => {
    expect(isActivity(message)).toBe(false);
  });
});
