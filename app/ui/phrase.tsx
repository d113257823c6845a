const PHRASE = /[^，。；：、]+[，。；：、]?[”』」》）]*/g;

/** A Chinese heading whose phrases are not cut: line breaks come only after punctuation. */
export function Phrases({ text }: { text: string }) {
  const phrases = [...text.matchAll(PHRASE)];
  if (phrases.length < 2 || !/[\u4e00-\u9fff]/.test(text)) return <>{text}</>;
  return phrases.map((phrase) => (
    <span className="ph" key={phrase.index}>
      {phrase[0]}
    </span>
  ));
}
