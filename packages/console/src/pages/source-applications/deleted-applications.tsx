import { Button } from "@mantine/core";
import { sourceApplicationRoutes } from "@rollcall/admin-api/source-applications.ts";
import { useNavigate } from "@tanstack/react-router";
import { useOrganization } from "../../api/organization.ts";
import { useMayChange } from "../../api/session.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { useChange } from "../../api/use-change.ts";
import { Card } from "../../components/card.tsx";
import { Refusal } from "../../components/refusal.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import classes from "./apps-page.module.css";

/** Applications that were deleted within 30 days; nothing where there are none. */
export function DeletedApplications() {
  const { id, slug } = useOrganization();
  const mayChange = useMayChange();
  const navigate = useNavigate();
  const list = useAnswer(sourceApplicationRoutes.listDeletedSourceApplications, { params: { organizationId: id } });
  const restore = useChange(sourceApplicationRoutes.restoreSourceApplication, {
    onDone: (application) =>
      void navigate({
        to: "/o/$slug/apps/$applicationId/authorization",
        params: { slug, applicationId: application.id },
      }),
  });
  const items = list.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <div className={classes.deleted}>
      <Card
        title="Deleted"
        lead="They can be restored for 30 days. Their tokens stay dead: a restored application needs another one."
      >
        <Refusal error={restore.error} />
        {items.map((item) => (
          <div key={item.id} className={classes.deletedRow}>
            <span>
              {item.displayName}{" "}
              <span className={classes.sub}>
                deleted <RelativeTime at={item.deletedAt} />
              </span>
            </span>
            {mayChange && (
              <Button
                variant="default"
                size="compact-xs"
                aria-label={`Restore ${item.displayName}`}
                loading={restore.isPending && restore.variables.params.deletedSourceApplicationId === item.id}
                onClick={() => restore.mutate({ params: { organizationId: id, deletedSourceApplicationId: item.id } })}
              >
                Restore
              </Button>
            )}
          </div>
        ))}
      </Card>
    </div>
  );
}
