/** Every operation of /api/v1. The same queries and commands as the pages; no logic of its own. */
import type { DocumentId, WorkspaceId } from "#db/schema.ts";
import { getMe } from "#server/accounts/queries.ts";
import { listAchievements } from "#server/directory/queries.ts";
import { markNotificationsRead } from "#server/notifications/commands.ts";
import { listNotifications } from "#server/notifications/queries.ts";
import { authorizeDocument } from "#server/permissions/authorize.ts";
import { authorizeCreatePlan, createPlan, saveVersion } from "#server/plans/commands.ts";
import { getDocument, listDocuments, listVersions } from "#server/plans/queries.ts";
import { listTemplates } from "#server/plans/templates.ts";
import { listMembers, listWorkspaces } from "#server/workspaces/queries.ts";
import { searchAll } from "#server/search/queries.ts";
import { operation, type Operation } from "./operation.ts";
import * as shape from "./schemas.ts";

// An id from an address is only ever looked up; what is not there is not found.
const asWorkspace = (id: string) => id as WorkspaceId;
// The same for documents.
const asDocument = (id: string) => id as DocumentId;
const iso = (instant: number) => new Date(instant).toISOString();

const accounts: readonly Operation[] = [
  operation({
    method: "post",
    path: "/sessions",
    summary: "登录，应答带会话 Cookie",
    asks: "nothing",
    scope: null,
    status: 201,
    body: shape.inputs.signIn,
    answer: shape.me,
    async handle({ ctx, body, req, door, setCookie }) {
      const { cookie, person } = await door.signIn(ctx, req, body);
      setCookie(cookie);
      return getMe({ ...ctx, user: person });
    },
  }),
  operation({
    method: "delete",
    path: "/sessions/current",
    summary: "退出登录，会话与它的全部连接随即结束",
    asks: "session",
    scope: null,
    status: 204,
    async handle({ ctx, door, setCookie }) {
      getMe(ctx);
      setCookie(await door.signOut(ctx));
      return undefined;
    },
  }),
  operation({
    method: "get",
    path: "/me",
    summary: "当前登录的人",
    asks: "session",
    answer: shape.me,
    handle: async ({ ctx }) => getMe(ctx),
  }),
];

const workspaces: readonly Operation[] = [
  operation({
    method: "get",
    path: "/workspaces",
    summary: "我所在的空间",
    asks: "own",
    answer: shape.workspaces,
    handle: async ({ ctx }) => ({ items: await listWorkspaces(ctx) }),
  }),
  operation({
    method: "get",
    path: "/workspaces/{id}/members",
    summary: "空间成员",
    asks: "workspace.read",
    answer: shape.members,
    async handle({ ctx, id }) {
      const members = await listMembers(ctx, asWorkspace(id));
      return { items: members.map((member) => ({ ...member, since: iso(member.since) })) };
    },
  }),
  operation({
    method: "get",
    path: "/workspaces/{id}/documents",
    summary: "空间里我能打开的方案",
    asks: "plan.list",
    answer: shape.documents,
    async handle({ ctx, id }) {
      const documents = await listDocuments(ctx, asWorkspace(id));
      return { items: documents.map((document) => ({ ...document, updatedAt: iso(document.updatedAt) })) };
    },
  }),
  operation({
    method: "post",
    path: "/workspaces/{id}/plans",
    summary: "按模板新建方案",
    asks: "plan.create",
    status: 201,
    body: shape.inputs.createPlan,
    answer: shape.created,
    async handle({ ctx, id, body }) {
      const input = {
        template: body.template,
        title: body.title,
        ...(body.organisationId === undefined ? {} : { organisationId: body.organisationId }),
      };
      const grant = await authorizeCreatePlan(ctx, asWorkspace(id), input);
      return createPlan(ctx, grant, input);
    },
  }),
];

const documents: readonly Operation[] = [
  operation({
    method: "get",
    path: "/documents/{id}",
    summary: "方案正文；标识即 /collab/{id} 里的那一个",
    asks: "plan.readPublished",
    answer: shape.document,
    handle: ({ ctx, id }) => getDocument(ctx, asDocument(id)),
  }),
  operation({
    method: "get",
    path: "/documents/{id}/versions",
    summary: "方案的命名版本",
    asks: "plan.readPublished",
    answer: shape.versions,
    async handle({ ctx, id }) {
      const versions = await listVersions(ctx, asDocument(id));
      return { items: versions.map((version) => ({ ...version, head: version.headSeq, createdAt: iso(version.createdAt) })) };
    },
  }),
  operation({
    method: "post",
    path: "/documents/{id}/versions",
    summary: "把此刻已存稳的正文留为一版",
    asks: "plan.saveVersion",
    status: 201,
    body: shape.inputs.saveVersion,
    answer: shape.savedVersion,
    async handle({ ctx, id, body }) {
      const grant = await authorizeDocument(ctx, "plan.saveVersion", asDocument(id));
      return saveVersion(ctx, grant, body);
    },
  }),
];

const directory: readonly Operation[] = [
  operation({
    method: "get",
    path: "/achievements",
    summary: "获奖成果名录",
    asks: "session",
    query: shape.inputs.achievementFilter,
    answer: shape.achievements,
    handle: async ({ ctx, query }) => ({ items: await listAchievements(ctx, query) }),
  }),
  operation({
    method: "get",
    path: "/search",
    summary: "查找空间、方案、单位与人员；只含本人有权打开的",
    asks: "own",
    query: shape.inputs.search,
    answer: shape.searchAnswer,
    async handle({ ctx, query }) {
      const answer = await searchAll(ctx, query.q, { group: query.kind, limit: query.limit });
      const groups = answer.groups.map(({ group, count, hits }) => ({
        kind: group,
        count,
        items: hits.map(({ id, title, to, excerpt }) => ({ id, title, address: to, excerpt })),
      }));
      return { groups };
    },
  }),
  operation({
    method: "get",
    path: "/templates",
    summary: "方案模板",
    asks: "session",
    answer: shape.templates,
    async handle({ ctx }) {
      getMe(ctx);
      return { items: listTemplates() };
    },
  }),
];

const notifications: readonly Operation[] = [
  operation({
    method: "get",
    path: "/notifications",
    summary: "我的通知；只含现在仍可打开的",
    asks: "own",
    query: shape.inputs.notificationFilter,
    answer: shape.notifications,
    async handle({ ctx, query }) {
      const { items, next } = await listNotifications(ctx, { unread: query.unread === "1", before: query.before });
      return { items: items.map((item) => ({ ...item, at: iso(item.at), dueAt: iso(item.dueAt) })), next };
    },
  }),
  operation({
    method: "post",
    path: "/notifications/read",
    summary: "把通知标为已读：列出的，或全部",
    asks: "own",
    body: shape.inputs.markRead,
    answer: shape.markedRead,
    handle: ({ ctx, body }) => markNotificationsRead(ctx, body),
  }),
];

export const OPERATIONS: readonly Operation[] = [...accounts, ...workspaces, ...documents, ...directory, ...notifications];
