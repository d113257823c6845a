import { fill } from "#app/i18n/fill.ts";
import { useAccessText } from "./step-page.tsx";
import styles from "./step-page.module.css";

/** The codes, this once; the file is made in the browser and never asked for again. */
export function RecoveryCodes({ codes, login }: { codes: readonly string[]; login: string }) {
  const { enrol } = useAccessText();
  const save = () => {
    const content = [fill(enrol.fileHead, { login }), "", ...codes, ""].join("\r\n");
    const address = URL.createObjectURL(new Blob([`\ufeff${content}`], { type: "text/plain;charset=utf-8" }));
    const link = Object.assign(document.createElement("a"), { href: address, download: `${enrol.fileName}-${login}.txt` });
    link.click();
    URL.revokeObjectURL(address);
  };
  return (
    <>
      <p>{enrol.codesLead}</p>
      <ul className={styles["codes"]} aria-label={enrol.codesTitle}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <p>
        <button type="button" className="btn" onClick={save}>
          {enrol.download}
        </button>
      </p>
    </>
  );
}
