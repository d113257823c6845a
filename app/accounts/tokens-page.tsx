import { lazy, useState } from "react";
import type { AccessTokenView } from "#server/accounts/access-tokens.ts";
import { fill } from "#app/i18n/fill.ts";
import { tokens as en } from "#app/i18n/en/tokens.ts";
import { useFeatureText } from "#app/i18n/use-feature-text.ts";
import { tokens as zh } from "#app/i18n/zh/tokens.ts";
import { ConfirmDialog } from "#app/ui/confirm-dialog.tsx";
import { DialogSlot } from "#app/ui/dialog-slot.tsx";
import { Day } from "#app/ui/moment.tsx";
import { Section } from "#app/ui/section.tsx";
import { AccountFrame } from "./account-frame.tsx";
import styles from "./account.module.css";

const CreateTokenDialog = lazy(() => import("./create-token-dialog.tsx").then(({ CreateTokenDialog: Dialog }) => ({ default: Dialog })));

interface Props {
  readonly tokens: readonly AccessTokenView[];
  readonly maxDays: number;
}

export function TokensPage({ tokens, maxDays }: Props) {
  const text = useFeatureText({ zh, en });
  const [creating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<AccessTokenView | null>(null);
  const valid = tokens.filter(({ state }) => state === "active").length;
  return (
    <AccountFrame title={text.title}>
      <div className={styles["page"]}>
        <h1>{text.title}</h1>
        <Section
          title={text.list}
          figure={fill(text.figure, { count: valid })}
          aside={
            <button type="button" className="btn btn-s" onClick={() => setCreating(true)}>
              {text.create}
            </button>
          }
        >
          <p className={styles["text"]}>{text.lead}</p>
          {tokens.length === 0 ? <p className="empty">{text.empty}</p> : <TokenTable tokens={tokens} onRevoke={setRevoking} />}
        </Section>
      </div>
      <DialogSlot open={creating}>
        <CreateTokenDialog maxDays={maxDays} onClose={() => setCreating(false)} />
      </DialogSlot>
      <DialogSlot open={revoking !== null}>
        {revoking && (
          <ConfirmDialog
            title={text.revokeTitle}
            text={fill(text.revokeText, { name: revoking.name, hint: revoking.hint })}
            submit={text.revokeSubmit}
            intent="revoke"
            values={{ id: revoking.id }}
            onClose={() => setRevoking(null)}
          />
        )}
      </DialogSlot>
    </AccountFrame>
  );
}

function TokenTable({ tokens, onRevoke }: { tokens: readonly AccessTokenView[]; onRevoke: (token: AccessTokenView) => void }) {
  const text = useFeatureText({ zh, en });
  return (
    <table className={styles["table"]}>
      <thead>
        <tr>
          <th scope="col">{text.column.name}</th>
          <th scope="col">{text.column.scopes}</th>
          <th scope="col">{text.column.used}</th>
          <th scope="col">{text.column.expires}</th>
          <th scope="col">
            <span className="vh">{text.column.action}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {tokens.map((token) => (
          <tr key={token.id}>
            <th scope="row">
              {token.name} <span className="q s mono">…{token.hint}</span>
            </th>
            <td>{text.scope[token.scopes.includes("write") ? "write" : "read"]}</td>
            <td className="s q">
              {token.lastUsedAt === null ? (
                text.never
              ) : (
                <>
                  <Day at={token.lastUsedAt} withTime /> {fill(text.from, { address: token.lastUsedAddress })}
                </>
              )}
            </td>
            <td className="nw">
              <Day at={token.expiresAt} />
            </td>
            <td className={styles["act"]}>
              {token.state === "active" ? (
                <button
                  type="button"
                  className="btn btn-s btn-t"
                  aria-label={fill(text.revokeOf, { name: token.name })}
                  onClick={() => onRevoke(token)}
                >
                  {text.revoke}
                </button>
              ) : (
                <span className="s q">{text[token.state]}</span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
