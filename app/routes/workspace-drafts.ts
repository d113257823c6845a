import type { WorkspaceId } from "#db/schema.ts";
import { DomainError } from "#server/core/errors.ts";
import { answerAction, answerPage } from "#server/http/request-context.ts";
import { authorizeOpenDrafts, closeDrafts, openDrafts } from "#server/workspaces/break-glass.ts";
import { readText } from "#app/shell/form-text.ts";
import type { Route } from "./+types/workspace-drafts";

export function loader({ context }: Route.LoaderArgs) {
  return answerPage(context, () => {
    throw new DomainError("notFound");
  });
}

/** The province opens the live drafts of a workspace for an hour, or closes them early. */
export function action({ params, request, context }: Route.ActionArgs) {
  return answerAction(context, async (ctx) => {
    const form = await request.formData();
    const id = params.workspaceId as WorkspaceId;
    const grant = await authorizeOpenDrafts(ctx, id);
    if (readText(form, "intent") === "close") await closeDrafts(ctx, grant, id);
    else await openDrafts(ctx, grant, id, { reason: readText(form, "reason") });
    return { ok: true } as const;
  });
}
