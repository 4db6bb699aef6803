import { Group, Tooltip, VisuallyHidden } from "@mantine/core";
import { useApplicationsById } from "../api/application-names.ts";
import { KindMark } from "./kind-mark.tsx";

/** The applications that something comes from, as their marks; their names on hover, and where they are read aloud. */
export function ApplicationMarks({ ids }: { readonly ids: readonly string[] }) {
  const applications = useApplicationsById();
  if (ids.length === 0) return <span style={{ color: "var(--mantine-color-dimmed)" }}>By hand</span>;
  const known = ids.map((id) => ({ id, application: applications.get(id) }));
  const names = known.map(({ application }) => application?.displayName ?? "a former application").join(", ");
  return (
    <Tooltip label={names}>
      <Group gap={4} wrap="nowrap" w="fit-content" maw="100%" style={{ overflow: "hidden" }}>
        {known.slice(0, 3).map(({ id, application }) => (
          <KindMark key={id} kind={application?.kind ?? ""} size={20} />
        ))}
        {known.length > 3 && <span>+{known.length - 3}</span>}
        {known.length === 1 ? (
          <span style={{ overflow: "hidden", textOverflow: "ellipsis" }}>{names}</span>
        ) : (
          <VisuallyHidden>{names}</VisuallyHidden>
        )}
      </Group>
    </Tooltip>
  );
}
