import type { ReactNode } from "react";
import { useLocation, useNavigate } from "react-router";
import type { SearchAnswer } from "#server/search/queries.ts";
import { fill } from "#app/i18n/fill.ts";
import { search as en } from "#app/i18n/en/search.ts";
import { useFeatureText } from "#app/i18n/use-feature-text.ts";
import { search as zh } from "#app/i18n/zh/search.ts";
import { toggleTheme } from "#app/shell/theme-switch.tsx";
import { useHitFacts } from "./hit-facts.tsx";
import { Marked } from "./marked.tsx";
import { recentPlaces } from "./recent.ts";

export interface Row {
  readonly id: string;
  readonly label: ReactNode;
  readonly small: string;
  readonly run: () => void;
}

export interface RowGroup {
  readonly heading: string;
  readonly rows: readonly Row[];
}

/** Commands with the letters that find them. */
const COMMANDS = [
  { name: "desk", to: "/", letters: "gzt gongzuotai desk" },
  { name: "workspaces", to: "/workspaces", letters: "kj kongjian workspaces" },
  { name: "organisations", to: "/organisations", letters: "zz zuzhi dw danwei organisations units" },
  { name: "achievements", to: "/achievements", letters: "cgk chengguoku achievements" },
  { name: "experts", to: "/experts", letters: "zjk zhuanjiaku experts" },
  { name: "notifications", to: "/notifications", letters: "tz tongzhi notifications" },
  { name: "account", to: "/account", letters: "wdzh wodezhanghao account" },
  { name: "tokens", to: "/account/tokens", letters: "fwlp fangwenlingpai tokens" },
] as const;

const RECENT = 5;

interface Asked {
  readonly person: string;
  readonly query: string;
  readonly answer: SearchAnswer | null;
  readonly may: { readonly createWorkspace: boolean; readonly manage: boolean };
}

/** What the palette offers for what was typed, the likeliest first. */
export function usePaletteRows({ person, query, answer, may }: Asked): RowGroup[] {
  const text = useFeatureText({ zh, en });
  const facts = useHitFacts();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const go = (to: string) => () => void navigate(to);
  const inWorkspace = /^\/workspaces\/(?!new$)[^/]+/.exec(pathname)?.[0];
  const commands: (Row & { letters: string })[] = [
    ...COMMANDS.map(({ name, to, letters }) => ({ id: name, label: text.command[name], small: "", run: go(to), letters })),
    ...(may.manage ? [{ id: "manage", label: text.command.manage, small: "", run: go("/manage"), letters: "gl guanli manage" }] : []),
    ...(may.createWorkspace
      ? [
          {
            id: "newWorkspace",
            label: text.command.newWorkspace,
            small: "",
            run: go("/workspaces/new"),
            letters: "xj xjkj xinjiankongjian new",
          },
        ]
      : []),
    ...(inWorkspace === undefined
      ? []
      : [{ id: "newPlan", label: text.command.newPlan, small: "", run: go(`${inWorkspace}/plans`), letters: "xj xjfa xinjianfangan new" }]),
    { id: "theme", label: text.command.theme, small: "", run: toggleTheme, letters: "yj rj yejian rijian theme dark light" },
  ];
  if (query === "") {
    const recent = recentPlaces(person).filter(({ path }) => path !== pathname);
    return [
      {
        heading: text.recent,
        rows: recent.slice(0, RECENT).map(({ path, title }) => ({ id: `recent-${path}`, label: title, small: "", run: go(path) })),
      },
      { heading: text.commands, rows: commands },
    ].filter(({ rows }) => rows.length > 0);
  }
  const typed = query.normalize("NFKC").toLowerCase();
  const everything: Row = {
    id: "everything",
    label: fill(text.everything, { query }),
    small: "",
    run: go(`/search?q=${encodeURIComponent(query)}`),
  };
  const fitting = commands.filter(
    ({ label, letters }) =>
      (typeof label === "string" && label.toLowerCase().includes(typed)) || letters.split(" ").some((word) => word.startsWith(typed)),
  );
  return [
    ...(answer?.groups ?? []).map(({ group, hits }) => ({
      heading: text.group[group],
      rows: hits.map((hit) => ({ id: `${group}-${hit.id}`, label: <Marked parts={hit.marked} />, small: facts(hit), run: go(hit.to) })),
    })),
    { heading: text.commands, rows: [...fitting, everything] },
  ];
}
