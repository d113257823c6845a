import { index, layout, route, type RouteConfig } from "@react-router/dev/routes";

export default [
  route("sign-in", "routes/sign-in.tsx"),
  route("sign-out", "routes/sign-out.ts"),
  route("preferences", "routes/preferences.ts"),
  layout("routes/shell.tsx", [
    index("routes/home.tsx"),
    route("workspaces", "routes/workspaces.tsx"),
    route("workspaces/:workspaceId", "routes/workspace.tsx", [
      index("routes/workspace-overview.tsx"),
      route("members", "routes/workspace-members.tsx"),
      route("plans", "routes/workspace-plans.tsx"),
      route("plans/:documentId", "routes/workspace-plan.tsx"),
      route("plans/:documentId/versions/:versionId", "routes/workspace-plan-version.tsx"),
    ]),
    route("achievements", "routes/achievements.tsx"),
    route("achievements/:achievementId", "routes/achievement.tsx"),
    route("*", "routes/not-found.tsx"),
  ]),
] satisfies RouteConfig;
