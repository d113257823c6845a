import { copyNames, copyOwnData } from "#server/accounts/own-data.ts";
import { zipTexts } from "#server/core/zip.ts";
import { answerPage } from "#server/http/request-context.ts";
import type { Route } from "./+types/account-data-copy";

/** The copy as a file. The ticket comes from the page that asked for the password. */
export function loader({ request, context }: Route.LoaderArgs) {
  return answerPage(context, async (ctx) => {
    const files = await copyOwnData(ctx, new URL(request.url).searchParams.get("ticket") ?? "");
    const now = ctx.clock.now();
    const { plain, full } = copyNames(now);
    return new Response(zipTexts(files, now), {
      headers: {
        "Content-Type": "application/zip",
        "Content-Disposition": `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(full)}`,
        "Cache-Control": "no-store",
      },
    });
  });
}
