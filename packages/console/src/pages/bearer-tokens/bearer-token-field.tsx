import { Button, Group, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { SourceApplication } from "@rollcall/admin-api/source-applications.ts";
import { useMayChange } from "../../api/session.ts";
import { rememberShownToken, type ShownToken } from "../../api/shown-tokens.ts";
import { CopyValue } from "../../components/copy-value.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import classes from "./authorization.module.css";
import { CreateToken } from "./create-token.tsx";

interface Props {
  readonly application: SourceApplication;
  /** The one that was created since this page was opened. */
  readonly shown: ShownToken | undefined;
  readonly copied: boolean;
  readonly onCopy: () => void;
}

/** The token while it can be seen; afterwards when it was shown, and the way to another. Never a dead field. */
export function BearerTokenField({ application, shown, copied, onCopy }: Props) {
  const mayChange = useMayChange();
  const [asking, { open, close }] = useDisclosure(false);
  return (
    <div className={classes.field}>
      <span className={classes.label}>Bearer Token</span>
      {shown === undefined ? (
        <div className={classes.closed}>
          <Text size="sm">
            The first token was shown <RelativeTime at={application.setup.firstTokenShownAt} /> and is kept as a hash
            since. {mayChange ? "If nobody copied it, create another." : "An administrator can create another."}
          </Text>
          {mayChange && (
            <Button variant="default" mt={8} onClick={open}>
              Create token
            </Button>
          )}
        </div>
      ) : (
        <>
          <CopyValue boxed value={shown.bearerToken} label="Bearer Token" onCopy={onCopy} />
          <Group justify="space-between" gap="xs">
            <Text className={classes.hint}>
              {copied
                ? "Copied. Once it is in the source, put it away."
                : "You will not see it again after leaving this page; you can always create another."}
            </Text>
            {copied && (
              <Button variant="default" size="compact-xs" onClick={() => rememberShownToken(application.id, undefined)}>
                Put it away
              </Button>
            )}
          </Group>
        </>
      )}
      <CreateToken application={application} opened={asking} onClose={close} />
    </div>
  );
}
