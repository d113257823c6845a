import type { App, TokenUser } from "#server/core/context.ts";

/** The person behind a personal access token, cut down to its scopes, or null: unknown, expired, revoked, or the person may not sign in. */
export async function resolveAccessToken(_app: App, _token: string, _address: string): Promise<TokenUser | null> {
  return null;
}
