import { Button, Checkbox, Group, Modal, Select, Stack, Text } from "@mantine/core";
import { type ReceivedAttribute, receivedAttributeRoutes } from "@rollcall/admin-api/received-attributes.ts";
import { useState } from "react";
import { useSourceApplication } from "../../api/source-application.ts";
import { useChange } from "../../api/use-change.ts";
import { Refusal } from "../../components/refusal.tsx";
import type { MappablePath } from "./mapping-draft.ts";

type KeptType = "string" | "boolean" | "decimal";

interface Props {
  readonly received: ReceivedAttribute;
  readonly onClose: () => void;
  /** Called with the path that a rule can read from now on. */
  readonly onKept: (kept: MappablePath) => void;
}

/** Makes an attribute of the application's own extension of what the source sends and nothing keeps. */
export function KeepAttribute({ received, onClose, onKept }: Props) {
  const { id } = useSourceApplication();
  const [type, setType] = useState<KeptType>(
    received.type === null || received.type === "complex" ? "string" : received.type,
  );
  const [multiValued, setMultiValued] = useState(received.multiValued);
  const keep = useChange(receivedAttributeRoutes.keepReceivedAttribute, {
    stale: ["attribute-paths", "received-attributes", "schemas", "resource-types"],
    onDone: ({ path }) => onKept({ path, type, multiValued }),
  });
  return (
    <Modal opened onClose={onClose} title={`Keep ${received.path}`}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          keep.mutate({ params: { sourceApplicationId: id }, body: { path: received.path, type, multiValued } });
        }}
      >
        <Stack gap="sm">
          <Text size="sm">
            No schema of this application has <code>{received.path}</code>, so what arrived was not kept. It becomes an
            attribute of the application’s own extension: from the source’s next write on it is kept, read back, and can
            be mapped.
          </Text>
          <Select
            label="Its values are"
            description="A value of another type is refused from then on."
            allowDeselect={false}
            value={type}
            onChange={(value) => setType(value ?? "string")}
            data={[
              { value: "string", label: "Text" },
              { value: "decimal", label: "Numbers" },
              { value: "boolean", label: "Yes or no" },
            ]}
          />
          <Checkbox
            label="A person may have several"
            checked={multiValued}
            onChange={(event) => setMultiValued(event.currentTarget.checked)}
          />
          <Refusal error={keep.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={keep.isPending} data-autofocus>
              Keep and map
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
