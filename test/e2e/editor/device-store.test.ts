import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { CLOSE } from "#collab/close-codes.ts";
import { seedPlan } from "#collab/docs/plan.ts";
import { openContext } from "#test/support/browser.ts";
import { waitFor } from "#test/support/wait.ts";
import { useStage } from "./fixture.ts";

describe("a full device", () => {
  const stage = useStage();

  it("what a full device could not write is written before anything later counts as kept, and survives a reload", async () => {
    const id = "device0001";
    let count = 0;
    const template = { key: "t", zh: "校策", sections: [["一、背景", []]] } as const;
    Y.applyUpdate(stage().relay.document(id).doc, seedPlan(template, { title: "校策", nextId: () => `b${count++}` }));
    const cookie = `person=${encodeURIComponent("推广官|holder|write")}`;
    const context = await openContext(stage().browser, { origin: stage().relay.origin, cookie });
    const page = await context.newPage();
    await page.goto(`/plan.html?doc=${id}&access=write&other=applicant`);
    const word = () => page.locator(".save").getAttribute("data-word");
    const lamps = () => page.locator(".save .lamps i.on").count();
    await waitFor(async () => (await word()) === "saved");
    await context.setOffline(true);
    await page.routeWebSocket(/collab/, (socket) => socket.close({ code: 1001 }));
    stage().relay.dropAll(CLOSE.goingAway.code);
    await waitFor(async () => (await word()) === "offline");

    await page.evaluate(() => {
      const { put } = IDBObjectStore.prototype;
      let full = true;
      IDBObjectStore.prototype.put = function (...row) {
        if (full) throw new DOMException("no room", "QuotaExceededError");
        return put.apply(this, row);
      };
      window.addEventListener("room-again", () => (full = false));
    });
    const paragraph = page.locator(".ProseMirror p").last();
    await paragraph.click();
    await page.keyboard.type("第一句，");
    await waitFor(async () => (await word()) === "offlineUnkept");
    expect(await lamps()).toBe(0);
    await page.evaluate(() => window.dispatchEvent(new Event("room-again")));
    await page.keyboard.type("第二句");
    await waitFor(async () => (await lamps()) === 1);

    await context.setOffline(false);
    await page.reload();
    await page.getByText("第一句，第二句").waitFor();
    await context.close();
  });
});
