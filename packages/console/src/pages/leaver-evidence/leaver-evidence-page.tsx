import { Skeleton, Stack, Text } from "@mantine/core";
import { leaverEvidenceRoutes } from "@rollcall/admin-api/leaver-evidence.ts";
import { useParams } from "@tanstack/react-router";
import { useOrganization } from "../../api/organization.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { LinkButton } from "../../components/link-button.tsx";
import { Page } from "../../components/page.tsx";
import { Refusal } from "../../components/refusal.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { DepartureCard } from "./departure-card.tsx";

/** The leaver evidence of one person: when was it asked that they go, when were they gone, and who knows? */
export function LeaverEvidencePage() {
  const { id: organizationId, slug } = useOrganization();
  const { directoryUserId } = useParams({
    from: "/signed-in/o/$slug/framed/directory/users/$directoryUserId/evidence",
  });
  const params = { organizationId, directoryUserId };
  const answer = useAnswer(leaverEvidenceRoutes.getLeaverEvidence, { params }, { every: 10_000 });
  const found = answer.data;
  const erasedAt = found?.erasedAt ?? null;
  const name = found?.directoryUserName ?? (erasedAt === null ? "Person" : "An erased person");
  return (
    <Page
      title={`${name}: leaver evidence`}
      lead={
        erasedAt === null ? (
          "Each time that this person left: when it was asked, when it was so, and which receivers acknowledged it."
        ) : (
          <>
            Erased <RelativeTime at={erasedAt} />: who it was is not kept, what was done is.
          </>
        )
      }
      actions={
        found?.erasedAt === null && (
          <LinkButton
            variant="default"
            to="/o/$slug/directory/users/$directoryUserId"
            params={{ slug, directoryUserId }}
          >
            The person
          </LinkButton>
        )
      }
      calls={[{ route: leaverEvidenceRoutes.getLeaverEvidence, params }]}
    >
      {answer.isError && <Refusal error={answer.error} onRetry={() => void answer.refetch()} />}
      {answer.isPending && <Skeleton height={240} radius={6} aria-label="Loading" />}
      {found?.items.length === 0 && (
        <EmptyState title="Nothing tells of a departure">
          This person has not left, as far as events go back. A departure stands here from the request that asks for it.
        </EmptyState>
      )}
      {found !== undefined && found.items.length > 0 && (
        <Stack gap="md">
          {found.items.map((departure) => (
            <DepartureCard key={departure.asked.eventId} departure={departure} />
          ))}
          <Text size="sm" c="dimmed">
            Only webhooks acknowledge. Who reads the feed keeps its own place in it, and nobody can say how far it is.
          </Text>
        </Stack>
      )}
    </Page>
  );
}
