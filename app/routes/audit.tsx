import { Link } from "react-router";
import { noteReading, startVerification } from "#server/audit/commands.ts";
import { AUDIT_GROUPS } from "#server/audit/contract.ts";
import { auditFilter } from "#server/audit/input.ts";
import { authorizeReading, getAuditState, listAudit } from "#server/audit/queries.ts";
import { ACCOUNT_GROUPS } from "#server/audit/rules.ts";
import { answerAction, answerPage } from "#server/http/request-context.ts";
import { authorizeOffice } from "#server/permissions/authorize-office.ts";
import { AuditFilters } from "#app/audit/audit-filters.tsx";
import { AuditState } from "#app/audit/audit-state.tsx";
import { AuditTable } from "#app/audit/audit-table.tsx";
import { useAuditText } from "#app/audit/use-audit-text.ts";
import { fill } from "#app/i18n/fill.ts";
import { PageError } from "#app/shell/page-error.tsx";
import { PageFrame } from "#app/shell/page-frame.tsx";
import { useNow } from "#app/shell/use-now.ts";
import { Day } from "#app/ui/moment.tsx";
import { Section } from "#app/ui/section.tsx";
import styles from "#app/audit/audit.module.css";
import type { Route } from "./+types/audit";

export function loader({ request, context }: Route.LoaderArgs) {
  return answerPage(context, async (ctx) => {
    const grant = await authorizeReading(ctx);
    const search = new URL(request.url).searchParams;
    const parsed = auditFilter.safeParse(Object.fromEntries(search));
    // A filter nobody could have chosen is no filter.
    const filter = parsed.success ? parsed.data : {};
    const before = Number(search.get("before") ?? "");
    const isLater = Number.isSafeInteger(before) && before > 0;
    await noteReading(ctx, grant, filter);
    const { entries, next } = await listAudit(ctx, grant, filter, isLater ? before : null);
    const isAuditor = grant.action === "audit.read";
    // How much the whole log holds is no business of one who sees a part.
    const state = isAuditor ? await getAuditState(ctx, grant) : null;
    return { entries, next, filter, isLater, state, isAuditor, groups: isAuditor ? AUDIT_GROUPS : ACCOUNT_GROUPS };
  });
}

export function action({ context }: Route.ActionArgs) {
  return answerAction(context, async (ctx) => {
    startVerification(ctx, await authorizeOffice(ctx, "audit.verify"));
    return { ok: true } as const;
  });
}

export default function Audit({ loaderData: { entries, next, filter, isLater, state, isAuditor, groups } }: Route.ComponentProps) {
  const text = useAuditText();
  const now = useNow();
  const given = Object.entries(filter).filter((pair): pair is [string, string] => typeof pair[1] === "string");
  const pageLink = (before: number | null) =>
    `/manage/audit?${new URLSearchParams(before === null ? given : [...given, ["before", String(before)]]).toString()}`;
  return (
    <PageFrame title={text.title} crumbs={[{ label: text.manage, to: "/manage" }, { label: text.title }]}>
      <div className={styles["log"]}>
        <Section
          title={text.title}
          level={1}
          figure={state === null ? undefined : fill(text.figure, { entries: state.extent.entries })}
          aside={
            state !== null && state.extent.oldestAt !== null ? (
              <span className="q hide-s">
                {text.since}
                <Day at={state.extent.oldestAt} />
              </span>
            ) : undefined
          }
        >
          <p className={`q ${styles["lead"] ?? ""}`}>{isAuditor ? text.lead : text.leadProvince}</p>
          {state !== null && <AuditState state={state} mayVerify={isAuditor} now={now} />}
          <AuditFilters filter={filter} groups={groups} mayExport={isAuditor} />
          {entries.length === 0 ? <p className="empty">{text.empty}</p> : <AuditTable entries={entries} />}
          <nav className={styles["pages"]} aria-label={text.title}>
            {isLater && (
              <Link className="btn btn-t" to={pageLink(null)}>
                {text.latest}
              </Link>
            )}
            {next !== null && (
              <Link className="btn btn-t" to={pageLink(next)}>
                {text.earlier}
              </Link>
            )}
          </nav>
        </Section>
      </div>
    </PageFrame>
  );
}

export function ErrorBoundary() {
  return <PageError />;
}
