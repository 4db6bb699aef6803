import { Button, Modal, Stack } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { resourceTypeRoutes } from "@rollcall/admin-api/resource-types.ts";
import { schemaRoutes } from "@rollcall/admin-api/schemas.ts";
import { IconPlus } from "@tabler/icons-react";
import { useMayChange } from "../../api/session.ts";
import { useSourceApplication } from "../../api/source-application.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { LoadingCard } from "../../components/loading-card.tsx";
import { Refusal } from "../../components/refusal.tsx";
import { Section } from "../../components/section.tsx";
import { CreateExtension } from "./create-extension.tsx";
import { ExtensionCard } from "./extension-card.tsx";
import { ResourceTypesCard } from "./resource-types-card.tsx";

/** Schemas: what may this source send beside what the standard has? */
export function SchemasPage() {
  const { id } = useSourceApplication();
  const mayChange = useMayChange();
  const [creating, { open, close }] = useDisclosure(false);
  const params = { sourceApplicationId: id };
  const schemas = useAnswer(schemaRoutes.getSchemas, { params });
  const types = useAnswer(resourceTypeRoutes.getResourceTypes, { params });
  const error = schemas.error ?? types.error;
  const create = mayChange && (
    <Button leftSection={<IconPlus size={14} />} onClick={open}>
      Create extension
    </Button>
  );
  const own = schemas.data?.schemas;
  return (
    <Section
      lead="What this source may send beside the standard’s own attributes. An extension that nobody describes is kept all the same, as it was sent."
      actions={own !== undefined && own.length > 0 && create}
      calls={[
        { route: schemaRoutes.getSchemas, params },
        { route: schemaRoutes.putSchemas, params, body: { schemas: own?.slice(0, 1) ?? [] } },
        { route: resourceTypeRoutes.getResourceTypes, params },
        {
          route: resourceTypeRoutes.putResourceTypes,
          params,
          body: { resourceTypes: types.data?.resourceTypes ?? [] },
        },
      ]}
    >
      {error !== null && (
        <Refusal
          error={error}
          onRetry={() => {
            void schemas.refetch();
            void types.refetch();
          }}
        />
      )}
      <Stack gap="md">
        {own !== undefined && types.data !== undefined ? (
          <>
            {own.map((schema) => (
              <ExtensionCard key={schema.id} schema={schema} resourceTypes={types.data.resourceTypes} />
            ))}
            {own.length === 0 && (
              <EmptyState title="No extension of its own yet" action={create}>
                Describe what your source sends in an extension of its own, and its values are checked, found by filters
                and offered in the mapping with their types.
              </EmptyState>
            )}
            <ResourceTypesCard resourceTypes={types.data.resourceTypes} />
          </>
        ) : (
          error === null && <LoadingCard rows={9} />
        )}
      </Stack>
      <Modal opened={creating} onClose={close} title="Create extension" size="lg">
        <CreateExtension onDone={close} />
      </Modal>
    </Section>
  );
}
