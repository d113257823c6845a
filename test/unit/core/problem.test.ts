import { describe, expect, test } from "vitest";
import { CLOSE } from "#collab/close-codes.ts";
import { DomainError, ERRORS, type ErrorCode } from "#server/core/errors.ts";
import { isReported, toClose, toProblem, toSocketAck } from "#server/core/problem.ts";

const CODES = Object.keys(ERRORS).filter((code): code is ErrorCode => code in ERRORS);

describe("a bug", () => {
  const bug = Object.assign(new Error("SELECT password_hash FROM person at /srv/gongyan/db.ts"), { status: 418 });

  test("tells an HTTP client nothing but the request id", () => {
    const problem = toProblem(bug, "request1");
    expect(problem).toMatchObject({ status: 500, code: "internal", requestId: "request1" });
    expect(JSON.stringify(problem)).not.toMatch(/SELECT|srv|418/);
  });

  test("tells a socket nothing and asks the editor to come back later", () => {
    expect(toSocketAck(bug)).toEqual({ ok: false, code: "internal", message: ERRORS.internal.message });
    expect(toClose(bug)).toBe("tryLater");
  });

  test("is always reported", () => {
    expect(isReported(bug)).toBe(true);
    expect(isReported("a thrown string")).toBe(true);
  });
});

describe("an expected failure", () => {
  test.each(CODES)("%s carries its status and a Chinese message on every transport", (code) => {
    const error = new DomainError(code);
    expect(toProblem(error, "r")).toMatchObject({ status: ERRORS[code].status, code, detail: ERRORS[code].message });
    expect(toSocketAck(error)).toEqual({ ok: false, code, message: ERRORS[code].message });
    expect(ERRORS[code].message).toMatch(/\p{Script=Han}.*。$/u);
  });

  test("names the fields that were wrong", () => {
    expect(toProblem(new DomainError("invalid", { fields: { title: "请填写标题。" } }), "r").fields).toEqual({ title: "请填写标题。" });
  });
});

describe("M13: storage that fails", () => {
  const failures = ["SQLITE_FULL", "SQLITE_IOERR", "SQLITE_IOERR_WRITE", "SQLITE_BUSY", "SQLITE_BUSY_SNAPSHOT", "ENOSPC"];

  test.each(failures)("%s is told as storage that cannot save, and logged", (code) => {
    const error = Object.assign(new Error("disk at /srv/gongyan"), { code });
    const { message } = ERRORS.storageUnavailable;
    expect(toProblem(error, "r")).toMatchObject({ status: 503, code: "storageUnavailable", detail: message });
    expect(toSocketAck(error)).toEqual({ ok: false, code: "storageUnavailable", message });
    expect(toClose(error)).toBe("storage");
    expect(isReported(error)).toBe(true);
  });

  test.each(["SQLITE_CONSTRAINT_UNIQUE", "SQLITE_ERROR", "SQLITE_CORRUPT", "ENOENT"])("%s is a bug", (code) => {
    expect(toProblem(Object.assign(new Error(), { code }), "r").code).toBe("internal");
  });
});

test("whoever lacks a session or a right is told not to reconnect; a full disk asks to come back", () => {
  expect(CLOSE[toClose(new DomainError("unauthenticated"))].code).toBe(4401);
  expect(CLOSE[toClose(new DomainError("forbidden"))].code).toBe(4403);
  expect(CLOSE[toClose(new DomainError("notFound"))].code).toBe(4404);
  expect(CLOSE[toClose(new DomainError("storageUnavailable"))].code).toBe(4503);
});
