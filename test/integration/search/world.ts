import { onTestFinished } from "vitest";
import { createIndexer, type Indexer } from "#server/search/indexer.ts";
import { searchAll, type SearchHit } from "#server/search/queries.ts";
import type { SearchGroupName } from "#server/search/contract.ts";
import type { Context } from "#server/core/context.ts";
import { openProvince, type Province } from "#test/support/province.ts";

export interface SearchWorld extends Province {
  readonly indexer: Indexer;
  readonly reports: unknown[];
  /** Ms for which each index transaction held the thread. */
  readonly holds: number[];
}

/** The demo province, indexed. Only inside a test. */
export async function openSearch(): Promise<SearchWorld> {
  const province = await openProvince();
  const reports: unknown[] = [];
  const holds: number[] = [];
  const indexer = createIndexer(province.app, (error) => reports.push(error), { onHold: (ms) => holds.push(ms) });
  onTestFinished(() => indexer.drain());
  await indexer.settle();
  return { ...province, indexer, reports, holds };
}

export async function hitsOf(ctx: Context, query: string, group?: SearchGroupName): Promise<readonly SearchHit[]> {
  const { groups } = await searchAll(ctx, query, { group, limit: 50 });
  return groups.flatMap(({ hits }) => hits);
}

export async function titlesOf(ctx: Context, query: string, group?: SearchGroupName): Promise<string[]> {
  return (await hitsOf(ctx, query, group)).map(({ title }) => title);
}
