import { Form, Link } from "react-router";
import { AUDIT_GROUPS, AUDIT_TYPES, type AuditGroup, type AuditType } from "#server/audit/contract.ts";
import type { AuditFilterInput } from "#server/audit/input.ts";
import { Field } from "#app/ui/field.tsx";
import { useAuditText } from "./use-audit-text.ts";
import styles from "./audit.module.css";

interface Props {
  readonly filter: AuditFilterInput;
  /** Groups this reader may see. */
  readonly groups: readonly AuditGroup[];
  readonly mayExport: boolean;
}

/** Plain form and search string: a filtered log can be kept as a link. */
export function AuditFilters({ filter, groups, mayExport }: Props) {
  const text = useAuditText();
  // Keys of the table are exactly its types.
  const types = (Object.keys(AUDIT_TYPES) as AuditType[]).filter((type) => groups.includes(AUDIT_TYPES[type][0]));
  const given = Object.entries(filter).filter((pair): pair is [string, string] => typeof pair[1] === "string");
  const search = (format: string) => new URLSearchParams([...given, ["format", format]]).toString();
  return (
    <Form method="get" className={styles["filters"]} role="search" aria-label={text.filters} key={JSON.stringify(filter)}>
      <Field label={text.from}>
        {(props) => <input {...props} type="date" name="from" className="input" defaultValue={filter.from ?? ""} />}
      </Field>
      <Field label={text.to}>
        {(props) => <input {...props} type="date" name="to" className="input" defaultValue={filter.to ?? ""} />}
      </Field>
      <Field label={text.person}>
        {(props) => (
          <input
            {...props}
            name="person"
            className="input"
            maxLength={60}
            placeholder={text.personHint}
            defaultValue={filter.person ?? ""}
          />
        )}
      </Field>
      <Field label={text.outcome}>
        {(props) => (
          <select {...props} name="outcome" className="input" defaultValue={filter.outcome ?? ""}>
            <option value="">{text.any}</option>
            <option value="success">{text.success}</option>
            <option value="failure">{text.failure}</option>
          </select>
        )}
      </Field>
      <Field label={text.group}>
        {(props) => (
          <select {...props} name="group" className="input" defaultValue={filter.group ?? ""}>
            <option value="">{text.any}</option>
            {AUDIT_GROUPS.filter((group) => groups.includes(group)).map((group) => (
              <option key={group} value={group}>
                {text.groups[group]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={text.type}>
        {(props) => (
          <select {...props} name="type" className="input" defaultValue={filter.type ?? ""}>
            <option value="">{text.any}</option>
            {types.map((type) => (
              <option key={type} value={type}>
                {text.types[type]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={text.workspace}>
        {(props) => <input {...props} name="workspace" className="input" maxLength={64} defaultValue={filter.workspace ?? ""} />}
      </Field>
      <Field label={text.object}>
        {(props) => <input {...props} name="object" className="input" maxLength={64} defaultValue={filter.object ?? ""} />}
      </Field>
      <div className={styles["acts"]}>
        <button type="submit" className="btn">
          {text.apply}
        </button>
        {given.length > 0 && (
          <Link className="btn btn-t" to="/manage/audit">
            {text.reset}
          </Link>
        )}
        {mayExport && (
          <>
            <a className="btn btn-t" href={`/manage/audit/export?${search("csv")}`} download>
              {text.exportCsv}
            </a>
            <a className="btn btn-t" href={`/manage/audit/export?${search("jsonl")}`} download>
              {text.exportJson}
            </a>
            <span className="q hide-s">{text.exportNote}</span>
          </>
        )}
      </div>
    </Form>
  );
}
