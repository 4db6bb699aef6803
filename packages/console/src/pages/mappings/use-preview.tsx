import { Button } from "@mantine/core";
import { mappingPreviewRoutes } from "@rollcall/admin-api/mapping-previews.ts";
import { mappingRoutes, type SentMapping } from "@rollcall/admin-api/mappings.ts";
import { type ReactNode, useState } from "react";
import { useSourceApplication } from "../../api/source-application.ts";
import { useChange } from "../../api/use-change.ts";
import { MappingPreview } from "./mapping-preview.tsx";

interface DraftUse {
  /** The draft, as it would be saved. */
  readonly mapping: SentMapping;
  /** It cannot be saved as it is. */
  readonly blocked: boolean;
  /** Called when it was saved. */
  readonly onSaved: () => void;
}

/** What can be done with a draft beside saving it: look at what it does to everybody, and have that done at once. */
export function usePreview({ mapping, blocked, onSaved }: DraftUse): {
  readonly actions: ReactNode;
  readonly dialog: ReactNode;
  readonly busy: boolean;
  readonly error: unknown;
} {
  const { id } = useSourceApplication();
  const params = { sourceApplicationId: id };
  const [previewId, setPreviewId] = useState<string>();
  const preview = useChange(mappingPreviewRoutes.createMappingPreview, {
    stale: ["previews"],
    onDone: (begun) => setPreviewId(begun.id),
  });
  const apply = useChange(mappingRoutes.applyMapping, { stale: ["jobs"] });
  const save = useChange(mappingRoutes.putMapping, { stale: ["mapping", "attribute-paths", "received-attributes"] });
  const saveAndApply = () =>
    save.mutate(
      { params, body: mapping },
      {
        onSuccess: () => {
          setPreviewId(undefined);
          onSaved();
          apply.mutate({ params });
        },
        onError: () => setPreviewId(undefined),
      },
    );
  const busy = save.isPending || apply.isPending;
  return {
    busy,
    error: preview.error ?? save.error ?? apply.error,
    actions: (
      <>
        <Button
          variant="default"
          loading={preview.isPending}
          disabled={blocked || busy}
          onClick={() => preview.mutate({ params, body: mapping })}
        >
          Preview
        </Button>
        <Button variant="default" loading={busy} disabled={blocked || preview.isPending} onClick={saveAndApply}>
          Save and apply now
        </Button>
      </>
    ),
    dialog: (
      <MappingPreview
        previewId={previewId}
        onClose={() => setPreviewId(undefined)}
        onApply={saveAndApply}
        applying={busy}
      />
    ),
  };
}
