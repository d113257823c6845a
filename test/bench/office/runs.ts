/** The benches of accounts and imports: each is a script that prints its figures and ends with 1 where a bar is missed. */
import { fileURLToPath } from "node:url";

export const OFFICE_BENCHES = ["import", "sign-in"] as const;
export type OfficeBench = (typeof OFFICE_BENCHES)[number];

const SIZES: Readonly<Record<OfficeBench, { readonly full: number; readonly quick: number }>> = {
  import: { full: 20_000, quick: 300 },
  "sign-in": { full: 200, quick: 2 },
};

/** What Node is started with: the script and its size. */
export function argumentsOf(bench: OfficeBench, quick: boolean): string[] {
  const { full, quick: small } = SIZES[bench];
  return [fileURLToPath(new URL(`./${bench}.ts`, import.meta.url)), String(quick ? small : full)];
}
