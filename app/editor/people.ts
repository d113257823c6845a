import { useEffect, useState } from "react";
import type { CollabProvider } from "#app/collab/provider.ts";
import { userOf } from "./carets.ts";

export interface PersonHere {
  readonly key: string;
  readonly name: string;
  readonly unit: string;
  readonly side: string;
  /** One character for the badge. */
  readonly mark: string;
  readonly own: boolean;
}

/** Who has the document open, each person once, holder first. */
export function peopleHere(provider: CollabProvider): PersonHere[] {
  const people = new Map<string, PersonHere>();
  for (const [client, state] of provider.awareness.getStates()) {
    const user = userOf(state);
    if (user === null) continue;
    const key = `${user.side}/${user.unit}/${user.name}`;
    const own = client === provider.awareness.clientID;
    if (own || !people.has(key)) people.set(key, { ...user, key, own, mark: user.mark || ([...user.name][0] ?? "·") });
  }
  const rank = (side: string) => ["holder", "applicant", "alliance"].indexOf(side) + 1 || 9;
  return [...people.values()].sort((a, b) => rank(a.side) - rank(b.side) || a.name.localeCompare(b.name, "zh"));
}

export function usePeople(provider: CollabProvider): readonly PersonHere[] {
  const [people, setPeople] = useState<readonly PersonHere[]>([]);
  useEffect(() => {
    const follow = () => {
      const next = peopleHere(provider);
      // Carets move ten times a second; faces rarely change.
      setPeople((now) => (now.map((p) => p.key).join() === next.map((p) => p.key).join() ? now : next));
    };
    follow();
    provider.awareness.on("change", follow);
    return () => provider.awareness.off("change", follow);
  }, [provider]);
  return people;
}
