import { totpCode } from "./totp.ts";
import type { Visitor } from "./visitor.ts";

/** An authenticator with its recovery codes; a code works once, so it remembers the steps it has used. */
export interface Authenticator {
  readonly key: string;
  readonly recoveryCodes: string[];
  lastStep: number;
}

export interface SteppedIn {
  /** A Cookie header value. */
  readonly cookie: string;
  /** Set up on the way or handed in; null where none was asked for. */
  readonly authenticator: Authenticator | null;
  /** Pages of the steps that were taken, in order. */
  readonly steps: readonly string[];
}

const STEP_MS = 30_000;

/** A code the server has not accepted yet, within the one step of grace; beyond that a recovery code. */
export function nextCode(authenticator: Authenticator, now: number = Date.now()): string {
  const current = Math.floor(now / STEP_MS);
  const step = Math.max(authenticator.lastStep + 1, current - 1);
  if (step > current + 1) {
    const code = authenticator.recoveryCodes.shift();
    if (code === undefined) throw new Error("no code left: wait half a minute");
    return code;
  }
  authenticator.lastStep = step;
  return totpCode(authenticator.key, step * STEP_MS);
}

/** Posts a page's form as a browser without scripts would; the cookie of the answer, if any, takes the place of the one sent. */
export async function postForm(
  visitor: Visitor,
  path: string,
  fields: Readonly<Record<string, string>>,
  cookie?: string,
): Promise<{ status: number; location: string | null; cookie: string | undefined; html: string }> {
  const response = await visitor.fetch(path, {
    method: "POST",
    body: new URLSearchParams(fields),
    ...(cookie === undefined ? {} : { cookie }),
  });
  const set = response.headers.getSetCookie()[0]?.split(";")[0];
  return { status: response.status, location: response.headers.get("location"), cookie: set ?? cookie, html: await response.text() };
}

/** Signs in on the pages, through whatever steps the account asks for. @throws when a step is refused, with the page's text */
export async function signInBySteps(
  visitor: Visitor,
  {
    login,
    password,
    newPassword,
    authenticator = null,
  }: { login: string; password: string; newPassword?: string; authenticator?: Authenticator | null },
): Promise<SteppedIn> {
  let held = authenticator;
  let answer = await postForm(visitor, "/sign-in", { login, password });
  const steps: string[] = [];
  for (;;) {
    if (answer.location === null || answer.cookie === undefined) {
      throw new Error(`${steps.at(-1) ?? "/sign-in"} of ${login} answered ${answer.status}: ${textOf(answer.html)}`);
    }
    const step = answer.location;
    if (!step.startsWith("/sign-in/")) return { cookie: answer.cookie, authenticator: held, steps };
    steps.push(step);
    if (step === "/sign-in/password") {
      if (newPassword === undefined) throw new Error(`${login} must change the password and no new one was given`);
      answer = await postForm(visitor, step, { password: newPassword, repeat: newPassword }, answer.cookie);
    } else if (step === "/sign-in/verify") {
      if (held === null) throw new Error(`${login} is asked for a second factor`);
      answer = await postForm(visitor, step, { code: nextCode(held) }, answer.cookie);
    } else {
      held = await enrol(visitor, step, answer.cookie);
      answer = await postForm(visitor, step, { intent: "goOn" }, answer.cookie);
    }
  }
}

async function enrol(visitor: Visitor, step: string, cookie: string): Promise<Authenticator> {
  const page = await (await visitor.fetch(step, { cookie })).text();
  const key = /data-testid="factor-key">([A-Z2-7 ]+)</.exec(page)?.[1];
  if (key === undefined) throw new Error(`no key on ${step}: ${textOf(page)}`);
  const held: Authenticator = { key, recoveryCodes: [], lastStep: 0 };
  const confirmed = await postForm(visitor, step, { intent: "confirm", code: nextCode(held) }, cookie);
  held.recoveryCodes.push(...[...confirmed.html.matchAll(/<li>([a-z2-7]{5}-[a-z2-7]{5})<\/li>/g)].map((match) => match[1] ?? ""));
  if (held.recoveryCodes.length === 0) throw new Error(`no recovery codes on ${step}: ${textOf(confirmed.html)}`);
  return held;
}

function textOf(html: string): string {
  return html
    .replaceAll(/<(script|style)[\s\S]*?<\/\1>/g, "")
    .replaceAll(/<[^>]+>/g, " ")
    .replaceAll(/\s+/g, " ")
    .slice(0, 300);
}
