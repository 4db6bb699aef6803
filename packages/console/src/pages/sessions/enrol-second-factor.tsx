import { Text, TextInput } from "@mantine/core";
import { sessionRoutes } from "@rollcall/admin-api/sessions.ts";
import { useState } from "react";
import { useChange } from "../../api/use-change.ts";
import { AskForm } from "../../components/ask-form.tsx";
import { CopyValue } from "../../components/copy-value.tsx";
import { QrCode } from "./qr-code.tsx";
import { RecoveryCodes } from "./recovery-codes.tsx";
import { WithPassword } from "./with-password.tsx";

/** Turns the second factor on: the password, the app, its first code, and the recovery codes. */
export function EnrolSecondFactor({ onClose }: { readonly onClose: () => void }) {
  const enrol = useChange(sessionRoutes.enrolSecondFactor, { stale: [] });
  const confirm = useChange(sessionRoutes.confirmSecondFactor, { stale: ["session"] });
  const [code, setCode] = useState("");
  if (confirm.data !== undefined) return <RecoveryCodes codes={confirm.data.recoveryCodes} onKept={onClose} />;
  if (enrol.data === undefined) {
    return (
      <WithPassword
        verb="Go on"
        change={enrol}
        onClose={onClose}
        onConfirm={(currentPassword) => enrol.mutate({ body: { currentPassword } })}
      >
        <Text>You need an authenticator app on your phone or in your password manager.</Text>
      </WithPassword>
    );
  }
  return (
    <AskForm
      verb="Turn on"
      change={confirm}
      ready={code.trim().length >= 6}
      onSubmit={() => confirm.mutate({ body: { code: code.trim() } })}
      onClose={onClose}
    >
      <Text>Scan this with the app, or type the secret in.</Text>
      <QrCode text={enrol.data.uri} label="QR code of the secret, for the authenticator app" />
      <CopyValue value={enrol.data.secret} label="secret" boxed />
      <TextInput
        label="The code that the app shows"
        placeholder="123456"
        autoFocus
        autoComplete="one-time-code"
        classNames={{ input: "mono" }}
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
    </AskForm>
  );
}
