import { copyNames, copyOwnData } from "#server/accounts/own-data.ts";
import { attachment } from "#server/core/attachment.ts";
import { zipTexts } from "#server/core/zip.ts";
import { answerPage } from "#server/http/request-context.ts";
import type { Route } from "./+types/account-data-copy";

/** The copy as a file. The ticket comes from the page that asked for the password. */
export function loader({ request, context }: Route.LoaderArgs) {
  return answerPage(context, async (ctx) => {
    const files = await copyOwnData(ctx, new URL(request.url).searchParams.get("ticket") ?? "");
    const now = ctx.clock.now();
    const { plain, full } = copyNames(now);
    return attachment(zipTexts(files, now), "application/zip", plain, full);
  });
}
