import { useEffect, useRef, useState } from "react";
import type { PresentPerson } from "#server/realtime/contract.ts";

/** Name of the person who came last while the page was open; nobody at first. */
export function useArrival(people: readonly PresentPerson[] | null): string | null {
  const known = useRef<ReadonlySet<string> | null>(null);
  const [arrived, setArrived] = useState<string | null>(null);
  useEffect(() => {
    if (people === null) return;
    const before = known.current;
    known.current = new Set(people.map((person) => person.personId));
    const newcomer = before && people.find((person) => !before.has(person.personId));
    if (newcomer) setArrived(newcomer.name);
  }, [people]);
  return arrived;
}
