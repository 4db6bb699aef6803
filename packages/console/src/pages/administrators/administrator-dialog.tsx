import { Modal, Text } from "@mantine/core";
import { type Administrator, administratorRoutes } from "@rollcall/admin-api/administrators.ts";
import { useState } from "react";
import { useChange } from "../../api/use-change.ts";
import { AskForm } from "../../components/ask-form.tsx";
import { ConfirmByName } from "../../components/confirm-by-name.tsx";
import { asSent, isComplete, type Scope, ScopeFields } from "./scope-fields.tsx";

/** What somebody wants to do with an administrator. */
export interface Asked {
  readonly what: "scope" | "second-factor" | "remove";
  readonly administrator: Administrator;
}

interface Props {
  readonly asked: Asked | undefined;
  readonly onClose: () => void;
}

interface OneProps {
  readonly administrator: Administrator;
  readonly onClose: () => void;
}

/** Changes an administrator's role, resets their second factor, or removes them. */
export function AdministratorDialog({ asked, onClose }: Props) {
  const name = asked?.administrator.name ?? "";
  return (
    <>
      <Modal opened={asked?.what === "scope"} onClose={onClose} title={`Role of ${name}`}>
        {asked?.what === "scope" && <ChangeScope administrator={asked.administrator} onClose={onClose} />}
      </Modal>
      <Modal opened={asked?.what === "second-factor"} onClose={onClose} title={`Second factor of ${name}`}>
        {asked?.what === "second-factor" && <ResetSecondFactor administrator={asked.administrator} onClose={onClose} />}
      </Modal>
      {asked?.what === "remove" && <Remove administrator={asked.administrator} onClose={onClose} />}
    </>
  );
}

function ChangeScope({ administrator, onClose }: OneProps) {
  const [scope, setScope] = useState<Scope>({
    role: administrator.role,
    wholeInstallation: administrator.wholeInstallation && administrator.role !== "owner",
    organizationIds: administrator.organizations.map(({ id }) => id),
  });
  const change = useChange(administratorRoutes.changeAdministrator, { stale: ["administrators"], onDone: onClose });
  return (
    <AskForm
      verb="Change role"
      change={change}
      ready={isComplete(scope)}
      onSubmit={() => change.mutate({ params: { administratorId: administrator.id }, body: asSent(scope) })}
      onClose={onClose}
    >
      <ScopeFields scope={scope} onChange={setScope} />
    </AskForm>
  );
}

function ResetSecondFactor({ administrator, onClose }: OneProps) {
  const reset = useChange(administratorRoutes.removeSecondFactor, { stale: ["administrators"], onDone: onClose });
  return (
    <AskForm
      verb="Reset second factor"
      danger
      change={reset}
      onSubmit={() => reset.mutate({ params: { administratorId: administrator.id } })}
      onClose={onClose}
    >
      <Text>
        For somebody who lost their phone and their recovery codes: {administrator.name} is signed out everywhere, gets
        in by the password alone from then on, and should turn it on again. Make sure that it is really them who asks.
      </Text>
    </AskForm>
  );
}

function Remove({ administrator, onClose }: OneProps) {
  const remove = useChange(administratorRoutes.removeAdministrator, { stale: ["administrators"], onDone: onClose });
  return (
    <ConfirmByName
      opened
      onClose={onClose}
      title={`Remove ${administrator.name}`}
      name={administrator.email}
      verb="Remove administrator"
      change={remove}
      onConfirm={() => remove.mutate({ params: { administratorId: administrator.id } })}
    >
      <Text>
        They are signed out at once and do not get in any more. What they changed stays, with their name in the audit
        trail. If the directory holds them as a person, nothing happens there.
      </Text>
    </ConfirmByName>
  );
}
