import { Modal, Text } from "@mantine/core";
import { type DirectoryAttribute, directoryAttributeRoutes } from "@rollcall/admin-api/directory-attributes.ts";
import { useOrganization } from "../../api/organization.ts";
import { useChange } from "../../api/use-change.ts";
import { ConfirmByName } from "../../components/confirm-by-name.tsx";
import { CreateAttribute } from "../../components/create-attribute.tsx";
import { RelabelAttribute } from "./relabel-attribute.tsx";

/** What somebody wants to do. */
export type Asked =
  | { readonly what: "create" }
  | { readonly what: "relabel" | "delete"; readonly attribute: DirectoryAttribute };

interface Props {
  readonly asked: Asked | undefined;
  readonly onClose: () => void;
}

/** Creates, relabels or deletes a custom attribute. */
export function AttributeDialog({ asked, onClose }: Props) {
  return (
    <>
      <Modal opened={asked?.what === "create"} onClose={onClose} title="Create attribute">
        <CreateAttribute onClose={onClose} />
      </Modal>
      <Modal opened={asked?.what === "relabel"} onClose={onClose} title="Change label">
        {asked?.what === "relabel" && <RelabelAttribute attribute={asked.attribute} onClose={onClose} />}
      </Modal>
      {asked?.what === "delete" && <DeleteAttribute attribute={asked.attribute} onClose={onClose} />}
    </>
  );
}

function DeleteAttribute({ attribute, onClose }: { attribute: DirectoryAttribute; onClose: () => void }) {
  const { id } = useOrganization();
  const remove = useChange(directoryAttributeRoutes.deleteDirectoryAttribute, { onDone: onClose });
  return (
    <ConfirmByName
      opened
      onClose={onClose}
      title={`Delete ${attribute.label}`}
      name={attribute.name}
      verb="Delete attribute"
      change={remove}
      onConfirm={() => remove.mutate({ params: { organizationId: id, directoryAttributeName: attribute.name } })}
    >
      <Text>
        People lose the value as they are written next; nothing else of them changes. It goes only when no mapping fills
        it.
      </Text>
    </ConfirmByName>
  );
}
