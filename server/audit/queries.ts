import { findAuditExtent, findPersonNames, listAuditEntries, listAuditOfPerson, type AuditFilter } from "#db/audit.ts";
import type { StoredEntry } from "#db/audit-chain.ts";
import { findSetting } from "#db/settings.ts";
import type { Context } from "#server/core/context.ts";
import { DomainError } from "#server/core/errors.ts";
import { authorizeOffice, listOfficeActions, type OfficeGrant } from "#server/permissions/authorize-office.ts";
import type { AuditDetail, AuditType } from "./contract.ts";
import type { AuditFilterInput } from "./input.ts";
import { SETTING_VERIFICATION, type Verification } from "./port.ts";
import { ACCOUNT_GROUPS, filterOf, labelOf, typesOf } from "./rules.ts";

export type ReaderGrant = OfficeGrant<"audit.read"> | OfficeGrant<"audit.readAccounts">;

/** Entries of one page. */
export const PAGE_SIZE = 100;

/** The signed-in person's own entries: what they did and what was done to their account, newest first. @throws unauthenticated */
export async function listOwnAudit(ctx: Context, limit: number) {
  if (!ctx.user) throw new DomainError("unauthenticated");
  const { personId } = ctx.user;
  const rows = await listAuditOfPerson(ctx.db, personId, limit);
  return rows.map(({ id, at, actor_id, type, outcome, address, detail }) => ({
    ...{ id, at, type, label: labelOf(type), outcome, detail: readDetail(detail) },
    // From where an administrator works is not for those they look after.
    address: actor_id === personId ? address : "",
  }));
}

/** The whole log for the auditor; for a province administrator what concerns accounts of the own province. @throws forbidden */
export async function authorizeReading(ctx: Context): Promise<ReaderGrant> {
  const actions = await listOfficeActions(ctx);
  return actions.includes("audit.read") ? authorizeOffice(ctx, "audit.read") : authorizeOffice(ctx, "audit.readAccounts");
}

/** One page of entries, newest first, from below the entry `before`. */
export async function listAudit(ctx: Context, grant: ReaderGrant, input: AuditFilterInput, before: number | null) {
  const rows = await listAuditEntries(ctx.db, scopeOf(grant, input), before, PAGE_SIZE + 1);
  const entries = rows.slice(0, PAGE_SIZE);
  const people = entries.flatMap((row) => (row.object_kind === "person" ? [row.object_id] : []));
  const names = await findPersonNames(ctx.db, people);
  return {
    entries: entries.map((row) => viewOf(row, names)),
    next: rows.length > PAGE_SIZE ? (entries.at(-1)?.id ?? null) : null,
  };
}
export type AuditView = Awaited<ReturnType<typeof listAudit>>["entries"][number];

/** What is known of the chain: how much there is, what the last check found, how far a running one and the copy are. */
export async function getAuditState(ctx: Context, _grant: ReaderGrant) {
  const [extent, stored] = await Promise.all([findAuditExtent(ctx.db), findSetting(ctx.db, SETTING_VERIFICATION)]);
  // Written by the keeper's check.
  const verification = stored === undefined ? null : (JSON.parse(stored) as Verification);
  return { extent, verification, keeper: ctx.auditKeeper?.state() ?? null };
}
export type AuditState = Awaited<ReturnType<typeof getAuditState>>;

/** What the reader may see at most, narrowed by what was asked for. */
export function scopeOf(grant: ReaderGrant, input: AuditFilterInput): AuditFilter {
  const asked = filterOf(input);
  if (grant.action === "audit.read") return asked;
  const by = grant.by.find((one) => "province" in one);
  if (!by) throw new DomainError("forbidden");
  const allowed = typesOf(ACCOUNT_GROUPS);
  const types = asked.types === undefined ? allowed : asked.types.filter((type) => allowed.some((one) => one === type));
  return { ...asked, types, province: by.province.slice(0, 2) };
}

function viewOf(row: StoredEntry, names: ReadonlyMap<string, string>) {
  return {
    id: row.id,
    at: row.at,
    actorId: row.actor_id,
    actor: row.actor_name,
    hat: row.actor_hat,
    address: row.address,
    // Types of an older release stay in the log; labels fall back to the type itself.
    type: row.type as AuditType,
    object: { kind: row.object_kind, id: row.object_id, name: names.get(row.object_id) ?? null },
    workspaceId: row.workspace_id,
    outcome: row.outcome,
    detail: readDetail(row.detail),
    hash: row.hash,
  };
}

function readDetail(detail: string): AuditDetail {
  // Written by writeDetail; what somebody changed by hand is shown as it stands.
  try {
    return JSON.parse(detail) as AuditDetail;
  } catch {
    return { detail };
  }
}
