import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { type Administrator, administratorRoutes } from "@rollcall/admin-api/administrators.ts";
import { useState } from "react";
import { useChange } from "../../api/use-change.ts";
import { ConfirmByName } from "../../components/confirm-by-name.tsx";
import { Refusal } from "../../components/refusal.tsx";
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
    <form
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate({ params: { administratorId: administrator.id }, body: asSent(scope) });
      }}
    >
      <Stack gap="sm">
        <ScopeFields scope={scope} onChange={setScope} />
        <Refusal error={change.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={change.isPending} disabled={!isComplete(scope)}>
            Change role
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function ResetSecondFactor({ administrator, onClose }: OneProps) {
  const reset = useChange(administratorRoutes.removeSecondFactor, { stale: ["administrators"], onDone: onClose });
  return (
    <Stack gap="sm">
      <Text>
        For somebody who lost their phone and their recovery codes: {administrator.name} is signed out everywhere, gets
        in by the password alone from then on, and should turn it on again. Make sure that it is really them who asks.
      </Text>
      <Refusal error={reset.error} />
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button
          color="red"
          loading={reset.isPending}
          onClick={() => reset.mutate({ params: { administratorId: administrator.id } })}
        >
          Reset second factor
        </Button>
      </Group>
    </Stack>
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
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate({ params: { administratorId: administrator.id } })}
    >
      <Text>
        They are signed out at once and do not get in any more. What they changed stays, with their name in the audit
        trail. If the directory holds them as a person, nothing happens there.
      </Text>
    </ConfirmByName>
  );
}
