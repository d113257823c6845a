import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { waitFor } from "#test/support/wait.ts";
import { layLine } from "./line.ts";
import { ALLIANCE, findPlan, PAIR, type Place, readText, useStage } from "./stage.ts";
import { sameText, Writer } from "./writer.ts";

const LIST = "劳动清单不是任务清单";
const SCOPE = "适用于14所试点学校";
const WORDS = [
  ["gangwei", "岗位"],
  ["jidi", "基地"],
  ["jiazhang", "家长"],
  ["huajiao", "花椒"],
  ["anquan", "安全"],
  ["zhengju", "证据"],
] as const;

/** A colour of the style sheet as the browser computes it. */
function colourOf(page: Page, variable: string): Promise<string> {
  return page.evaluate((name) => {
    const sample = document.createElement("i");
    sample.style.color = `var(${name})`;
    document.body.append(sample);
    const colour = getComputedStyle(sample).color;
    sample.remove();
    return colour;
  }, variable);
}

describe("two sides write one plan", () => {
  const stage = useStage();
  let plan: Place;
  beforeAll(async () => {
    plan = await findPlan(stage().product, await stage().cookieOf("holderHost"), PAIR, "家校社劳动清单");
  });

  async function openBoth(): Promise<[Writer, Writer]> {
    const { page } = stage();
    return Promise.all([Writer.open(await page("holderHost"), plan.path), Writer.open(await page("regionOfficer"), plan.path)]);
  }

  it("a colleague's caret stands behind the words that came with it, though presence travels faster than text", async () => {
    const [host, officer] = await openBoth();
    await host.place(SCOPE);
    // One single change after a rest: the caret's message overtakes the text, which is journalled first.
    await host.page.keyboard.insertText("；每学期复核一次");
    const before = () =>
      officer.page.evaluate(() => {
        const caret = [...document.querySelectorAll(".ProseMirror-widget")].find((widget) => widget.className.includes("caret"));
        const paragraph = caret?.closest("p, div");
        if (caret === undefined || !paragraph) return "";
        const range = document.createRange();
        range.setStart(paragraph, 0);
        range.setEndBefore(caret);
        return range.toString();
      });
    await waitFor(async () => (await before()).endsWith("；每学期复核一次"), { what: "the caret behind the new words" });
    expect(await before()).toMatch(/；每学期复核一次$/);
  });

  it("U04 in part: both compose Chinese at once, in two paragraphs and then in the same one; the text is equal and every word whole", async () => {
    const [host, officer] = await openBoth();
    await Promise.all([host.place(LIST), officer.place(SCOPE)]);
    for (const [pinyin, word] of WORDS) await Promise.all([host.compose(pinyin, word), officer.compose(pinyin, word)]);
    const all = WORDS.map(([, word]) => word).join("");
    const apart = await sameText(host, officer);
    expect(apart.find((text) => text.startsWith(LIST))?.endsWith(all)).toBe(true);
    expect(apart.find((text) => text.startsWith(SCOPE))?.endsWith(all)).toBe(true);

    await Promise.all([host.place(LIST), officer.place(LIST)]);
    for (const [index, [pinyin, word]] of WORDS.entries()) {
      const [other, second] = WORDS[(index + 2) % WORDS.length] ?? ["", ""];
      await Promise.all([host.composeOnly(pinyin), officer.composeOnly(other)]);
      await Promise.all([host.commit(word), officer.commit(second)]);
    }
    const together = (await sameText(host, officer)).find((text) => text.startsWith(LIST)) ?? "";
    const added = together.slice(together.indexOf(all) + all.length);
    for (const [, word] of WORDS) expect(added.split(word)).toHaveLength(3);
    expect(added).toHaveLength(WORDS.length * 4);
    await officer.waitForWord("saved", "seen");
    await host.waitForWord("saved", "seen");
    expect(await readText(stage().product, await stage().cookieOf("holderHost"), plan.id)).toContain(together);
  });

  it("each sees the other by name and in the colour of their side, at the caret and among the faces", async () => {
    const [host, officer] = await openBoth();
    await host.place(LIST);
    await officer.place(SCOPE);
    for (const [viewer, name, side] of [
      [officer, "成果持有方工作室主持人", "holder"],
      [host, "陇南市推广应用负责人", "applicant"],
    ] as const) {
      const flag = viewer.page.locator(".ProseMirror .ProseMirror-widget b", { hasText: name });
      await flag.waitFor({ state: "attached" });
      const expected = await colourOf(viewer.page, `--${side}`);
      // A moved caret is drawn anew, so the one found may be gone when it is asked.
      expect(await waitFor(async () => (await flag.evaluate((node) => getComputedStyle(node).backgroundColor)) || null)).toBe(expected);
      const faces = viewer.page.getByRole("group", { name: "2人在此" });
      await faces.getByRole("img", { name }).waitFor();
      expect(await faces.getByRole("img").count()).toBe(2);
    }
  });

  it("the lamps light one after the other, device, server, other side, for each of the two, and never before it is true", async () => {
    const [hostPage, officerPage] = [await stage().page("holderHost"), await stage().page("regionOfficer")];
    const lines = [await layLine(hostPage), await layLine(officerPage)] as const;
    const [host, officer] = await Promise.all([Writer.open(hostPage, plan.path), Writer.open(officerPage, plan.path)]);
    for (const [writer, own, reader, theirs, word] of [
      [host, lines[0], officer, lines[1], "持有方写"],
      [officer, lines[1], host, lines[0], "应用方写"],
    ] as const) {
      await writer.waitForWord("saved", "seen");
      await writer.place(LIST);
      theirs.hold();
      own.hold();
      await writer.watchFrames();
      await writer.compose("xie", word);
      expect(await writer.waitForWord("savedOnDevice")).toMatchObject({ device: true, server: false, other: false });
      own.release();
      expect(await writer.waitForWord("saved")).toMatchObject({ device: true, server: true, other: false });
      expect(await readText(stage().product, await stage().cookieOf("holderHost"), plan.id)).toContain(word);
      expect(await reader.text()).not.toContain(word);
      theirs.release();
      expect(await writer.waitForWord("seen")).toMatchObject({ device: true, server: true, other: true });
      expect(await writer.page.locator(".save").textContent()).toContain("对方已看到");
      expect(await reader.text()).toContain(word);
      const frames = await writer.frames();
      expect(frames.length).toBeGreaterThan(3);
      const dishonest = frames.filter(({ lamps: [device, server, other] }) => (other && !server) || (server && !device));
      expect(dishonest).toEqual([]);
    }
  });

  it("in an alliance lead and teacher write one school plan; the third lamp has no other side and stays dark", async () => {
    const { product, cookieOf, page } = stage();
    const school = await findPlan(product, await cookieOf("allianceTeacher"), ALLIANCE, "说理任务");
    const pages = [await page("allianceLead"), await page("allianceTeacher")] as const;
    const [lead, teacher] = await Promise.all([Writer.open(pages[0], school.path), Writer.open(pages[1], school.path)]);
    await Promise.all([lead.place("我校学生计算正确率较高"), teacher.place("说理任务门槛低")]);
    await Promise.all([lead.compose("lianmeng", "联盟牵头写"), teacher.compose("xuexiao", "学校自己写")]);
    const text = (await sameText(lead, teacher)).join("\n");
    expect(text).toContain("联盟牵头写");
    expect(text).toContain("学校自己写");
    for (const writer of [lead, teacher]) {
      expect(await writer.waitForWord("saved")).toMatchObject({ device: true, server: true, other: false });
    }
  });
});
