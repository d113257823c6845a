import type { Page, WebSocket } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { expectConsole } from "#test/support/console.ts";
import { connectOwnClient } from "#test/support/own-client.ts";
import { DEMO_PASSWORD } from "#test/support/visitor.ts";
import { SAFETY_LIMIT, waitFor } from "#test/support/wait.ts";
import { findPlan, PAIR, type Place, readText, useStage } from "./stage.ts";
import { Writer } from "./writer.ts";

/** Sockets of a page that belong to documents, with the frames each received. */
function watchSockets(page: Page): { socket: WebSocket; received: number }[] {
  const sockets: { socket: WebSocket; received: number }[] = [];
  page.on("websocket", (socket) => {
    if (!socket.url().includes("/collab/")) return;
    const watched = { socket, received: 0 };
    sockets.push(watched);
    socket.on("framereceived", () => {
      watched.received++;
    });
  });
  return sockets;
}

/** Rows of text that the browser keeps on this device. */
function countKeptUpdates(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open("gongyan-device");
        opening.onerror = () => reject(new Error("device storage cannot be opened"));
        opening.onsuccess = () => {
          const counting = opening.result.transaction("updates").objectStore("updates").count();
          counting.onsuccess = () => resolve(counting.result);
        };
      }),
  );
}

describe("rights in the browser", () => {
  const stage = useStage();
  let regional: Place;
  beforeAll(async () => {
    regional = await findPlan(stage().product, await stage().cookieOf("regionOfficer"), PAIR, "三年计划");
  });

  /** The manager ends a membership on the page of members; resolves to the moment of the last click. */
  async function endMembership(manager: Page, name: string): Promise<number> {
    await manager.goto(`/workspaces/${regional.space}/members`);
    await manager.getByRole("button", { name: `结束${name}的成员资格` }).click();
    const submit = manager.getByRole("alertdialog").getByRole("button", { name: "结束其成员资格" });
    await submit.waitFor();
    const at = performance.now();
    await submit.click();
    return at;
  }

  it("a member whose membership ends neither reads nor writes any more, and the page says so in Chinese", async () => {
    expectConsole(/status of 404/);
    const { page, product, cookieOf } = stage();
    const memberPage = await page("regionOfficer02");
    const sockets = watchSockets(memberPage);
    const member = await Writer.open(memberPage, regional.path);
    const colleague = await Writer.open(await page("regionOfficer"), regional.path);
    await member.place("一、背景与问题分析");
    const ended = await endMembership(await page("regionOfficer"), "陇南市首席推广官");
    await memberPage.getByRole("heading", { level: 1, name: "您在这个空间的资格已经结束" }).waitFor();
    await waitFor(() => sockets.every(({ socket }) => socket.isClosed()));
    expect(performance.now() - ended).toBeLessThan(SAFETY_LIMIT);
    expect(await memberPage.getByText("您写下并已存到服务器的文字都留在原处").count()).toBe(1);
    expect(await countKeptUpdates(memberPage)).toBeGreaterThan(0);

    const received = sockets.map((one) => one.received);
    await memberPage.keyboard.type("离开后写的");
    await colleague.place("一、背景与问题分析");
    await colleague.page.keyboard.press("End");
    await colleague.compose("hou", "离开之后才写的");
    await colleague.waitForWord("saved", "seen");
    expect(sockets.map((one) => one.received)).toEqual(received);
    expect(await memberPage.getByText("离开之后才写的").count()).toBe(0);
    expect(await readText(product, await cookieOf("regionOfficer"), regional.id)).not.toContain("离开后写的");

    const cookie = await cookieOf("regionOfficer02");
    expect((await product.fetch(`/api/v1/documents/${regional.id}`, { cookie })).status).toBe(404);
    expect((await product.fetch(regional.path, { cookie })).status).toBe(404);
    using client = await connectOwnClient({ origin: product.origin, documentId: regional.id, cookie });
    expect(client.closeCode).toBe(4404);
    expect(client.body()).toBe("");
  });

  it("where announcements do not get through, the editor alone says that the plan is gone and takes no more keys", async () => {
    expectConsole(/socket\.io|ERR_FAILED/);
    const { page, cookieOf, product } = stage();
    const school = await findPlan(product, await cookieOf("schoolTeacher04"), PAIR, "成县第一示范小学");
    const memberPage = await page("schoolTeacher04");
    await memberPage.route(/\/socket\.io\//, (route) => route.abort());
    const member = await Writer.open(memberPage, school.path);
    const before = await member.text();
    const name = (await memberPage.getByRole("group", { name: "1人在此" }).getByRole("img").getAttribute("aria-label")) ?? "";
    const ended = await endMembership(await page("regionOfficer"), name);
    await memberPage.getByRole("alert").getByText("正文暂时不能编辑：这份方案不存在或已移走").waitFor();
    expect(performance.now() - ended).toBeLessThan(SAFETY_LIMIT);
    expect(await memberPage.getByRole("textbox", { name: "方案正文" }).getAttribute("aria-readonly")).toBe("true");
    expect((await member.lamps()).word).toBe("ended");
    await memberPage.locator(".ProseMirror h1").click();
    await memberPage.keyboard.type("不该出现");
    expect(await member.text()).toBe(before);
  });

  it("signing out in one tab closes the sockets of the other, stops its editor and offers to sign in again", async () => {
    const { profile, product } = stage();
    const context = await profile(null);
    const cookie = await product.signIn("regionOfficer03");
    const [name = "", value = ""] = cookie.split(/=(.*)/s);
    await context.addCookies([{ name, value, url: product.origin, httpOnly: true, sameSite: "Lax" }]);
    const plan = await findPlan(product, cookie, "庆阳市·小学语文个性化课堂", "三年计划");
    const [written, desk] = [await context.newPage(), await context.newPage()];
    const sockets = watchSockets(written);
    const writer = await Writer.open(written, plan.path);
    await writer.place("一、背景");
    await writer.compose("ji", "只为留在本机");
    await writer.waitForWord("saved", "seen");
    await waitFor(async () => (await writer.lamps()).device);
    await desk.goto("/");
    expect(await countKeptUpdates(desk)).toBeGreaterThan(0);
    await desk.getByRole("button", { name: /^账号/ }).click();
    const began = performance.now();
    await desk.getByRole("button", { name: "退出登录" }).click();
    await written.getByRole("alert").getByText("登录已结束，请重新登录").waitFor();
    await waitFor(() => sockets.every(({ socket }) => socket.isClosed()));
    expect(performance.now() - began).toBeLessThan(SAFETY_LIMIT);
    expect(sockets).toHaveLength(1);
    const again = written.getByRole("link", { name: "重新登录" });
    expect(await again.getAttribute("href")).toBe(`/sign-in?next=${encodeURIComponent(plan.path)}`);
    // Nothing of the text stays on a shared computer, and the first lamp does not pretend that it does.
    expect((await writer.lamps()).device).toBe(false);
    await desk.waitForURL("**/sign-in");
    expect(await countKeptUpdates(desk)).toBe(0);
  });

  it("who may only comment sees the regional plan in an editor that takes no keys, with the reason", async () => {
    const reader = await Writer.open(await stage().page("holderExpert"), regional.path);
    await reader.page.getByText("您在这份方案里可以批注，不能改正文。").waitFor();
    expect((await reader.waitForWord("reading")).word).toBe("reading");
    expect(await reader.page.getByRole("toolbar").count()).toBe(0);
    const before = await reader.text();
    await reader.page.locator(".ProseMirror h1").click();
    await reader.compose("bu", "不该出现");
    await reader.page.keyboard.press("Backspace");
    await reader.page.keyboard.press("Control+s");
    expect(await reader.text()).toBe(before);
    expect(await reader.page.getByRole("dialog").count()).toBe(0);
  });

  it("a teacher finds no draft of another school: not as a page, not as a socket", async () => {
    expectConsole(/status of 40[34]/);
    const { page, product, cookieOf } = stage();
    const other = await findPlan(product, await cookieOf("schoolTeacher08"), PAIR, "宕昌县第一示范小学");
    const secret = (await readText(product, await cookieOf("schoolTeacher08"), other.id)).slice(0, 30);
    const cookie = await cookieOf("schoolTeacher");
    const answer = await product.fetch(other.path, { cookie });
    expect([403, 404]).toContain(answer.status);
    expect(await answer.text()).not.toContain(secret);
    const teacher = await page("schoolTeacher");
    await teacher.goto(other.path);
    expect(await teacher.getByRole("heading", { level: 1 }).textContent()).toMatch(/没有找到|没有权限/);
    using client = await connectOwnClient({ origin: product.origin, documentId: other.id, cookie });
    expect([4403, 4404]).toContain(client.closeCode);
    expect(client.body()).toBe("");
  });

  it("an anonymous person is asked to sign in and then comes to the plan", async () => {
    const anonymous = await stage().page(null);
    await anonymous.goto(regional.path);
    expect(new URL(anonymous.url()).pathname).toBe("/sign-in");
    expect(await anonymous.content()).not.toContain("一、背景与问题分析");
    await anonymous.getByLabel("登录名").fill("holderHost");
    await anonymous.getByLabel("密码").fill(DEMO_PASSWORD);
    await anonymous.getByRole("button", { name: "登录", exact: true }).click();
    await anonymous.waitForURL(`**${regional.path}`);
    await anonymous.locator(".ProseMirror").getByText("一、背景与问题分析").waitFor();
    expect((await anonymous.context().cookies()).some(({ name, httpOnly }) => name === "gongyan_session" && httpOnly)).toBe(true);
  });
});
