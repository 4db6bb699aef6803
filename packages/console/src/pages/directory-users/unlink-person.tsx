import { Modal, Text, Textarea } from "@mantine/core";
import { conflictRoutes } from "@rollcall/admin-api/conflicts.ts";
import type { DirectoryUserDetails, DirectoryUserLink } from "@rollcall/admin-api/directory-users.ts";
import { linkRoutes } from "@rollcall/admin-api/links.ts";
import { useState } from "react";
import { client } from "../../api/client.ts";
import { useChange } from "../../api/use-change.ts";
import { AskForm } from "../../components/ask-form.tsx";
import { useOfferUndo } from "../../components/offer-undo.tsx";
import { personName } from "./person-name.ts";

interface Props {
  readonly person: DirectoryUserDetails;
  readonly link: DirectoryUserLink;
  readonly opened: boolean;
  readonly onClose: () => void;
}

const stale = ["directory-users", "directory-groups", "conflicts", "overview"];

/** Says that a resource is not this person. */
export function UnlinkPerson({ person, link, opened, onClose }: Props) {
  const [reason, setReason] = useState("");
  const offerUndo = useOfferUndo();
  const { sourceApplicationId, scimId, sourceApplicationName } = link;
  const unlink = useChange(linkRoutes.unlinkPerson, {
    stale,
    onDone: () => {
      onClose();
      offerUndo({
        says: (
          <>
            The resource of {sourceApplicationName} is not <bdi>{personName(person)}</bdi> any more.
          </>
        ),
        stale,
        undo: async () => {
          const { outcome } = await client.call(conflictRoutes.linkConflict, {
            params: { sourceApplicationId, scimId },
            body: { directoryUserId: person.id },
          });
          return outcome === "applied" ? undefined : `Linked again; what follows from it is ${outcome}.`;
        },
      });
    },
  });
  const params = { sourceApplicationId, linkedScimId: scimId };
  return (
    <Modal opened={opened} onClose={onClose} title={`Unlink the resource of ${sourceApplicationName}?`}>
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
