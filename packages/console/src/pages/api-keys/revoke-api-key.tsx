import { Text } from "@mantine/core";
import { type ApiKey, apiKeyRoutes } from "@rollcall/admin-api/api-keys.ts";
import { useChange } from "../../api/use-change.ts";
import { ConfirmByName } from "../../components/confirm-by-name.tsx";

interface Props {
  readonly apiKey: ApiKey;
  readonly onClose: () => void;
}

/** Revokes an API key: for good. */
export function RevokeApiKey({ apiKey, onClose }: Props) {
  const revoke = useChange(apiKeyRoutes.revokeApiKey, { stale: ["api-keys"], onDone: onClose });
  return (
    <ConfirmByName
      opened
      onClose={onClose}
      title={`Revoke ${apiKey.name}`}
      name={apiKey.name}
      verb="Revoke API key"
      change={revoke}
      onConfirm={() => revoke.mutate({ params: { apiKeyId: apiKey.id } })}
    >
      <Text>
        Whatever uses the key that ends in <code>{apiKey.hint}</code> is refused from the next call on. It cannot be
        taken back.
      </Text>
    </ConfirmByName>
  );
}
