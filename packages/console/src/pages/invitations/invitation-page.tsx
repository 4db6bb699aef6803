import { Skeleton } from "@mantine/core";
import { administratorRoutes } from "@rollcall/admin-api/administrators.ts";
import { useSearch } from "@tanstack/react-router";
import { useAnswer } from "../../api/use-answer.ts";
import { FrontPage } from "../../components/front-page.tsx";
import { LinkButton } from "../../components/link-button.tsx";
import { Refusal } from "../../components/refusal.tsx";
import { AcceptForm } from "./accept-form.tsx";

const roleWords = {
  owner: "an owner: of everything, administrators and API keys included",
  administrator: "an administrator: you change applications, mappings and people",
  auditor: "an auditor: you see everything and change nothing",
};

/** Accepts an invitation with a name and a password. */
export function InvitationPage() {
  const { token = "-" } = useSearch({ from: "/invitation" });
  const invitation = useAnswer(administratorRoutes.getInvitation, { query: { token } });
  if (invitation.isError) {
    return (
      <FrontPage title="This invitation leads nowhere">
        <Refusal error={invitation.error} />
        <LinkButton to="/sign-in" variant="default" size="sm">
          To the sign-in
        </LinkButton>
      </FrontPage>
    );
  }
  if (invitation.data === undefined) {
    return (
      <FrontPage title="You are invited">
        <Skeleton height={212} />
      </FrontPage>
    );
  }
  const { email, role, invitedBy, organizationNames } = invitation.data;
  const where =
    organizationNames.length === 0 ? "the whole installation" : new Intl.ListFormat("en").format(organizationNames);
  return (
    <FrontPage
      title={`Join ${where}`}
      lead={
        <>
          {invitedBy === "" ? "You were invited" : `${invitedBy} invited you`} as {roleWords[role]}. You sign in as{" "}
          <strong>{email}</strong>.
        </>
      }
    >
      <AcceptForm token={token} email={email} />
    </FrontPage>
  );
}
