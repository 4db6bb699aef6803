import { Button, Popover, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { webhookRoutes } from "@rollcall/admin-api/webhooks.ts";
import { useOrganization } from "../../api/organization.ts";
import { useChange } from "../../api/use-change.ts";
import { CodeBlock } from "../../components/code-block.tsx";
import { Refusal } from "../../components/refusal.tsx";
import { StateLabel } from "../../components/state-label.tsx";

/** Sends a test event and shows what the receiver answered. */
export function TestWebhook({ webhookId }: { readonly webhookId: string }) {
  const { id } = useOrganization();
  const [opened, { open, close }] = useDisclosure(false);
  const test = useChange(webhookRoutes.testWebhook, { stale: ["webhooks"] });
  const answer = test.data;
  return (
    <Popover opened={opened} onChange={close} width={360} position="bottom-end" shadow="md" trapFocus>
      <Popover.Target>
        <Button
          loading={test.isPending}
          onClick={() => test.mutate({ params: { organizationId: id, webhookId } }, { onSettled: open })}
        >
          Send a test
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Refusal error={test.error} />
        {answer !== undefined && (
          <>
            <StateLabel meaning={answer.error === null ? "flowing" : "failing"}>
              {answer.error === null ? `Answered ${answer.status ?? ""}` : "It did not arrive"}
            </StateLabel>
            <Text size="sm" mt={4} mb={6}>
              {answer.error ?? `Within ${answer.durationMilliseconds ?? 0} ms.`}
            </Text>
            {answer.answer !== null && answer.answer !== "" && (
              <CodeBlock code={answer.answer} label="the answer" maxHeight={160} />
            )}
          </>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
