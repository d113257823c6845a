import type { EnrolmentView } from "./enrolment-view.server.ts";
import { useAccessText } from "./step-page.tsx";
import styles from "./step-page.module.css";

/** The secret as a picture and as text, with what to do in order. */
export function FactorSetup({ enrolment }: { enrolment: EnrolmentView }) {
  const { enrol } = useAccessText();
  const { size, path } = enrolment.picture;
  return (
    <>
      <ol className={styles["steps"]}>
        <li>{enrol.steps.app}</li>
        <li>{enrol.steps.scan}</li>
        <li>{enrol.steps.code}</li>
      </ol>
      <div className={styles["setup"]}>
        <svg className={styles["qr"]} viewBox={`0 0 ${size} ${size}`} role="img" aria-label={enrol.picture} shapeRendering="crispEdges">
          <path d={path} fill="currentColor" />
        </svg>
        <dl>
          <dt>{enrol.account}</dt>
          <dd>{enrolment.login}</dd>
          <dt>{enrol.key}</dt>
          <dd className="mono" data-testid="factor-key">
            {enrolment.key}
          </dd>
        </dl>
      </div>
    </>
  );
}
