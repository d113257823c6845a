/** A copy of what the product holds about its reader. */
import * as store from "#db/leave.ts";
import { listSettings } from "#db/notifications.ts";
import { inTransaction } from "#db/transaction.ts";
import { listOwnAudit } from "#server/audit/queries.ts";
import { recordAudit } from "#server/audit/record.ts";
import type { Context, SessionUser } from "#server/core/context.ts";
import { DomainError } from "#server/core/errors.ts";
import { listStandings } from "#server/permissions/authorize.ts";
import { listReadable } from "#server/permissions/documents.ts";
import { secretsOf } from "./account-rules.ts";
import { openPhone } from "./commands.ts";
import { confirmPassword } from "./own-account.ts";
import type { Accounts } from "./sign-in.ts";

/** Ms in which a copy may be fetched after the password was right. */
const TICKET_LIFE = 2 * 60_000;
/** UTC+8, all year. */
const CHINA = 8 * 3_600_000;
/** Entries of the own log that a copy holds; more than anybody has in the time it is kept. */
const LOG = 100_000;

/** What allows this session to fetch a copy, for two minutes. @throws DomainError as confirmPassword */
export async function requestCopy(ctx: Context, accounts: Accounts, password: string): Promise<string> {
  await confirmPassword(ctx, accounts, password);
  const until = ctx.clock.now() + TICKET_LIFE;
  return `${until}.${sealOf(ctx, ownerOf(ctx), until)}`;
}

/** The files of the copy by name; the fetch is audited. @throws DomainError unauthenticated | forbidden without a fresh ticket of this session */
export async function copyOwnData(ctx: Context, ticket: string): Promise<Record<string, string>> {
  const user = ownerOf(ctx);
  const [until, seal] = ticket.split(".");
  const fresh = until !== undefined && /^\d{1,15}$/.test(until) && Number(until) > ctx.clock.now();
  if (!fresh || seal !== sealOf(ctx, user, Number(until)))
    throw new DomainError("forbidden", { message: "请回到“我的数据”，输入密码后再下载。" });
  await inTransaction(ctx, (trx) => recordAudit(trx, { type: "data.copied", object: { kind: "person", id: user.personId } }));
  return collect(ctx, user);
}

/** Names of the file by the day in China: one for old browsers, one as people read it. */
export function copyNames(at: number): { readonly plain: string; readonly full: string } {
  const day = new Date(at + CHINA).toISOString().slice(0, 10);
  return { plain: `gongyan-${day}.zip`, full: `共研个人数据-${day}.zip` };
}

async function collect(ctx: Context, { personId }: SessionUser): Promise<Record<string, string>> {
  const { db } = ctx;
  const { phoneSealed, ...profile } = await store.findOwnProfile(db, personId);
  const phone = phoneSealed === null ? null : openPhone(secretsOf(ctx), phoneSealed);
  const readable = new Set((await listReadable(ctx, await listStandings(ctx))).map(({ id }) => String(id)));
  /** A title of today is told only where the plan can be opened today; the link leads there or says that it does not. */
  const placed = <T extends { documentId: string; workspaceId: string; documentTitle: string }>({ documentTitle, ...row }: T) => ({
    ...row,
    documentTitle: readable.has(row.documentId) ? documentTitle : null,
    link: `/workspaces/${row.workspaceId}/plans/${row.documentId}`,
  });
  const files = {
    "profile.json": { ...profile, phone },
    "roles.json": await store.listOwnRoles(db, personId),
    "memberships.json": await store.listOwnMemberships(db, personId),
    "sessions.json": await store.listOwnSessions(db, personId),
    "tokens.json": await store.listOwnTokens(db, personId),
    "notification-settings.json": await listSettings(db, personId),
    "log.json": await listOwnAudit(ctx, LOG),
    "contributions/plans.json": (await store.listOwnPlans(db, personId)).map(placed),
    "contributions/versions.json": (await store.listOwnVersions(db, personId)).map(placed),
    "contributions/activity.json": await store.listOwnActivities(db, personId),
  };
  const texts = Object.fromEntries(
    Object.entries(files).map(([name, value]) => [name, `${JSON.stringify(readableTimes(value), null, 2)}\n`]),
  );
  return { "说明.txt": EXPLANATION, ...texts };
}

/** Instants as dates: fields that are named for a time and hold one. */
function readableTimes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(readableTimes);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => {
      const isTime = typeof one === "number" && /(At|From|To|since|^at)$/.test(key);
      return [key, isTime ? new Date(one).toISOString() : readableTimes(one)];
    }),
  );
}

function sealOf(ctx: Context, { personId, sessionId }: SessionUser, until: number): string {
  return secretsOf(ctx).digest("copyTicket", `${personId} ${sessionId} ${until}`);
}

/** @throws DomainError unauthenticated, forbidden for a script */
function ownerOf(ctx: Context): SessionUser {
  if (!ctx.user) throw new DomainError("unauthenticated");
  if (ctx.user.via !== "session") throw new DomainError("forbidden", { message: "访问令牌不能用于管理账号。" });
  return ctx.user;
}

const EXPLANATION = [
  "这是您在共研里的个人数据副本，按《个人信息保护法》第四十五条提供。",
  "文件为 JSON 文本，可用记事本或浏览器打开；时间均为 UTC，北京时间须加 8 小时。",
  "",
  "profile.json                   账号资料：姓名、登录名、单位、手机号、建立与最近登录时间",
  "roles.json                     担任过的角色与任期",
  "memberships.json               现在所在的空间",
  "sessions.json                  现在的登录：设备、地址、时间",
  "tokens.json                    访问令牌的名称与期限（不含令牌本身）",
  "notification-settings.json     通知设置；没有列出的事项为即时通知",
  "log.json                       与您账号有关的日志",
  "contributions/plans.json       您新建的方案",
  "contributions/versions.json    您留存的版本；现在不能打开的方案不列标题",
  "contributions/activity.json    您的操作记录",
  "",
  "密码、两步验证密钥与恢复码只以不可还原的形式或加密保存，不在副本之列。",
  "方案正文由多人共同写成，属于所在空间，请在空间内查阅。",
  "",
].join("\r\n");
