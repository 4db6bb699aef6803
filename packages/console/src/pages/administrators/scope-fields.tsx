import { Checkbox, MultiSelect, Radio, Stack, Text } from "@mantine/core";
import type { Role } from "@rollcall/admin-api/api-keys.ts";
import { organizationRoutes } from "@rollcall/admin-api/organizations.ts";
import { useMe } from "../../api/session.ts";
import { usePages } from "../../api/use-answer.ts";
import { roles } from "../../components/roles.ts";

/** What somebody may do, and where. */
export interface Scope {
  readonly role: Role;
  readonly wholeInstallation: boolean;
  readonly organizationIds: readonly string[];
}

/** Tells whether a scope lets somebody see anything. */
export function isComplete({ role, wholeInstallation, organizationIds }: Scope): boolean {
  return role === "owner" || wholeInstallation || organizationIds.length > 0;
}

/** A scope as the admin API takes it. */
export function asSent({ role, wholeInstallation, organizationIds }: Scope) {
  if (role === "owner" || wholeInstallation) return { role, wholeInstallation: true };
  return { role, wholeInstallation: false, organizationIds: [...organizationIds] };
}

interface Props {
  readonly scope: Scope;
  readonly onChange: (scope: Scope) => void;
}

/** Chooses a role and the organizations that it holds for: only what one may give. */
export function ScopeFields({ scope, onChange }: Props) {
  const me = useMe();
  const list = usePages(organizationRoutes.listOrganizations, {}, { limit: 500 });
  const organizations = (list.data?.pages ?? []).flatMap((page) => page.items);
  return (
    <Stack gap="sm">
      <Radio.Group label="Role" value={scope.role} onChange={(role) => onChange({ ...scope, role })}>
        <Stack gap="xs" mt={6}>
          {roles
            .filter(({ value }) => value !== "owner" || me.role === "owner")
            .map(({ value, label, may }) => (
              <Radio key={value} value={value} label={label} description={may} />
            ))}
        </Stack>
      </Radio.Group>
      {scope.role === "owner" ? (
        <Text size="sm" c="dimmed">
          An owner sees all organizations.
        </Text>
      ) : (
        <>
          {me.wholeInstallation && (
            <Checkbox
              label="All organizations, those to come included"
              checked={scope.wholeInstallation}
              onChange={(event) => onChange({ ...scope, wholeInstallation: event.currentTarget.checked })}
            />
          )}
          {!scope.wholeInstallation && (
            <MultiSelect
              label="Organizations"
              placeholder={scope.organizationIds.length === 0 ? "At least one" : ""}
              searchable
              value={[...scope.organizationIds]}
              onChange={(organizationIds) => onChange({ ...scope, organizationIds })}
              data={organizations.map(({ id, name }) => ({ value: id, label: name }))}
            />
          )}
        </>
      )}
    </Stack>
  );
}
