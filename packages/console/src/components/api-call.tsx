import { Button, Popover, Stack, Text } from "@mantine/core";
import type { Route } from "@rollcall/admin-api/route.ts";
import { IconCode } from "@tabler/icons-react";
import { asCurl } from "../api/route-call.ts";
import { CodeBlock } from "./code-block.tsx";

/** One call of the admin API as a page makes it. */
export interface ShownCall {
  readonly route: Route;
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: object;
  readonly body?: unknown;
  /** What comes back, in short: `{"items": [{"id", …}], "nextCursor"}`. */
  readonly answers?: string;
}

/** The calls behind a page, ready to paste into a terminal. */
export function ApiCall({ calls }: { readonly calls: readonly ShownCall[] }) {
  return (
    <Popover position="bottom-end" shadow="md" width={560} trapFocus returnFocus>
      <Popover.Target>
        <Button variant="subtle" color="gray" leftSection={<IconCode size={16} stroke={1.5} />}>
          API call
        </Button>
      </Popover.Target>
      <Popover.Dropdown maw="calc(100vw - 32px)">
        <Stack gap="sm">
          {calls.map(({ route, answers, ...input }) => (
            <div key={`${route.method} ${route.path}`}>
              <Text size="sm" mb={4}>
                {route.summary}
              </Text>
              <CodeBlock code={asCurl(route, input, location.origin)} label="the call" />
              {answers !== undefined && (
                <Text size="xs" c="dimmed" mt={4}>
                  Answers <code>{answers}</code>
                </Text>
              )}
            </div>
          ))}
          <Text size="xs" c="dimmed">
            The whole API is described at{" "}
            <a href="/api/v1/openapi.json" target="_blank" rel="noreferrer">
              /api/v1/openapi.json
            </a>
            .
          </Text>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
