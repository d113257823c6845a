import { useEffect, useState } from "react";
import type { SearchAnswer } from "#server/search/queries.ts";

/** Typing is over for this long before the server is asked, ms. */
const PAUSE = 90;

interface Suggestion {
  readonly answer: SearchAnswer;
  readonly may: { readonly createWorkspace: boolean; readonly manage: boolean };
}

interface Suggested {
  /** The newest answer, which may be for what was typed before. */
  readonly suggestion: Suggestion | null;
  /** The answer is for what stands in the field now. */
  readonly settled: boolean;
  readonly failed: boolean;
}

/** Asks while somebody types; an answer that was overtaken is dropped. */
export function useSuggest(query: string, paused: boolean): Suggested {
  const [state, setState] = useState<{ asked: string; suggestion: Suggestion | null; failed: boolean } | null>(null);
  useEffect(() => {
    if (paused) return undefined;
    const controller = new AbortController();
    const timer = setTimeout(
      () => {
        void ask(query, controller.signal).then(
          (suggestion) => setState({ asked: query, suggestion, failed: false }),
          () => {
            if (!controller.signal.aborted) setState((was) => ({ asked: query, suggestion: was?.suggestion ?? null, failed: true }));
          },
        );
      },
      query === "" ? 0 : PAUSE,
    );
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [query, paused]);
  return { suggestion: state?.suggestion ?? null, settled: state?.asked === query && !state.failed, failed: state?.failed ?? false };
}

async function ask(query: string, signal: AbortSignal): Promise<Suggestion> {
  const response = await fetch(`/search/suggest?q=${encodeURIComponent(query)}`, { signal, headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(`search answered ${response.status}`);
  // Our own route, whose loader gives exactly this.
  return (await response.json()) as Suggestion;
}
