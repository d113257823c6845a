import { GROUP_FEW, GROUP_PAGE } from "#server/search/contract.ts";
import { searchInput } from "#server/search/input.ts";
import { searchAll } from "#server/search/queries.ts";
import { answerPage } from "#server/http/request-context.ts";
import { search as en } from "#app/i18n/en/search.ts";
import { useFeatureText } from "#app/i18n/use-feature-text.ts";
import { search as zh } from "#app/i18n/zh/search.ts";
import { SearchPage } from "#app/search/search-page.tsx";
import { PageError } from "#app/shell/page-error.tsx";
import { PageFrame } from "#app/shell/page-frame.tsx";
import type { Route } from "./+types/search";

export function loader({ request, context }: Route.LoaderArgs) {
  return answerPage(context, async (ctx) => {
    const given = new URL(request.url).searchParams;
    const parsed = searchInput.safeParse({ q: given.get("q") ?? "", kind: given.get("kind") ?? undefined });
    // A kind nobody could have chosen is no kind.
    const { q, kind } = parsed.success ? parsed.data : { q: "", kind: undefined };
    const answer = await searchAll(ctx, q, { group: kind, limit: kind === undefined ? GROUP_FEW : GROUP_PAGE });
    return { answer, kind: kind ?? null };
  });
}

export default function Search({ loaderData: { answer, kind } }: Route.ComponentProps) {
  const text = useFeatureText({ zh, en });
  return (
    <PageFrame title={answer.query === "" ? text.title : `${answer.query} · ${text.title}`} crumbs={[{ label: text.title }]}>
      <SearchPage answer={answer} kind={kind} />
    </PageFrame>
  );
}

export function ErrorBoundary() {
  return <PageError />;
}
