import { useEffect, useRef, useState } from "react";
import { useFetcher } from "react-router";
import type { loader } from "#app/routes/experts.tsx";
import { Field } from "#app/ui/field.tsx";
import { FoundPeople } from "./found-people.tsx";
import { useOrganisationsText } from "./use-organisations-text.ts";

const WAIT_MS = 200;

/** Finds a person of the units one manages, by name. */
export function ExpertPerson({ onPick, error }: { onPick: (personId: string) => void; error: string | undefined }) {
  const text = useOrganisationsText();
  const fetcher = useFetcher<typeof loader>();
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const look = (words: string) => {
    clearTimeout(timer.current);
    setTyped(words);
    setChosen(false);
    onPick("");
    timer.current = setTimeout(() => void fetcher.load(`/experts?${new URLSearchParams({ people: words }).toString()}`), WAIT_MS);
  };
  const found = chosen || typed.trim() === "" ? undefined : fetcher.data?.people;
  return (
    <Field label={text.memberPerson} error={error}>
      {(control) => (
        <>
          <input
            {...control}
            type="search"
            className="input"
            autoComplete="off"
            placeholder={text.memberFind}
            value={typed}
            onChange={(event) => look(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === "Enter") event.preventDefault();
            }}
          />
          <FoundPeople
            people={found}
            onPick={({ personId, name, unit }) => {
              setTyped(`${name}　${unit}`);
              setChosen(true);
              onPick(personId);
            }}
          />
        </>
      )}
    </Field>
  );
}
