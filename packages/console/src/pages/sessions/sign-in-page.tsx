import { Center, Title } from "@mantine/core";
import { Mark } from "../../design/mark.tsx";

/** Sign in. */
export function SignInPage() {
  return (
    <Center component="main" mih="60vh">
      <Title order={1}>
        <Mark size={20} />
      </Title>
    </Center>
  );
}
