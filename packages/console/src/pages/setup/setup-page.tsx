import { Skeleton, Text } from "@mantine/core";
import { administratorRoutes } from "@rollcall/admin-api/administrators.ts";
import { useSearch } from "@tanstack/react-router";
import { useAnswer } from "../../api/use-answer.ts";
import { FrontPage } from "../../components/front-page.tsx";
import { LinkButton } from "../../components/link-button.tsx";
import { Refusal } from "../../components/refusal.tsx";
import { SetupForm } from "./setup-form.tsx";

/** First start: the first administrator and the first organization. */
export function SetupPage() {
  const { token = "-" } = useSearch({ from: "/setup" });
  const setup = useAnswer(administratorRoutes.getSetup, { query: { token } });
  if (setup.isError) {
    return (
      <FrontPage title="Set up Rollcall">
        <Refusal error={setup.error} onRetry={() => void setup.refetch()} />
      </FrontPage>
    );
  }
  if (setup.data === undefined) {
    return (
      <FrontPage title="Set up Rollcall" lead="You become its first owner.">
        <Skeleton height={212} />
      </FrontPage>
    );
  }
  if (!setup.data.needed) {
    return (
      <FrontPage title="Rollcall is set up already" lead="Its first administrator exists; this link did its work.">
        <LinkButton to="/sign-in" size="sm">
          Sign in
        </LinkButton>
      </FrontPage>
    );
  }
  if (!setup.data.tokenGood) {
    return (
      <FrontPage title="This link is not good any more" lead="It works once, for 24 hours, until the next start.">
        <Text>
          Restart Rollcall and open the link that it prints then: <code>make the first administrator at …</code>
        </Text>
      </FrontPage>
    );
  }
  return (
    <FrontPage
      title="Set up Rollcall"
      lead="You become its first owner; others you invite afterwards."
      foot="Everything stays on this server: nothing is sent anywhere."
    >
      <SetupForm token={token} existing={setup.data.organizationName} />
    </FrontPage>
  );
}
