import type { Side } from "#db/schema.ts";

const SHAPE: Record<Side, string> = { holder: "h", applicant: "a", alliance: "n", guide: "n" };

/** Colour class of a side's text. */
export const SIDE_TEXT: Record<Side, string> = { holder: "th", applicant: "ta", alliance: "q", guide: "q" };

/** One character in the shape of its side; outlined when the person is not present. Decoration: the name stands beside it. */
export function SideBadge({ side, mark, off = false, title }: { side: Side; mark: string; off?: boolean; title?: string }) {
  const className = `side ${SHAPE[side]}${off ? " off" : ""}`;
  if (title === undefined) {
    return (
      <span className={className} aria-hidden="true">
        {mark}
      </span>
    );
  }
  return (
    <span className={className} role="img" aria-label={title} title={title}>
      {mark}
    </span>
  );
}

/** Badge and name on one line. */
export function Who({ side, mark, name, off = false }: { side: Side; mark: string; name: string; off?: boolean }) {
  return (
    <span className="who">
      <SideBadge side={side} mark={mark} off={off} />
      <span>{name}</span>
    </span>
  );
}
