import { type ReactNode, useState } from "react";
import { AskForm } from "../../components/ask-form.tsx";
import { CurrentPassword } from "./current-password.tsx";

interface Props {
  /** What happens then. */
  readonly children: ReactNode;
  readonly verb: string;
  readonly danger?: boolean;
  readonly change: { readonly isPending: boolean; readonly error: unknown };
  readonly onClose: () => void;
  readonly onConfirm: (currentPassword: string) => void;
}

/** Asks for the password before something of the sign-in changes. */
export function WithPassword({ children, verb, danger = false, change, onClose, onConfirm }: Props) {
  const [password, setPassword] = useState("");
  return (
    <AskForm
      verb={verb}
      danger={danger}
      change={change}
      ready={password !== ""}
      onSubmit={() => onConfirm(password)}
      onClose={onClose}
    >
      {children}
      <CurrentPassword data-autofocus value={password} onChange={(event) => setPassword(event.currentTarget.value)} />
    </AskForm>
  );
}
