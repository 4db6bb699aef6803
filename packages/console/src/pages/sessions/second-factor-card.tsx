import { Button, Group, Modal, Text } from "@mantine/core";
import { sessionRoutes } from "@rollcall/admin-api/sessions.ts";
import { useState } from "react";
import { useMe } from "../../api/session.ts";
import { useChange } from "../../api/use-change.ts";
import { Card } from "../../components/card.tsx";
import { StateLabel } from "../../components/state-label.tsx";
import { EnrolSecondFactor } from "./enrol-second-factor.tsx";
import { RecoveryCodes } from "./recovery-codes.tsx";
import { WithPassword } from "./with-password.tsx";

type Dialog = "enrol" | "remove" | "renew";

/** Whether the sign-in asks for a code of an authenticator app, and the recovery codes that stand in for it. */
export function SecondFactorCard() {
  const { secondFactor, recoveryCodesLeft } = useMe();
  const [dialog, setDialog] = useState<Dialog>();
  const close = () => setDialog(undefined);
  return (
    <Card
      title="Second factor"
      lead="Beside the password the sign-in asks for a code of an authenticator app."
      actions={
        secondFactor ? <StateLabel meaning="flowing">On</StateLabel> : <StateLabel meaning="attention">Off</StateLabel>
      }
    >
      {secondFactor ? (
        <Group gap="sm">
          <Button variant="default" onClick={() => setDialog("renew")}>
            New recovery codes
          </Button>
          <Button variant="subtle" color="red" onClick={() => setDialog("remove")}>
            Turn off
          </Button>
          <Text size="sm" c={recoveryCodesLeft < 3 ? "var(--attention)" : "dimmed"}>
            {recoveryCodesLeft === 1 ? "1 recovery code is left" : `${recoveryCodesLeft} recovery codes are left`}
          </Text>
        </Group>
      ) : (
        <Button onClick={() => setDialog("enrol")}>Turn on</Button>
      )}
      <Modal opened={dialog === "enrol"} onClose={close} title="Turn on the second factor" closeOnClickOutside={false}>
        <EnrolSecondFactor onClose={close} />
      </Modal>
      <Modal opened={dialog === "renew"} onClose={close} title="New recovery codes" closeOnClickOutside={false}>
        <RenewRecoveryCodes onClose={close} />
      </Modal>
      <Modal opened={dialog === "remove"} onClose={close} title="Turn off the second factor">
        <RemoveSecondFactor onClose={close} />
      </Modal>
    </Card>
  );
}

function RemoveSecondFactor({ onClose }: { readonly onClose: () => void }) {
  const remove = useChange(sessionRoutes.removeOwnSecondFactor, { stale: ["session"], onDone: onClose });
  return (
    <WithPassword
      verb="Turn off"
      danger
      change={remove}
      onClose={onClose}
      onConfirm={(currentPassword) => remove.mutate({ body: { currentPassword } })}
    >
      <Text>From then on your password alone lets you in. The recovery codes are dead.</Text>
    </WithPassword>
  );
}

function RenewRecoveryCodes({ onClose }: { readonly onClose: () => void }) {
  const renew = useChange(sessionRoutes.renewRecoveryCodes, { stale: ["session"] });
  if (renew.data !== undefined) return <RecoveryCodes codes={renew.data.recoveryCodes} onKept={onClose} />;
  return (
    <WithPassword
      verb="Make new codes"
      change={renew}
      onClose={onClose}
      onConfirm={(currentPassword) => renew.mutate({ body: { currentPassword } })}
    >
      <Text>You get ten new recovery codes; those that you have are dead then.</Text>
    </WithPassword>
  );
}
