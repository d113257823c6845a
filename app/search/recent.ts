/** Pages this tab was on, for the palette. Kept for one person and with the tab only: a shared computer tells the next one nothing. */
const KEY = "gongyan_recent";
const KEEP = 12;

export interface Place {
  readonly path: string;
  readonly title: string;
}

interface Stored {
  readonly person: string;
  readonly places: readonly Place[];
}

export function rememberPlace(person: string, place: Place): void {
  const others = recentPlaces(person).filter(({ path }) => path !== place.path);
  const stored: Stored = { person, places: [place, ...others].slice(0, KEEP) };
  try {
    sessionStorage.setItem(KEY, JSON.stringify(stored));
  } catch {
    // Storage is full or forbidden: the palette then has no recent places.
  }
}

/** The newest first; nothing of anybody else. */
export function recentPlaces(person: string): readonly Place[] {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
    return isStored(stored) && stored.person === person ? stored.places : [];
  } catch {
    // Not ours, or storage is forbidden.
    return [];
  }
}

export function forgetPlaces(): void {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // Where storage is forbidden nothing was kept.
  }
}

function isStored(value: unknown): value is Stored {
  return typeof value === "object" && value !== null && "person" in value && "places" in value && Array.isArray(value.places);
}
