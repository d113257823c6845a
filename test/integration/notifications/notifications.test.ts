import { describe, expect, it } from "vitest";
import type { PersonId } from "#db/schema.ts";
import { inTransaction } from "#db/transaction.ts";
import type { Context } from "#server/core/context.ts";
import { markNotificationsRead, saveNotificationSettings } from "#server/notifications/commands.ts";
import { notificationJobs } from "#server/notifications/jobs.ts";
import { notify } from "#server/notifications/notify.ts";
import { countUnread, getNotificationSettings, listNotifications } from "#server/notifications/queries.ts";
import { authorize, authorizeDocument, standingIn } from "#server/permissions/authorize.ts";
import { authorizeCreatePlan, createPlan, saveVersion } from "#server/plans/commands.ts";
import { endMembership } from "#server/workspaces/commands.ts";
import { openProvince, type Province } from "#test/support/province.ts";

const DAY = 24 * 3_600_000;
const PAIR = "陇南市·劳动教育";
const CANARY = "金丝雀标题";

async function endTeacher(province: Province, officer: Context, personId: PersonId): Promise<void> {
  const id = await province.workspace(PAIR);
  const { side } = await standingIn(officer, id);
  await endMembership(officer, await authorize(officer, "workspace.manageMembers", id, { targetSide: side }), personId);
}

/** A plan of the pair workspace under a title that can be looked for. */
async function makePlan(province: Province, officer: Context) {
  const id = await province.workspace(PAIR);
  const input = { template: "annual_plan", title: CANARY } as const;
  const plan = await createPlan(officer, await authorizeCreatePlan(officer, id, input), input);
  return plan.id;
}

describe("who is told", () => {
  it("everybody who reads a new plan live, the acting person and strangers left out, after the commit", async () => {
    const province = await openProvince();
    const officer = await province.as("regionOfficer");
    province.events.length = 0;
    await makePlan(province, officer);
    const rows = await province.db
      .selectFrom("notification")
      .innerJoin("person", "person.id", "person_id")
      .select("person.login")
      .execute();
    const told = rows.map(({ login }) => login);
    expect(told).toContain("holderHost");
    expect(told).toContain("schoolTeacher");
    expect(told).not.toContain("regionOfficer");
    expect(told).not.toContain("provinceAdmin");
    expect(told).not.toContain("allianceLead");
    expect(province.events.filter(({ type }) => type === "notified")).toHaveLength(told.length);
    const host = await province.as("holderHost");
    expect((await listNotifications(host)).items).toMatchObject([
      { type: "plan.created", actorName: "陇南市推广应用负责人", document: { title: CANARY }, workspace: { title: PAIR }, isRead: false },
    ]);
  });

  it("nobody is told of what is rolled back", async () => {
    const province = await openProvince();
    const ctx = await province.as("regionOfficer");
    const { personId } = await province.user("holderHost");
    const workspaceId = await province.workspace(PAIR);
    province.events.length = 0;
    const failing = inTransaction(ctx, async (trx) => {
      await notify(trx, [personId], "workspace.created", {}, { workspaceId });
      throw new Error("rolled back");
    });
    await expect(failing).rejects.toThrow("rolled back");
    expect(province.events).toEqual([]);
    expect(await countUnread(await province.as("holderHost"))).toBe(0);
  });
});

