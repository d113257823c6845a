import { countValidTokens, findValidToken, insertToken, listTokens, noteTokenUse, revokeToken } from "#db/access-tokens.ts";
import type { AccessTokenId } from "#db/schema-access.ts";
import { inTransaction } from "#db/transaction.ts";
import { recordAudit } from "#server/audit/record.ts";
import type { App, Context, SessionUser, TokenUser } from "#server/core/context.ts";
import { DomainError } from "#server/core/errors.ts";
import { parseInput } from "#server/core/parse.ts";
import { notify } from "#server/notifications/notify.ts";
import { rulesOf } from "./account-rules.ts";
import { TOKENS_MAX, type TokenScope } from "./contract.ts";
import { confirmPassword } from "./own-account.ts";
import type { Accounts } from "./sign-in.ts";
import { accessTokenInput } from "./token-input.ts";
import { hashAccessToken, newAccessToken } from "./token-text.ts";

const DAY = 24 * 3600_000;
/** Ended tokens stay in the list this long, so that one sees what ended. */
const SHOW_ENDED = 30 * DAY;
/** The last use is stored at most this often. */
const NOTE_EVERY = 60_000;

export interface AccessTokenForm {
  readonly name: string;
  readonly scopes: readonly string[];
  readonly days: string | number;
  /** The own password, once more. */
  readonly current: string;
}

/**
 * Makes a token after the own password was confirmed; the text is nowhere but in the answer.
 * @throws DomainError unauthenticated | forbidden (operators, tokens) | invalid | conflict (too many) | as confirmPassword
 */
export async function createAccessToken(
  ctx: Context,
  accounts: Accounts,
  form: AccessTokenForm,
): Promise<{ id: AccessTokenId; token: string }> {
  const { personId } = holderOf(ctx);
  const input = parseInput(accessTokenInput(Math.floor(rulesOf(ctx).tokenMaxLife / DAY)), form);
  if ((await countValidTokens(ctx.db, personId, ctx.clock.now())) >= TOKENS_MAX) throw tooMany();
  await confirmPassword(ctx, accounts, input.current);
  const { token, hash, hint } = newAccessToken();
  // Given here and by the database only.
  const id = ctx.ids.next() as AccessTokenId;
  const now = ctx.clock.now();
  await inTransaction(ctx, async (trx) => {
    // Counted again where no other request can come between.
    if ((await countValidTokens(trx.db, personId, now)) >= TOKENS_MAX) throw tooMany();
    await insertToken(trx.db, {
      id,
      person_id: personId,
      name: input.name,
      token_hash: hash,
      hint,
      scopes: input.scopes.join(" "),
      created_at: now,
      expires_at: now + input.days * DAY,
      last_used_at: null,
      last_used_address: "",
      revoked_at: null,
    });
    await recordAudit(trx, {
      type: "token.created",
      object: { kind: "accessToken", id },
      detail: { name: input.name, scopes: input.scopes, days: input.days },
    });
    // Told to the very person who did it: whoever else sits at the keyboard is found out.
    await notify({ ...trx, user: null }, [personId], "token.created", { tokenId: id });
  });
  return { id, token };
}

/** Ends one of the person's own tokens at once. @throws DomainError unauthenticated | forbidden | notFound */
export async function revokeAccessToken(ctx: Context, id: AccessTokenId): Promise<void> {
  const { personId } = holderOf(ctx);
  await inTransaction(ctx, async (trx) => {
    const name = await revokeToken(trx.db, personId, id, trx.clock.now());
    if (name === undefined) throw new DomainError("notFound", { message: "没有这个令牌，或它已撤销。" });
    await recordAudit(trx, { type: "token.revoked", object: { kind: "accessToken", id }, detail: { name } });
  });
}

/** The person's tokens without their text: valid ones, and those that ended within a month. @throws DomainError unauthenticated | forbidden */
export async function listAccessTokens(ctx: Context) {
  const { personId } = holderOf(ctx);
  const now = ctx.clock.now();
  const rows = await listTokens(ctx.db, personId, now - SHOW_ENDED);
  const tokens = rows.map(({ scopes, revokedAt, ...row }) => ({
    ...row,
    // Written by createAccessToken alone.
    scopes: scopes.split(" ") as TokenScope[],
    state: revokedAt !== null ? ("revoked" as const) : row.expiresAt <= now ? ("expired" as const) : ("active" as const),
  }));
  const maxDays = Math.floor(rulesOf(ctx).tokenMaxLife / DAY);
  return { tokens: [...tokens.filter(({ state }) => state === "active"), ...tokens.filter(({ state }) => state !== "active")], maxDays };
}

export type AccessTokenView = Awaited<ReturnType<typeof listAccessTokens>>["tokens"][number];

/** The person behind a personal access token, cut down to its scopes, or null: unknown, expired, revoked, or the person may not sign in. */
export async function resolveAccessToken(app: App, token: string, address: string): Promise<TokenUser | null> {
  const hash = hashAccessToken(token);
  if (hash === null) return null;
  const now = app.clock.now();
  const found = await findValidToken(app.db, hash, now);
  // An operator's token would be a duty without a second factor.
  if (!found || found.duty !== null) return null;
  const { tokenId, scopes, lastUsedAt, personId, login, displayName, mark } = found;
  if (lastUsedAt === null || now - lastUsedAt >= NOTE_EVERY) await noteTokenUse(app.db, tokenId, now, address, now - NOTE_EVERY);
  return { via: "token", tokenId, scopes: scopes.split(" "), personId, login, displayName, mark, hat: null, duty: null };
}

/** Tokens are made by people at a page, for their own business rights. */
function holderOf(ctx: Context): SessionUser {
  if (!ctx.user) throw new DomainError("unauthenticated");
  if (ctx.user.via !== "session") throw new DomainError("forbidden", { message: "访问令牌不能用于管理账号。" });
  if (ctx.user.duty !== null) throw new DomainError("forbidden", { message: "运行人员账号不能建立访问令牌。" });
  return ctx.user;
}

function tooMany(): DomainError {
  return new DomainError("conflict", { message: `最多 ${TOKENS_MAX} 个有效令牌，请先撤销不用的。` });
}
