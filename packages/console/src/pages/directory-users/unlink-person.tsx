import { Modal, Text, Textarea } from "@mantine/core";
import type { DirectoryUserLink } from "@rollcall/admin-api/directory-users.ts";
import { linkRoutes } from "@rollcall/admin-api/links.ts";
import { useState } from "react";
import { useChange } from "../../api/use-change.ts";
import { AskForm } from "../../components/ask-form.tsx";

interface Props {
  readonly link: DirectoryUserLink;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Says that a resource is not this person. */
export function UnlinkPerson({ link, opened, onClose }: Props) {
  const [reason, setReason] = useState("");
  const unlink = useChange(linkRoutes.unlinkPerson, {
    stale: ["directory-users", "directory-groups", "conflicts", "overview"],
    onDone: onClose,
  });
  const params = { sourceApplicationId: link.sourceApplicationId, linkedScimId: link.scimId };
  return (
    <Modal opened={opened} onClose={onClose} title={`Unlink the resource of ${link.sourceApplicationName}?`}>
      <AskForm
        verb="Unlink"
        danger
        change={unlink}
        ready={reason.trim() !== ""}
        onSubmit={() => unlink.mutate({ params, body: { reason: reason.trim() } })}
        onClose={onClose}
      >
        <Text size="sm">
          The values and memberships that it gave this person end. The resource stays as the source wrote it and waits
          as a conflict until somebody decides whom it concerns.
          {link.owning && " It drives the status of this person: without it no source does."}
        </Text>
        <Textarea
          label="Reason"
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          autosize
          minRows={2}
          maxLength={1_000}
          required
          data-autofocus
        />
      </AskForm>
    </Modal>
  );
}
