import { Button, Modal, Text } from "@mantine/core";
import { mappingRoutes } from "@rollcall/admin-api/mappings.ts";
import { useState } from "react";
import { useMayChange } from "../../api/session.ts";
import { useSourceApplication } from "../../api/source-application.ts";
import { useChange } from "../../api/use-change.ts";
import { AskForm } from "../../components/ask-form.tsx";

/** What applying a mapping does, for whoever is about to. */
const whatApplyingDoes =
  "Everybody is mapped again from what the source wrote last; the source sends nothing. What an administrator decided stays, and the guard holds what it always holds.";

/** Applies the mapping in force to everybody. */
export function ApplyMapping() {
  const { id } = useSourceApplication();
  const [asking, setAsking] = useState(false);
  const apply = useChange(mappingRoutes.applyMapping, { stale: ["jobs"], onDone: () => setAsking(false) });
  if (!useMayChange()) return null;
  return (
    <>
      <Button variant="default" size="xs" onClick={() => setAsking(true)}>
        Apply now
      </Button>
      <Modal opened={asking} onClose={() => setAsking(false)} title="Apply this mapping to everybody">
        <AskForm
          verb="Apply now"
          change={apply}
          onClose={() => setAsking(false)}
          onSubmit={() => apply.mutate({ params: { sourceApplicationId: id } })}
        >
          <Text size="sm">{whatApplyingDoes}</Text>
        </AskForm>
      </Modal>
    </>
  );
}
