import { ApiError } from "@rollcall/admin-api/api-error.ts";
import { Button, Group, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import classes from "./refusal.module.css";

interface Props {
  readonly error: unknown;
  /** Tries once more, where that makes sense. */
  readonly onRetry?: (() => void) | undefined;
}

/** Why something was refused: what was found, what was expected, and what to do. Nothing while there is no error. */
export function Refusal({ error, onRetry }: Props) {
  if (error === null || error === undefined) return null;
  const refused = error instanceof ApiError ? error : undefined;
  const message = error instanceof Error ? error.message : "something failed without saying why";
  return (
    <div role="alert" className={classes.refusal}>
      <IconAlertTriangle size={16} stroke={1.5} className={classes.icon} aria-hidden="true" />
      <div className={classes.words}>
        <Text size="sm" fw={500} c="inherit">
          {message}
        </Text>
        {refused !== undefined && refused.problems.length > 1 && (
          <ul className={classes.problems}>
            {refused.problems.map((problem) => (
              <li key={`${problem.where} ${problem.detail}`}>
                <code>{problem.where}</code> {problem.detail}
              </li>
            ))}
          </ul>
        )}
        {refused !== undefined && refused.whatToDo !== "" && <Text size="sm">{refused.whatToDo}</Text>}
        <Group gap="xs">
          {onRetry !== undefined && (
            <Button variant="default" size="compact-xs" mt={4} onClick={onRetry}>
              Try again
            </Button>
          )}
          {refused?.requestId !== undefined && (
            <Text size="xs" c="dimmed">
              Request <code>{refused.requestId}</code>
            </Text>
          )}
        </Group>
      </div>
    </div>
  );
}
