import { sql } from "kysely";
import type { DbOrTrx } from "./client.ts";
import type { Instant } from "./schema.ts";

export interface GuideCounts {
  readonly organisations: number;
  /** People who are no operators. */
  readonly people: number;
  /** Of those, active ones who never signed in. */
  readonly neverSignedIn: number;
  readonly disabled: number;
  readonly achievements: number;
  readonly regionFlags: number;
  readonly provinceAdmins: number;
  readonly pendingProvinceAdmins: number;
  readonly workspaces: number;
  /** Roles whose term ends before `expiringBefore`. */
  readonly expiringRoles: number;
  readonly pendingApprovals: number;
}

/** How far the installation is, and what waits. One statement: the numbers are of one moment. */
export async function countForGuide(db: DbOrTrx, now: Instant, expiringBefore: Instant): Promise<GuideCounts> {
  const current = sql`valid_from <= ${now} AND (valid_to IS NULL OR valid_to > ${now})`;
  const civil = sql`NOT EXISTS (SELECT 1 FROM operator_duty d WHERE d.person_id = p.id AND d.ended_at IS NULL) AND p.left_at IS NULL`;
  const { rows } = await sql<GuideCounts>`SELECT
    (SELECT count(*) FROM organisation WHERE ended_at IS NULL) AS organisations,
    (SELECT count(*) FROM person p WHERE ${civil}) AS people,
    (SELECT count(*) FROM person p WHERE ${civil} AND p.status = 'active' AND p.last_seen_at IS NULL) AS neverSignedIn,
    (SELECT count(*) FROM person p WHERE ${civil} AND p.status = 'disabled') AS disabled,
    (SELECT count(*) FROM achievement) AS achievements,
    (SELECT count(*) FROM region_flag) AS regionFlags,
    (SELECT count(DISTINCT person_id) FROM role_assignment WHERE role = 'provinceAdmin' AND ${current}) AS provinceAdmins,
    (SELECT count(*) FROM approval WHERE kind = 'provinceAdmin' AND state = 'pending' AND expires_at > ${now}) AS pendingProvinceAdmins,
    (SELECT count(*) FROM workspace WHERE archived_at IS NULL) AS workspaces,
    (SELECT count(*) FROM role_assignment WHERE valid_to > ${now} AND valid_to <= ${expiringBefore}) AS expiringRoles,
    (SELECT count(*) FROM approval WHERE state = 'pending' AND expires_at > ${now}) AS pendingApprovals`.execute(db);
  const [counts] = rows;
  if (!counts) throw new Error("counting gives one row");
  return counts;
}
