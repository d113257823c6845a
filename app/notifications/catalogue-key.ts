type Key<Type extends string> = Type extends `${infer Object}.${infer Act}` ? `${Object}${Capitalize<Act>}` : Type;

/** "member.added" as the catalogue has it, whose keys hold no dots: memberAdded. */
export function catalogueKey<Type extends string>(type: Type): Key<Type> {
  // The type says what the replacement does.
  return type.replace(/\.(.)/, (_, first: string) => first.toUpperCase()) as Key<Type>;
}
