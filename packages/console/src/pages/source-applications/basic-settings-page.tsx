import { TextInput } from "@mantine/core";
import { sourceApplicationRoutes } from "@rollcall/admin-api/source-applications.ts";
import { useState } from "react";
import { useSourceApplication } from "../../api/source-application.ts";
import { useMayChange } from "../../api/session.ts";
import { useChange } from "../../api/use-change.ts";
import { SaveBar } from "../../components/save-bar.tsx";
import { Section } from "../../components/section.tsx";
import { useSetup } from "../../components/use-setup.ts";

/** Basic Settings: what is it called? */
export function BasicSettingsPage() {
  const application = useSourceApplication();
  const mayChange = useMayChange();
  const setup = useSetup();
  const [typed, setTyped] = useState<string>();
  const change = useChange(sourceApplicationRoutes.changeSourceApplication, {
    stale: ["source-applications"],
    onDone: () => setTyped(undefined),
  });
  const displayName = typed ?? application.displayName;
  const dirty = displayName.trim() !== application.displayName;
  const call = {
    params: { sourceApplicationId: application.id },
    body: { displayName: displayName.trim() },
  };
  const save = () => {
    if (displayName.trim() === "") return;
    if (!dirty) return setup.advance("basic-settings");
    change.mutate(call, { onSuccess: () => setup.unfinished && setup.advance("basic-settings") });
  };
  return (
    <Section
      lead="What the application is called here. The source never sees it."
      calls={[{ route: sourceApplicationRoutes.changeSourceApplication, ...call }]}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (dirty || setup.unfinished) save();
        }}
      >
        <TextInput
          label="Display Application Name"
          value={displayName}
          onChange={(event) => setTyped(event.currentTarget.value)}
          error={displayName.trim() === "" && "A name is needed: it stands in lists, events and provenance."}
          maxLength={200}
          readOnly={!mayChange}
          maw={480}
        />
      </form>
      {mayChange && (dirty || setup.unfinished) && (
        <SaveBar
          label="Save"
          onSave={save}
          busy={change.isPending || setup.busy}
          disabled={displayName.trim() === ""}
          error={change.error ?? setup.error}
          onDiscard={dirty ? () => setTyped(undefined) : undefined}
        >
          {dirty && displayName.trim() !== "" && `${application.displayName} will be called ${displayName.trim()}.`}
        </SaveBar>
      )}
    </Section>
  );
}
