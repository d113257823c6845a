import { useOrganisationsText } from "./use-organisations-text.ts";
import picker from "./unit-picker.module.css";

interface Found {
  readonly personId: string;
  readonly organisationId: string;
  readonly name: string;
  readonly unit: string;
}

/** People found while typing, each in a unit; the one pressed is handed over. Undefined: nothing was looked for. */
export function FoundPeople<Person extends Found>({
  people,
  onPick,
}: {
  people: readonly Person[] | undefined;
  onPick: (person: Person) => void;
}) {
  const text = useOrganisationsText();
  return (
    <div role="status" className={picker["results"]}>
      {people?.length === 0 && <p className="s q">{text.memberNobody}</p>}
      {people && people.length > 0 && (
        <ul>
          {people.map((person) => (
            <li key={`${person.personId} ${person.organisationId}`}>
              <button type="button" onClick={() => onPick(person)}>
                <b>{person.name}</b>
                <span className="s q">{person.unit}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
