/** Shapes of the JSON API. Answers are parsed by them too, so nothing undocumented leaves. */
import { z } from "zod";
import { BLOCK_KINDS } from "#collab/docs/blocks.ts";
import { signInInput } from "#server/accounts/input.ts";
import { achievementFilter } from "#server/directory/input.ts";
import { TEMPLATE_KEYS } from "#server/plans/contract.ts";
import { markReadInput, notificationFilter } from "#server/notifications/input.ts";
import { createPlanInput, saveVersionInput } from "#server/plans/input.ts";
import { SEARCH_GROUPS } from "#server/search/contract.ts";
import { searchInput } from "#server/search/input.ts";

const id = z.string().meta({ description: "26 个字符的小写 base32 标识", examples: ["mfrggzdfmztwq2lknnwg23tpoa"] });
const instant = z.iso.datetime().meta({ description: "UTC 时刻" });
const list = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item) });

const role = z.enum([
  "provinceAdmin",
  "researchOfficer",
  "holderHost",
  "holderExpert",
  "regionOfficer",
  "schoolTeacher",
  "allianceLead",
  "allianceTeacher",
]);
const side = z.enum(["holder", "applicant", "alliance", "guide"]);
const documentKind = z.enum(["regionalPlan", "annualPlan", "achievementSubplan", "schoolPlan"]);
const documentState = z.enum(["draft", "inReview", "approved", "published", "superseded"]);

export const me = z.object({ id, login: z.string(), displayName: z.string(), mark: z.string() }).meta({ id: "Me" });

export const workspaces = list(
  z.object({ id, kind: z.enum(["pair", "alliance"]), title: z.string(), role, side, isDemo: z.boolean(), archived: z.boolean() }),
).meta({ id: "Workspaces" });

export const members = list(
  z.object({
    personId: id,
    name: z.string(),
    mark: z.string(),
    role,
    side,
    organisationId: z.string(),
    unit: z.string(),
    title: z.string(),
    since: instant,
  }),
).meta({ id: "Members" });

export const documents = list(
  z.object({ id, kind: documentKind, title: z.string(), state: documentState, organisationName: z.string(), updatedAt: instant }),
).meta({ id: "Documents" });

// Read-only, because that is how the queries hand them over.
const listOf = <T extends z.ZodType>(item: T) => z.array(item).readonly();
const run = z.object({
  text: z.string(),
  marks: z.record(z.string(), z.union([z.literal(true), z.string()])),
  mention: z.object({ personId: z.string(), label: z.string() }).optional(),
});
const block = z
  .object({
    type: z.literal("block"),
    id: z.string(),
    kind: z.enum(BLOCK_KINDS),
    level: z.int(),
    checked: z.boolean(),
    slot: z.string(),
    origin: z.string(),
    runs: listOf(run),
  })
  .meta({ id: "Block" });
const table = z
  .object({
    type: z.literal("table"),
    id: z.string(),
    rows: listOf(listOf(z.object({ header: z.boolean(), colspan: z.int(), rowspan: z.int(), blocks: listOf(block) }))),
  })
  .meta({ id: "Table" });
const opaque = z.object({ type: z.literal("opaque"), id: z.string(), name: z.string() }).meta({ id: "Opaque" });

export const document = z
  .object({
    id,
    workspaceId: id,
    kind: documentKind,
    title: z.string(),
    state: documentState,
    head: z.int().meta({ description: "正文所在的日志序号" }),
    text: z.string(),
    blocks: listOf(z.discriminatedUnion("type", [block, table, opaque])),
  })
  .meta({ id: "Document" });

export const versions = list(
  z.object({
    id,
    number: z.int(),
    name: z.string(),
    note: z.string(),
    authorName: z.string(),
    createdAt: instant,
    head: z.int(),
    hash: z.string().meta({ description: "正文规范 JSON 的 SHA-256" }),
    isReleased: z.boolean(),
  }),
).meta({ id: "Versions" });
export const savedVersion = z.object({ id, number: z.int(), hash: z.string() }).meta({ id: "SavedVersion" });
export const created = z.object({ id }).meta({ id: "Created" });

export const achievements = list(
  z.object({
    id: z.string(),
    title: z.string(),
    year: z.int().nullable(),
    level: z.enum(["special", "first", "second", "unstated"]),
    holderUnit: z.string(),
    stage: z.string(),
    subject: z.string(),
    source: z.string(),
  }),
).meta({ id: "Achievements" });

export const templates = list(
  z.object({
    key: z.enum(TEMPLATE_KEYS),
    name: z.string(),
    kind: documentKind,
    sections: listOf(z.tuple([z.string(), listOf(z.string())]).readonly()),
  }),
).meta({ id: "Templates" });

export const searchAnswer = z
  .object({
    groups: z.array(
      z.object({
        kind: z.enum(SEARCH_GROUPS),
        count: z.int().meta({ description: "最多数到 500" }),
        items: z.array(
          z.object({
            id,
            title: z.string(),
            address: z.string().meta({ description: "网页地址的路径部分" }),
            excerpt: listOf(z.object({ text: z.string(), hit: z.boolean() })).meta({ description: "正文片段，hit 为命中的文字" }),
          }),
        ),
      }),
    ),
  })
  .meta({ id: "SearchAnswer" });

const named = z.object({ id: z.string(), title: z.string() }).nullable();
export const notifications = z
  .object({
    items: z.array(
      z.object({
        id: z.int(),
        at: instant,
        dueAt: instant.meta({ description: "送达时刻；即时通知与 at 相同" }),
        isDigest: z.boolean(),
        isRead: z.boolean(),
        type: z.string(),
        topic: z.string(),
        actorName: z.string().nullable(),
        workspace: named,
        document: named,
        version: z.object({ id: z.string(), number: z.int() }).nullable(),
        role: role.nullable(),
      }),
    ),
    next: z.string().nullable().meta({ description: "下一页的 before；null 为到底" }),
  })
  .meta({ id: "Notifications" });
export const markedRead = z.object({ marked: z.int() }).meta({ id: "MarkedRead" });

export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string(),
    fields: z.record(z.string(), z.string()).optional(),
    requestId: z.string(),
  })
  .meta({ id: "Problem" });

export const inputs = {
  signIn: signInInput,
  createPlan: createPlanInput,
  saveVersion: saveVersionInput,
  notificationFilter,
  markRead: markReadInput,
  achievementFilter,
  search: searchInput,
};
