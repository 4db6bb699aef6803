import type { ResourceType } from "@rollcall/admin-api/resource-types.ts";
import { Card } from "../../components/card.tsx";
import { CopyValue } from "../../components/copy-value.tsx";
import classes from "./schemas.module.css";

/** What can be provisioned, and what of it has extensions. */
export function ResourceTypesCard({ resourceTypes }: { readonly resourceTypes: readonly ResourceType[] }) {
  return (
    <Card
      title="Resource types"
      lead="What this source can provision. Whole types of its own are defined by the admin API: API call above."
    >
      <ul className={classes.types}>
        {resourceTypes.map(({ name, endpoint, schema, schemaExtensions, description }) => (
          <li key={name}>
            <div className={classes.typeName} title={description}>
              <strong>{name}</strong>
              <code>{endpoint}</code>
            </div>
            <div className={classes.urns}>
              <CopyValue value={schema} label={`schema of ${name}`} />
              {schemaExtensions.map((extension) => (
                <div key={extension.schema} className={classes.urn}>
                  <CopyValue value={extension.schema} label={`extension of ${name}`} />
                  <span className={classes.quiet}>{extension.required ? "required" : "extension"}</span>
                </div>
              ))}
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}
