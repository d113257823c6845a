/**
 * Chinese message to English one, as gettext has it. A value stands in both as {name}. In the Chinese one {name} is kept as it is (names
 * of objects, what a person typed), {name:list} too but for its commas; {name:number} is a number; {name:text} is itself a message or
 * a label, or a list of them.
 */
export type Messages = Readonly<Record<string, string>>;
