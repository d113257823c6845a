import { appendFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { idOfLine } from "#db/audit-files.ts";
import { createAuditCopy } from "#server/audit/copy.ts";
import { recordAuditAlone } from "#server/audit/record.ts";
import { createContext } from "#server/core/create-context.ts";
import { openProvince } from "#test/support/province.ts";
import { tempDirectory } from "#test/support/temp.ts";

async function openCopied(entries: number) {
  const province = await openProvince();
  const folder = tempDirectory();
  const ctx = createContext(province.app, null, "test");
  for (let i = 0; i < entries; i++) await recordAuditAlone(ctx, { type: "data.copied" });
  const copy = createAuditCopy(province.app, folder);
  const aside = await copy.open();
  await copy.flush();
  const lines = () =>
    readdirSync(folder)
      .filter((name) => name.endsWith(".jsonl"))
      .toSorted()
      .flatMap((name) =>
        readFileSync(join(folder, name), "utf8")
          .split("\n")
          .filter((line) => line !== ""),
      )
      .map(idOfLine);
  return { province, folder, ctx, copy, aside, lines, name: readdirSync(folder)[0] ?? "" };
}

describe("the second copy", () => {
  test("goes on where it ended, after a crash in the middle of a line too", async () => {
    const { province, folder, ctx, lines, name } = await openCopied(3);
    appendFileSync(join(folder, name), '{"id":4,"at":17');
    await recordAuditAlone(ctx, { type: "data.copied" });
    const again = createAuditCopy(province.app, folder);
    expect(await again.open()).toBeNull();
    await again.flush();
    expect(lines()).toEqual([1, 2, 3, 4]);
    expect(again.state()).toEqual({ copiedTo: 4, failure: null });
  });

  test("begins anew where its files are gone", async () => {
    const { province, folder, lines, name } = await openCopied(3);
    rmSync(join(folder, name));
    const again = createAuditCopy(province.app, folder);
    await again.open();
    await again.flush();
    expect(lines()).toEqual([1, 2, 3]);
  });

  test("is set aside, not overwritten, where it knows more than the database", async () => {
    const { province, folder, lines, name } = await openCopied(3);
    const third = readFileSync(join(folder, name), "utf8").split("\n")[2] ?? "";
    appendFileSync(join(folder, name), `${third.replace('"id":3', '"id":9')}\n`);
    const again = createAuditCopy(province.app, folder);
    const aside = await again.open();
    await again.flush();
    expect(aside).toContain(".aside-");
    expect(lines()).toEqual([1, 2, 3]);
    expect(readFileSync(join(folder, aside ?? ""), "utf8")).toContain('"id":9');
  });

  test("a later entry never goes into an earlier month", async () => {
    const { province, folder, ctx, copy, lines } = await openCopied(1);
    province.clock.set(Date.now() + 40 * 86_400_000);
    await recordAuditAlone(ctx, { type: "data.copied" });
    province.clock.set(Date.now());
    await recordAuditAlone(ctx, { type: "data.copied" });
    await copy.flush();
    expect(readdirSync(folder).length).toBe(2);
    expect(lines()).toEqual([1, 2, 3]);
  });

  test("a copy that cannot be written is said, and the entry stands all the same", async () => {
    const { province, folder, ctx, copy, name } = await openCopied(1);
    rmSync(folder, { recursive: true });
    writeFileSync(folder, "");
    await recordAuditAlone(ctx, { type: "data.copied" });
    await expect(copy.flush()).rejects.toThrow(/ENOTDIR/);
    expect(name).toMatch(/^\d{4}-\d{2}\.jsonl$/);
    const stored = await province.db.selectFrom("audit").select("id").execute();
    expect(stored.length).toBe(2);
  });
});
