import { Anchor, Text } from "@mantine/core";
import { administratorRoutes } from "@rollcall/admin-api/administrators.ts";
import { useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useEnter } from "../../api/session.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { FrontPage } from "../../components/front-page.tsx";
import { CodeForm } from "./code-form.tsx";
import { PasswordForm } from "./password-form.tsx";

/** Sign in: the password and, where there is a second factor, its code. */
export function SignInPage() {
  const { next = "/" } = useSearch({ from: "/sign-in" });
  const enter = useEnter();
  const setup = useAnswer(administratorRoutes.getSetup, {});
  const [step, setStep] = useState<"password" | "code">("password");
  if (setup.data?.needed === true) return <NotSetUp />;
  if (step === "code") {
    return (
      <FrontPage
        title="Enter your code"
        lead="From your authenticator app. A recovery code works once in its place."
        foot={
          <Anchor component="button" type="button" size="sm" onClick={() => setStep("password")}>
            Begin again
          </Anchor>
        }
      >
        <CodeForm onDone={() => enter(next)} />
      </FrontPage>
    );
  }
  return (
    <FrontPage
      title="Sign in"
      foot={
        <>
          Lost your password? Run this on the server; it prints a link.
          <br />
          <code>rollcall administrators reset you@example.com</code>
        </>
      }
    >
      <PasswordForm onDone={(answer) => (answer === "done" ? enter(next) : setStep("code"))} />
    </FrontPage>
  );
}

/** What stands there before the first administrator. */
function NotSetUp() {
  return (
    <FrontPage title="Not set up yet" lead="There is nobody who could sign in.">
      <Text>
        Rollcall printed a link when it started, in its terminal or its log:{" "}
        <code>make the first administrator at …</code>. Open it to begin. Each start prints a new one.
      </Text>
    </FrontPage>
  );
}
