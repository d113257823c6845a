import { describe, expect, test } from "vitest";
import { nameObject } from "#app/audit/name-object.ts";
import { audit as en } from "#app/i18n/en/audit.ts";
import { audit as zh } from "#app/i18n/zh/audit.ts";

const chinese = (kind: string, id: string, name: string | null = null) => nameObject({ kind, id, name }, zh);

describe("what an entry of the log is about", () => {
  test("is said in words where it has no name of its own", () => {
    expect(chinese("audit", "log")).toBe("整份日志");
    expect(chinese("audit", "copy")).toBe("第二副本");
    expect(chinese("audit", "1-230")).toBe("第1—230条");
    expect(chinese("audit", "-230")).toBe("至第230条");
    expect(chinese("audit", "230")).toBe("至第230条");
    expect(chinese("directory", "people")).toBe("人员");
    expect(nameObject({ kind: "audit", id: "log", name: null }, en)).toBe("The whole log");
  });

  test("is its name, or else its number; nothing where the kind says it all", () => {
    expect(chinese("person", "p1", "陇南市推广应用负责人")).toBe("陇南市推广应用负责人");
    expect(chinese("document", "01k0000000000000000000plan")).toBe("01k0000000000000000000plan");
    expect(chinese("person", "230")).toBe("230");
    expect(chinese("page", "/manage/audit")).toBe("/manage/audit");
    expect(chinese("person", "-")).toBeNull();
  });

  test("has the same words in both languages", () => {
    expect(Object.keys(en.which.known)).toEqual(Object.keys(zh.which.known));
    expect(Object.keys(en.kind)).toEqual(Object.keys(zh.kind));
  });
});