describe("what the reader may open now decides", () => {
  it("G3: after the membership ended nothing of the workspace is listed, counted or marked, and no title is told", async () => {
    const province = await openProvince();
    const officer = await province.as("regionOfficer");
    const teacher = await province.as("schoolTeacher");
    await makePlan(province, officer);
    expect(await countUnread(teacher)).toBe(1);
    await endTeacher(province, officer, (await province.user("schoolTeacher")).personId);
    await province.db.updateTable("workspace").set({ title: CANARY }).execute();

    const { items } = await listNotifications(teacher);
    expect(items.map(({ type }) => type)).toEqual(["member.ended"]);
    expect(JSON.stringify(items)).not.toContain(CANARY);
    expect(await countUnread(teacher)).toBe(1);
    expect(await markNotificationsRead(teacher, { all: true })).toEqual({ marked: 1 });
    const hidden = await province.db.selectFrom("notification").select("id").where("type", "=", "plan.created").execute();
    expect(await markNotificationsRead(teacher, { ids: hidden.map(({ id }) => id) })).toEqual({ marked: 0 });
  });

  it("a plan in the trash takes its notifications with it", async () => {
    const province = await openProvince();
    const id = await makePlan(province, await province.as("regionOfficer"));
    const host = await province.as("holderHost");
    expect(await countUnread(host)).toBe(1);
    await province.db.updateTable("document").set({ deleted_at: 1 }).where("id", "=", id).execute();
    expect([await countUnread(host), (await listNotifications(host)).items]).toEqual([0, []]);
  });

  it("whoever reads released versions only is told of no other version", async () => {
    const province = await openProvince();
    const officer = await province.as("regionOfficer");
    const id = await makePlan(province, officer);
    const grant = () => authorizeDocument(officer, "plan.saveVersion", id);
    const first = await saveVersion(officer, await grant(), { name: "一稿", note: "" });
    const second = await saveVersion(officer, await grant(), { name: "二稿", note: "" });
    await province.db.updateTable("document").set({ released_version_id: first.id }).where("id", "=", id).execute();
    const admin = await province.as("provinceAdmin");
    const workspaceId = await province.workspace(PAIR);
    const { personId } = await province.user("provinceAdmin");
    for (const version of [
      { versionId: first.id, number: 1 },
      { versionId: second.id, number: 2 },
    ]) {
      const payload = { actorId: officer.user?.personId ?? "", ...version };
      await inTransaction(officer, (trx) => notify(trx, [personId], "version.saved", payload, { workspaceId, documentId: id }));
    }
    expect((await listNotifications(admin)).items.map(({ version }) => version?.number)).toEqual([1]);
    expect(await countUnread(admin)).toBe(1);
  });

  it("a hat narrows: under another role the workspace's notifications are not there", async () => {
    const province = await openProvince();
    await makePlan(province, await province.as("regionOfficer"));
    const host = await province.as("holderHost");
    const { user } = host;
    if (user === null) throw new Error("signed in");
    const hat = {
      id: "h" as never,
      role: "holderExpert",
      scopeKind: "achievement",
      scopeId: "x",
      organisationId: null,
      title: "",
    } as const;
    expect(await countUnread(host)).toBe(1);
    expect(await countUnread({ ...host, user: { ...user, hat } })).toBe(0);
  });

  it("an approval that waits is shown to those who may decide, with nobody's name to others", async () => {
    const province = await openProvince();
    const ctx = await province.as("regionOfficer");
    const host = await province.as("holderHost");
    const { personId } = await province.user("holderHost");
    await inTransaction(ctx, (trx) => notify(trx, [personId], "approval.waiting", { approvalId: "a" }));
    expect([await countUnread(host), (await listNotifications(host)).items]).toEqual([0, []]);
  });

  it("ids of other people's notifications mark nothing", async () => {
    const province = await openProvince();
    await makePlan(province, await province.as("regionOfficer"));
    const host = await province.as("holderHost");
    const foreign = await province.db
      .selectFrom("notification")
      .select("id")
      .where("person_id", "!=", host.user?.personId ?? ("" as PersonId))
      .execute();
    expect(foreign.length).toBeGreaterThan(3);
    expect(await markNotificationsRead(host, { ids: foreign.map(({ id }) => id) })).toEqual({ marked: 0 });
    const open = await province.db.selectFrom("notification").select("id").where("read_at", "is not", null).execute();
    expect(open).toEqual([]);
  });
});

