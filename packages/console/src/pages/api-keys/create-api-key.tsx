import { Button, Group, Radio, Stack, Text, TextInput } from "@mantine/core";
import { apiKeyRoutes, type Role } from "@rollcall/admin-api/api-keys.ts";
import { useState } from "react";
import { useOrganization } from "../../api/organization.ts";
import { useMe } from "../../api/session.ts";
import { useChange } from "../../api/use-change.ts";
import { AskForm } from "../../components/ask-form.tsx";
import { CopyValue } from "../../components/copy-value.tsx";
import { roles } from "../../components/roles.ts";

/** Makes an API key, and shows it this once. */
export function CreateApiKey({ onClose }: { readonly onClose: () => void }) {
  const { id, name: organizationName } = useOrganization();
  const { wholeInstallation } = useMe();
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("auditor");
  const [everywhere, setEverywhere] = useState(false);
  const create = useChange(apiKeyRoutes.createApiKey, { stale: ["api-keys"] });
  if (create.data !== undefined) {
    return (
      <Stack gap="sm">
        <Text>
          This is the key of <strong>{create.data.name}</strong>. You will not see it again; you can always create
          another.
        </Text>
        <CopyValue value={create.data.apiKey} label="API key" boxed />
        <Group justify="flex-end">
          <Button onClick={onClose}>Done</Button>
        </Group>
      </Stack>
    );
  }
  return (
    <AskForm
      verb="Create API key"
      change={create}
      ready={name.trim() !== ""}
      onSubmit={() => create.mutate({ body: { name: name.trim(), role, organizationId: everywhere ? null : id } })}
      onClose={onClose}
    >
      <TextInput
        label="Name"
        description="What uses it: it stands beside what the program changes."
        placeholder="Nightly export"
        maxLength={200}
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Radio.Group label="Role" value={role} onChange={setRole}>
        <Stack gap="xs" mt={6}>
          {roles.toReversed().map(({ value, label, may }) => (
            <Radio key={value} value={value} label={label} description={may} />
          ))}
        </Stack>
      </Radio.Group>
      {wholeInstallation && (
        <Radio.Group
          label="For"
          value={everywhere ? "everywhere" : "here"}
          onChange={(value) => setEverywhere(value === "everywhere")}
        >
          <Stack gap="xs" mt={6}>
            <Radio value="here" label={`${organizationName} only`} />
            <Radio value="everywhere" label="All organizations, those to come included" />
          </Stack>
        </Radio.Group>
      )}
    </AskForm>
  );
}
