import type { IncomingMessage } from "node:http";
import type { z } from "zod";
import type { Context } from "#server/core/context.ts";
import type { Door } from "#server/http/sign-in.ts";
import type { Asked } from "#server/permissions/entry-points.ts";

/** What a handler gets. `id` is the one object the address names; parents are derived from it (rule R33). */
export interface Call<Body, Query> {
  readonly ctx: Context;
  readonly id: string;
  readonly body: Body;
  readonly query: Query;
  readonly req: IncomingMessage;
  readonly door: Door;
  setCookie(value: string): void;
}

export interface Operation {
  readonly method: "get" | "post" | "delete";
  /** Below /api/v1, with `{id}` for the one parameter. */
  readonly path: string;
  readonly summary: string;
  /** What is asked before it answers, as listed among the entry points. */
  readonly asks: Asked;
  /** What a personal access token must allow; null: no token ever. */
  readonly scope: "read" | "write" | null;
  readonly status: 200 | 201 | 204;
  readonly body: z.ZodType | null;
  readonly query: z.ZodObject | null;
  readonly answer: z.ZodType | null;
  readonly handle: (call: Call<unknown, unknown>) => Promise<unknown>;
}

interface Definition<Body extends z.ZodType | null, Query extends z.ZodObject | null, Answer extends z.ZodType | null> {
  readonly method: Operation["method"];
  readonly path: string;
  readonly summary: string;
  readonly asks: Asked;
  /** Where it is not "read" for get and "write" for the others. */
  readonly scope?: Operation["scope"];
  readonly status?: Operation["status"];
  readonly body?: Body;
  readonly query?: Query;
  readonly answer?: Answer;
  readonly handle: (
    call: Call<Body extends z.ZodType ? z.output<Body> : null, Query extends z.ZodObject ? z.output<Query> : null>,
  ) => Promise<Answer extends z.ZodType ? z.input<Answer> : undefined>;
}

/** One entry of the API: its shapes tie what the handler gets and gives. */
export function operation<
  Body extends z.ZodType | null = null,
  Query extends z.ZodObject | null = null,
  Answer extends z.ZodType | null = null,
>(definition: Definition<Body, Query, Answer>): Operation {
  const { status = 200, body = null, query = null, answer = null, handle, ...rest } = definition;
  const scope = definition.scope === undefined ? (definition.method === "get" ? "read" : "write") : definition.scope;
  // The router parses body and query by these very schemas before it calls.
  return { ...rest, scope, status, body, query, answer, handle: handle as Operation["handle"] };
}
