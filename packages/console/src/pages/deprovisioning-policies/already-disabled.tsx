import { Button, Modal, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { type DeprovisioningPolicy, deprovisioningPolicyRoutes } from "@rollcall/admin-api/deprovisioning-policies.ts";
import { useSourceApplication } from "../../api/source-application.ts";
import { useMayChange } from "../../api/session.ts";
import { useChange } from "../../api/use-change.ts";
import { AskForm } from "../../components/ask-form.tsx";
import { Card } from "../../components/card.tsx";

interface Props {
  readonly policy: DeprovisioningPolicy;
  readonly disabledBySource: number;
}

/** Those whom the source deactivated before the switch went on stay as they are, unless it is applied to them. */
export function AlreadyDisabled({ policy, disabledBySource: count }: Props) {
  const { id } = useSourceApplication();
  const mayChange = useMayChange();
  const [asking, { open, close }] = useDisclosure(false);
  const apply = useChange(deprovisioningPolicyRoutes.applyDeprovisioningPolicy, {
    onDone: ({ binned }) => {
      close();
      notifications.show({
        message: binned === 1 ? "1 person is in the recycle bin" : `${binned} people are in the recycle bin`,
      });
    },
  });
  if (!policy.deleteDeactivatedUsers || count === 0) return null;
  const people = count === 1 ? "1 person" : `${count.toLocaleString("en")} people`;
  return (
    <Card
      title={`${count.toLocaleString("en")} already disabled ${count === 1 ? "stays" : "stay"} as they are`}
      lead="The source deactivated them before the switch was on."
      actions={
        mayChange && (
          <Button variant="default" onClick={open}>
            Apply to them
          </Button>
        )
      }
    >
      <Text size="sm">Applying it moves {people} to the recycle bin, where they can be restored.</Text>
      <Modal opened={asking} onClose={close} title={`Move ${people} to the recycle bin?`}>
        <AskForm
          verb={`Move ${people}`}
          danger
          change={apply}
          onSubmit={() => apply.mutate({ params: { sourceApplicationId: id } })}
          onClose={close}
        >
          <Text size="sm">
            They are disabled already, so nobody loses access. They leave the directory's lists until somebody restores
            them.
          </Text>
        </AskForm>
      </Modal>
    </Card>
  );
}
