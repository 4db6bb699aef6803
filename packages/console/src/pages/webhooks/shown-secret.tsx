import { Stack, Text } from "@mantine/core";
import { CopyValue } from "../../components/copy-value.tsx";

/** A secret that is shown this once, and what it is for. */
export function ShownSecret({ secret }: { readonly secret: string }) {
  return (
    <Stack gap={4}>
      <Text size="sm" fw={500}>
        Signing secret
      </Text>
      <CopyValue value={secret} label="signing secret" boxed />
      <Text size="sm" c="dimmed">
        You will not see it again; you can always make another. Receivers check the header{" "}
        <code>webhook-signature</code> with it, as Standard Webhooks says.
      </Text>
    </Stack>
  );
}
