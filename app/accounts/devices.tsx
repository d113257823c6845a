import type { SecurityView } from "#server/accounts/own-queries.ts";
import { fill } from "#app/i18n/fill.ts";
import { Moment } from "#app/ui/moment.tsx";
import { Section } from "#app/ui/section.tsx";
import { useAction } from "#app/ui/use-action.ts";
import styles from "./account.module.css";
import { useAccountText } from "./account-frame.tsx";

type Device = SecurityView["devices"][number];

/** Where one is signed in. Ending a session is no loss: one signs in again. */
export function Devices({ devices, now }: { devices: readonly Device[]; now: number }) {
  const { security: text } = useAccountText();
  const { fetcher, busy } = useAction(() => undefined, text.revokeSession);
  return (
    <Section
      title={text.sessions}
      figure={fill(text.sessionsCount, { count: devices.length })}
      aside={
        devices.length > 1 ? (
          <fetcher.Form method="post">
            <button type="submit" className="btn btn-s" name="intent" value="revokeOthers" aria-disabled={busy}>
              {text.revokeOthers}
            </button>
          </fetcher.Form>
        ) : undefined
      }
    >
      <table className={styles["table"]}>
        <thead>
          <tr>
            <th scope="col">{text.device}</th>
            <th scope="col">{text.address}</th>
            <th scope="col">{text.since}</th>
            <th scope="col">{text.active}</th>
            <th scope="col">
              <span className="vh">{text.revoke}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {devices.map((device) => (
            <Row key={device.handle} device={device} now={now}>
              {device.isThis ? (
                <span className="tag">{text.thisOne}</span>
              ) : (
                <fetcher.Form method="post">
                  <input type="hidden" name="handle" value={device.handle} />
                  <button
                    type="submit"
                    className="btn btn-s btn-t"
                    name="intent"
                    value="revoke"
                    aria-disabled={busy}
                    aria-label={fill(text.revokeOf, { device: nameOf(device, text) })}
                  >
                    {text.revoke}
                  </button>
                </fetcher.Form>
              )}
            </Row>
          ))}
        </tbody>
      </table>
      {devices.length === 1 && <p className={`s q ${styles["text"] ?? ""}`}>{text.onlyThis}</p>}
    </Section>
  );
}

function Row({ device, now, children }: { device: Device; now: number; children: React.ReactNode }) {
  const { security: text } = useAccountText();
  return (
    <tr>
      <th scope="row">{nameOf(device, text)}</th>
      <td className="mono s">{device.address}</td>
      <td className="s q nw">
        <span className="only-s">{text.since} </span>
        <Moment at={device.since} now={now} />
      </td>
      <td className="s q nw">
        <span className="only-s">{text.active} </span>
        <Moment at={device.lastActive} now={now} />
      </td>
      <td className={styles["act"]}>{children}</td>
    </tr>
  );
}

function nameOf({ browser, system }: Device, text: { unknownBrowser: string; unknownSystem: string; script: string }): string {
  if (browser === null && system === null) return text.script;
  return `${browser ?? text.unknownBrowser} · ${system ?? text.unknownSystem}`;
}
