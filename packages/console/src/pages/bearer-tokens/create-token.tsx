import { Modal, Select, TextInput } from "@mantine/core";
import { bearerTokenRoutes } from "@rollcall/admin-api/bearer-tokens.ts";
import type { SourceApplication } from "@rollcall/admin-api/source-applications.ts";
import { useState } from "react";
import { rememberShownToken } from "../../api/shown-tokens.ts";
import { useChange } from "../../api/use-change.ts";
import { AskForm } from "../../components/ask-form.tsx";

interface Props {
  readonly application: SourceApplication;
  readonly opened: boolean;
  readonly onClose: () => void;
}

const dayMilliseconds = 86_400_000;
const lifetimes = [
  { value: "", label: "Never" },
  { value: "30", label: "In 30 days" },
  { value: "90", label: "In 90 days" },
  { value: "180", label: "In 180 days" },
  { value: "365", label: "In a year" },
] as const;

/** Asks for a name and an end, and shows the new token in its field. Those that exist stay in force. */
export function CreateToken({ application, opened, onClose }: Props) {
  const [name, setName] = useState("");
  const [days, setDays] = useState("");
  const create = useChange(bearerTokenRoutes.createBearerToken, {
    stale: ["bearer-tokens", "checklist", "health"],
    onDone: ({ id, bearerToken }) => {
      rememberShownToken(application.id, { id, bearerToken });
      setName("");
      onClose();
    },
  });
  return (
    <Modal opened={opened} onClose={onClose} title="Create token">
      <AskForm
        verb="Create token"
        change={create}
        onSubmit={() => {
          const expiresAt =
            days === "" ? {} : { expiresAt: new Date(Date.now() + Number(days) * dayMilliseconds).toISOString() };
          create.mutate({
            params: { sourceApplicationId: application.id },
            body: { name: name.trim() === "" ? "Token" : name.trim(), ...expiresAt },
          });
        }}
        onClose={onClose}
      >
        <TextInput
          label="Name"
          description="Where it is used, so that you know which one to revoke."
          placeholder="Token"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          maxLength={200}
          data-autofocus
        />
        <Select
          label="Ends"
          description="The tokens that exist stay in force, so that the source can change over."
          data={lifetimes}
          value={days}
          onChange={(value) => setDays(value ?? "")}
          allowDeselect={false}
        />
      </AskForm>
    </Modal>
  );
}
