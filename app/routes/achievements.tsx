import { useTranslation } from "react-i18next";
import { achievementFilter } from "#server/directory/input.ts";
import { listAchievements, listStages, listSubjects } from "#server/directory/queries.ts";
import { answerPage } from "#server/http/request-context.ts";
import { AchievementFilters } from "#app/directory/achievement-filters.tsx";
import { AchievementList } from "#app/directory/achievement-list.tsx";
import { filterOptions } from "#app/directory/filter-options.ts";
import { PageError } from "#app/shell/page-error.tsx";
import { PageFrame } from "#app/shell/page-frame.tsx";
import { Section } from "#app/ui/section.tsx";
import type { Route } from "./+types/achievements";

export function loader({ request, context }: Route.LoaderArgs) {
  return answerPage(context, async (ctx) => {
    const given = Object.fromEntries(new URL(request.url).searchParams);
    const parsed = achievementFilter.safeParse(given);
    // A filter nobody could have chosen is no filter.
    const filter = parsed.success ? parsed.data : {};
    const [items, everything, stages, subjects] = await Promise.all([
      listAchievements(ctx, filter),
      listAchievements(ctx),
      listStages(ctx),
      listSubjects(ctx),
    ]);
    return { items, filter, options: filterOptions(everything, stages, subjects) };
  });
}

export default function Achievements({ loaderData: { items, filter, options } }: Route.ComponentProps) {
  const { t } = useTranslation();
  return (
    <PageFrame title={t("directory.title")}>
      <Section
        title={t("directory.title")}
        level={1}
        figure={t("directory.figure", { count: items.length })}
        aside={<span className="q hide-s">{t("directory.lead")}</span>}
      >
        <AchievementFilters filter={filter} options={options} />
        {items.length === 0 ? <p className="empty">{t("directory.empty")}</p> : <AchievementList items={items} />}
      </Section>
    </PageFrame>
  );
}

export function ErrorBoundary() {
  return <PageError />;
}
