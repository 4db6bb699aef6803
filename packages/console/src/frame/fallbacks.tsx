import { Button, Center, Group, Loader, Stack, Text, Title } from "@mantine/core";
import type { ErrorComponentProps } from "@tanstack/react-router";
import { Refusal } from "../components/refusal.tsx";
import { Mark } from "../design/mark.tsx";

/** While a page is being fetched. */
export function Loading() {
  return (
    <Center mih={240} role="status" aria-busy="true" aria-label="Loading">
      <Loader size="sm" color="gray" />
    </Center>
  );
}

/** There is no page at this address. */
export function NotFound() {
  return (
    <Center mih="60vh" p="lg">
      <Stack align="center" gap="xs">
        <Mark />
        <Title order={1}>There is no page at this address</Title>
        <Text c="dimmed">It may have been moved, or you may not see the organization that it belongs to.</Text>
        <Button component="a" href="/" mt="sm">
          Go to the start
        </Button>
      </Stack>
    </Center>
  );
}

/** A page that could not be shown: what broke, and the way on. */
export function Broken({ error, reset }: ErrorComponentProps) {
  return (
    <Center mih="60vh" p="lg">
      <Stack maw={520} gap="sm">
        <Title order={1}>This page broke</Title>
        <Refusal error={error} />
        <Group gap="xs">
          <Button onClick={reset}>Try again</Button>
          <Button variant="default" component="a" href="/">
            Go to the start
          </Button>
        </Group>
      </Stack>
    </Center>
  );
}