describe("settings and digests", () => {
  it("a daily digest shows what came since the last one together, at eight, and the job tells open pages once", async () => {
    const province = await openProvince();
    const officer = await province.as("regionOfficer");
    const host = await province.as("holderHost");
    // The last day of a month, before and after eight.
    province.clock.set(Date.parse("2027-01-31T09:00:00+08:00"));
    await saveNotificationSettings(host, { plans: "daily" });
    await makePlan(province, officer);
    await makePlan(province, officer);
    expect([await countUnread(host), (await listNotifications(host)).items]).toEqual([0, []]);

    const [digests] = notificationJobs();
    province.clock.set(Date.parse("2027-02-01T07:59:30+08:00"));
    await digests?.run(province.app);
    province.events.length = 0;
    province.clock.set(Date.parse("2027-02-01T08:00:01+08:00"));
    await digests?.run(province.app);
    expect(province.events).toEqual([{ type: "notified", personId: host.user?.personId }]);
    await digests?.run(province.app);
    expect(province.events).toHaveLength(1);

    const { items } = await listNotifications(host);
    expect(items.map(({ isDigest, dueAt }) => [isDigest, dueAt])).toEqual(
      [1, 2].map(() => [true, Date.parse("2027-02-01T08:00:00+08:00")]),
    );
    expect(await countUnread(host)).toBe(2);
  });

  it("a topic that is off makes no row; the account's safety cannot be put off or switched off", async () => {
    const province = await openProvince();
    const officer = await province.as("regionOfficer");
    const host = await province.as("holderHost");
    await saveNotificationSettings(host, { plans: "off" });
    await makePlan(province, officer);
    expect(await countUnread(host)).toBe(0);
    for (const delivery of ["daily", "weekly", "off"] as const) {
      await expect(saveNotificationSettings(host, { security: delivery })).rejects.toMatchObject({ code: "invalid" });
    }
    const { personId } = await province.user("holderHost");
    await province.db.insertInto("notification_setting").values({ person_id: personId, topic: "security", delivery: "off" }).execute();
    await inTransaction(officer, (trx) => notify(trx, [personId], "password.reset", { actorId: "x" }));
    expect((await listNotifications(host)).items.map(({ type }) => type)).toEqual(["password.reset"]);
    expect(await getNotificationSettings(host)).toEqual([
      { topic: "security", delivery: "live", fixed: true },
      { topic: "tasks", delivery: "live", fixed: false },
      { topic: "workspaces", delivery: "live", fixed: false },
      { topic: "plans", delivery: "off", fixed: false },
    ]);
  });

  it("what was read is forgotten after 180 days, what was not stays", async () => {
    const province = await openProvince();
    const officer = await province.as("regionOfficer");
    const host = await province.as("holderHost");
    await makePlan(province, officer);
    await markNotificationsRead(host, { all: true });
    await makePlan(province, officer);
    const [, retention] = notificationJobs();
    const started = province.clock.now();
    const kept = async () => (await listNotifications(host)).items.length;
    province.clock.set(started + 179 * DAY);
    await retention?.run(province.app);
    expect(await kept()).toBe(2);
    province.clock.set(started + 181 * DAY);
    await retention?.run(province.app);
    expect([await kept(), await countUnread(host)]).toEqual([1, 1]);
  });

  it("a long list comes in pages without a gap or a double", async () => {
    const province = await openProvince();
    const ctx = await province.as("regionOfficer");
    const host = await province.as("holderHost");
    const workspaceId = await province.workspace(PAIR);
    const { personId } = await province.user("holderHost");
    for (let n = 0; n < 120; n++) await inTransaction(ctx, (trx) => notify(trx, [personId], "workspace.created", {}, { workspaceId }));
    const ids: number[] = [];
    let before: string | undefined;
    for (let page = 0; page < 10 && before !== "end"; page++) {
      const { items, next } = await listNotifications(host, { before });
      ids.push(...items.map(({ id }) => id));
      before = next ?? "end";
    }
    expect(new Set(ids).size).toBe(120);
    expect(ids).toEqual([...ids].sort((a, b) => b - a));
  });
});
