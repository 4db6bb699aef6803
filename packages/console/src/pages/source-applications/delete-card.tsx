import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useNavigate } from "@tanstack/react-router";
import { useOrganization } from "../../api/organization.ts";
import { useSourceApplication } from "../../api/source-application.ts";
import { useMayChange } from "../../api/session.ts";
import { Card } from "../../components/card.tsx";
import { DeleteApplication } from "./delete-application.tsx";

/** The way out, at the foot of the page. */
export function DeleteCard() {
  const application = useSourceApplication();
  const { slug } = useOrganization();
  const navigate = useNavigate();
  const [asking, { open, close }] = useDisclosure(false);
  if (!useMayChange()) return null;
  return (
    <Card
      title="Delete application"
      lead="Its tokens are dead at once. You choose what becomes of its people, and can restore it for 30 days."
      actions={
        <Button variant="default" c="var(--failing)" onClick={open} style={{ flex: "none" }}>
          Delete application
        </Button>
      }
    >
      <DeleteApplication
        application={application}
        opened={asking}
        onClose={close}
        onDeleted={() => void navigate({ to: "/o/$slug/apps", params: { slug } })}
      />
    </Card>
  );
}
