import { Button, Checkbox, Collapse, Modal, SimpleGrid, TextInput } from "@mantine/core";
import { directoryAttributeRoutes } from "@rollcall/admin-api/directory-attributes.ts";
import { directoryUserRoutes } from "@rollcall/admin-api/directory-users.ts";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useOrganization } from "../../api/organization.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { useChange } from "../../api/use-change.ts";
import { AskForm } from "../../components/ask-form.tsx";
import { Refusal } from "../../components/refusal.tsx";
import { readValue } from "./attribute-value.ts";

const shownFirst = new Set(["userName", "email", "givenName", "familyName", "displayName", "title"]);

interface Props {
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Adds a person by hand: nobody's source writes them. */
export function AddPerson({ opened, onClose }: Props) {
  return (
    <Modal opened={opened} onClose={onClose} title="Add person" size="lg">
      <AddPersonForm onClose={onClose} />
    </Modal>
  );
}

function AddPersonForm({ onClose }: { readonly onClose: () => void }) {
  const { id, slug } = useOrganization();
  const navigate = useNavigate();
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const [enabled, setEnabled] = useState(true);
  const [more, setMore] = useState(false);
  const known = useAnswer(directoryAttributeRoutes.listDirectoryAttributes, { params: { organizationId: id } });
  const attributes = (known.data?.users ?? []).filter(({ name }) => name !== "active");
  const create = useChange(directoryUserRoutes.createDirectoryUser, {
    stale: ["directory-users", "overview"],
    onDone: ({ id: directoryUserId }) =>
      void navigate({ to: "/o/$slug/directory/users/$directoryUserId", params: { slug, directoryUserId } }),
  });
  const field = ({ name, label, type, multiValued }: (typeof attributes)[number]) => (
    <TextInput
      key={name}
      label={label}
      description={multiValued ? "Several values with ; between" : undefined}
      type={name === "email" ? "email" : "text"}
      value={typed[name] ?? ""}
      onChange={(event) => setTyped({ ...typed, [name]: event.currentTarget.value })}
      placeholder={type === "boolean" ? "true or false" : undefined}
      required={name === "userName"}
      data-autofocus={name === "userName" ? true : undefined}
      autoComplete="off"
    />
  );
  const others = attributes.filter(({ name }) => !shownFirst.has(name));
  return (
    <AskForm
      verb="Add person"
      change={create}
      ready={(typed["userName"] ?? "").trim() !== ""}
      onSubmit={() => {
        const values = attributes
          .filter(({ name }) => (typed[name] ?? "").trim() !== "")
          .map((attribute) => [attribute.name, readValue(attribute, typed[attribute.name] ?? "")]);
        create.mutate({ params: { organizationId: id }, body: { attributes: Object.fromEntries(values), enabled } });
      }}
      onClose={onClose}
    >
      <Refusal error={known.error} onRetry={() => void known.refetch()} />
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm" verticalSpacing="sm">
        {attributes.filter(({ name }) => shownFirst.has(name)).map(field)}
      </SimpleGrid>
      {others.length > 0 && (
        <Button
          variant="subtle"
          color="gray"
          w="fit-content"
          aria-expanded={more}
          onClick={() => setMore((before) => !before)}
        >
          {more ? "Fewer attributes" : `${others.length} more attributes`}
        </Button>
      )}
      <Collapse expanded={more} transitionDuration={0}>
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm" verticalSpacing="sm">
          {others.map(field)}
        </SimpleGrid>
      </Collapse>
      <Checkbox
        label="Enabled at once"
        checked={enabled}
        onChange={(event) => setEnabled(event.currentTarget.checked)}
      />
    </AskForm>
  );
}
