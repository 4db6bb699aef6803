import { Button, Popover, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { noticeRoutes } from "@rollcall/admin-api/notices.ts";
import { useOrganization } from "../../api/organization.ts";
import { useChange } from "../../api/use-change.ts";
import { Refusal } from "../../components/refusal.tsx";
import { StateLabel } from "../../components/state-label.tsx";

/** Sends a test e-mail and shows what the mail server answered. */
export function TestNotice({ address }: { readonly address: string }) {
  const { id } = useOrganization();
  const [opened, { open, close }] = useDisclosure(false);
  const test = useChange(noticeRoutes.testNotice, { stale: [] });
  const answer = test.data;
  return (
    <Popover opened={opened} onChange={close} width={320} position="bottom-end" shadow="md" trapFocus>
      <Popover.Target>
        <Button
          variant="default"
          loading={test.isPending}
          disabled={!address.includes("@")}
          onClick={() => test.mutate({ params: { organizationId: id }, body: { address } }, { onSettled: open })}
        >
          Send a test
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Refusal error={test.error} />
        {answer !== undefined && (
          <>
            <StateLabel meaning={answer.error === null ? "flowing" : "failing"}>
              {answer.error === null ? "The mail server took it" : "The mail server did not take it"}
            </StateLabel>
            <Text size="sm" mt={4}>
              {answer.error ?? `Look for it at ${address}.`}
            </Text>
          </>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
