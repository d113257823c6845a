import { useTranslation } from "react-i18next";
import type { AchievementId } from "#db/schema.ts";
import { getAchievement } from "#server/directory/queries.ts";
import { answerPage } from "#server/http/request-context.ts";
import { AchievementPage } from "#app/directory/achievement-page.tsx";
import { PageError } from "#app/shell/page-error.tsx";
import { PageFrame } from "#app/shell/page-frame.tsx";
import type { Route } from "./+types/achievement";

export function loader({ params, context }: Route.LoaderArgs) {
  return answerPage(context, (ctx) => getAchievement(ctx, params.achievementId as AchievementId));
}

export default function Achievement({ loaderData: achievement }: Route.ComponentProps) {
  const { t } = useTranslation();
  return (
    <PageFrame title={achievement.title} crumbs={[{ label: t("directory.title"), to: "/achievements" }, { label: achievement.title }]}>
      <AchievementPage achievement={achievement} />
    </PageFrame>
  );
}

export function ErrorBoundary() {
  return <PageError />;
}
