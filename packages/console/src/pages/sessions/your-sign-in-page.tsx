import { Stack } from "@mantine/core";
import { sessionRoutes } from "@rollcall/admin-api/sessions.ts";
import { BarePage } from "../../components/bare-page.tsx";
import { Page } from "../../components/page.tsx";
import { AppearanceCard } from "./appearance-card.tsx";
import { OwnNameCard } from "./own-name-card.tsx";
import { OwnPasswordCard } from "./own-password-card.tsx";
import { SecondFactorCard } from "./second-factor-card.tsx";
import { SessionsCard } from "./sessions-card.tsx";

/** What is one's own: name, e-mail, password, second factor, and where one is signed in. */
export function YourSignInPage() {
  return (
    <BarePage>
      <Page
        title="Your sign-in"
        lead="How you are shown, how you get in, and where you are signed in."
        calls={[{ route: sessionRoutes.getSession, answers: '{"name", "email", "role", "secondFactor", …}' }]}
      >
        <Stack gap="md">
          <OwnNameCard />
          <SecondFactorCard />
          <OwnPasswordCard />
          <SessionsCard />
          <AppearanceCard />
        </Stack>
      </Page>
    </BarePage>
  );
}
