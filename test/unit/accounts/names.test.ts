import { describe, expect, test } from "vitest";
import { clearedSessionCookie, readSessionCookie, sessionCookie } from "#server/accounts/cookie.ts";
import { loginKey } from "#server/accounts/queries.ts";
import { hashSessionToken, newSessionToken } from "#server/accounts/tokens.ts";

test("M1: login names that differ in width, case or composition are one name", () => {
  const spellings = ["holderHost", "HOLDERHOST", "ｈｏｌｄｅｒＨｏｓｔ", " holderhost "];
  expect(new Set(spellings.map(loginKey))).toEqual(new Set(["holderhost"]));
  expect(loginKey("é")).toBe(loginKey("e\u0301"));
  expect(loginKey("教研员１")).toBe("教研员1");
});

describe("a session token", () => {
  test("is new each time and has 256 bits", () => {
    const tokens = new Set(Array.from({ length: 100 }, newSessionToken));
    expect(tokens.size).toBe(100);
    expect([...tokens].every((token) => token.length === 52)).toBe(true);
  });

  test("is known by its hash only; what no server made has none", () => {
    const token = newSessionToken();
    expect(hashSessionToken(token)).toMatch(/^[0-9a-f]{64}$/);
    expect(hashSessionToken(token)).not.toContain(token);
    expect([`${token}=`, token.toUpperCase(), "", "x".repeat(1_000_000)].map(hashSessionToken)).toEqual([null, null, null, null]);
  });
});

describe("G13: the session cookie", () => {
  test("is HttpOnly and SameSite=Lax, and with https Secure under the __Host- name", () => {
    expect(sessionCookie("t", 1000, false)).toBe("gongyan_session=t; Max-Age=1; Path=/; HttpOnly; SameSite=Lax");
    expect(sessionCookie("t", 1000, true)).toBe("__Host-gongyan_session=t; Max-Age=1; Path=/; HttpOnly; SameSite=Lax; Secure");
    expect(clearedSessionCookie(true)).toContain("Max-Age=0");
  });

  test("is read by its exact name", () => {
    expect(readSessionCookie("a=1; gongyan_session=t; b=2", false)).toBe("t");
    expect(readSessionCookie("xgongyan_session=t; gongyan_sessionx=u", false)).toBeNull();
    expect(readSessionCookie("gongyan_session=t", true)).toBeNull();
    expect(readSessionCookie(undefined, false)).toBeNull();
  });
});
