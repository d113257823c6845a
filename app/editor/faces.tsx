import type { PersonHere } from "./people.ts";
import styles from "./surface.module.css";
import { fill } from "#app/i18n/fill.ts";
import { useEditorText } from "./use-editor-text.ts";

const SHAPE: Readonly<Record<string, string>> = { holder: "h", applicant: "a" };
/** More faces than this become a number. */
const SHOWN = 7;

/** Who is here: a badge in the shape of each person's side, with the name for those who cannot see it. */
export function Faces({ people }: { people: readonly PersonHere[] }) {
  const text = useEditorText();
  return (
    <span className={styles.faces} role="group" aria-label={fill(text.peopleHere, { count: people.length })}>
      {people.slice(0, SHOWN).map((person) => (
        <span
          key={person.key}
          className={`side ${SHAPE[person.side] ?? "n"}`}
          role="img"
          aria-label={person.name}
          title={[person.name, person.unit].filter(Boolean).join("　")}
        >
          {person.mark}
        </span>
      ))}
      {people.length > SHOWN && <span className="num">+{people.length - SHOWN}</span>}
    </span>
  );
}
