import { Radio, Stack, Text } from "@mantine/core";
import { type SourceApplication, sourceApplicationRoutes } from "@rollcall/admin-api/source-applications.ts";
import { useState } from "react";
import { useChange } from "../../api/use-change.ts";
import { ConfirmByName } from "../../components/confirm-by-name.tsx";

interface Props {
  readonly application: SourceApplication;
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onDeleted?: () => void;
  /** What is chosen at first; to keep them, unless told. */
  readonly suggestion?: "keep" | "bin";
}

const choices = [
  {
    value: "keep",
    label: "Keep them as they are",
    description: "Nobody loses access. No source writes them any more; they are marked as of a former source.",
  },
  {
    value: "disable",
    label: "Disable them",
    description: "They lose access within seconds and stay in the directory.",
  },
  {
    value: "bin",
    label: "Move them to the recycle bin",
    description: "They lose access within seconds, and can be restored from the recycle bin.",
  },
] as const;

/** Asks what becomes of its people, and for its name. */
export function DeleteApplication({ application, opened, onClose, onDeleted, suggestion = "keep" }: Props) {
  const [people, setPeople] = useState<"keep" | "disable" | "bin">(suggestion);
  const remove = useChange(sourceApplicationRoutes.deleteSourceApplication, {
    onDone: () => {
      onClose();
      onDeleted?.();
    },
  });
  const { id, displayName, users } = application;
  return (
    <ConfirmByName
      opened={opened}
      onClose={onClose}
      title={`Delete ${displayName}?`}
      name={displayName}
      verb="Delete application"
      change={remove}
      onConfirm={() => remove.mutate({ params: { sourceApplicationId: id }, query: { people } })}
    >
      <Text size="sm">
        Its tokens are dead at once: the source gets 401. The application can be restored for 30 days, its tokens
        cannot.
      </Text>
      <Radio.Group
        label={`What becomes of its ${users === 1 ? "1 person" : `${users.toLocaleString("en")} people`}?`}
        value={people}
        onChange={(chosen) => setPeople(choices.find(({ value }) => value === chosen)?.value ?? "keep")}
      >
        <Stack gap="xs" mt="xs">
          {choices.map((choice) => (
            <Radio key={choice.value} {...choice} />
          ))}
        </Stack>
      </Radio.Group>
    </ConfirmByName>
  );
}
