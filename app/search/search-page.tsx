import { Form, Link } from "react-router";
import { COUNT_MAX, type SearchGroupName } from "#server/search/contract.ts";
import type { SearchAnswer, SearchGroupView } from "#server/search/queries.ts";
import { fill } from "#app/i18n/fill.ts";
import { search as en } from "#app/i18n/en/search.ts";
import { useFeatureText } from "#app/i18n/use-feature-text.ts";
import { search as zh } from "#app/i18n/zh/search.ts";
import { DemoBadge } from "#app/ui/demo-badge.tsx";
import { Section } from "#app/ui/section.tsx";
import { useHitFacts } from "./hit-facts.tsx";
import { Marked } from "./marked.tsx";
import styles from "./search.module.css";

interface Props {
  readonly answer: SearchAnswer;
  /** The one group that is shown, or null for all. */
  readonly kind: SearchGroupName | null;
}

export function SearchPage({ answer, kind }: Props) {
  const text = useFeatureText({ zh, en });
  const { query, groups, hints } = answer;
  const total = groups.reduce((sum, { count }) => sum + count, 0);
  return (
    <div className={styles["page"]}>
      <h1 className="vh">{text.title}</h1>
      <Form role="search" className={styles["form"]} action="/search">
        <input
          key={query}
          className="input"
          type="search"
          name="q"
          defaultValue={query}
          aria-label={text.field}
          placeholder={text.placeholder}
          maxLength={64}
          enterKeyHint="search"
          autoComplete="off"
        />
        <button type="submit" className="btn btn-p">
          {text.submit}
        </button>
      </Form>
      <p className="s q" role="status">
        {query !== "" && fill(total === 0 ? text.foundNothing : text.found, { query, count: total })}
        {kind !== null && (
          <>
            {"　"}
            <Link to={address(query, null)}>{text.allGroups}</Link>
          </>
        )}
      </p>
      {query === "" && <p className="empty">{text.start}</p>}
      {query !== "" && total === 0 && (
        <div className="empty">
          <div>
            <p>{text.nothingHint}</p>
            {hints.length > 0 && (
              <p className={styles["hints"]}>
                {text.tryInstead}
                {hints.map((hint) => (
                  <Link key={hint} to={address(hint, null)}>
                    {hint}
                  </Link>
                ))}
              </p>
            )}
          </div>
        </div>
      )}
      {groups.map((view) => (
        <Group key={view.group} view={view} query={query} alone={kind !== null} />
      ))}
    </div>
  );
}

function Group({ view, query, alone }: { view: SearchGroupView; query: string; alone: boolean }) {
  const text = useFeatureText({ zh, en });
  const facts = useHitFacts();
  const { group, count, hits } = view;
  const name = text.group[group];
  const more = count > hits.length;
  return (
    <Section
      title={name}
      figure={fill(count >= COUNT_MAX ? text.figureMost : text.figure, { count })}
      aside={!alone && more ? <Link to={address(query, group)}>{fill(text.allOf, { group: name })}</Link> : undefined}
    >
      <ul className={styles["hits"]}>
        {hits.map((hit) => (
          <li key={hit.id}>
            <Link to={hit.to} className={styles["name"]}>
              <Marked parts={hit.marked} />
            </Link>{" "}
            {"isDemo" in hit && hit.isDemo && <DemoBadge />}
            <span className={styles["facts"]}>{facts(hit)}</span>
            {hit.excerpt.length > 0 && hit.group !== "person" && hit.group !== "organisation" && (
              <p className={styles["excerpt"]}>
                <Marked parts={hit.excerpt} />
              </p>
            )}
          </li>
        ))}
      </ul>
      {alone && more && <p className="s q">{fill(text.capped, { count: hits.length })}</p>}
    </Section>
  );
}

function address(query: string, kind: SearchGroupName | null): string {
  const parameters = new URLSearchParams({ q: query, ...(kind === null ? {} : { kind }) });
  return `/search?${parameters.toString()}`;
}
