import { Button, Group, Text } from "@mantine/core";
import { type SetupStep, sourceApplicationRoutes } from "@rollcall/admin-api/source-applications.ts";
import { useMayChange } from "../../api/session.ts";
import { useChange } from "../../api/use-change.ts";
import { LinkButton } from "../../components/link-button.tsx";
import { placeOf } from "../../components/setup-steps.ts";
import classes from "./setup-notice.module.css";

interface Props {
  readonly step: SetupStep;
  readonly params: { readonly slug: string; readonly applicationId: string };
}

/** Says where the set-up was left, and leads back to it. */
export function SetupNotice({ step, params }: Props) {
  const place = placeOf(step);
  const mayChange = useMayChange();
  const change = useChange(sourceApplicationRoutes.changeSourceApplication, { stale: ["source-applications"] });
  if (place === undefined) return null;
  return (
    <div className={classes.notice}>
      <Text size="sm">
        The set-up was left at <strong>{place.label}</strong>. What is saved is in force already.
      </Text>
      {mayChange && (
        <Group gap="xs">
          <Button
            variant="subtle"
            color="gray"
            loading={change.isPending}
            onClick={() =>
              change.mutate({
                params: { sourceApplicationId: params.applicationId },
                body: { setup: { step: "done" } },
              })
            }
          >
            Leave it so
          </Button>
          <LinkButton to={place.to} params={params} search={place.search ?? {}}>
            Continue set-up
          </LinkButton>
        </Group>
      )}
    </div>
  );
}
